/**
 * A dry run of the election path: three servers in memory elect, beat and re-elect, every message through the codec.
 *
 * Law: it touches nothing but its own values. It is there because code that runs for the first time is slow: without it the
 * first real failover takes several milliseconds longer than the second. It is short, since every start waits for it: three times
 * as many elections made no failover faster.
 */

import type { Event } from "../core/event.ts";
import type { Message } from "../core/message.ts";
import { initialState, type ServerState } from "../core/state.ts";
import { step } from "../core/step.ts";
import { configurationOfVoters, DEFAULT_TIMING, type Member } from "../core/types.ts";
import type { Codec } from "../ports/codec.ts";

const ELECTIONS = 4;
const HEARTBEATS_PER_LEAD = 3;

class Stage {
  readonly #codec: Codec;
  readonly #members: readonly Member[];
  readonly #servers: ServerState[];
  readonly #post: Message[] = [];
  #nowMs = 0;

  constructor(codec: Codec) {
    this.#codec = codec;
    this.#members = ["n1", "n2", "n3"].map((id) => ({ id, incarnation: `rehearsal-${id}` }));
    this.#servers = this.#members.map((self, seed) =>
      initialState({
        self,
        configuration: configurationOfVoters(this.#members),
        hardState: { term: 0, votedFor: null },
        timing: DEFAULT_TIMING,
        seed,
      }),
    );
  }

  play(): number {
    for (const server of this.#servers) this.#tell(server, { type: "connected" });
    let elections = 0;
    for (let lead = 0; lead < ELECTIONS; lead++) {
      elections += this.#passTime(DEFAULT_TIMING.electionTimeoutMaxMs);
      for (let beat = 0; beat < HEARTBEATS_PER_LEAD; beat++) this.#passTime(DEFAULT_TIMING.heartbeatMs);
      const leader = this.#servers.find(({ role }) => role.name === "leader");
      if (leader === undefined) continue;
      this.#tell(leader, { type: "disconnected" });
      this.#tell(leader, { type: "connected" });
    }
    return elections;
  }

  /** Wakes each server; gives back how many lead afterwards. */
  #passTime(forMs: number): number {
    this.#nowMs += forMs;
    for (const server of this.#servers) this.#tell(server, { type: "wake" });
    return this.#servers.filter(({ role }) => role.name === "leader").length;
  }

  #tell(server: ServerState, event: Event): void {
    this.#perform(server, event);
    for (let message = this.#post.shift(); message !== undefined; message = this.#post.shift()) this.#deliver(message);
  }

  #deliver(message: Message): void {
    const bytes = this.#codec.encode({ clusterId: "rehearsal", boot: "rehearsal", from: message.from, message });
    const decoded = this.#codec.decode(bytes);
    if (!decoded.ok || decoded.frame.message === null) return;
    for (const server of this.#servers)
      if (message.to === server.self.id || (message.to === null && message.from.id !== server.self.id))
        this.#perform(server, { type: "receive", message: decoded.frame.message });
  }

  #perform(server: ServerState, event: Event): void {
    for (const effect of step(server, event, this.#nowMs)) {
      if (effect.type === "send") this.#post.push(effect.message);
      if (effect.type !== "persist") continue;
      this.#post.push(...effect.release);
      this.#perform(server, { type: "persisted", writeId: effect.writeId });
    }
  }
}

/** Takes some milliseconds of the caller's thread; gives back how many elections were won. */
export const rehearse = (codec: Codec): number => new Stage(codec).play();
