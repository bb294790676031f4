/**
 * `cluster of 5, election timeout 500ms..1s, heartbeat 100ms, lease 450ms, snapshot every 20 entries, network cloud`
 *
 * Law: options that do not fit together are refused here, where there is a line to name.
 */
import { DEFAULT_TIMING, timingProblem } from "../../core/types.ts";
import type { Cursor } from "./cursor.ts";
import { type ClusterOptions, NETWORKS } from "./syntax.ts";
import { type Names, needNode, needNumber, needTime, needTimes } from "./words.ts";

const SIZE_MAX = 9;
/** Of the shortest election timeout: a lease runs for so much of it. */
const LEASE_SHARE = 0.9;

type Draft = { -readonly [Key in keyof ClusterOptions]: ClusterOptions[Key] } & { leaseGiven: boolean };

const draftOf = (size: number): Draft => ({
  size,
  isSelfFormed: false,
  electionTimeoutMs: [DEFAULT_TIMING.electionTimeoutMinMs, DEFAULT_TIMING.electionTimeoutMaxMs],
  heartbeatMs: DEFAULT_TIMING.heartbeatMs,
  leaseMs: 0,
  leaseGiven: false,
  snapshotEvery: 10_000,
  keepEntries: null,
  batchEntries: null,
  segmentBytes: null,
  pieceBytes: null,
  network: "lan",
  priorities: new Map(),
});

export function needClusterOptions(cursor: Cursor, names: Names): ClusterOptions {
  const { next } = cursor;
  const size = needNumber(cursor);
  if (size < 1 || size > SIZE_MAX) cursor.fail("size", next);
  const draft = draftOf(size);
  while (cursor.take(",")) needOption(cursor, names, draft);
  const { leaseGiven, ...options } = draft;
  const [minMs] = options.electionTimeoutMs;
  return leaseGiven ? options : { ...options, leaseMs: Math.floor(minMs * LEASE_SHARE) };
}

function needOption(cursor: Cursor, names: Names, draft: Draft): void {
  const { next } = cursor;
  if (cursor.takeAll("election", "timeout")) draft.electionTimeoutMs = needTimes(cursor);
  else if (cursor.take("heartbeat")) draft.heartbeatMs = needTime(cursor);
  else if (cursor.take("lease")) needLease(cursor, draft);
  else if (cursor.take("network")) draft.network = cursor.needOneOf(NETWORKS);
  else if (cursor.takeAll("formed", "by", "themselves")) draft.isSelfFormed = true;
  else if (cursor.take("priority")) needPriority(cursor, names, draft);
  else needSize(cursor, draft);
  const [electionTimeoutMinMs, electionTimeoutMaxMs] = draft.electionTimeoutMs;
  const { heartbeatMs } = draft;
  const problem = timingProblem({ ...DEFAULT_TIMING, electionTimeoutMinMs, electionTimeoutMaxMs, heartbeatMs });
  const isForLater = cursor.next.text === ",";
  if (problem !== null && !isForLater) cursor.fail(problem === "heartbeatTooSlow" ? "heartbeat" : "timeouts", next);
  if (draft.leaseMs >= electionTimeoutMinMs && !isForLater) cursor.fail("lease", next);
}

/** Small ones, so that a short story meets their ends. */
function needSize(cursor: Cursor, draft: Draft): void {
  if (cursor.takeAll("snapshot", "every")) draft.snapshotEvery = needCount(cursor, "entries");
  else if (cursor.take("keep")) draft.keepEntries = needCount(cursor, "entries");
  else if (cursor.take("batches")) draft.batchEntries = needCountOf(cursor, "entries");
  else if (cursor.take("segments")) draft.segmentBytes = needCountOf(cursor, "bytes");
  else if (cursor.take("pieces")) draft.pieceBytes = needCountOf(cursor, "bytes");
  else cursor.fail();
}

function needCountOf(cursor: Cursor, unit: string): number {
  cursor.need("of");
  return Math.max(1, needCount(cursor, unit));
}

function needCount(cursor: Cursor, unit: string): number {
  const count = needNumber(cursor);
  cursor.need(unit);
  return count;
}

/** `lease 450ms`, `lease none` */
function needLease(cursor: Cursor, draft: Draft): void {
  draft.leaseGiven = true;
  draft.leaseMs = cursor.take("none") ? 0 : needTime(cursor);
}

/** `priority n2 5` */
function needPriority(cursor: Cursor, names: Names, draft: Draft): void {
  const node = needNode(cursor, names);
  draft.priorities = new Map([...draft.priorities, [node, needNumber(cursor)]]);
}
