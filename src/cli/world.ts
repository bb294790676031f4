/**
 * What a command may touch of the process that runs it. Law: nothing in `cli/` reaches for `process`, a clock or a timer by
 * itself, so that a test can be all of them.
 */
import type { NodeReport } from "../driver/report.ts";
import type { Fault } from "../scenario/language/syntax.ts";
import type { ChaosReport } from "../supervisor/chaos/report.ts";
import type { ChaosOptions } from "../supervisor/chaos/run-chaos.ts";
import type { ClusterOptions } from "../supervisor/cluster.ts";
import type { ActiveFault, InjectOptions } from "../supervisor/faults/active-fault.ts";
import type { Why } from "../why/explain.ts";
import type { KvStore } from "./kv-world.ts";
import type { Environment } from "./language.ts";

/** Where text goes. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  /** Of a terminal only; a terminal that does not know says 0 or undefined. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/** `process.stdout` and `process.stderr` are such. */
export interface OutputStream extends Output {
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  on(event: "resize", listener: () => void): unknown;
}

/** Where a person types; `process.stdin` is such. Raw: each key comes as it is pressed, Ctrl-C too. */
export type InputStream = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
};

/** `SIGTSTP` and `SIGCONT`: Ctrl-Z and back again. */
export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGTSTP" | "SIGCONT";

export interface Timers {
  /** Calls back after `afterMs`, once, unless cancelled by the function that it returns. */
  after(afterMs: number, callback: () => void): () => void;
  every(periodMs: number, callback: () => void): () => void;
}

export interface RunningNode {
  readonly running: boolean;
  report(): Promise<NodeReport>;
  /** null: to whom it likes. */
  transferLeadership(to: string | null): Promise<void>;
}

/** As much of a cluster as the command line uses. */
export interface RunningCluster {
  readonly nodeIds: readonly string[];
  /** null: nobody. */
  readonly leader: string | null;
  /** Of the node that would be added next. */
  readonly nextId: string;
  /** Those that have not ended. */
  readonly faults: readonly ActiveFault[];
  /** Why the lead has passed on; latest first. */
  readonly whys: readonly Why[];
  node(id: string): RunningNode;
  inject(fault: Fault<string>, options: InjectOptions): Promise<void>;
  heal(): Promise<void>;
  add(): Promise<string>;
  remove(id: string): Promise<void>;
  replace(id: string): Promise<void>;
  /** A client of its key-value store, as any other; each call is given up after so long. */
  keyValue(callTimeoutMs: number): Promise<{ readonly client: KvStore; close(): Promise<void> }>;
  /** Breaks it at random under load, and judges it. */
  chaos(options: ChaosOptions): Promise<ChaosReport>;
  /** In good order; resolves when nothing is left. */
  close(): Promise<void>;
  /** At once. */
  kill(): void;
}

export interface World {
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly timers: Timers;
  /** Since the process started. */
  readonly nowMs: () => number;
  /** From now on `listener` decides what the signal does; the function returned gives it back. */
  readonly onSignal: (signal: Signal, listener: () => void) => () => void;
  /** Stops this process as Ctrl-Z does by default. */
  readonly suspend: () => void;
  /** Calls `callback` at the very end of the process, however it ends short of SIGKILL; synchronous work only. */
  readonly onExit: (callback: () => void) => void;
  readonly startCluster: (options: ClusterOptions) => Promise<RunningCluster>;
}
