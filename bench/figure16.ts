/**
 * The Raft paper's Figure 16 (§9.3): how long a cluster of five is without a leader, by timeouts alone, in the worst case.
 *
 * As there: five servers; a broadcast and its answers take about 15 ms (here each message between nodes is delayed by half of
 * it); the servers' logs differ in length, so that some may not lead (two of the four that are left lack what the leader has
 * committed last); the followers' timers were set by one heartbeat, which ours is: one publication to all; the leader crashes
 * at a random moment of the heartbeat interval. Differences: our heartbeat interval is a third of the least timeout, the largest
 * that we allow, and not half of it; a candidate asks first (PreVote), which is a round more; a refused one asks anew soon.
 * At 12-24, where the answers of a broadcast would come later than the least timeout, they take about 4 ms. `150-150` is 150 to 150.001, since a timeout is drawn here from what is not empty.
 *
 * What the paper prints is drawn beside the curves (`PRINTED`).
 */
import { connectKv } from "../src/kv/connect.ts";
import type { Cluster } from "../src/supervisor/cluster.ts";
import { sizeOf } from "./arguments.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { CLUSTER, type Leader, patient, pause } from "./harness.ts";
import { distributionOf, type Mark } from "./picture.ts";
import type { Samples } from "./samples.ts";
import { WorkerElectorate } from "./worker-electorate.ts";

/** Of a message; there and back it is what the paper calls the broadcast time. */
const DELAY_MS = [7, 8] as const;
/** Where that would be more than the least timeout: a leader of ours steps down that has heard of no majority for so long. */
const SHORT_DELAY_MS = [1.5, 2.5] as const;
const SHORT_BELOW_MS = 15;
const ALONE_MS = 0.001;
const LASTING = { forMs: null, force: true };
const NO_HINTS = { connectionEnds: false, noResponders: false };
/** What those who may not lead lack. */
const ENTRIES_MISSED = 2;

/** Least and greatest timeout, as the paper names its curves. */
const CURVES: Readonly<Record<string, readonly [number, number]>> = {
  "150-150": [150, 150 + ALONE_MS],
  "150-151": [150, 151],
  "150-155": [150, 155],
  "150-175": [150, 175],
  "150-200": [150, 200],
  "150-300": [150, 300],
  "100-200": [100, 200],
  "50-100": [50, 100],
  "25-50": [25, 50],
  "12-24": [12, 24],
};

/** In the words of §9.3, and nothing that was read off the figure. */
const PRINTED: readonly Mark[] = [
  { name: "150-155 median 287", x: 287, y: 50 },
  { name: "150-200 worst 513", x: 513, y: 100 },
  { name: "12-24 mean 35", x: 35, y: 50 },
  { name: "12-24 worst 152", x: 152, y: 100 },
];

export const figure16: Bench = {
  trials: 5,
  nodes: [5],
  isOfManySizes: false,
  cases: Object.keys(CURVES),
  sync: "fdatasync of each batch on every node",
  run: benchFigure16,
  picture: (recorded) => ({
    type: "distribution",
    title: "Time without a leader, by timeouts alone, worst case (Raft paper, Figure 16)",
    unit: "ms",
    curves: recorded.flatMap(({ name, samples }) =>
      samples === undefined ? [] : [distributionOf(name.replace("timeouts ", "").split(" ")[0] ?? name, samples)],
    ),
    marks: PRINTED,
  }),
};

async function benchFigure16(run: BenchRun): Promise<void> {
  const { options, record, signal } = run;
  let done = 0;
  for (const name of options.cases) {
    const curve = CURVES[name];
    if (curve === undefined || signal.aborted) return;
    const title = `timeouts ${name} ms`;
    let split = 0;
    await runCurve(run, curve, record.spread(title, "ms"), (lostTerms) => {
      if (lostTerms > 0) split += 1;
      const share = (100 * split) / record.spread(title, "ms").count;
      record.rate(`${title}: terms without a leader`, "% of trials", share, { better: "less" });
      run.progress(++done, options.cases.length * options.trials);
    });
  }
}

async function runCurve(
  { options, signal }: BenchRun,
  [min, max]: readonly [number, number],
  downtime: Samples,
  onTrial: (lostTerms: number) => void,
): Promise<void> {
  const timing = { electionTimeoutMinMs: min, electionTimeoutMaxMs: max, heartbeatMs: min / 3 };
  // No lease is asked after, and the shortest would be over before its first answer.
  const electorate = await WorkerElectorate.open({
    nodes: sizeOf(options),
    broker: "embedded",
    timing,
    hints: NO_HINTS,
    leaseMs: 0,
  });
  const { client, close } = await connectKv({ servers: [...electorate.servers], name: "bench", cluster: CLUSTER });
  try {
    const write = async (): Promise<void> => void (await client.put("key", new Uint8Array(64)));
    for (let trial = 1; trial <= options.trials && !signal.aborted; trial += 1) {
      const delayMs = min < SHORT_BELOW_MS ? SHORT_DELAY_MS : DELAY_MS;
      const { ledMs, lostTerms } = await trialOf(electorate, write, delayMs, signal);
      downtime.add(ledMs);
      onTrial(lostTerms);
    }
  } finally {
    await close();
    await electorate.close();
  }
}

interface Downtime {
  readonly ledMs: number;
  readonly lostTerms: number;
}

/** Until the leader has not changed by itself before it was crashed. */
async function trialOf(
  electorate: WorkerElectorate,
  write: () => Promise<void>,
  delayMs: readonly [number, number],
  signal: AbortSignal,
): Promise<Downtime> {
  const { cluster } = electorate;
  for (;;) {
    await cluster.link(null, null).delay(...delayMs, LASTING);
    const leader = await patient("the cluster to be whole", electorate.whole(), signal);
    try {
      await leaveBehind(cluster, leader.node, write);
      // So long that a heartbeat has set everybody's timer anew, and at a random moment of the interval.
      await pause((1 + Math.random()) * electorate.heartbeatMs + delayMs[1]);
      if (electorate.leadsStill(leader)) return await crash(electorate, leader, signal);
    } finally {
      await cluster.heal();
      await cluster.node(leader.node).restart();
    }
  }
}

/** Two followers get no more entries. That a write fails means that the lead has passed on, which is looked at afterwards. */
async function leaveBehind(cluster: Cluster, leader: string, write: () => Promise<void>): Promise<void> {
  const behind = cluster.nodeIds.filter((id) => id !== leader).slice(0, 2);
  for (const id of behind) await cluster.link(leader, id).block("AppendEntries", LASTING);
  for (let count = 0; count < ENTRIES_MISSED; count += 1) await write().catch(() => undefined);
}

async function crash(electorate: WorkerElectorate, leader: Leader, signal: AbortSignal): Promise<Downtime> {
  const next = electorate.next(leader);
  try {
    const startedMs = performance.now();
    const crashed = electorate.cluster.node(leader.node).crash();
    const led = await patient("a new leader", next.led, signal);
    await crashed;
    return { ledMs: led.atMs - startedMs, lostTerms: led.term - leader.term - 1 };
  } finally {
    next.close();
  }
}
