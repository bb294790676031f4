/** How a run is shown. Law: a view only shows; whether the run goes on is not its business. */
import type { ClusterEvent } from "../supervisor/events.ts";
import type { ChaosNote } from "./chaos-text.ts";
import type { Tally } from "./tally.ts";
import type { RunningCluster } from "./world.ts";

export type WatchedEvent = Exclude<ClusterEvent, { type: "clusterStopped" }>;

export interface View {
  event(event: WatchedEvent, atMs: number): void;
  chaos(note: ChaosNote, atMs: number): void;
  /** The cluster is there and can be asked. */
  watch(cluster: RunningCluster): void;
  /** One line of the nodes' logs, without its newline. */
  log(line: string): void;
  /** The person asked to stop; it may take a moment. */
  stopping(atMs: number): void;
  /** The last word of a run that started. */
  summary(tally: Tally, atMs: number, killed: boolean): void;
  failure(error: unknown, atMs: number): void;
  /** Gives the terminal back. May be called more than once. */
  close(): void;
}
