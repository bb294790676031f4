/** Faults in few words. Law: what is said here is `Cluster.inject`; nothing has another way. */
import type { NodeId } from "../../core/types.ts";
import type { Fault, LinkWeather } from "../../scenario/language/syntax.ts";
import { parseDuration } from "../duration.ts";
import type { InjectOptions } from "./active-fault.ts";
import { invalid } from "./check-fault.ts";

/** ms, or a text such as "500ms", "3s", "2m". */
export type Duration = number | string;

export interface FaultOptions {
  /** As `InjectOptions.forMs`, or a text. */
  readonly forMs?: Duration | null | undefined;
  readonly force?: boolean;
}

/** @throws GraftError INVALID_OPTION */
export function durationOf(option: string, duration: Duration): number {
  const ms = typeof duration === "number" ? duration : parseDuration(duration);
  if (ms === null) throw invalid(option, duration, "ms, or a time such as 500ms, 3s or 2m");
  return ms;
}

export function injectOptions({ forMs, force = false }: FaultOptions = {}): InjectOptions {
  if (forMs === undefined) return { force };
  return { force, forMs: forMs === null ? null : durationOf("forMs", forMs) };
}

type Inject = (fault: Fault<NodeId>, options: InjectOptions) => Promise<void>;

/** What can be done to the messages from one node to another; `null` is anybody. */
export class LinkFaults {
  readonly #inject: Inject;
  readonly #links: readonly { readonly from: NodeId | null; readonly to: NodeId | null }[];

  constructor(inject: Inject, from: NodeId | null, to: NodeId | null, isBothWays = false) {
    this.#inject = inject;
    this.#links = [{ from, to }, ...(isBothWays ? [{ from: to, to: from }] : [])];
  }

  /** None passes. */
  cut(options?: FaultOptions): Promise<void> {
    return this.#do({ type: "cut", links: this.#links }, options);
  }

  /** Each is lost by this chance, from 0 to 1. */
  drop(chance: number, options?: FaultOptions): Promise<void> {
    return this.#weather({ type: "drop", chance }, options);
  }

  /** Each comes twice by this chance. */
  duplicate(chance: number, options?: FaultOptions): Promise<void> {
    return this.#weather({ type: "duplicate", chance }, options);
  }

  /** In each a bit is flipped by this chance. */
  corrupt(chance: number, options?: FaultOptions): Promise<void> {
    return this.#weather({ type: "corrupt", chance }, options);
  }

  /** Each takes so many ms longer, and none overtakes another. */
  delay(minMs: number, maxMs = minMs, options?: FaultOptions): Promise<void> {
    return this.#weather({ type: "delay", minMs, maxMs }, options);
  }

  /** Each takes so many ms longer, whatever becomes of the others. */
  reorder(minMs: number, maxMs = minMs, options?: FaultOptions): Promise<void> {
    return this.#weather({ type: "reorder", minMs, maxMs }, options);
  }

  /** None of a kind passes: `AppendEntries`, `RequestVote`, ... as scenarios name them. */
  async block(kind: string, options?: FaultOptions): Promise<void> {
    for (const { from, to } of this.#links) await this.#do({ type: "block", filter: { kind, from, to } }, options);
  }

  #weather(weather: LinkWeather, options?: FaultOptions): Promise<void> {
    return this.#do({ type: "link", links: this.#links, weather }, options);
  }

  async #do(fault: Fault<NodeId>, options?: FaultOptions): Promise<void> {
    await this.#inject(fault, injectOptions(options));
  }
}

/** What can be done to the broker that the cluster has started; all nodes talk through it, so `force` is needed but to restart it. */
export class BrokerFaults {
  readonly #inject: Inject;

  constructor(inject: Inject) {
    this.#inject = inject;
  }

  /** Its connections end and its port is shut, until the fault ends. Default 60 s. */
  async stop(forMs?: Duration, options?: FaultOptions): Promise<void> {
    await this.#inject({ type: "brokerStop", forMs: null }, injectOptions({ forMs, ...options }));
  }

  /** Stopped, and started on the same port after `downMs`. Default 100. */
  async restart(downMs: Duration = 100): Promise<void> {
    await this.#inject({ type: "broker", downMs: durationOf("downMs", downMs) }, {});
  }

  /** It stands still, with its connections open. Default 60 s. */
  async pause(forMs?: Duration, options?: FaultOptions): Promise<void> {
    await this.#inject({ type: "brokerPause", forMs: null }, injectOptions({ forMs, ...options }));
  }
}
