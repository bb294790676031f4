/**
 * The world of a scenario: the same parts as of a seed's run, with nothing in it that happens by chance but the time that
 * things take. Law: the scenario, its options and its seed decide everything.
 */
import { crc32 } from "node:zlib";
import { BATCH_ENTRIES_MAX, TRAILING_ENTRIES } from "../core/state.ts";
import { type Configuration, configurationOfVoters, DEFAULT_TIMING, sameMember } from "../core/types.ts";
import { PIECE_BYTES } from "../driver/snapshot-keeper.ts";
import type { FormationWait } from "../ports/formation.ts";
import { Dice } from "../scenario/dice.ts";
import { History } from "../scenario/history.ts";
import type { ClusterOptions } from "../scenario/language/syntax.ts";
import type { NodeView, SaidVote, View } from "../scenario/stage.ts";
import { Broker } from "./broker.ts";
import { SimulatedCluster } from "./cluster.ts";
import { EventLoop } from "./event-loop.ts";
import { Judge, type Violation } from "./judge.ts";
import { Mailroom } from "./mailroom.ts";
import { SimulatedNode, type Surroundings } from "./node.ts";
import { Trace } from "./trace.ts";
import { CLIMATES, Weather } from "./weather.ts";

export const CLUSTER_NAME = "sim";
const SEGMENT_BYTES = 262_144;
const SYNC_MS = [0.1, 2] as const;
const FORMING_MS_MAX = 10_000;

/** Why a node may stop in a story: the line that says why is for the scenario to write. */
const MAY_STOP_WITH = new Set([
  "STORAGE_FAILED",
  "DUPLICATE_ID",
  "LOG_DAMAGED",
  "SNAPSHOT_UNREADABLE",
  "DISK_FULL",
  "CLUSTER_FULL",
]);

export class ScriptWorld {
  readonly loop = new EventLoop();
  readonly history = new History();
  readonly dice: Dice;
  readonly judge: Judge;
  readonly trace: Trace;
  readonly weather: Weather;
  readonly broker: Broker;
  readonly mailroom: Mailroom;
  readonly cluster: SimulatedCluster;
  readonly options: ClusterOptions;
  readonly #around: Surroundings;
  readonly #copies: SimulatedNode[] = [];
  readonly #rivals: { readonly cluster: SimulatedCluster; readonly judge: Judge }[] = [];
  readonly #votes: SaidVote[] = [];
  #configuration: Configuration = configurationOfVoters([]);
  /** How much of the ledger has been read for it. */
  #readTo = 0;

  /** Nodes up to number `nodes` stand ready. `onLine` gets every line of the trace. */
  constructor(options: ClusterOptions, nodes: number, seed: number, onLine: ((line: string) => void) | null) {
    const { loop } = this;
    this.options = options;
    this.dice = new Dice(`script ${seed}`);
    const [electionTimeoutMinMs, electionTimeoutMaxMs] = options.electionTimeoutMs;
    const timing = { ...DEFAULT_TIMING, electionTimeoutMinMs, electionTimeoutMaxMs, heartbeatMs: options.heartbeatMs };
    this.judge = new Judge(() => loop.nowMs, timing);
    this.trace = new Trace(() => loop.nowMs, onLine);
    const climate = CLIMATES[options.network];
    if (climate === undefined) throw new RangeError("no such network");
    this.weather = new Weather(this.dice.fork("weather"), climate);
    const mailroom = new Mailroom(loop, this.dice.fork("mailroom"));
    this.mailroom = mailroom;
    this.broker = new Broker({
      loop,
      dice: this.dice.fork("broker"),
      weather: this.weather,
      onDelivery: (from, to, bytes) => this.trace.say(`${from} > ${to} ${bytes.length} ${crc32(bytes).toString(16)}`),
      intercept: (passing) => mailroom.intercept(passing),
    });
    mailroom.broker = this.broker;
    this.#around = {
      loop,
      broker: this.broker,
      judge: this.judge,
      trace: this.trace,
      clusterName: CLUSTER_NAME,
      timing,
      snapshotEvery: options.snapshotEvery,
      sizes: {
        segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
        segmentBytesMax: options.segmentBytes ?? SEGMENT_BYTES,
        batchEntries: options.batchEntries ?? BATCH_ENTRIES_MAX,
        trailingEntries: options.keepEntries ?? TRAILING_ENTRIES,
        pieceBytes: options.pieceBytes ?? PIECE_BYTES,
      },
      driftMax: 0,
      onSaid: ({ name }, { to, term, body }) => {
        if (body.type === "voteResponse" && body.granted && to !== null)
          this.#votes.push({ voter: name, candidate: to, term });
      },
      scripted: { priorityOf: (id) => options.priorities.get(id) ?? 0, mayStopWith: MAY_STOP_WITH },
    };
    const ids = Array.from({ length: nodes }, (_, at) => `n${at + 1}`);
    this.cluster = new SimulatedCluster(ids, this.dice.fork("nodes"), this.#around, SYNC_MS);
    loop.afterEvent = () => {
      this.cluster.look();
      for (const copy of this.#copies) copy.look();
      for (const rival of this.#rivals) rival.cluster.look();
    };
  }

  get nodes(): readonly SimulatedNode[] {
    return [...this.cluster.nodes, ...this.#copies, ...this.#rivals.flatMap(({ cluster }) => cluster.nodes)];
  }

  node(name: string): SimulatedNode | undefined {
    return this.nodes.find((one) => one.name === name);
  }

  /** Rejects where the cluster is not formed. */
  async form(): Promise<void> {
    const { loop, options } = this;
    if (options.isSelfFormed) return this.cluster.formThemselves(options.size, options.leaseMs);
    const outcomes: (string | null)[] = [];
    this.cluster.form(options.size, options.leaseMs).then(
      () => outcomes.push(null),
      (error: unknown) => outcomes.push(String(error)),
    );
    await this.pass(FORMING_MS_MAX, () => outcomes.length > 0);
    const [problem = "it took too long"] = outcomes;
    if (problem !== null) this.judge.report("formation", `the cluster was not formed: ${problem}`);
    this.trace.say(`formed at ${loop.nowMs}`);
  }

  /** Until `isOver`, or a violation: what follows may be nothing but its consequence. */
  async pass(forMs: number, isOver: () => boolean): Promise<void> {
    const { loop, judge } = this;
    try {
      await loop.run(loop.nowMs + forMs, () => this.violations.length > 0 || isOver());
    } catch (error) {
      judge.report("exception", error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  /** A second process of `node`'s id, with what `node` has on its disk now. */
  async copy(node: SimulatedNode, name: string): Promise<SimulatedNode> {
    const disk = { syncMs: SYNC_MS, stuckUntilMs: 0 };
    const copy = new SimulatedNode(node.id, this.dice.fork(name), this.#around, disk, name);
    const folder = `/data/${node.id}`;
    await copy.files.makeFolder(folder);
    for (const file of await node.files.list(folder)) {
      const opened = await copy.files.open(`${folder}/${file}`, "create");
      await opened.write(node.files.contents(`${folder}/${file}`), 0);
      await opened.sync();
    }
    await copy.files.syncFolder(folder);
    this.#copies.push(copy);
    return copy;
  }

  /** Another cluster, of the same name and ids, with laws of its own; `names`: of its processes. */
  async addRival(names: readonly string[]): Promise<void> {
    const { loop, options } = this;
    const judge = new Judge(() => loop.nowMs, this.#around.timing);
    const around = { ...this.#around, judge, onSaid: () => undefined };
    const ids = names.map((_, at) => `n${at + 1}`);
    const cluster = new SimulatedCluster(ids, this.dice.fork("rival"), around, SYNC_MS, (id, at) => names[at] ?? id);
    this.#rivals.push({ cluster, judge });
    let isFormed = false;
    cluster.form(names.length, options.leaseMs).then(
      () => {
        isFormed = true;
      },
      (error: unknown) => judge.report("formation", `the rival was not formed: ${String(error)}`),
    );
    await this.pass(FORMING_MS_MAX, () => isFormed);
  }

  /** What all checkers have found. */
  get violations(): readonly Violation[] {
    return [this.judge, ...this.#rivals.map(({ judge }) => judge)].flatMap(({ violations }) => violations);
  }

  view(): View {
    return {
      nodes: this.nodes.map((node) => this.#viewOf(node)),
      committedIndex: this.judge.ledger.lastIndex,
      votes: this.#votes,
      held: this.mailroom.held,
    };
  }

  #viewOf(node: SimulatedNode): NodeView {
    const { name: id, driver, state, stopCode, waitsOn } = node;
    const isRunning = driver !== null && state !== null;
    return {
      id,
      isRunning,
      role: isRunning ? state.role.name : null,
      term: state?.term ?? 0,
      commitIndex: state?.commitIndex ?? 0,
      appliedIndex: state?.appliedIndex ?? 0,
      snapshotIndex: state?.snapshot?.last.index ?? 0,
      hasLease: node.holdsLease,
      stopCode,
      membership: this.#membershipOf(node),
      isRival: this.#rivals.some(({ cluster }) => cluster.nodes.includes(node)),
      get isCrossed() {
        return (driver?.report().traffic.otherCluster ?? 0) > 0;
      },
      waitsFor: namesIn(waitsOn),
      boundTo: waitsOn?.type === "proposer" && waitsOn.bound ? waitsOn.proposer : null,
    };
  }

  #membershipOf(node: SimulatedNode): NodeView["membership"] {
    const member = this.cluster.memberOf(node);
    if (member === null) return "none";
    const { voters, learners } = this.#decided();
    if (voters.some((one) => sameMember(one, member))) return "voter";
    return learners.some((one) => sameMember(one, member)) ? "learner" : "none";
  }

  /** The latest configuration that is committed. */
  #decided(): Configuration {
    const { ledger } = this.judge;
    if (this.#readTo === 0) this.#configuration = this.cluster.configuration();
    for (; this.#readTo < ledger.lastIndex; this.#readTo++) {
      const entry = ledger.at(this.#readTo + 1)?.entry;
      if (entry?.type === "configuration") this.#configuration = entry.configuration;
    }
    return this.#configuration;
  }
}

function namesIn(on: FormationWait | null): readonly string[] {
  if (on?.type === "proposer") return [on.proposer];
  if (on?.type === "answers") return on.from;
  return on?.type === "unlike" ? [on.node] : [];
}
