/**
 * Several sessions over one connection, for callers that want several commands under way at once. Law: each command has a
 * session for itself while it is under way, so each is executed once (`session-client`). Of two commands of which the second
 * is asked for before the first is answered, either may be executed first.
 */
import type { Consistency } from "../ports/client-door.ts";
import { type CommandClient, type Outcome, SessionClient, type SessionClientParts } from "./session-client.ts";

interface Lane {
  readonly client: SessionClient;
  /** CommandClient that were given to it and are not settled. */
  underWay: number;
}

export class SessionPool implements CommandClient {
  readonly #parts: SessionClientParts;
  readonly #sessionsMax: number;
  /** One at first: a session costs an entry of the log, and a place among those that the cluster keeps. */
  readonly #lanes: Lane[] = [];

  /** `sessionsMax`: at least 1. */
  constructor(parts: SessionClientParts, sessionsMax: number) {
    this.#parts = parts;
    this.#sessionsMax = sessionsMax;
  }

  async execute(command: Uint8Array): Promise<Outcome> {
    const lane = this.#leastBusy();
    lane.underWay += 1;
    try {
      return await lane.client.execute(command);
    } finally {
      lane.underWay -= 1;
    }
  }

  query(query: Uint8Array, consistency: Consistency): Promise<Outcome> {
    return (this.#lanes[0] ?? this.#open()).client.query(query, consistency);
  }

  #leastBusy(): Lane {
    let least: Lane | null = null;
    for (const lane of this.#lanes) {
      if (lane.underWay === 0) return lane;
      if (least === null || lane.underWay < least.underWay) least = lane;
    }
    return least === null || this.#lanes.length < this.#sessionsMax ? this.#open() : least;
  }

  #open(): Lane {
    const lane = { client: new SessionClient(this.#parts), underWay: 0 };
    this.#lanes.push(lane);
    return lane;
  }
}
