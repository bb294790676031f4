/**
 * A node of a cluster in this process: its handle, and what can be done to it on purpose. Law: all of that is `Cluster.inject`
 * in fewer words, with the same refusals and lifetimes.
 *
 * Times are in ms, or as `parseDuration` reads them ("500ms", "3s", "2m").
 */
import type { NodeId } from "../core/types.ts";
import type { NodeFaults } from "../ports/faults.ts";
import type { Fault } from "../scenario/language/syntax.ts";
import type { InjectOptions } from "./faults/active-fault.ts";
import type { FaultyNode } from "./faults/fault-desk.ts";
import { type Duration, durationOf, type FaultOptions, injectOptions } from "./faults/fault-words.ts";
import { NO_FAULTS } from "./faults/node-plan.ts";
import { NodeHandle, type NodeHooks } from "./node-handle.ts";
import type { NodeLifeOptions } from "./node-life.ts";

export type Inject = (fault: Fault<NodeId>, options?: InjectOptions) => Promise<void>;

export type DiskTrouble = "slow" | "stuck" | "full" | "failsFsync" | "well";

export interface ClockTrouble extends FaultOptions {
  /** How fast it runs: 1.01 gains a hundredth. Beyond 0.99 to 1.01, which leases allow for, by `force` only. */
  readonly rate?: number;
  /** By so much its calendar leaps ahead, or back where it is below 0. */
  readonly jumpMs?: number;
}

const SLOW_DISK_MS = 50;

export class ClusterNode extends NodeHandle implements FaultyNode {
  readonly #inject: Inject;
  #faults: NodeFaults = NO_FAULTS;

  constructor(
    options: NodeLifeOptions,
    natsServers: () => Promise<readonly string[]>,
    hooks: NodeHooks & { readonly inject: Inject },
  ) {
    super(options, natsServers, hooks);
    this.#inject = hooks.inject;
  }

  /** Its thread stands still, with its sockets open; not even its timers run. Default 60 s. */
  pause(forMs?: Duration, options?: FaultOptions): Promise<void> {
    return this.#do({ type: "pause", nodes: [this.id], forMs: null }, { forMs, ...options });
  }

  /** Ends its pauses. */
  resume(): Promise<void> {
    return this.#inject({ type: "resume", nodes: [this.id] });
  }

  /** Its event loop is busy for `busyMs` out of every `everyMs`. Defaults: 50 of 100, 60 s. */
  slow(
    { busyMs = 50, everyMs = 100 }: { readonly busyMs?: number; readonly everyMs?: number } = {},
    options?: FaultOptions,
  ): Promise<void> {
    return this.#do({ type: "slowLoop", nodes: [this.id], busyMs, everyMs, forMs: null }, options);
  }

  /**
   * slow: a sync takes `ms` longer (default 50); stuck: nothing is answered any more; full: there is no room for more; failsFsync:
   * a sync is an error, and so the end of the node, which comes back when the fault ends; well: ends them all.
   */
  async disk(how: DiskTrouble, options?: FaultOptions & { readonly ms?: Duration }): Promise<void> {
    const trouble = how === "slow" ? { type: how, ms: durationOf("ms", options?.ms ?? SLOW_DISK_MS) } : { type: how };
    await this.#do({ type: "disk", nodes: [this.id], how: trouble }, options);
  }

  /** Both can be given; what ends is that it gains or loses: no clock is put back. A calendar that has leapt leaps back. */
  async clock({ rate, jumpMs, ...options }: ClockTrouble): Promise<void> {
    if (rate !== undefined) await this.#do({ type: "drift", node: this.id, rate }, options);
    if (jumpMs !== undefined) await this.#do({ type: "jump", node: this.id, ms: jumpMs }, options);
  }

  /** Its connection to NATS is ended, and it gets none. Default 60 s. */
  disconnect(forMs?: Duration, options?: FaultOptions): Promise<void> {
    return this.#do({ type: "disconnect", nodes: [this.id], forMs: null }, { forMs, ...options });
  }

  /** Nothing passes between it and NATS; then all of it does, at once. Default 60 s. */
  clog(forMs?: Duration, options?: FaultOptions): Promise<void> {
    return this.#do({ type: "clog", nodes: [this.id], forMs: null }, { forMs, ...options });
  }

  /** No message passes between it and any other node; clients still reach it. Default 60 s. */
  isolate(forMs?: Duration, options?: FaultOptions): Promise<void> {
    return this.#do({ type: "isolate", nodes: [this.id] }, { forMs, ...options });
  }

  /** It crashes in the middle of its next write to the log, and is started again when the fault ends. */
  tearNextWrite(options?: FaultOptions): Promise<void> {
    return this.#do({ type: "tornWrite", nodes: [this.id] }, options);
  }

  /** It crashes, and its disk is lost; `Cluster.replace`, or the end of the fault, brings it back with an empty one. */
  wipe(options?: FaultOptions): Promise<void> {
    return this.#do({ type: "wipe", nodes: [this.id] }, options);
  }

  /** Flips a bit in the middle of its log, or of its snapshot, while it is down. */
  corrupt(file: "log" | "snapshot", options?: Pick<FaultOptions, "force">): Promise<void> {
    return this.#do({ type: "corrupt", nodes: [this.id], file }, options);
  }

  /** For the desk. @internal */
  freeze(forMs: number | null): Promise<void> {
    return this.life.freeze(forMs);
  }

  /** @internal */
  thaw(): void {
    this.life.thaw();
  }

  /** @internal */
  async setFaults(faults: NodeFaults): Promise<void> {
    if (JSON.stringify(faults) === JSON.stringify(this.#faults)) return;
    this.#faults = faults;
    await this.#tellFaults();
  }

  /** A worker hears of them before it is asked for anything else. */
  protected override begun(): void {
    if (this.#faults !== NO_FAULTS) void this.#tellFaults();
  }

  async #tellFaults(): Promise<void> {
    const faults = this.#faults;
    if (this.running) await this.life.call((api) => api.setFaults(faults)).catch(() => undefined);
  }

  async #do(fault: Fault<NodeId>, options?: FaultOptions): Promise<void> {
    await this.#inject(fault, injectOptions(options));
  }
}
