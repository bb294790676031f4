/**
 * A door that counts who comes in and how long they wait. Law: nothing passes otherwise than without it; what is counted
 * stays over all the times that the door was open.
 */
import type { ClientDoor, ClientRequest, Respond } from "../ports/client-door.ts";
import type { Clock } from "../ports/clock.ts";

export interface EndpointTally {
  requests: number;
  answered: number;
  /** Answered with an error. */
  errors: number;
  /** "" while there was none. */
  lastError: string;
  /** From request to answer, over all answered ones. */
  totalMs: number;
}

const newTally = (): EndpointTally => ({ requests: 0, answered: 0, errors: 0, lastError: "", totalMs: 0 });

export class MeteredDoor implements ClientDoor {
  /** Registrations too. */
  readonly proposals = newTally();
  readonly reads = newTally();
  isOpen = false;
  readonly #door: ClientDoor;
  readonly #clock: Clock;

  constructor(door: ClientDoor, clock: Clock) {
    this.#door = door;
    this.#clock = clock;
  }

  open(onRequest: (request: ClientRequest, respond: Respond) => void): void {
    this.isOpen = true;
    this.#door.open((request, respond) => {
      onRequest(request, this.#metered(request.type === "read" ? this.reads : this.proposals, respond));
    });
  }

  shut(): void {
    this.isOpen = false;
    this.#door.shut();
  }

  #metered(tally: EndpointTally, respond: Respond): Respond {
    const startMs = this.#clock.nowMs();
    tally.requests += 1;
    return (response) => {
      tally.answered += 1;
      tally.totalMs += this.#clock.nowMs() - startMs;
      if (response.type === "error") {
        tally.errors += 1;
        tally.lastError = `${response.code}: ${response.message}`;
      }
      respond(response);
    };
  }
}
