/**
 * Whether a history could have come from one store that does one thing at a time (Herlihy and Wing, 1990).
 *
 * Law: the answer is exact. A history is linearizable if its operations can be put in one order such that each falls between
 * its call and its answer, and gives the answer that was got; operations of unknown outcome may be left out.
 *
 * The search is Wing and Gong's (1993) with Lowe's memory (2017): at each step any operation may come next that was called
 * before the earliest answer still to be placed; a set of placed operations with the state that it led to is tried once. Keys
 * do not know of each other, and linearizability is local, so each key is searched for itself.
 *
 * What makes it quick where many outcomes are unknown: values are unique, so a write of unknown outcome whose value was read
 * took effect before that read was answered, and gets that end; one whose value nobody saw, on a key where nobody met a
 * revision that nobody can explain, explains nothing, and is left out. And revisions, which a correct store gives out in its
 * order, say what to try first; the verdict does not rest on that.
 */
import { type Operation, operationText } from "./history.ts";

/** null: nothing is there. */
type State = string | null;

interface Step {
  readonly operation: Operation;
  readonly startMs: number;
  readonly endMs: number;
  /** It need not have taken effect. */
  readonly isOptional: boolean;
  /** What it met, by the revision that it was told; undefined: that says nothing of it. */
  readonly met: State | undefined;
  /** Its likely place in the order. */
  readonly likely: number;
}

/** null: linearizable. Otherwise the key, and how far the search came. */
export function linearizabilityViolation(operations: readonly Operation[]): string | null {
  for (const [key, ofKey] of byKey(operations)) {
    const steps = stepsOf(ofKey);
    const stuck = search(steps);
    if (stuck !== null) return `no order explains what was read of ${key}:\n${explain(steps, stuck)}`;
  }
  return null;
}

function byKey(operations: readonly Operation[]): Map<string, Operation[]> {
  const keys = new Map<string, Operation[]>();
  for (const operation of operations) {
    if (operation.isStale || operation.outcome.type === "refused") continue;
    if (operation.call.type === "get" && operation.outcome.type === "unknown") continue;
    const ofKey = keys.get(operation.key) ?? [];
    ofKey.push(operation);
    keys.set(operation.key, ofKey);
  }
  return keys;
}

/** By their beginning. */
function stepsOf(operations: readonly Operation[]): Step[] {
  const seenAtMs = firstSightings(operations);
  const values = valuesByRevision(operations);
  const met = operations.map((operation) => whatWasMet(operation, values));
  const isUnexplained = met.includes(UNSEEN);
  return operations
    .flatMap((operation, at): Step[] => {
      const { startMs, endMs, outcome, call } = operation;
      const step = { operation, startMs, endMs, isOptional: false, met: met[at], likely: likelyPlace(operation) };
      if (outcome.type !== "unknown") return [step];
      const seenMs = "value" in call ? seenAtMs.get(call.value) : undefined;
      if (seenMs !== undefined) return [{ ...step, endMs: seenMs }];
      return "value" in call && !isUnexplained ? [] : [{ ...step, isOptional: true }];
    })
    .sort((a, b) => a.startMs - b.startMs);
}

/** When each value was surely there: the end of the first operation that shows it. */
function firstSightings(operations: readonly Operation[]): Map<string, number> {
  const sightings = new Map<string, number>();
  const swaps = new Map(operations.flatMap(({ call }) => (call.type === "cas" ? [[call.value, call.expected]] : [])));
  /** What shows a value that was swapped in shows the one that it was swapped for. */
  const see = (value: string | null, endMs: number): void => {
    for (let shown = value; shown !== null && endMs < (sightings.get(shown) ?? Number.POSITIVE_INFINITY); ) {
      sightings.set(shown, endMs);
      shown = swaps.get(shown) ?? null;
    }
  };
  for (const { call, outcome, endMs } of operations) {
    if (outcome.type === "read") see(outcome.value, endMs);
    if (call.type === "cas" && outcome.type === "done") see(call.expected, endMs);
  }
  return sightings;
}

/** Values whose revision somebody was told. */
function valuesByRevision(operations: readonly Operation[]): Map<number, string> {
  const values = new Map<number, string>();
  for (const { call, outcome } of operations) {
    if (outcome.type === "read" && outcome.revision !== null && outcome.value !== null)
      values.set(outcome.revision, outcome.value);
    if (outcome.type === "done" && "value" in call && outcome.revision !== null)
      values.set(outcome.revision, call.value);
  }
  return values;
}

/** Stands for any value that nobody read and whose revision nobody was told. No client writes it. */
const UNSEEN = "\0unseen";

function whatWasMet({ call, outcome }: Operation, values: ReadonlyMap<number, string>): State | undefined {
  const tells = outcome.type === "conflict" || (call.type === "delete" && outcome.type === "done");
  if (!tells) return undefined;
  return outcome.revision === null ? null : (values.get(outcome.revision) ?? UNSEEN);
}

function likelyPlace({ call, outcome }: Operation): number {
  if (outcome.type === "unknown" || outcome.type === "refused") return Number.POSITIVE_INFINITY;
  const revision = outcome.revision ?? 0;
  return outcome.type === "done" && "value" in call ? revision : revision + 0.5;
}

/**
 * What `step` leaves behind in `state`; undefined: it could not have been told what it was, or it need not be placed and would
 * change nothing.
 */
function after(state: State, step: Step, isKnown: (value: string) => boolean): State | undefined {
  const { call, outcome } = step.operation;
  if (!agrees(state, step.met, isKnown)) return undefined;
  switch (call.type) {
    case "get":
      return outcome.type === "read" && outcome.value === state ? state : undefined;
    case "put":
      return step.isOptional ? UNSEEN : call.value;
    case "delete":
      return step.isOptional && state === null ? undefined : null;
    case "cas":
      if (outcome.type === "conflict") return state === call.expected ? undefined : state;
      if (state !== call.expected) return undefined;
      return step.isOptional ? UNSEEN : call.value;
  }
}

function agrees(state: State, met: State | undefined, isKnown: (value: string) => boolean): boolean {
  if (met === undefined) return true;
  return met === UNSEEN ? state !== null && !isKnown(state) : state === met;
}

/** A point of the search: what has been placed, and the state that it led to. */
interface Point {
  /** All steps before it are placed. */
  readonly first: number;
  /** Those behind `first` that are placed as well, ascending. */
  readonly ahead: readonly number[];
  readonly state: State;
}

/** null: an order was found. Otherwise the point that got furthest. */
function search(steps: readonly Step[]): Point | null {
  const tried = new Set<string>();
  const known = new Set(valuesByRevision(steps.map(({ operation }) => operation)).values());
  const isKnown = (value: string): boolean => known.has(value);
  const open: Point[] = [{ first: 0, ahead: [], state: null }];
  let furthest: Point = { first: 0, ahead: [], state: null };
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    if (isDone(steps, point)) return null;
    if (placed(point) > placed(furthest)) furthest = point;
    const next = successors(steps, point, isKnown).filter((one) => {
      const key = `${one.first}:${one.ahead.join()}:${one.state ?? ""}:${one.state === null}`;
      if (tried.has(key)) return false;
      tried.add(key);
      return true;
    });
    open.push(...next);
  }
  return furthest;
}

const placed = ({ first, ahead }: Point): number => first + ahead.length;

const isDone = (steps: readonly Step[], { first, ahead }: Point): boolean => {
  for (let at = first; at < steps.length; at++)
    if (steps[at]?.isOptional === false && !ahead.includes(at)) return false;
  return true;
};

/**
 * The likeliest last, since the last is tried first. Of writes that nobody need have seen, those of one kind do the same and
 * stay possible for ever: the first of them stands for all.
 */
function successors(steps: readonly Step[], point: Point, isKnown: (value: string) => boolean): Point[] {
  const candidates: number[] = [];
  let firstEndMs = Number.POSITIVE_INFINITY;
  for (let at = point.first; at < steps.length; at++) {
    const step = steps[at];
    if (step === undefined || step.startMs > firstEndMs) break;
    if (point.ahead.includes(at)) continue;
    candidates.push(at);
    firstEndMs = Math.min(firstEndMs, step.endMs);
  }
  const spare = new Set<string>();
  const isFirstOfKind = (at: number): boolean => {
    const step = steps[at];
    if (step === undefined || !step.isOptional) return true;
    const { call } = step.operation;
    const kind = call.type === "cas" ? `cas ${call.expected}` : call.type;
    const isFirst = !spare.has(kind);
    spare.add(kind);
    return isFirst;
  };
  const likely = (at: number): number => steps[at]?.likely ?? 0;
  return candidates
    .filter((at) => (steps[at]?.startMs ?? 0) <= firstEndMs)
    .filter(isFirstOfKind)
    .sort((a, b) => likely(b) - likely(a))
    .flatMap((at) => {
      const step = steps[at];
      const state = step === undefined ? undefined : after(point.state, step, isKnown);
      return state === undefined ? [] : [placing(point, at, state)];
    });
}

function placing({ first, ahead }: Point, at: number, state: State): Point {
  const all = [...ahead, at].sort((a, b) => a - b);
  let next = first;
  while (all[next - first] === next) next += 1;
  return { first: next, ahead: all.slice(next - first), state };
}

const SHOWN = 12;

function explain(steps: readonly Step[], { first, ahead, state }: Point): string {
  const rest = steps.flatMap((step, at) => (at >= first && !ahead.includes(at) ? [operationText(step.operation)] : []));
  const before = steps.slice(Math.max(0, first - 4), first).map(({ operation }) => operationText(operation));
  return [
    ...before,
    `... ${state ?? "nothing"} is there, and none of these can come next:`,
    ...rest.slice(0, SHOWN),
  ].join("\n");
}
