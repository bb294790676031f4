/** A process, a terminal and a cluster for tests: time passes, signals come and nodes change only when the test says so. */
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import type { Environment } from "../../src/cli/language.ts";
import type { OutputStream, RunningCluster, RunningNode, Signal, World } from "../../src/cli/world.ts";
import type { NodeReport } from "../../src/driver/report.ts";
import type { ClusterOptions } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";

export class FakeStream extends EventEmitter implements OutputStream {
  text = "";
  isTTY: boolean;
  columns: number | undefined;
  rows: number | undefined;

  constructor(terminal: { columns: number; rows: number } | null = null) {
    super();
    this.isTTY = terminal !== null;
    this.columns = terminal?.columns;
    this.rows = terminal?.rows;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit("resize");
  }

  /** What was written since the last call. */
  take(): string {
    const { text } = this;
    this.text = "";
    return text;
  }
}

/** Keys as they are pressed. */
export class FakeKeyboard extends PassThrough {
  readonly isTTY: boolean;
  raw = false;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
}

export const reportOf = (id: string, changes: Partial<NodeReport> = {}): NodeReport => ({
  id,
  incarnation: "00",
  clusterName: "graft",
  clusterId: "11",
  voters: [],
  learners: [],
  role: "follower",
  term: 1,
  votedFor: null,
  leader: "n1",
  connected: true,
  heartbeats: 10,
  lastContactMs: 12,
  electionsWon: 0,
  lastCause: null,
  syncs: 0,
  diskFull: false,
  logBytes: 0,
  lastIndex: 0,
  commitIndex: 0,
  appliedIndex: 0,
  snapshotIndex: 0,
  traffic: {
    framesSent: 0,
    framesReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    droppedDisconnected: 0,
    malformed: 0,
    unauthenticated: 0,
    misaddressed: 0,
    otherCluster: 0,
    reconnects: 0,
  },
  ignored: { notMember: 0, otherIncarnation: 0 },
  uptimeMs: 0,
  ...changes,
});

export class FakeNode implements RunningNode {
  running = true;
  transferLeadership = (): Promise<void> => Promise.resolve();
  report: () => Promise<NodeReport>;

  constructor(id: string) {
    this.report = () => Promise.resolve(reportOf(id));
  }
}

export class FakeCluster implements RunningCluster {
  readonly nodes = new Map<string, FakeNode>();
  readonly calls: string[] = [];
  close = (): Promise<void> => {
    this.calls.push("close");
    return Promise.resolve();
  };

  node(id: string): FakeNode {
    const node = this.nodes.get(id) ?? new FakeNode(id);
    this.nodes.set(id, node);
    return node;
  }

  readonly nodeIds = ["n1", "n2", "n3"];
  leader: string | null = "n1";
  nextId = "n4";
  faults: RunningCluster["faults"] = [];
  whys: RunningCluster["whys"] = [];
  inject: RunningCluster["inject"] = () => Promise.resolve();
  heal = (): Promise<void> => Promise.resolve();
  add = (): Promise<string> => Promise.resolve(this.nextId);
  remove = (): Promise<void> => Promise.resolve();
  replace = (): Promise<void> => Promise.resolve();
  keyValue: RunningCluster["keyValue"] = () => Promise.reject(new Error("no keys were expected"));

  /** How chaos ends. */
  chaos: RunningCluster["chaos"] = () => Promise.reject(new Error("no chaos was expected"));

  kill(): void {
    this.calls.push("kill");
  }
}

interface Timer {
  readonly periodMs: number | null;
  readonly callback: () => void;
  atMs: number;
}

export interface FakeWorldOptions {
  readonly args?: readonly string[];
  readonly env?: Environment;
  readonly terminal?: { columns: number; rows: number } | null;
  /** Somebody can type. Default false. */
  readonly keyboard?: boolean;
}

export class FakeWorld {
  nowMs = 0;
  suspended = 0;
  readonly stdin: FakeKeyboard;
  readonly stdout: FakeStream;
  readonly stderr: FakeStream;
  readonly cluster = new FakeCluster();
  readonly signals = new EventEmitter();
  readonly exits = new EventEmitter();
  readonly world: World;
  startOptions: ClusterOptions | null = null;
  /** What a start comes to; by default, the cluster with its first two events. */
  start: () => Promise<RunningCluster> = () => {
    this.tell({ type: "clusterStarted", size: 3, name: "graft", nats: "nats://127.0.0.1:4222" });
    for (const node of ["n1", "n2", "n3"]) this.tell({ type: "nodeStarted", node });
    return Promise.resolve(this.cluster);
  };
  readonly #timers = new Set<Timer>();

  constructor({ args = [], env = {}, terminal = null, keyboard = false }: FakeWorldOptions = {}) {
    this.stdin = new FakeKeyboard(keyboard);
    this.stdout = new FakeStream(terminal);
    this.stderr = new FakeStream(terminal);
    this.world = {
      args,
      env,
      stdin: this.stdin,
      stdout: this.stdout,
      stderr: this.stderr,
      timers: {
        after: (afterMs, callback) => this.#arm({ atMs: this.nowMs + afterMs, periodMs: null, callback }),
        every: (periodMs, callback) => this.#arm({ atMs: this.nowMs + periodMs, periodMs, callback }),
      },
      nowMs: () => this.nowMs,
      onSignal: (signal, listener) => {
        this.signals.on(signal, listener);
        return () => this.signals.off(signal, listener);
      },
      suspend: () => {
        this.suspended += 1;
      },
      onExit: (callback) => this.exits.on("exit", callback),
      startCluster: (options) => {
        this.startOptions = options;
        return this.start();
      },
    };
  }

  tell(event: ClusterEvent): void {
    this.startOptions?.onEvent?.(event);
  }

  signal(signal: Signal): void {
    this.signals.emit(signal);
  }

  get timersArmed(): number {
    return this.#timers.size;
  }

  /** Lets time pass, timer by timer; promises get their turn after each. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.nowMs + byMs;
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.nowMs = next.atMs;
      if (next.periodMs === null) this.#timers.delete(next);
      else next.atMs += next.periodMs;
      next.callback();
      await this.settle();
    }
    this.nowMs = untilMs;
    await this.settle();
  }

  /** Lets every promise that can settle do so. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  #arm(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}

export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Record<string, unknown> => JSON.parse(line));
