/**
 * What a node does while its disk is full (DESIGN 5).
 *
 * Law: what is not on the disk is not claimed. A leader refuses commands before they are in its log; a follower lets
 * AppendEntries with entries pass by, as if the network had lost it, so the leader's window to it stays shut and it is sent
 * again. Heartbeats, votes and terms go on: nobody loses the lead, or a vote, for want of room.
 *
 * Looks for room at the period of heartbeats. Once there is some, what was withheld is written first.
 */
import type { Message } from "../core/message.ts";
import type { ServerState } from "../core/state.ts";
import type { LogPosition } from "../core/types.ts";
import type { ClientResponse } from "../ports/client-door.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Storage } from "../ports/storage.ts";
import type { Persister } from "./persist.ts";
import { failure } from "./request-desk.ts";

export interface DiskRoomParts {
  readonly state: ServerState;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
}

export class DiskRoom {
  readonly #parts: DiskRoomParts;
  readonly #persister: Persister;
  readonly #onRoom: () => void;
  /** Set while there is no room. */
  #timer: Timer | null = null;
  /** `forget` was told something that no write has carried yet. */
  #forgot = false;
  #over = false;

  /** `onRoom`: called when there is room again. */
  constructor(parts: DiskRoomParts, persister: Persister, onRoom: () => void) {
    this.#parts = parts;
    this.#persister = persister;
    this.#onRoom = onRoom;
  }

  get full(): boolean {
    return this.#parts.storage.full || this.#persister.withholds;
  }

  refusal(leader: string | null): ClientResponse {
    return failure("OVERLOADED", "the disk of the leader is full: not executed, try again later", false, leader);
  }

  /** Whether to act as if `message` had been lost. */
  turnsAway({ body }: Message): boolean {
    return body.type === "appendEntries" && body.entries.length > 0 && this.full;
  }

  forget(base: LogPosition): void {
    this.#forgot = true;
    this.#parts.storage.forget(base);
  }

  /** Looks again after a while, where there is no room now. */
  watch(): void {
    if (this.#timer !== null || this.#over || !this.full) return;
    this.#parts.log.warn({}, "the disk is full: commands are refused until there is room");
    this.#lookLater();
  }

  stop(): void {
    this.#over = true;
    this.#timer?.cancel();
  }

  #lookLater(): void {
    const { state, storage, clock } = this.#parts;
    this.#timer = clock.at(clock.nowMs() + state.timing.heartbeatMs, () => this.#look());
    storage.retryRoom();
  }

  #look(): void {
    if (this.#parts.storage.full && this.#forgot) this.#forgot = !this.#persister.touch();
    if (this.full) {
      if (!this.#parts.storage.full) this.#persister.retry();
      return this.#lookLater();
    }
    this.#timer = null;
    this.#parts.log.info({}, "the disk has room again");
    this.#onRoom();
  }
}
