/**
 * What all faults need: dice, time, somebody to strike, and a trap for who says a certain word. Law: once it is calm nothing
 * that was set out to happen happens any more, and what was begun ends.
 */
import type { Body, Message } from "../../core/message.ts";
import { leaseMarginMs, type NodeId, type Timing } from "../../core/types.ts";
import type { Dice } from "../../scenario/dice.ts";
import type { Broker } from "../broker.ts";
import type { SimulatedCluster } from "../cluster.ts";
import type { EventLoop } from "../event-loop.ts";
import type { SimulatedNode } from "../node.ts";
import type { Trace } from "../trace.ts";
import type { Storm, Weather } from "../weather.ts";

export interface FaultOptions {
  readonly dice: Dice;
  readonly loop: EventLoop;
  readonly cluster: SimulatedCluster;
  readonly broker: Broker;
  readonly weather: Weather;
  readonly timing: Timing;
  readonly trace: Trace;
}

/** Each says what it did; null: there was nothing to do it to. */
export type Repertoire = Readonly<Record<string, () => string | null>>;

/** Something happens soon after a node has next said this. */
export interface Trap {
  /** null: any. */
  readonly node: SimulatedNode | null;
  readonly said: Body["type"];
  /** In least election timeouts: how soon at most. Default 0.1. */
  readonly within?: number;
  readonly run: (speaker: SimulatedNode, to: NodeId | null) => void;
}

export class FaultTools {
  readonly dice: Dice;
  readonly loop: EventLoop;
  readonly cluster: SimulatedCluster;
  readonly broker: Broker;
  readonly weather: Weather;
  readonly timing: Timing;
  isCalm = false;
  #traps: Trap[] = [];

  constructor({ dice, loop, cluster, broker, weather, timing }: FaultOptions) {
    this.dice = dice;
    this.loop = loop;
    this.cluster = cluster;
    this.broker = broker;
    this.weather = weather;
    this.timing = timing;
  }

  /** Nothing that was planned happens any more; what sleeps, is paused or stuck goes on, and the sky is clear. */
  calm(): void {
    this.isCalm = true;
    this.#traps = [];
    this.weather.clear();
    for (const node of this.cluster.nodes) {
      if (node.host?.isSuspended === true) this.loop.after(this.noticedSleepMs, () => node.resume());
      else node.resume();
      node.disk.stuckUntilMs = 0;
      mendDisk(node);
    }
  }

  /** After `delayMs`, unless it is calm by then. */
  later(delayMs: number, run: () => void): void {
    this.loop.after(delayMs, () => {
      if (!this.isCalm) run();
    });
  }

  durationMs(): number {
    const { electionTimeoutMinMs, electionTimeoutMaxMs } = this.timing;
    return this.dice.scaled(electionTimeoutMinMs / 8, electionTimeoutMaxMs * 8);
  }

  /** So many longest election timeouts, from `min` to `max`. */
  timeoutsMs(min: number, max: number): number {
    return this.timing.electionTimeoutMaxMs * this.dice.between(min, max);
  }

  /** The leader more often than its share. */
  victim(): SimulatedNode | null {
    const { leader, nodes } = this.cluster;
    if (leader !== null && this.dice.chance(0.4)) return leader;
    const up = nodes.filter(({ driver }) => driver !== null);
    return up.length === 0 ? null : this.dice.pick(up);
  }

  /** The nodes that run, but for this one, in any order. */
  othersThan(node: SimulatedNode): SimulatedNode[] {
    return this.dice.shuffled(this.cluster.nodes.filter((other) => other !== node && other.driver !== null));
  }

  set(trap: Trap): void {
    this.#traps.push(trap);
  }

  /** To be told of all that nodes say. */
  said(node: SimulatedNode, { to, body }: Message): void {
    if (this.#traps.length === 0 || (body.type === "voteResponse" && !body.granted)) return;
    const trap = this.#traps.find((one) => (one.node ?? node) === node && one.said === body.type);
    if (trap === undefined) return;
    this.#traps = this.#traps.filter((one) => one !== trap);
    const withinMs = this.timing.electionTimeoutMinMs * (trap.within ?? 0.1);
    this.later(this.dice.scaled(withinMs / 10_000, withinMs), () => trap.run(node, to));
  }

  /** While the storms last. */
  storms(storms: readonly Storm[], forMs: number): void {
    for (const storm of storms) this.weather.begin(storm);
    this.loop.after(forMs, () => {
      for (const storm of storms) this.weather.end(storm);
    });
  }

  pause({ host }: SimulatedNode, forMs: number): boolean {
    if (host === null || host.isPaused) return false;
    host.pause();
    this.loop.after(forMs, () => host.resume());
    return true;
  }

  /** Longer than what no calendar could tell. */
  get noticedSleepMs(): number {
    return 2 * leaseMarginMs(this.timing.electionTimeoutMinMs) + 5;
  }

  suspend(node: SimulatedNode, forMs: number): boolean {
    const { host } = node;
    if (host === null || host.isPaused) return false;
    node.suspend();
    this.loop.after(this.noticedSleepMs + forMs, () => {
      if (node.host === host) node.resume();
    });
    return true;
  }

  stickDisk({ disk }: SimulatedNode, forMs: number): void {
    disk.stuckUntilMs = this.loop.nowMs + forMs;
  }
}

export function mendDisk({ files }: SimulatedNode): void {
  files.failOperation = null;
  files.landedOfFailed = null;
}
