/**
 * One seed, one world, one verdict: first everything that can go wrong does (safety), then nothing does any more, and the
 * cluster must get over it (liveness): a leader, everybody caught up, every client answered, within bounds.
 *
 * Law: the seed and the options decide everything; two runs of them have the same trace, whatever the machine.
 */
import { DEFAULT_TIMING, DRIFT_MAX, type Timing } from "../core/types.ts";
import { Dice } from "../scenario/dice.ts";
import { History } from "../scenario/history.ts";
import { Broker } from "./broker.ts";
import { SimulatedCluster } from "./cluster.ts";
import { EventLoop } from "./event-loop.ts";
import { drawProfile, profileNamed } from "./faults/profiles.ts";
import { Faults, type PlannedFault } from "./faults.ts";
import { forbidRealWorld } from "./guard.ts";
import { Judge, type Violation } from "./judge.ts";
import { Reader } from "./reader.ts";
import { Trace } from "./trace.ts";
import { CLIMATES, Weather } from "./weather.ts";
import { SimulatedClient } from "./workload.ts";

export interface RunOptions {
  readonly seed: number;
  /** Voters at the beginning; null: the seed decides. */
  readonly nodes: number | null;
  /** Of the faults, see `faults/profiles.ts`; null, the default: the seed decides. */
  readonly profile?: string | null;
  /** Instead of what the seed would draw; null, the default: that. */
  readonly plan?: readonly PlannedFault[] | null;
  /** How long things go wrong; null, the default: the seed decides. */
  readonly faultMs?: number | null;
  /** Told in the end what has gone wrong, of how many voters. */
  readonly onPlan?: (plan: readonly PlannedFault[], voters: number) => void;
  /** Gets every line of the trace. */
  readonly onLine?: (line: string) => void;
}

export interface Verdict {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly simulatedMs: number;
  readonly events: number;
  readonly operations: number;
  /** From the beginning of the calm until all was well. */
  readonly recoveryMs: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly traceHash: string;
}

const TIMINGS: readonly { readonly timing: Timing; readonly climates: readonly string[] }[] = [
  { timing: DEFAULT_TIMING, climates: ["machine", "lan", "cloud"] },
  { timing: DEFAULT_TIMING, climates: ["lan", "cloud"] },
  // As people have it who found the default too lively for their network.
  {
    timing: { electionTimeoutMinMs: 1_000, electionTimeoutMaxMs: 2_000, heartbeatMs: 200, earlyStartStepMs: 20 },
    climates: ["lan", "cloud"],
  },
  {
    timing: { electionTimeoutMinMs: 3_000, electionTimeoutMaxMs: 6_000, heartbeatMs: 1_000, earlyStartStepMs: 50 },
    climates: ["cloud", "wan"],
  },
  // As NATS has it in its own Raft.
  {
    timing: { electionTimeoutMinMs: 4_000, electionTimeoutMaxMs: 9_000, heartbeatMs: 1_000, earlyStartStepMs: 50 },
    climates: ["lan", "cloud", "wan"],
  },
  {
    timing: { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 50, earlyStartStepMs: 5 },
    climates: ["machine", "lan"],
  },
  {
    timing: { electionTimeoutMinMs: 50, electionTimeoutMaxMs: 100, heartbeatMs: 15, earlyStartStepMs: 2 },
    climates: ["machine"],
  },
  // Hardly randomized: elections are split again and again.
  {
    timing: { electionTimeoutMinMs: 200, electionTimeoutMaxMs: 208, heartbeatMs: 40, earlyStartStepMs: 1 },
    climates: ["machine", "lan"],
  },
];

/** Where clocks and leases are as bad as is promised for, those who wait should run out in the same moment. */
const HARDLY_SPREAD: typeof TIMINGS = [
  ...TIMINGS.slice(-1),
  {
    timing: { electionTimeoutMinMs: 2_000, electionTimeoutMaxMs: 2_040, heartbeatMs: 300, earlyStartStepMs: 1 },
    climates: ["machine", "lan"],
  },
];

/** How long a sync takes, in least election timeouts: a quick disk, a common one, one that is hardly good enough. */
const SYNCS: readonly (readonly [number, number])[] = [
  [0.0002, 0.002],
  [0.001, 0.03],
  [0.02, 0.4],
];

const QUICK_SYNCS = SYNCS.slice(0, 2);

const scaledBy = (factor: number, [min, max]: readonly [number, number]): [number, number] => [
  min * factor,
  max * factor,
];

/** More than enough for any cluster to come to itself once nothing goes wrong any more. */
const CALM_MS_MAX = 180_000;
const TEND_MS = 100;

export async function simulate(options: RunOptions): Promise<Verdict> {
  const guard = forbidRealWorld();
  try {
    const world = new World(options);
    await world.live();
    options.onPlan?.(world.drawn, world.voters);
    for (const name of new Set(guard.caught)) world.judge.report("real world", `${name} was called`);
    return world.verdict();
  } finally {
    guard.lift();
  }
}

class World {
  readonly loop = new EventLoop();
  readonly judge: Judge;
  readonly #seed: number;
  readonly #trace: Trace;
  readonly #history = new History();
  readonly #cluster: SimulatedCluster;
  readonly #faults: Faults;
  readonly #clients: readonly SimulatedClient[];
  readonly #reader: Reader;
  readonly voters: number;
  readonly #leaseMs: number;
  readonly #faultMs: number;
  #recoveryMs = 0;

  constructor({ seed, nodes, profile, plan, faultMs, onLine }: RunOptions) {
    this.#seed = seed;
    const dice = new Dice(`seed ${seed}`);
    const { loop } = this;
    const trace = new Trace(() => loop.nowMs, onLine ?? null);
    this.#trace = trace;
    const scale = dice.fork("scale");
    const about = profile ?? drawProfile(dice.fork("profile"));
    const { isTight, isShort } = profileNamed(about);
    const { timing, climates } = scale.pick(isTight && scale.chance(0.8) ? HARDLY_SPREAD : TIMINGS);
    const judge = new Judge(() => loop.nowMs, timing);
    this.judge = judge;
    const climate = CLIMATES[scale.pick(climates)];
    if (climate === undefined) throw new RangeError("no such climate");
    const weather = new Weather(dice.fork("weather"), climate);
    const onDelivery = (from: string, to: string, bytes: Uint8Array): void => trace.frame(from, to, bytes);
    const broker = new Broker({ loop, dice: dice.fork("broker"), weather, onDelivery });
    this.voters = nodes ?? scale.pick([3, 3, 3, 4, 5, 5, 7]);
    const spares = scale.below(3);
    const ids = Array.from({ length: this.voters + spares }, (_, at) => `n${at + 1}`);
    const clusterName = "sim";
    this.#cluster = new SimulatedCluster(
      ids,
      dice.fork("nodes"),
      {
        loop,
        broker,
        judge,
        trace,
        clusterName,
        timing,
        snapshotEvery: isShort ? 6 : scale.pick([10, 25, 100]),
        sizes: {
          segmentBytes: scale.pick([4_096, 16_384, 262_144]),
          segmentBytesMax: scale.pick([4_096, 65_536, 8_388_608]),
          batchEntries: scale.pick([1, 2, 2_048]),
          trailingEntries: isShort ? 0 : scale.pick([0, 5, 40]),
          pieceBytes: scale.pick([100, 1_000, 262_144]),
        },
        driftMax: isTight ? DRIFT_MAX : scale.pick([0, 0.001, DRIFT_MAX]),
        onSaid: (node, message) => this.#faults.said(node, message),
      },
      scaledBy(timing.electionTimeoutMinMs, scale.pick(isTight ? QUICK_SYNCS : SYNCS)),
    );
    const cluster = this.#cluster;
    this.#faults = new Faults(
      { dice: dice.fork("faults"), loop, cluster, broker, weather, timing, trace },
      about,
      plan,
    );
    const keys = Array.from({ length: 1 + scale.below(4) }, (_, at) => `k${at}`);
    const thinkMs = timing.electionTimeoutMaxMs * scale.scaled(0.15, 3);
    const callTimeoutMs = scale.pick([1_000, 3_000, 8_000]);
    const shared = { loop, broker, trace, history: this.#history, clusterName, nodes: this.#cluster.nodes, keys };
    const onBug = (error: unknown): void => judge.report("client", `a client threw ${String(error)}`);
    this.#clients = Array.from({ length: 2 + scale.below(5) }, (_, at) => {
      const name = `c${at + 1}`;
      return new SimulatedClient({ ...shared, name, dice: dice.fork(name), thinkMs, callTimeoutMs, onBug });
    });
    const pauseMs = timing.electionTimeoutMinMs * scale.scaled(0.1, 5);
    this.#reader = new Reader({ loop, dice: dice.fork("reader"), nodes: this.#cluster.nodes, pauseMs });
    // Below the least election timeout; 0: no leases.
    const leasePart = scale.pick(isTight ? [1] : [0, 0.5, 0.9, 1]);
    this.#leaseMs = Math.max(0, Math.ceil(timing.electionTimeoutMinMs * leasePart) - 1);
    const drawnMs = Math.max(3_000, timing.electionTimeoutMaxMs * scale.between(6, 20));
    this.#faultMs = faultMs ?? drawnMs;
    loop.afterEvent = () => this.#cluster.look();
  }

  get drawn(): readonly PlannedFault[] {
    return this.#faults.drawn;
  }

  async live(): Promise<void> {
    await this.#form();
    this.#tend(false);
    for (const client of this.#clients) client.start();
    this.#reader.start();
    this.#faults.start();
    await this.#pass(this.#faultMs, () => false);
    await this.#recover();
    for (const node of this.#cluster.nodes) node.tellLease();
    this.judge.finish(this.#history.operations());
  }

  async #form(): Promise<void> {
    let problem: unknown = null;
    let isDone = false;
    this.#cluster.form(this.voters, this.#leaseMs).then(
      () => {
        isDone = true;
      },
      (error: unknown) => {
        problem = error;
        isDone = true;
      },
    );
    await this.#pass(10_000, () => isDone);
    if (!isDone || problem !== null) this.judge.report("formation", `the cluster was not formed: ${String(problem)}`);
  }

  async #recover(): Promise<void> {
    const { loop } = this;
    const calmAtMs = loop.nowMs;
    this.#trace.say("calm");
    this.#faults.calm();
    this.#reader.end();
    for (const client of this.#clients) client.end();
    this.#tend(true);
    await this.#pass(CALM_MS_MAX, () => this.#clients.every(({ isDone }) => isDone) && this.#missing() === null);
    this.#recoveryMs = loop.nowMs - calmAtMs;
    if (this.judge.violations.length > 0) return;
    const unanswered = this.#clients.filter(({ isDone }) => !isDone).length;
    if (unanswered > 0)
      this.judge.report("liveness", `${unanswered} clients have no answer in ${CALM_MS_MAX} ms of calm`);
    const missing = this.#missing();
    if (missing !== null) this.judge.report("liveness", `${missing} after ${CALM_MS_MAX} ms of calm`);
  }

  /** What there is to wait for still; null: all is well. */
  #missing(): string | null {
    const { leader } = this.#cluster;
    if (leader === null) return "nobody leads";
    const { lastIndex } = this.judge.ledger;
    const { voters } = this.#cluster.configuration();
    const behind = this.#cluster.voters().find(({ state }) => state === null || state.appliedIndex < lastIndex);
    if (behind !== undefined) return `${behind.id} has not caught up`;
    if (this.#cluster.voters().length < voters.length) return "a voter has not been replaced";
    return this.#history.underWay > 0 ? "a client waits" : null;
  }

  /** A violation ends the run: what follows may be nothing but its consequence. */
  async #pass(forMs: number, isOver: () => boolean): Promise<void> {
    const { loop, judge } = this;
    try {
      await loop.run(loop.nowMs + forMs, () => judge.violations.length > 0 || isOver());
    } catch (error) {
      judge.report("exception", error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  #tend(soon: boolean): void {
    this.#cluster.tend(soon);
    this.loop.after(TEND_MS, () => this.#tend(soon));
  }

  verdict(): Verdict {
    return {
      seed: this.#seed,
      violations: this.judge.violations,
      simulatedMs: this.loop.nowMs,
      events: this.loop.events,
      operations: this.#history.operations().length,
      recoveryMs: this.#recoveryMs,
      faults: this.#faults.counts,
      traceHash: this.#trace.digest(),
    };
  }
}
