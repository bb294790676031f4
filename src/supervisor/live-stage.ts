/**
 * A real cluster as a stage for scenarios: worker threads, and whatever NATS they are given. Law: time is real, and nothing is
 * known of a node but what it says; what a story has begun is ended with it, however it ends.
 *
 * Of the cluster's options only `network` counts for nothing here: messages take as long as they take.
 */
import { randomBytes } from "node:crypto";
import type { NatsAccess } from "../ports/nats.ts";
import { Dice } from "../scenario/dice.ts";
import { History } from "../scenario/history.ts";
import type { ClusterOptions, Fault, Scenario } from "../scenario/language/syntax.ts";
import { linearizabilityViolation } from "../scenario/linearizability.ts";
import { LiveClients } from "../scenario/live-clients.ts";
import { type Failure, type PlayHandlers, play } from "../scenario/play.ts";
import { type Watch, watchCluster } from "../scenario/sentinel/watch.ts";
import type { Answer, Asked, Found, Stage, View } from "../scenario/stage.ts";
import { type Cluster, startChecked } from "./cluster.ts";
import type { ClusterEvent } from "./events.ts";
import { LiveAsks } from "./live-asks.ts";
import { LiveFaults } from "./live-faults.ts";
import { LiveView } from "./live-view.ts";
import type { NodeSizes } from "./node-protocol.ts";
import { type CheckedOptions, checkOptions } from "./options.ts";
import { withinMs as settledWithin } from "./within.ts";

export interface LiveOptions extends PlayHandlers {
  /** null: a broker is started. */
  readonly nats: NatsAccess | null;
  readonly broker: "embedded" | "nats-server";
  /** Decides what the clients of a load do. */
  readonly seed: number;
}

export interface LiveVerdict {
  readonly seed: number;
  /** null: all came out as the scenario says. */
  readonly failure: Failure | null;
  readonly elapsedMs: number;
}

/** A node that hangs is not waited for. */
const FRESH_MS = 100;

/** Plays `scenario` on a cluster of its own. @throws GraftError where that cannot be started */
export async function playLive(scenario: Scenario, options: LiveOptions): Promise<LiveVerdict> {
  const stage = new LiveStage(options);
  try {
    const failure = await play(scenario, stage, options);
    return { seed: options.seed, failure, elapsedMs: stage.nowMs };
  } finally {
    await stage.end();
  }
}

interface Begun {
  readonly cluster: Cluster;
  readonly clients: LiveClients;
  readonly asks: LiveAsks;
  readonly faults: LiveFaults;
}

class LiveStage implements Stage {
  readonly kind = "live";
  readonly #options: LiveOptions;
  readonly #history = new History();
  readonly #wakes = new Set<() => void>();
  readonly #found: Found[] = [];
  #view: LiveView | null = null;
  #cluster: Cluster | null = null;
  #watch: Watch | null = null;
  #begun: Begun | null = null;
  #beganMs = performance.now();
  #elapsedMs: number | null = null;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get nowMs(): number {
    return this.#elapsedMs ?? performance.now() - this.#beganMs;
  }

  get found(): readonly Found[] {
    return [...this.#found, ...(this.#view?.found ?? []), ...(this.#begun?.clients.found ?? [])];
  }

  async begin(options: ClusterOptions, nodes: number): Promise<void> {
    const ids = Array.from({ length: nodes }, (_, at) => `n${at + 1}`);
    const view = new LiveView(
      () => this.#nodes(),
      ids,
      () => this.#wake(),
    );
    this.#view = view;
    const checked = this.#checked(options, (event) => view.hear(event));
    const cluster = await startChecked(checked);
    this.#cluster = cluster;
    const { nats } = await cluster.access();
    const dice = new Dice(`story ${this.#options.seed}`);
    const [own, history] = [{ ...nats, cluster: cluster.name }, this.#history];
    const sentinel = { ...own, name: "story-sentinel", protocol: "raft" } as const;
    this.#watch = await watchCluster(sentinel, ({ law, what }) => this.#find(law, what));
    const clients = await LiveClients.connect({
      ...{ servers: nats.servers, security: checked.security, cluster: cluster.name, history },
      nowMs: () => this.nowMs,
      random: () => dice.unit(),
    });
    const formation = await cluster.node("n1").formation();
    const faults = new LiveFaults({ cluster, view, clients, formation });
    this.#begun = { cluster, clients, faults, asks: new LiveAsks({ cluster, view, clients, faults }) };
    view.start();
    await this.refresh();
    this.#beganMs = performance.now();
  }

  look(): View {
    return this.#seen.view();
  }

  /** What is shown is as of now, as far as nodes answer. */
  async refresh(): Promise<void> {
    await settledWithin(FRESH_MS, this.#seen.look());
  }

  async until(check: (view: View) => boolean, withinMs: number): Promise<boolean> {
    const deadlineMs = this.nowMs + withinMs;
    await this.refresh();
    for (;;) {
      if (check(this.look())) return true;
      const leftMs = deadlineMs - this.nowMs;
      if (leftMs <= 0 || this.found.length > 0) return false;
      await this.#change(leftMs);
    }
  }

  async ask(asked: Asked): Promise<Answer> {
    const answer = await this.#playing.asks.ask(asked);
    if (!("key" in asked)) await this.refresh();
    return answer;
  }

  async fault(fault: Fault<string>): Promise<void> {
    await this.#playing.faults.perform(fault);
    await this.refresh();
  }

  async end(): Promise<void> {
    this.#elapsedMs ??= performance.now() - this.#beganMs;
    this.#view?.stop();
    const { clients } = this.#begun ?? {};
    const cluster = this.#cluster;
    this.#cluster = null;
    if (cluster === null) return;
    clients?.load(0);
    const problem = linearizabilityViolation(this.#history.operations());
    if (problem !== null) this.#find("linearizability", problem);
    await Promise.all(cluster.nodeIds.map((id) => cluster.node(id).crash()));
    await Promise.all([clients?.close(), this.#watch?.close()]);
    await cluster.close();
  }

  get #seen(): LiveView {
    if (this.#view === null) throw new RangeError("the scenario has not begun");
    return this.#view;
  }

  get #playing(): Begun {
    if (this.#begun === null) throw new RangeError("the scenario has not begun");
    return this.#begun;
  }

  #nodes() {
    const cluster = this.#cluster;
    return cluster === null ? [] : cluster.nodeIds.map((id) => cluster.node(id));
  }

  #find(checker: string, what: string): void {
    this.#found.push({ checker, what });
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#wakes]) wake();
  }

  /** Something was seen, or the time is over. */
  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, withinMs);
      this.#wakes.add(wake);
    });
  }

  #checked(options: ClusterOptions, onEvent: (event: ClusterEvent) => void): CheckedOptions {
    const { size, leaseMs, heartbeatMs, snapshotEvery, priorities } = options;
    const [electionTimeoutMinMs, electionTimeoutMaxMs] = options.electionTimeoutMs;
    const { nats, broker } = this.#options;
    const checked = checkOptions({
      size,
      leaseMs,
      // Several stories may be played on one server, at once or one after the other.
      name: `story-${randomBytes(6).toString("hex")}`,
      timing: { electionTimeoutMinMs, electionTimeoutMaxMs, heartbeatMs },
      priorities: Object.fromEntries(priorities),
      ...(nats === null ? { broker } : { nats }),
      // Who comes back, and when, is for the story to say.
      restart: false,
      logLevel: "silent",
      onEvent,
    });
    // Smaller than what a user is well advised with, so that a short story meets its end.
    return { ...checked, snapshotEvery, sizes: sizesOf(options) };
  }
}

function sizesOf({ keepEntries, batchEntries, segmentBytes, pieceBytes }: ClusterOptions): NodeSizes {
  return {
    ...(segmentBytes === null ? {} : { segmentBytes, segmentBytesMax: segmentBytes }),
    ...(keepEntries === null ? {} : { trailingEntries: keepEntries }),
    ...(batchEntries === null ? {} : { batchEntries }),
    ...(pieceBytes === null ? {} : { pieceBytes }),
  };
}
