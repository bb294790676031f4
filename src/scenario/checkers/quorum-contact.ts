/**
 * A leader that hears no majority stops leading (CheckQuorum, thesis 6.2): it does not go on sending its regular heartbeats
 * long after a majority has last said a word to it. Counted in heartbeats rather than in time, so that a process that was
 * paused, or slept, has its while.
 */
import type { Message } from "../../core/message.ts";
import type { ServerState } from "../../core/state.ts";
import { type Member, type NodeId, sameMember, type Term, type Timing } from "../../core/types.ts";
import { ByMember } from "../by-member.ts";
import { isMajority } from "../durable.ts";
import type { Report } from "../server-view.ts";

interface Led {
  /** By voter: when it last answered. */
  readonly answeredMs: ByMember<number>;
  readonly electedMs: number;
  unheard: number;
  lastMs: number;
}

export class QuorumContact {
  readonly #report: Report;
  readonly #timing: Timing;
  /** By whom, and in which term. */
  readonly #led = new Map<NodeId, Map<Term, Led>>();

  constructor(report: Report, timing: Timing) {
    this.#report = report;
    this.#timing = timing;
  }

  /** At `nowMs` of true time. `state`: of the speaker. */
  said(life: string, { from, to, term, body }: Message, state: ServerState | null, nowMs: number): void {
    if (body.type === "heartbeatAck" && to !== null) this.#led.get(to)?.get(term)?.answeredMs.set(from, nowMs);
    if (body.type === "heartbeat" && state !== null) this.#speaks(life, from.id, state, nowMs);
  }

  #speaks(life: string, leader: NodeId, { self, log, term }: ServerState, nowMs: number): void {
    const { heartbeatMs, electionTimeoutMaxMs } = this.#timing;
    const led = this.#ledBy(leader, term, nowMs);
    const configuration = log.configurations.at(-1)?.configuration;
    if (configuration === undefined) return;
    const heardMs = (voter: Member): number => led.answeredMs.get(voter) ?? led.electedMs;
    const isHeard = isMajority(
      configuration,
      (voter) => sameMember(voter, self) || nowMs - heardMs(voter) <= electionTimeoutMaxMs,
    );
    if (isHeard) led.unheard = 0;
    else if (nowMs - led.lastMs >= heartbeatMs / 2) led.unheard += 1;
    led.lastMs = nowMs;
    if (led.unheard <= 2 * (electionTimeoutMaxMs / heartbeatMs) + 4) return;
    led.unheard = 0;
    this.#report(`${life} still leads term ${term}, and has long heard no majority`);
  }

  /** Begun where it is not known yet. */
  #ledBy(leader: NodeId, term: Term, nowMs: number): Led {
    const terms = this.#led.get(leader) ?? new Map<Term, Led>();
    this.#led.set(leader, terms);
    const known = terms.get(term);
    if (known !== undefined) return known;
    const led = { answeredMs: new ByMember<number>(), electedMs: nowMs, unheard: 0, lastMs: nowMs };
    terms.set(term, led);
    return led;
  }
}
