/** Operations of a history, made by hand. */
import type { Call, Operation, Outcome } from "../../src/scenario/history.ts";

/** On the key `k`. What is unknown may happen until the end of time. */
export const operation = (client: string, startMs: number, endMs: number, call: Call, outcome: Outcome): Operation => ({
  client,
  key: "k",
  call,
  isStale: false,
  startMs,
  endMs: outcome.type === "unknown" ? Number.POSITIVE_INFINITY : endMs,
  outcome,
});
