/**
 * Commits and reads: latency and rate, by how many are under way, how large the values and the cluster are.
 *
 * Law: a commit counts when the answer to it has reached a client of NATS, by the way that every client's answer takes: it is then
 * synced by a majority and applied. The client shares the machine with what it measures, so it is lean: requests are encoded
 * beforehand, an answer is checked, its time noted, and the next request sent. The first ones, by which code and caches get
 * warm, are not counted. With `--peers`, others are measured in the same run, in turns (`peers/contest.ts`).
 */
import type { Consistency } from "../src/ports/client-door.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { allMeasures, contest, countOf, type Pressure, pressures, titleOf, warmUp } from "./peers/contest.ts";
import { drive, type Operation } from "./peers/load.ts";
import { ours } from "./peers/ours.ts";
import type { Peer } from "./peers/peer.ts";
import { linesOf } from "./picture.ts";
import { syncAlone } from "./sync-alone.ts";

/** More than this under way is refused by the nodes, as it should be (OVERLOADED). */
const OUTSTANDING_BYTES_MAX = 16 * 1024 * 1024;
/** Written in one cell. */
const CELL_BYTES_MAX = 256 * 1024 * 1024;

interface Part {
  readonly operation: Operation;
  readonly consistency: Consistency;
  readonly title: string;
}

const PARTS: Readonly<Record<string, Part>> = {
  put: { operation: "put", consistency: "linearizable", title: "commit" },
  linearizable: { operation: "get", consistency: "linearizable", title: "linearizable read" },
  stale: { operation: "get", consistency: "stale", title: "stale read" },
};
const FLOOR = "floor";

export const commit: Bench = {
  trials: 4_000,
  nodes: [3],
  isOfManySizes: true,
  cases: [...Object.keys(PARTS), FLOOR],
  sync: "fdatasync of each batch on every node",
  run: benchCommit,
  picture: (recorded) => ({
    type: "lines",
    title: "Answers a second by requests under way",
    xName: "requests under way",
    yName: "answers/s",
    xLog: true,
    yLog: true,
    curves: linesOf(recorded, (one) => ("rate" in one && one.unit === "/s" ? one.rate : null)),
  }),
};

async function benchCommit(run: BenchRun): Promise<void> {
  const { options } = run;
  if (options.peers.length > 0) return contest(run, allMeasures(options));
  const clusters = options.nodes.flatMap((nodes) => options.valueBytes.map((valueBytes) => ({ nodes, valueBytes })));
  const consistencies = (["linearizable", "stale"] as const).filter((each) => partsOf(run, each).length > 0);
  const cells = clusters.flatMap((cluster) => consistencies.map((consistency) => ({ ...cluster, consistency })));
  const withFloor = options.cases.includes(FLOOR);
  for (const [done, cell] of cells.entries()) {
    if (run.signal.aborted) return;
    await measureCell(run, cell);
    run.progress(done + 1, cells.length + (withFloor ? 1 : 0));
  }
  if (withFloor && !run.signal.aborted) await besideTheFloor(run);
}

/** What is asked of a cluster of this consistency: a client's reads are of one kind. */
const partsOf = ({ options }: BenchRun, consistency: Consistency): Part[] =>
  options.cases.flatMap((name) => PARTS[name] ?? []).filter((part) => part.consistency === consistency);

/** The most under way, where it is the work that bounds the rate, and one, where it is the wait. */
async function besideTheFloor(run: BenchRun): Promise<void> {
  await syncAlone(run.record);
  const extremes = new Set([Math.min(...run.options.outstanding), Math.max(...run.options.outstanding)]);
  const chosen = pressures(run.options).filter(({ outstanding }) => extremes.has(outstanding));
  await contest(
    run,
    chosen.map((pressure) => ({ operation: "put", ...pressure })),
  );
}

interface Cell {
  readonly nodes: number;
  readonly valueBytes: number;
  readonly consistency: Consistency;
}

async function measureCell(run: BenchRun, cell: Cell): Promise<void> {
  const { options, signal } = run;
  const { nodes, valueBytes, consistency } = cell;
  const connections = Math.max(...options.connections);
  const peer = await ours({ broker: options.broker, consistency }).start({ nodes, valueBytes, connections });
  try {
    await warmUp(peer, connections, valueBytes, signal);
    for (const part of partsOf(run, consistency))
      for (const pressure of pressures(options)) if (!signal.aborted) await measure(run, peer, cell, part, pressure);
  } finally {
    await peer.close();
  }
}

async function measure(run: BenchRun, peer: Peer, cell: Cell, part: Part, pressure: Pressure): Promise<void> {
  const { nodes, valueBytes } = cell;
  const { outstanding } = pressure;
  const which = `${nodes} nodes, ${valueBytes} B, ${titleOf(pressure)}`;
  if (outstanding * valueBytes > OUTSTANDING_BYTES_MAX)
    return run.tell(
      `${part.title}, ${which}: left out, more than ${OUTSTANDING_BYTES_MAX / 1024 / 1024} MiB under way`,
    );
  const most = Math.max(outstanding, Math.floor(CELL_BYTES_MAX / valueBytes));
  const count = Math.min(countOf(pressure, run.options.trials), most);
  const { operation } = part;
  await drive(peer, { ...pressure, operation, count: Math.ceil(count / 4) }, run.signal);
  const { tookMs, elapsedMs, cpuUs } = await drive(peer, { ...pressure, operation, count }, run.signal);
  if (tookMs.length === 0) return;
  const place = {
    line: `${part.title}, ${nodes} nodes, ${valueBytes} B, ${pressure.connections} conn.`,
    x: outstanding,
  };
  run.record.spread(`${part.title}, ${which}`, "ms").addAll(tookMs);
  run.record.rate(`${part.title} rate, ${which}`, "/s", (1000 * tookMs.length) / elapsedMs, { better: "more", place });
  // Of broker, nodes and client together: what bounds the rate where all of them share few cores.
  run.record.rate(`CPU of a ${part.title}, ${which}`, "us", cpuUs / tookMs.length, { better: "less" });
}
