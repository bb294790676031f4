/**
 * What may be read under a key when all is over. Law: a write that was acknowledged is there, unless one that began after that
 * was acknowledged, or may have been executed, wrote over it; one that was refused is not, and one of unknown end may be.
 */
import type { Call, Operation } from "../history.ts";

/** null: nothing. */
type Value = string | null;

/** undefined: it changes nothing. */
const writes = (call: Call): Value | undefined =>
  call.type === "get" ? undefined : call.type === "delete" ? null : call.value;

export function lastValues(operations: readonly Operation[]): Set<Value> {
  const all = operations.filter(({ call, outcome }) => writes(call) !== undefined && mayHaveWritten(outcome.type));
  /** The latest beginning of what was surely done: it wrote over all that had ended before. */
  const latestMs = Math.max(
    Number.NEGATIVE_INFINITY,
    ...all.filter(({ outcome }) => outcome.type === "done").map(({ startMs }) => startMs),
  );
  const left = all.filter(({ outcome, endMs }) => outcome.type !== "done" || endMs > latestMs);
  const values = new Set(left.map(({ call }) => writes(call) ?? null));
  if (latestMs === Number.NEGATIVE_INFINITY) values.add(null);
  return values;
}

const mayHaveWritten = (outcome: Operation["outcome"]["type"]): boolean => outcome === "done" || outcome === "unknown";
