/**
 * Failover: how long after some harm another leads, holds its lease, and a client that was writing has its next answer.
 *
 * Law: those of `harness.ts`. Each case has a cluster of its own, and a warm-up trial that does not count, as a cluster that has
 * run for a while is what is asked after. A trial that fails ends the benchmark: what was left out would be the worst.
 */
import { findNatsServer } from "../src/broker/nats-server.ts";
import { type Broker, sizeOf } from "./arguments.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { type Electorate, type Harm, pause, runTrial } from "./harness.ts";
import { contestElections } from "./peers/election-contest.ts";
import { distributionOf } from "./picture.ts";
import { ProcessElectorate } from "./process-electorate.ts";
import { WorkerElectorate, type WorkerElectorateOptions } from "./worker-electorate.ts";
import { Writer } from "./writer.ts";

/** Longer than any of the timeouts below, so that none of it ends by itself. */
const LASTING_MS = 30_000;
const BROKER_DOWN_MS = 100;
/** After a restart. Where timeouts alone are measured, the few ms that it spares are lost in them. */
const SETTLING_MS = 1_500;
const NO_HINTS = { connectionEnds: false, noResponders: false };

interface Staged {
  readonly electorate: Electorate;
  readonly harm: Harm;
}

interface FailoverCase {
  readonly title: string;
  stage(nodes: number, broker: Broker): Promise<Staged>;
}

const timing = (electionTimeoutMinMs: number, electionTimeoutMaxMs: number, heartbeatMs: number) => ({
  electionTimeoutMinMs,
  electionTimeoutMaxMs,
  heartbeatMs,
});

type HarmOf = (electorate: WorkerElectorate) => Harm;

const crashAtOnce: HarmOf = ({ cluster }) => ({
  do: (leader) => cluster.node(leader).crash(),
  mend: (leader) => cluster.node(leader).restart(),
});

const crash: HarmOf = (electorate) => settling(crashAtOnce(electorate));

/** A thread that was just started compiles and rehearses beside the others, and is no calm cluster for a while. */
const settling = (harm: Harm): Harm => ({
  ...harm,
  async mend(leader) {
    await harm.mend(leader);
    await pause(SETTLING_MS);
  },
});

const crashIdle: HarmOf = (electorate) => ({ ...crash(electorate), isIdle: true });

const healed =
  (harm: (electorate: WorkerElectorate, leader: string) => Promise<void>): HarmOf =>
  (electorate) => ({ do: (leader) => harm(electorate, leader), mend: () => electorate.cluster.heal() });

const lasting = { forMs: LASTING_MS, force: true };

const paused = healed(({ cluster }, leader) => cluster.node(leader).pause(LASTING_MS));
const cutOut = healed(({ cluster }, leader) => cluster.link(leader, null).cut(lasting));
const cutIn = healed(({ cluster }, leader) => cluster.link(null, leader).cut(lasting));
const disconnected = healed(({ cluster }, leader) => cluster.node(leader).disconnect(LASTING_MS));
const brokerRestarted = healed(({ cluster }) => cluster.broker.restart(BROKER_DOWN_MS));

const workers = (
  title: string,
  harmOf: HarmOf,
  own: Omit<Partial<WorkerElectorateOptions>, "nodes"> = {},
): FailoverCase => ({
  title,
  async stage(nodes, broker) {
    const electorate = await WorkerElectorate.open({ nodes, broker, ...own });
    return { electorate, harm: harmOf(electorate) };
  },
});

const byTimeout = (min: number, max: number, heartbeatMs: number): FailoverCase =>
  workers(`crash, no hints, timeouts ${min}-${max}, heartbeat ${heartbeatMs}`, crashAtOnce, {
    timing: timing(min, max, heartbeatMs),
    hints: NO_HINTS,
  });

/** Default timeouts, where the title names none. */
const CASES: Readonly<Record<string, FailoverCase>> = {
  crash: workers("crash of the leader's worker", crash),
  kill: {
    title: "kill -9 of the leader's process",
    async stage(nodes, broker) {
      const electorate = await ProcessElectorate.open(nodes, broker);
      return {
        electorate,
        harm: settling({ do: (leader) => electorate.kill(leader), mend: async (leader) => electorate.start(leader) }),
      };
    },
  },
  pause: workers("pause of the leader's thread", paused),
  "cut-out": workers("one-way cut: the leader is not heard", cutOut),
  "cut-in": workers("one-way cut: the leader does not hear", cutIn),
  "nats-lost": workers("the leader loses its connection to NATS", disconnected),
  "nats-restart": workers(`NATS restarts, down for ${BROKER_DOWN_MS} ms`, brokerRestarted),
  "crash-503": workers("crash, plain nats-server, 503 alone", crash, { broker: "plain" }),
  "crash-503-idle": workers("crash while nobody writes, plain nats-server, 503 alone", crashIdle, { broker: "plain" }),
  "timeout-500": byTimeout(500, 1000, 100),
  "timeout-150": byTimeout(150, 300, 30),
  "timeout-50": byTimeout(50, 100, 10),
  "timeout-12": byTimeout(12, 24, 3),
};

export const failover: Bench = {
  trials: 4,
  nodes: [3],
  isOfManySizes: false,
  cases: Object.keys(CASES),
  sync: "fdatasync of each batch on every node",
  run: benchFailover,
  picture: (recorded) => ({
    type: "distribution",
    title: "From the harm to a new leader",
    unit: "ms",
    curves: recorded.flatMap(({ name, samples }) =>
      samples !== undefined && name.endsWith(TO_LEADER)
        ? [distributionOf(name.slice(0, -TO_LEADER.length), samples)]
        : [],
    ),
  }),
};

const TO_LEADER = ": to a new leader";

async function benchFailover(run: BenchRun): Promise<void> {
  const { options, signal } = run;
  if (options.peers.length > 0) return contestElections(run);
  let done = 0;
  for (const name of options.cases) {
    const one = CASES[name];
    if (one === undefined || signal.aborted) return;
    if (name.startsWith("crash-503") && (await findNatsServer()) === null)
      run.tell(`${name}: no nats-server on PATH, left out`);
    else await runCase(run, one, () => run.progress(++done, options.cases.length * options.trials));
  }
}

async function runCase({ options, record, signal }: BenchRun, one: FailoverCase, onTrial: () => void): Promise<void> {
  const { broker, trials } = options;
  const nodes = sizeOf(options);
  const title = `${one.title}, ${nodes} nodes${one.title.includes("nats-server") ? "" : `, ${broker}`}`;
  const { electorate, harm } = await one.stage(nodes, broker);
  const writer = await Writer.open(electorate.servers);
  const led = record.spread(`${title}${TO_LEADER}`, "ms");
  const leased = record.spread(`${title}: to its lease`, "ms");
  const wrote = record.spread(`${title}: to the first acknowledged write`, "ms");
  let split = 0;
  try {
    await runTrial(electorate, writer, harm, signal);
    for (let trial = 1; trial <= trials && !signal.aborted; trial += 1) {
      const { ledMs, leasedMs, writes, lostTerms } = await runTrial(electorate, writer, harm, signal);
      led.add(ledMs);
      leased.add(leasedMs);
      if (writes !== null) wrote.add(writes.wroteMs);
      if (lostTerms > 0) split += 1;
      record.rate(`${title}: terms without a leader`, "% of trials", (100 * split) / trial, { better: "less" });
      onTrial();
    }
  } finally {
    await writer.close();
    await electorate.close();
  }
}
