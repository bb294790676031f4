/**
 * A leader that hears no majority stops leading (CheckQuorum, thesis 6.2): it does not go on sending its regular heartbeats
 * long after a majority has last said a word to it. Counted in heartbeats rather than in time, so that a process that was
 * paused, or slept, has its while.
 */
import type { Message } from "../../core/message.ts";
import type { ServerState } from "../../core/state.ts";
import type { Timing } from "../../core/types.ts";
import { isMajority } from "../durable.ts";
import type { Report } from "../server-view.ts";

interface Led {
  /** By voter: when it last answered. */
  readonly answeredMs: Map<string, number>;
  readonly electedMs: number;
  unheard: number;
  lastMs: number;
}

const nameOf = ({ id, incarnation }: Message["from"]): string => `${id}~${incarnation}`;

export class QuorumContact {
  readonly #report: Report;
  readonly #timing: Timing;
  readonly #led = new Map<string, Led>();

  constructor(report: Report, timing: Timing) {
    this.#report = report;
    this.#timing = timing;
  }

  /** At `nowMs` of true time. `state`: of the speaker. */
  said(life: string, { from, to, term, body }: Message, state: ServerState | null, nowMs: number): void {
    if (body.type === "heartbeatAck") this.#led.get(`${to} ${term}`)?.answeredMs.set(nameOf(from), nowMs);
    if (body.type === "heartbeat" && state !== null) this.#speaks(life, `${from.id} ${term}`, state, nowMs);
  }

  #speaks(life: string, leadership: string, { self, log, term }: ServerState, nowMs: number): void {
    const { heartbeatMs, electionTimeoutMaxMs } = this.#timing;
    const led = this.#led.get(leadership) ?? { answeredMs: new Map(), electedMs: nowMs, unheard: 0, lastMs: nowMs };
    this.#led.set(leadership, led);
    const configuration = log.configurations.at(-1)?.configuration;
    if (configuration === undefined) return;
    const heardMs = (name: string): number => led.answeredMs.get(name) ?? led.electedMs;
    const isHeard = isMajority(
      configuration,
      (voter) => nameOf(voter) === nameOf(self) || nowMs - heardMs(nameOf(voter)) <= electionTimeoutMaxMs,
    );
    if (isHeard) led.unheard = 0;
    else if (nowMs - led.lastMs >= heartbeatMs / 2) led.unheard += 1;
    led.lastMs = nowMs;
    if (led.unheard <= 2 * (electionTimeoutMaxMs / heartbeatMs) + 4) return;
    led.unheard = 0;
    this.#report(`${life} still leads term ${term}, and has long heard no majority`);
  }
}
