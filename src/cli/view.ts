/** How a run is shown. Law: a view only shows; whether the run goes on is not its business. */
import type { ClusterEvent } from "../supervisor/events.ts";
import type { ChaosNote } from "./chaos-text.ts";
import type { TypedLine } from "./prompt-line.ts";
import type { Span } from "./span.ts";
import type { Tally } from "./tally.ts";
import type { RunningCluster } from "./world.ts";

export type WatchedEvent = Exclude<ClusterEvent, { type: "clusterStopped" }>;

/** The place on a terminal where a person types. */
export interface PromptArea {
  readonly columns: number;
  /** null: nobody types any more. `hint`: a word about what may be typed; "": none. */
  show(line: TypedLine | null, hint: string): void;
  /** Lines that stay. */
  print(lines: readonly (readonly Span[])[]): void;
  /** Gives the terminal to whoever started this process, until it is told to go on. */
  suspend(): void;
}

export interface View {
  /** null: there is no room for it. */
  readonly promptArea: PromptArea | null;
  /** `isTold`: it is told already, in other words. */
  event(event: WatchedEvent, atMs: number, isTold?: boolean): void;
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
