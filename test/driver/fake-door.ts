/** Where clients come in, in the hands of the test. Law: a request that comes while it is shut finds nobody. */
import type { ClientDoor, ClientRequest, ClientResponse, Respond } from "../../src/ports/client-door.ts";

export class FakeDoor implements ClientDoor {
  /** What was done to it, in order. */
  readonly journal: string[] = [];
  #onRequest: ((request: ClientRequest, respond: Respond) => void) | null = null;

  get isOpen(): boolean {
    return this.#onRequest !== null;
  }

  open(onRequest: (request: ClientRequest, respond: Respond) => void): void {
    this.journal.push("open");
    this.#onRequest = onRequest;
  }

  shut(): void {
    this.journal.push("shut");
    this.#onRequest = null;
  }

  /** Gives back the answers as they come. */
  knock(request: ClientRequest): ClientResponse[] {
    if (this.#onRequest === null) throw new Error("nobody is subscribed");
    const answers: ClientResponse[] = [];
    this.#onRequest(request, (response) => answers.push(response));
    return answers;
  }
}
