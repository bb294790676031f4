/**
 * An operation as a line of `history.jsonl`, for checkers outside of this house. Law: a field, once published, keeps its name
 * and meaning (`docs/chaos.md`); times are in ms since the run began, and a write of unknown outcome has no end.
 */
import type { Operation } from "../history.ts";

export function historyLine({ client, key, call, isStale, startMs, endMs, outcome }: Operation): string {
  const isRead = outcome.type === "read";
  const fields = {
    client,
    key,
    kind: isStale ? "staleGet" : call.type,
    value: isRead ? outcome.value : "value" in call ? call.value : null,
    ...(call.type === "cas" ? { expected: call.expected } : {}),
    invoked: rounded(startMs),
    returned: Number.isFinite(endMs) ? rounded(endMs) : null,
    outcome: OUTCOMES[outcome.type],
    ...("revision" in outcome ? { revision: outcome.revision } : {}),
    ...(outcome.type === "refused" ? { code: outcome.code } : {}),
  };
  return `${JSON.stringify(fields)}\n`;
}

/** ok: done; fail: surely not done; info: may have been done, or may yet be. So say Jepsen's histories. */
const OUTCOMES = { read: "ok", done: "ok", conflict: "conflict", refused: "fail", unknown: "info" } as const;

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
