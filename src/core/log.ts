/**
 * The log: what a snapshot has replaced, then the entries (§5.3, §7).
 *
 * Laws: entries stand in the order of their indexes without a gap; a committed entry is never removed; a prefix is durable,
 * the rest is on its way to the disk. A disk's answer counts only as far as the log still holds what was written: an answer
 * to a write that has since been overwritten says nothing about its successor.
 */
import { type Entry, entryBytes, positionOf } from "./entry.ts";
import type { Configuration, Index, LogPosition, Term } from "./types.ts";

interface Write {
  readonly writeId: number;
  /** Where the log ended once this write is done. */
  readonly last: LogPosition;
}

export interface Log {
  /** The last entry that is no longer here: all up to it is in the snapshot, or was never there. */
  base: LogPosition;
  /** entries[i] has the index base.index + 1 + i. */
  entries: Entry[];
  /** Always in [base.index, last.index]. */
  durableIndex: Index;
  /** Writes of entries not confirmed yet, oldest first. */
  writes: Write[];
  /** The configurations in `entries`, with the one at the base first: the last one is in force. */
  configurations: { readonly index: Index; readonly configuration: Configuration }[];
}

/** A log as it was recovered: all of it is durable. */
export function recoveredLog(base: LogPosition, configuration: Configuration, entries: readonly Entry[]): Log {
  const log: Log = {
    base,
    entries: [],
    durableIndex: base.index,
    writes: [],
    configurations: [{ index: base.index, configuration }],
  };
  append(log, entries);
  log.durableIndex = lastPosition(log).index;
  return log;
}

export function lastPosition(log: Log): LogPosition {
  const last = log.entries.at(-1);
  return last === undefined ? log.base : positionOf(last);
}

export const entryAt = (log: Log, index: Index): Entry | undefined => log.entries[index - log.base.index - 1];

/** null where the log has no entry of that index, or no longer knows its term. */
export function termAt(log: Log, index: Index): Term | null {
  if (index === log.base.index) return log.base.term;
  return entryAt(log, index)?.term ?? null;
}

/** The configuration in force: the latest in the log, committed or not (§6). */
export function configurationOf(log: Log): Configuration {
  const latest = log.configurations.at(-1);
  if (latest === undefined) throw new Error("a log has a configuration at its base");
  return latest.configuration;
}

/** The configuration in force at `index`, as far back as the log knows. */
export function configurationAt(log: Log, index: Index): Configuration {
  const known = log.configurations.findLast((entry) => entry.index <= index) ?? log.configurations[0];
  if (known === undefined) throw new Error("a log has a configuration at its base");
  return known.configuration;
}

/** The index of the configuration in force; the base's where it is not in the log any more. */
export const configurationIndex = (log: Log): Index => log.configurations.at(-1)?.index ?? log.base.index;

export function append(log: Log, entries: readonly Entry[]): void {
  for (const entry of entries) {
    log.entries.push(entry);
    if (entry.type === "configuration")
      log.configurations.push({ index: entry.index, configuration: entry.configuration });
  }
}

/** Removes the entry of `index` and all behind it ("delete the existing entry and all that follow it", Figure 2). */
export function truncateFrom(log: Log, index: Index): void {
  log.entries.length = index - log.base.index - 1;
  log.durableIndex = Math.min(log.durableIndex, index - 1);
  dropFromWrites(log, index);
  while (log.configurations.length > 1 && (log.configurations.at(-1)?.index ?? 0) >= index) log.configurations.pop();
}

/**
 * Writes on their way bring nothing of what is removed, not even where the very same entry is appended again later: by then
 * the disk may hold the first copy, and is yet to overwrite it by what stood here in between.
 */
function dropFromWrites(log: Log, index: Index): void {
  const last: LogPosition = { index: index - 1, term: termAt(log, index - 1) ?? 0 };
  log.writes = log.writes.map((write) => (write.last.index < index ? write : { ...write, last }));
}

/** Entries from `from` on: at least one where there is one, then as many as both bounds allow. */
export function slice(
  log: Log,
  from: Index,
  bytesMax = Number.POSITIVE_INFINITY,
  countMax = Number.POSITIVE_INFINITY,
): Entry[] {
  const start = from - log.base.index - 1;
  let bytes = 0;
  let end = start;
  for (; end < log.entries.length && end - start < countMax; end++) {
    const entry = log.entries[end];
    if (entry === undefined) break;
    bytes += entryBytes(entry);
    if (end > start && bytes > bytesMax) break;
  }
  return log.entries.slice(start, end);
}

/** A write has been asked for that brings the disk to where the log ends now. */
export function writing(log: Log, writeId: number): void {
  log.writes.push({ writeId, last: lastPosition(log) });
}

/** Writes up to `writeId` are on disk; those since overwritten count for nothing. */
export function written(log: Log, writeId: number): void {
  while (log.writes[0] !== undefined && log.writes[0].writeId <= writeId) {
    const { last } = log.writes[0];
    log.writes.shift();
    if (last.index > log.durableIndex && termAt(log, last.index) === last.term) log.durableIndex = last.index;
  }
}

/** Forgets what a snapshot up to `index` holds as well. `index` is applied, so it is committed and durable somewhere. */
export function compactTo(log: Log, index: Index): void {
  const term = termAt(log, index);
  if (term === null || index <= log.base.index) return;
  log.entries.splice(0, index - log.base.index);
  log.base = { index, term };
  log.durableIndex = Math.max(log.durableIndex, index);
  keepConfigurationAtBase(log);
}

function keepConfigurationAtBase(log: Log): void {
  while ((log.configurations[1]?.index ?? Number.POSITIVE_INFINITY) <= log.base.index) log.configurations.shift();
}

/** Replaces the whole log by a snapshot that ends at `base` (§7). */
export function resetTo(log: Log, base: LogPosition, configuration: Configuration): void {
  log.base = base;
  log.entries = [];
  log.durableIndex = base.index;
  log.writes = [];
  log.configurations = [{ index: base.index, configuration }];
}

/** "If the logs end with the same term, then whichever is longer; else the later term" (§5.4.1). */
export function isUpToDate(candidate: LogPosition, own: LogPosition): boolean {
  if (candidate.term !== own.term) return candidate.term > own.term;
  return candidate.index >= own.index;
}

/** The first index of the run of entries of one term that `index` belongs to, as far back as the log goes. */
export function firstIndexOfTermAt(log: Log, index: Index): Index {
  const term = termAt(log, index);
  let first = index;
  while (first - 1 > log.base.index && termAt(log, first - 1) === term) first -= 1;
  return first;
}

/**
 * The last index whose term is at most `term`, not above `from` (where a leader looks after a conflict). Where even the base
 * is of a later term, an index before it, which the log no longer holds.
 */
export function lastIndexWithTermAtMost(log: Log, from: Index, term: Term): Index {
  let index = Math.min(from, lastPosition(log).index);
  while (index >= log.base.index && (termAt(log, index) ?? 0) > term) index -= 1;
  return index;
}
