/**
 * A sentinel at its post: over NATS, beside a cluster that need not know of it. Law: it holds one connection, and lets go of
 * it when it is closed.
 */
import { type OverhearOptions, overhearGraft, overhearRaft } from "../../transport/overhear.ts";
import { GraftSentinel } from "./graft-sentinel.ts";
import type { OnBreach } from "./laws.ts";
import { Sentinel, type Sighted } from "./sentinel.ts";

export interface WatchOptions extends OverhearOptions {
  readonly protocol: "raft" | "graft";
}

/** `unreadable`: frames that no node of the cluster would have understood; `gaps`: how often the connection was away. */
export type Watched = Sighted & { readonly unreadable: number; readonly gaps: number };

export interface Watch {
  readonly sighted: Watched;
  close(): Promise<void>;
}

/** Resolves once everything that is said is heard. @throws GraftError NATS_UNREACHABLE, NATS_REFUSED, INVALID_OPTION */
export async function watchCluster({ protocol, ...options }: WatchOptions, onBreach: OnBreach): Promise<Watch> {
  const sentinel = protocol === "raft" ? new Sentinel(onBreach) : new GraftSentinel(onBreach);
  const overhearing =
    sentinel instanceof Sentinel
      ? await overhearRaft(options, {
          onFrame: (frame) => sentinel.hear(frame),
          onApplied: (word) => sentinel.hearApplied(word),
        })
      : await overhearGraft(options, (message) => sentinel.hear(message));
  return {
    get sighted() {
      return { ...sentinel.sighted, ...overhearing.counters };
    },
    close: () => overhearing.close(),
  };
}
