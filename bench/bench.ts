/**
 * What a benchmark is. Law: it measures and records; the command does all the rest (`main`): options, progress, the summary, the
 * files and the picture, the comparison. Between trials it looks whether it is to stop, and then leaves nothing behind.
 */
import type { BenchOptions } from "./arguments.ts";
import type { Picture } from "./picture.ts";
import type { Recorded, Recorder } from "./record.ts";

export interface BenchRun {
  readonly options: BenchOptions;
  readonly record: Recorder;
  /** Aborted by Ctrl-C: no further trial begins. */
  readonly signal: AbortSignal;
  /** `done` of `of` trials, of all cases together. */
  progress(done: number, of: number): void;
  /** A line for people, on stderr: what was left out, and why. */
  tell(line: string): void;
}

export interface Bench {
  /** Where `--trials` is not given; for about a minute. */
  readonly trials: number;
  /** Where `--nodes` is not given. */
  readonly nodes: readonly number[];
  /** `--nodes` may name several sizes. */
  readonly isOfManySizes: boolean;
  /** What `--case` may name; none: it has no such parts. */
  readonly cases: readonly string[];
  /** What is on disk when something counts as done. */
  readonly sync: string;
  run(run: BenchRun): Promise<void>;
  /** One, of what was recorded; null: there is nothing to draw. */
  picture(recorded: readonly Recorded[]): Picture | null;
}
