/**
 * Ours beside others, in one run: etcd, JetStream, and the floor by commits and reads; Go graft by failover and idle CPU.
 *
 * Law: a figure of one is never set against a figure of another that was taken at another time. They run in blocks, one after
 * the other, and again (A B A B), each block with a fresh cluster of its own and nobody else's on the machine; what is
 * compared is pooled over the blocks. Who is not here is skipped, with a line that says so.
 */
import {
  DEFAULT_TIMEOUTS,
  ElectionCluster,
  type ElectionKind,
  goGraft,
  graftTs,
  SHORT_TIMEOUTS,
  type Timeouts,
} from "./peers/elections.ts";
import { etcd } from "./peers/etcd.ts";
import { jetStream } from "./peers/jetstream.ts";
import { drive, type Operation } from "./peers/load.ts";
import { model } from "./peers/model.ts";
import { ours } from "./peers/ours.ts";
import type { Peer, PeerKind } from "./peers/peer.ts";
import { type Case, rateOf, type Spread, type Summary, summarise, summary } from "./summary.ts";

export const PEERS = ["graft", "etcd", "jetstream", "floor"] as const;
export type PeerName = (typeof PEERS)[number];

export interface PeersOptions {
  readonly peers: readonly PeerName[];
  /** Operations of each case and block with one outstanding; failovers of each kind in all. */
  readonly trials: number;
  readonly nodes: number;
  readonly valueBytes: number;
  readonly broker: "embedded" | "nats-server";
  readonly onTrial: (done: number) => void;
  /** Told of whoever is skipped. */
  readonly onSkip: (line: string) => void;
}

const ROUNDS = 2;
const CONNECTIONS = 8;
/** At least: by then what runs most is compiled, and every key is written. */
const WARM_UP = 8192;
const PER_OUTSTANDING = 40;
const OUTSTANDING_ALONE = 1;
const IDLE_MS = 5_000;

interface Measure {
  readonly operation: Operation;
  readonly outstanding: number;
  readonly connections: number;
}

const MEASURES: readonly Measure[] = [
  { operation: "put", outstanding: 1, connections: 1 },
  { operation: "put", outstanding: 16, connections: 1 },
  { operation: "put", outstanding: 128, connections: CONNECTIONS },
  { operation: "put", outstanding: 256, connections: CONNECTIONS },
  { operation: "put", outstanding: 1024, connections: CONNECTIONS },
  { operation: "get", outstanding: 1, connections: 1 },
  { operation: "get", outstanding: 256, connections: CONNECTIONS },
];

/** What one peer did in one measure, over all blocks. */
interface Pool {
  readonly tookMs: number[];
  elapsedMs: number;
  cpuUs: number;
}

interface Contender {
  readonly kind: PeerKind;
  readonly pools: ReadonlyMap<Measure, Pool>;
  sync: string;
  reads: string;
}

export async function benchPeers(options: PeersOptions): Promise<Summary> {
  const throughput = await present(throughputKinds(options), options);
  const blocks = throughput.length > 1 ? throughput.length * ROUNDS : 0;
  const elections = options.peers.includes("graft") ? goGraft.absent() : "";
  if (elections !== "" && elections !== null) options.onSkip(`graft: skipped, ${elections}`);
  let done = 0;
  const advance = (): void => options.onTrial(Math.floor((options.trials * ++done) / (blocks + 4 * ROUNDS)));
  const cases: Case[] = [];
  for (let round = 0; round < (blocks > 0 ? ROUNDS : 0); round += 1)
    for (const contender of throughput) {
      await block(contender, options);
      advance();
    }
  if (blocks > 0) cases.push(...throughputCases(throughput));
  if (elections === null)
    for (const timeouts of [DEFAULT_TIMEOUTS, SHORT_TIMEOUTS])
      cases.push(...(await electionCases(timeouts, options, advance)));
  options.onTrial(options.trials);
  const sync = throughput.map(({ kind, sync: policy }) => `${kind.name}: ${policy}`).join("; ");
  return summary("peers", cases, sync === "" ? "of votes, by each as it does" : sync);
}

function throughputKinds({ peers, broker }: PeersOptions): PeerKind[] {
  const kinds: PeerKind[] = [ours({ broker, consistency: "linearizable" })];
  if (peers.includes("floor")) kinds.push(model);
  if (peers.includes("etcd")) kinds.push(etcd());
  if (peers.includes("jetstream")) kinds.push(jetStream({ syncAlways: false }), jetStream({ syncAlways: true }));
  return kinds;
}

async function present(kinds: readonly PeerKind[], { onSkip }: PeersOptions): Promise<Contender[]> {
  const contenders: Contender[] = [];
  for (const kind of kinds) {
    const reason = await kind.absent();
    if (reason !== null) onSkip(`${kind.name}: skipped, ${reason}`);
    else
      contenders.push({ kind, pools: new Map(MEASURES.map((measure) => [measure, newPool()])), sync: "", reads: "" });
  }
  return contenders;
}

const newPool = (): Pool => ({ tookMs: [], elapsedMs: 0, cpuUs: 0 });

async function block(contender: Contender, { nodes, valueBytes, trials }: PeersOptions): Promise<void> {
  const peer = await contender.kind.start({ nodes, valueBytes, connections: CONNECTIONS });
  contender.sync = peer.sync;
  contender.reads = peer.reads;
  try {
    await drive(peer, { operation: "put", outstanding: 128, connections: CONNECTIONS, count: WARM_UP });
    for (const [measure, pool] of contender.pools) if (can(peer, measure)) await take(peer, measure, trials, pool);
  } finally {
    await peer.close();
  }
}

const can = (peer: Peer, { operation }: Measure): boolean => operation === "put" || peer.reads !== "none";

async function take(peer: Peer, measure: Measure, trials: number, pool: Pool): Promise<void> {
  const { outstanding } = measure;
  const count = outstanding === OUTSTANDING_ALONE ? trials : Math.max(trials, outstanding * PER_OUTSTANDING);
  await drive(peer, { ...measure, count: Math.max(outstanding * 4, Math.floor(count / 4)) });
  const { tookMs, elapsedMs, cpuUs } = await drive(peer, { ...measure, count });
  for (const took of tookMs) pool.tookMs.push(took);
  pool.elapsedMs += elapsedMs;
  pool.cpuUs += cpuUs;
}

const titleOf = ({ operation, outstanding, connections }: Measure): string =>
  `${operation}, ${outstanding} outstanding on ${connections} connection${connections === 1 ? "" : "s"}`;

const perSecond = ({ tookMs, elapsedMs }: Pool): number => (1000 * tookMs.length) / elapsedMs;

function throughputCases(contenders: readonly Contender[]): Case[] {
  const [own, ...others] = contenders;
  if (own === undefined) return [];
  return MEASURES.flatMap((measure) => {
    const title = titleOf(measure);
    const ownPool = own.pools.get(measure);
    if (ownPool === undefined) return [];
    const ownCases = poolCases(own, title, ownPool);
    const otherCases = others.flatMap((other) => {
      const pool = other.pools.get(measure);
      if (pool === undefined || pool.tookMs.length === 0) return [];
      return [...poolCases(other, title, pool), ...ratios(own.kind.name, ownPool, other.kind.name, pool, title)];
    });
    return [...ownCases, ...otherCases];
  });
}

const poolCases = ({ kind }: Contender, title: string, pool: Pool): Case[] => [
  summarise(`${kind.name}: ${title}`, "ms", pool.tookMs),
  rateOf(`${kind.name}: rate of ${title}`, "/s", perSecond(pool)),
  rateOf(`${kind.name}: CPU of ${title}`, "us each", pool.cpuUs / pool.tookMs.length),
];

/** Above 1: ours is faster. */
function ratios(own: string, ownPool: Pool, other: string, pool: Pool, title: string): Case[] {
  const [ours50, theirs50] = [summarise("", "ms", ownPool.tookMs), summarise("", "ms", pool.tookMs)];
  return [
    rateOf(`${own} / ${other}: rate of ${title}`, "times", perSecond(ownPool) / perSecond(pool)),
    rateOf(`${other} / ${own}: p50 of ${title}`, "times", theirs50.p50 / ours50.p50),
    rateOf(`${other} / ${own}: p99 of ${title}`, "times", theirs50.p99 / ours50.p99),
  ];
}

const timeoutsTitle = ({ minMs, maxMs, heartbeatMs }: Timeouts): string => `${minMs}-${maxMs}/${heartbeatMs} ms`;

interface Elections {
  readonly kind: ElectionKind;
  readonly tookMs: number[];
  readonly idlePercents: number[];
}

async function electionCases(timeouts: Timeouts, options: PeersOptions, advance: () => void): Promise<Case[]> {
  const sides: Elections[] = [graftTs, goGraft].map((kind) => ({ kind, tookMs: [], idlePercents: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of sides) await electionBlock(side, timeouts, options);
    advance();
  }
  const title = timeoutsTitle(timeouts);
  const [own, other] = sides.map(({ kind, tookMs }) =>
    summarise(`${kind.name}: kill -9 of the leader's process to a new leader, ${title}`, "ms", tookMs),
  );
  const idle = sides.map(({ kind, idlePercents }) =>
    rateOf(`${kind.name}: CPU of the idle nodes, ${title}`, "% of a core", mean(idlePercents)),
  );
  return own === undefined || other === undefined ? [] : [own, other, ...electionRatios(own, other, title), ...idle];
}

const electionRatios = (own: Spread, other: Spread, title: string): Case[] => [
  rateOf(`Go graft / graft-ts: p50 of the failover, ${title}`, "times", other.p50 / own.p50),
  rateOf(`Go graft / graft-ts: p99 of the failover, ${title}`, "times", other.p99 / own.p99),
];

async function electionBlock(side: Elections, timeouts: Timeouts, { nodes, trials }: PeersOptions): Promise<void> {
  const cluster = await ElectionCluster.start(side.kind, timeouts, nodes);
  try {
    side.idlePercents.push(await cluster.idlePercent(IDLE_MS));
    const failovers = Math.ceil(Math.min(trials, FAILOVERS_MAX) / ROUNDS);
    for (let trial = 0; trial < failovers; trial += 1) side.tookMs.push(await cluster.failOver());
  } finally {
    await cluster.close();
  }
}

/** Each takes a second or two. */
const FAILOVERS_MAX = 200;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
