/**
 * Chaos: random faults on a running cluster under a load of clients, with checkers that watch, then a calm end and a verdict.
 *
 * Law: nothing that a checker says rests on what the faults did; whatever was done to the cluster, what it acknowledged is there,
 * no two nodes lead at once, and when all is healed it works again. The seed decides the faults and what clients ask; when a
 * thing happens is the machine's affair, so two runs of a seed are alike and not the same.
 */
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { isGraftError } from "../../errors.ts";
import type { Outage } from "../../scenario/chaos/book.ts";
import { historyLine } from "../../scenario/chaos/history-line.ts";
import { LeaseWatch } from "../../scenario/chaos/lease-watch.ts";
import { Load } from "../../scenario/chaos/load.ts";
import { type ChaosLevel, chaosPlan, type Planned, type PlannedFault } from "../../scenario/chaos/plan.ts";
import { Dice } from "../../scenario/dice.ts";
import type { Fault } from "../../scenario/language/syntax.ts";
import { faultText } from "../../scenario/language/write-fault.ts";
import { resolvedFault } from "../../scenario/resolve.ts";
import { type Watch, watchCluster } from "../../scenario/sentinel/watch.ts";
import type { Cluster } from "../cluster.ts";
import type { ClusterEvent } from "../events.ts";
import type { InjectOptions } from "../faults/active-fault.ts";
import { calmEnd } from "./calm-end.ts";
import { Members } from "./members.ts";
import { type ChaosReport, Findings, type TimelineEntry } from "./report.ts";

export type { ChaosLevel } from "../../scenario/chaos/plan.ts";

export interface ChaosOptions {
  readonly level: ChaosLevel;
  /** From 0 up. Default: random. */
  readonly seed?: number;
  /** Default: until `signal` is aborted, or one minute where there is none. */
  readonly durationMs?: number;
  /** Ends the faults at once; what was seen so far is judged. */
  readonly signal?: AbortSignal;
  /** Default 8. */
  readonly clients?: number;
  /** Where to write what clients asked and were told, a line of JSON each (`docs/chaos.md`). Default: nowhere. */
  readonly historyFile?: string;
  readonly onTimeline?: (entry: TimelineEntry) => void;
}

const DURATION_DEFAULT_MS = 60_000;
const CLIENTS_DEFAULT = 8;
const LOOK_AT_LEASES_MS = 4;
const SEED_MAX = 999_999_999;

/** Of a stop of which an injected fault may be the reason. */
const STOPS_BY_FAULT: ReadonlySet<string> = new Set(["STORAGE_FAILED"]);
/** A node that went down by itself is started again after so long. */
const RESTART_AFTER_MS = 500;

/** @throws GraftError NATS_*: nothing was done */
export async function runChaos(cluster: Cluster, options: ChaosOptions): Promise<ChaosReport> {
  const { nats, clusterKeyFile, timing } = await cluster.access();
  const heard: { tell: (law: string, what: string) => void } = { tell: () => undefined };
  const access = { ...nats, ...(clusterKeyFile === null ? {} : { clusterKeyFile }) };
  const watch = await watchCluster(
    { ...access, name: "graft-sentinel", cluster: cluster.name, protocol: "raft" },
    ({ law, what }) => heard.tell(law, what),
  );
  try {
    const history = options.historyFile === undefined ? null : await opened(options.historyFile);
    const chaos = new Chaos(cluster, options, { watch, history, electionTimeoutMs: timing.electionTimeoutMaxMs });
    heard.tell = (law, what) => chaos.findings.violated(law, what);
    return await chaos.run({ cluster: cluster.name, nats });
  } finally {
    await watch.close();
  }
}

/** @throws what the file system says */
async function opened(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file);
  await once(stream, "open");
  return stream;
}

interface Parts {
  readonly watch: Watch;
  readonly history: WriteStream | null;
  readonly electionTimeoutMs: number;
}

class Chaos {
  readonly #cluster: Cluster;
  readonly #options: ChaosOptions;
  readonly #parts: Parts;
  readonly #seed: number;
  readonly #startedAtMs = performance.now();
  readonly #leases: LeaseWatch;
  readonly #members: Members;
  readonly #counts: Record<string, number> = {};
  readonly #underWay = new Set<Promise<void>>();
  readonly findings: Findings;
  #refused = 0;
  #leaderChanges = 0;
  readonly #calm = new AbortController();

  constructor(cluster: Cluster, options: ChaosOptions, parts: Parts) {
    this.#cluster = cluster;
    this.#options = options;
    this.#parts = parts;
    this.#seed = options.seed ?? randomInt(SEED_MAX);
    this.findings = new Findings(
      () => this.#nowMs(),
      (entry) => options.onTimeline?.(entry),
    );
    this.#leases = new LeaseWatch((what) => this.findings.violated("lease", what));
    this.#members = new Members({
      cluster,
      wait: (forMs) => until(forMs, this.#calm.signal),
      isOver: () => this.#calm.signal.aborted,
      count: (what) => this.#count(what),
      refuse: (statement, error) => this.#refuse(statement, error),
    });
  }

  async run(asked: Pick<ConstructorParameters<typeof Load>[0], "cluster" | "nats">): Promise<ChaosReport> {
    const { history } = this.#parts;
    const dice = new Dice(`chaos ${this.#seed}`);
    const forget = this.#cluster.observe((event) => this.#hear(event));
    const looking = setInterval(() => this.#lookAtLeases(), LOOK_AT_LEASES_MS);
    const load = new Load({
      ...asked,
      clients: this.#options.clients ?? CLIENTS_DEFAULT,
      dice: dice.fork("clients"),
      nowMs: () => this.#nowMs(),
      report: (checker, what) => this.findings.violated(checker, what),
      onOperation: (operation) => void history?.write(historyLine(operation)),
    });
    await this.#disturb(dice.fork("faults"));
    const durationMs = this.#nowMs();
    const outage = load.book.longestOutage;
    this.#calm.abort();
    this.findings.note({ type: "calm" });
    await calmEnd({ cluster: this.#cluster, load, findings: this.findings, members: this.#members }, this.#underWay);
    clearInterval(looking);
    forget();
    await closed(history);
    return this.#report(load, durationMs, outage);
  }

  /** The plan, until time is up or it is told to end. */
  async #disturb(dice: Dice): Promise<void> {
    const { level, signal, durationMs = signal === undefined ? DURATION_DEFAULT_MS : Infinity } = this.#options;
    const { electionTimeoutMs } = this.#parts;
    for (const planned of chaosPlan({ level, dice, nodes: this.#cluster.nodeIds, electionTimeoutMs })) {
      await until(Math.min(planned.atMs, durationMs) - this.#nowMs(), signal);
      if (signal?.aborted === true || planned.atMs >= durationMs) return;
      const doing = this.#perform(planned).finally(() => this.#underWay.delete(doing));
      this.#underWay.add(doing);
    }
  }

  #perform(planned: Planned): Promise<void> {
    const leader = this.#cluster.leader ?? this.#cluster.nodeIds[0] ?? "";
    switch (planned.type) {
      case "guest":
        return this.#members.guest(planned.forMs);
      case "leave":
        return this.#members.leave(
          planned.seat === "leader" ? leader : (this.#members.idAt(planned.seat) ?? ""),
          planned.forMs,
        );
      case "fault":
        return this.#inject(planned, leader);
    }
  }

  async #inject({ fault, forMs, force }: PlannedFault, leader: string): Promise<void> {
    const idsOf = (name: string): string[] =>
      [name === "leader" ? leader : this.#members.idAt(name)].flatMap((id) => id ?? []);
    // Of an empty seat nothing is known but its name.
    const resolved = resolvedFault(fault, (name) => idsOf(name)[0] ?? name, idsOf);
    if ("nodes" in resolved && resolved.nodes.length === 0) return;
    const [id = ""] = "nodes" in resolved ? resolved.nodes : [];
    if (resolved.type === "wipe") {
      // It ends when the node is replaced.
      return this.#members.wipe(id, forMs, () => this.#isInjected(resolved, { forMs: null, force }));
    }
    await this.#isInjected(resolved, { forMs, force });
  }

  async #isInjected(fault: Fault<string>, options: InjectOptions): Promise<boolean> {
    try {
      await this.#cluster.inject(fault, options);
    } catch (error) {
      this.#refuse(faultText(fault), error);
      return false;
    }
    this.#count(fault.type);
    return true;
  }

  #count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }

  #refuse(statement: string, error: unknown): void {
    const code = isGraftError(error) ? error.code : "UNEXPECTED";
    this.#refused += 1;
    this.findings.note({ type: "faultRefused", statement, code });
    if (!isGraftError(error)) this.findings.violated("fault", `${statement}: ${String(error)}`);
  }

  #hear(event: ClusterEvent): void {
    switch (event.type) {
      case "faultBegan":
      case "faultEnded":
        return this.findings.note({ type: event.type, statement: event.statement });
      case "leaderChange":
        this.#leaderChanges += 1;
        return this.findings.note({ type: "leaderChange", node: event.node, term: event.term });
      case "nodeStarted":
        return this.findings.note({ type: "nodeStarted", node: event.node });
      case "nodeStopped": {
        const code = event.error?.code ?? null;
        this.findings.note({ type: "nodeStopped", node: event.node, code });
        if (code === null) return;
        if (!STOPS_BY_FAULT.has(code)) this.findings.violated("node", `${event.node} stopped: ${event.error?.message}`);
        if (!this.#calm.signal.aborted) this.#restartLater(event.node);
      }
    }
  }

  #restartLater(node: string): void {
    const restarting = (async () => {
      await pause(RESTART_AFTER_MS);
      if (!this.#calm.signal.aborted && this.#cluster.nodeIds.includes(node)) await this.#cluster.node(node).restart();
    })()
      .catch(() => undefined) // its disk may be as bad as before, or somebody else has started it: the calm end sees to it
      .finally(() => this.#underWay.delete(restarting));
    this.#underWay.add(restarting);
  }

  #lookAtLeases(): void {
    this.#leases.look(this.#cluster.nodeIds.map((id) => this.#cluster.node(id)));
  }

  #nowMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  #report({ book }: Load, durationMs: number, outage: Outage): ChaosReport {
    const { violations, timeline } = this.findings;
    const { samples, held } = this.#leases;
    return {
      verdict: violations.length === 0 ? "ok" : "violated",
      violations,
      level: this.#options.level,
      seed: this.#seed,
      durationMs,
      longestOutageMs: outage.forMs,
      longestOutageFromMs: outage.fromMs,
      operations: book.operations,
      unknown: book.unknown,
      faults: this.#counts,
      refused: this.#refused,
      leaderChanges: this.#leaderChanges,
      leases: { samples, held },
      sighted: this.#parts.watch.sighted,
      timeline,
    };
  }
}

async function closed(history: WriteStream | null): Promise<void> {
  if (history === null) return;
  history.end();
  await once(history, "close");
}

/** Resolves early where `signal` is aborted. */
async function until(forMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (forMs <= 0) return;
  await pause(forMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
