/**
 * Commits and reads of ours beside others', in one run: etcd, JetStream, and the floor.
 *
 * Law: a figure of one is never set against a figure of another that was taken at another time. They run in blocks, one after
 * the other, and again (A B A B), each block with a fresh cluster of its own and nobody else's beside it; what is compared
 * is pooled over the blocks. Who is not here is skipped, with a line that says so.
 */
import { performance } from "node:perf_hooks";
import { type BenchOptions, sizeOf } from "../arguments.ts";
import type { BenchRun } from "../bench.ts";
import type { Recorder } from "../record.ts";
import { summarise } from "../summary.ts";
import { etcd } from "./etcd.ts";
import { jetStream } from "./jetstream.ts";
import { drive, type Operation } from "./load.ts";
import { model } from "./model.ts";
import { ours } from "./ours.ts";
import { KEYS, type Peer, type PeerKind, READ_NOTHING } from "./peer.ts";

const ROUNDS = 2;
/** More than there are keys. */
const WARM_UP = 8192;
const WARM_UP_OUTSTANDING = 128;
const WARM_UP_ALONE = 300;
const WARM_UP_MS = 5_000;
/** Of these, fewer at a time will do. */
const LARGE_BYTES = 16 * 1024;
const PER_OUTSTANDING = 20;
/** A connection of its own is worth it from so many on. */
const PER_CONNECTION_MIN = 16;

/** So many operations under way on so many connections. */
export interface Pressure {
  readonly outstanding: number;
  readonly connections: number;
}

export interface Measure extends Pressure {
  readonly operation: Operation;
}

export const pressures = ({ outstanding, connections }: BenchOptions): Pressure[] =>
  outstanding.flatMap((each) =>
    connections
      .filter((count) => count === 1 || each >= count * PER_CONNECTION_MIN)
      .map((count) => ({ outstanding: each, connections: count })),
  );

/** Puts and reads under each pressure. */
export const allMeasures = (options: BenchOptions): Measure[] =>
  (["put", "get"] as const).flatMap((operation) => pressures(options).map((pressure) => ({ operation, ...pressure })));

export const titleOf = ({ outstanding, connections }: Pressure): string =>
  `${outstanding} outstanding on ${connections} connection${connections === 1 ? "" : "s"}`;

/** How many are measured: of one at a time the trials, of many so many rounds of them. */
export const countOf = ({ outstanding }: Pressure, trials: number): number =>
  Math.max(trials, outstanding * PER_OUTSTANDING);

/**
 * Writes every key, so that it can be read, then goes on, by many at a time and one by one, until the code is compiled: in the
 * first seconds of a cluster in JavaScript a third of its CPU goes into that.
 */
export async function warmUp(peer: Peer, connections: number, valueBytes: number, signal: AbortSignal): Promise<void> {
  const isLarge = valueBytes > LARGE_BYTES;
  const outstanding = isLarge ? connections : WARM_UP_OUTSTANDING;
  const untilMs = performance.now() + WARM_UP_MS;
  do {
    await drive(peer, { operation: "put", outstanding, connections, count: isLarge ? KEYS : WARM_UP }, signal);
    await drive(peer, { operation: "put", outstanding: 1, connections: 1, count: WARM_UP_ALONE }, signal);
  } while (performance.now() < untilMs && !signal.aborted);
}

/** What one did in one measure, over all blocks. */
interface Pool {
  readonly tookMs: number[];
  elapsedMs: number;
  cpuUs: number;
  ownCpuUs: number;
}

interface Contender {
  readonly kind: PeerKind;
  readonly pools: ReadonlyMap<Measure, Pool>;
}

/** Ours first; then the floor, and the peers that were asked for. */
export async function contest(run: BenchRun, measures: readonly Measure[]): Promise<void> {
  const { signal } = run;
  const contenders = await present(run, measures);
  const blocks = Array.from({ length: ROUNDS }, () => contenders).flat();
  try {
    for (const [done, contender] of blocks.entries()) {
      if (!signal.aborted) await block(contender, run);
      run.progress(done + 1, blocks.length);
    }
  } finally {
    const [own, ...others] = contenders;
    if (own !== undefined) for (const measure of measures) tell(run.record, measure, own, others);
  }
}

async function present({ options, tell: say }: BenchRun, measures: readonly Measure[]): Promise<Contender[]> {
  const { peers, broker } = options;
  const kinds: PeerKind[] = [ours({ broker, consistency: "linearizable" }), model];
  if (peers.includes("etcd")) kinds.push(etcd);
  if (peers.includes("jetstream")) kinds.push(jetStream({ syncAlways: false }), jetStream({ syncAlways: true }));
  if (peers.includes("graft")) say("Go graft: skipped, it elects and replicates nothing");
  const contenders: Contender[] = [];
  for (const kind of kinds) {
    const reason = await kind.absent();
    if (reason !== null) say(`${kind.name}: skipped, ${reason}`);
    else contenders.push({ kind, pools: new Map(measures.map((measure) => [measure, newPool()])) });
  }
  return contenders;
}

const newPool = (): Pool => ({ tookMs: [], elapsedMs: 0, cpuUs: 0, ownCpuUs: 0 });

async function block({ kind, pools }: Contender, { options, signal }: BenchRun): Promise<void> {
  const connections = Math.max(...options.connections);
  const [valueBytes = 256] = options.valueBytes;
  const peer = await kind.start({ nodes: sizeOf(options), valueBytes, connections });
  try {
    await warmUp(peer, connections, valueBytes, signal);
    for (const [measure, pool] of pools) if (!signal.aborted && can(peer, measure)) await take(peer, measure, pool);
  } finally {
    await peer.close();
  }

  async function take(one: Peer, measure: Measure, pool: Pool): Promise<void> {
    const count = countOf(measure, options.trials);
    await drive(one, { ...measure, count: Math.ceil(count / 4) }, signal);
    const { tookMs, elapsedMs, cpuUs, ownCpuUs } = await drive(one, { ...measure, count }, signal);
    for (const took of tookMs) pool.tookMs.push(took);
    pool.elapsedMs += elapsedMs;
    pool.cpuUs += cpuUs;
    pool.ownCpuUs += ownCpuUs;
  }
}

const can = (peer: Peer, { operation }: Measure): boolean => operation === "put" || peer.reads !== READ_NOTHING;

const perSecond = ({ tookMs, elapsedMs }: Pool): number => (1000 * tookMs.length) / elapsedMs;

function tell(record: Recorder, measure: Measure, own: Contender, others: readonly Contender[]): void {
  const title = `${measure.operation}, ${titleOf(measure)}`;
  const ownPool = own.pools.get(measure) ?? newPool();
  if (ownPool.tookMs.length === 0) return;
  tellPool(record, own, title, measure, ownPool);
  for (const other of others) {
    const pool = other.pools.get(measure) ?? newPool();
    if (pool.tookMs.length === 0) continue;
    tellPool(record, other, title, measure, pool);
    tellRatios(record, [own.kind.name, ownPool], [other.kind.name, pool], title);
  }
}

function tellPool(record: Recorder, { kind }: Contender, title: string, measure: Measure, pool: Pool): void {
  const { operation, outstanding, connections } = measure;
  const line = `${kind.name}, ${operation}, ${connections} connection${connections === 1 ? "" : "s"}`;
  const place = { line, x: outstanding };
  record.spread(`${kind.name}: ${title}`, "ms").addAll(pool.tookMs);
  record.rate(`${kind.name}: rate of ${title}`, "/s", perSecond(pool), { better: "more", place });
  const each = (us: number): number => us / pool.tookMs.length;
  record.rate(`${kind.name}: CPU of ${title}`, "us each", each(pool.cpuUs), { better: "less" });
  // Of a peer that runs in processes of its own, this is the client alone.
  record.rate(`${kind.name}: CPU in this process of ${title}`, "us each", each(pool.ownCpuUs), { better: "less" });
}

type Named = readonly [name: string, pool: Pool];

/** Above 1: ours is faster. */
function tellRatios(record: Recorder, [own, ownPool]: Named, [other, pool]: Named, title: string): void {
  const [ownTook, took] = [summarise("", "ms", ownPool.tookMs), summarise("", "ms", pool.tookMs)];
  const ratio = (name: string, value: number): void => record.rate(name, "times", value, { better: "more" });
  ratio(`${own} to ${other}: rate of ${title}`, perSecond(ownPool) / perSecond(pool));
  ratio(`${other} to ${own}: p50 of ${title}`, took.p50 / ownTook.p50);
  ratio(`${other} to ${own}: p99 of ${title}`, took.p99 / ownTook.p99);
}
