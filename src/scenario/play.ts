/**
 * Plays a scenario on a stage, line by line.
 *
 * Laws: the play ends at the first line that does not come out as it says, or at the first thing that a checker finds, and
 * tells the line, what was expected and what was there. What the stage cannot do is refused before anything has begun.
 */
import { holds, leaderOf, type Meanings, Unnamed } from "./conditions.ts";
import type { Action, Condition, Fault, NodeName, Operate, Scenario, Statement, Unfit } from "./language/syntax.ts";
import { type Cast, oneIn, resolvedFault, severalIn } from "./resolve.ts";
import { type Answer, type Asked, type NodeView, Refusal, type Stage, type View } from "./stage.ts";
import { WriteBook } from "./write-book.ts";

export type Failure = {
  readonly line: number;
  /** The statement, as written. */
  readonly text: string;
  /** Since the beginning. */
  readonly atMs: number;
} & (
  | { readonly type: "notTrue"; readonly nodes: readonly NodeView[] }
  | { readonly type: "notInTime"; readonly withinMs: number; readonly nodes: readonly NodeView[] }
  /** null: there was none in time. */
  | { readonly type: "answer"; readonly withinMs: number; readonly answer: Answer | null }
  /** It should have failed, and with this code, if any. */
  | { readonly type: "noFailure"; readonly code: string | null; readonly answer: Answer }
  | {
      readonly type: "value";
      readonly key: string;
      readonly expected: readonly (string | null)[];
      readonly value: string | null;
    }
  | { readonly type: "found"; readonly checker: string; readonly what: string }
  | { readonly type: "nobody"; readonly node: string }
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "onlySimulated" }
);

type Problem = Failure extends infer One ? (One extends Failure ? Omit<One, "line" | "text" | "atMs"> : never) : never;

/** Ends a play. */
class Failed extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.type);
    this.name = "Failed";
    this.problem = problem;
  }
}

export interface PlayHandlers {
  /** Before each statement, when it is due. */
  onStatement?(statement: Statement, atMs: number): void;
}

/** The first line that such a stage cannot play; null: it can play all. */
export const unfitFor = (kind: Stage["kind"], { simulatorOnly }: Scenario): Unfit | null =>
  kind === "simulator" ? null : simulatorOnly;

/** null: all came out as the scenario says. */
export async function play(scenario: Scenario, stage: Stage, handlers: PlayHandlers = {}): Promise<Failure | null> {
  const unfit = unfitFor(stage.kind, scenario);
  if (unfit !== null) return { line: unfit.line, text: unfit.text, atMs: 0, type: "onlySimulated" };
  await stage.begin(scenario.cluster, scenario.nodes);
  const failure = await new Play(stage, handlers).run(scenario.statements);
  await stage.end();
  return failure ?? foundAtTheEnd(scenario, stage);
}

function foundAtTheEnd({ statements }: Scenario, stage: Stage): Failure | null {
  const [first] = stage.found;
  const last = statements.at(-1);
  if (first === undefined) return null;
  return { line: last?.line ?? 1, text: last?.text ?? "", atMs: stage.nowMs, type: "found", ...first };
}

class Play {
  readonly #stage: Stage;
  readonly #handlers: PlayHandlers;
  readonly #nodes = new Map<string, string>();
  readonly #terms = new Map<string, number>();
  readonly #book = new WriteBook();
  #lastMs = 0;
  #manyWritten = 0;

  constructor(stage: Stage, handlers: PlayHandlers) {
    this.#stage = stage;
    this.#handlers = handlers;
  }

  async run(statements: readonly Statement[]): Promise<Failure | null> {
    for (const statement of statements) {
      const problem = await this.#performed(statement);
      const { line, text } = statement;
      if (problem !== null) return { line, text, atMs: this.#stage.nowMs, ...problem };
    }
    return null;
  }

  /** null: it came out as it says. What a checker has found goes first: the rest may be nothing but its consequence. */
  async #performed(statement: Statement): Promise<Problem | null> {
    let problem: Problem | null = null;
    try {
      await this.#awaitDue(statement);
      this.#handlers.onStatement?.(statement, this.#stage.nowMs);
      if (this.#stage.refresh !== undefined) await this.#stage.refresh();
      await this.#perform(statement.action);
    } catch (error) {
      problem = problemOf(error);
    }
    const [first] = this.#stage.found;
    return first === undefined ? problem : { type: "found", ...first };
  }

  async #awaitDue({ due }: Statement): Promise<void> {
    const { nowMs } = this.#stage;
    const atMs = due === null ? nowMs : due.type === "at" ? due.ms : this.#lastMs + due.ms;
    if (atMs > nowMs) await this.#pass(atMs - nowMs);
    this.#lastMs = Math.max(atMs, this.#stage.nowMs);
  }

  async #pass(forMs: number): Promise<void> {
    await this.#stage.until(() => false, forMs);
  }

  async #perform(action: Action): Promise<void> {
    switch (action.type) {
      case "let":
        return this.#give(action.name, action.value);
      case "pass":
        return this.#pass(action.forMs);
      case "wait":
        return this.#wait(action.condition, action.withinMs);
      case "expect":
        return this.#expect(action.condition, action.forMs);
      case "audit":
        return this.#audit();
      case "operate":
        return this.#operate(action);
      default:
        return this.#fault(action);
    }
  }

  #give(name: string, value: NodeName | "term"): void {
    const view = this.#stage.look();
    if (value === "term") this.#terms.set(name, Math.max(0, ...view.nodes.map(({ term }) => term)));
    else this.#nodes.set(name, this.#node(value, view));
  }

  async #wait(condition: Condition, withinMs: number): Promise<void> {
    const isTrue = await this.#stage.until((view) => this.#holds(condition, view), withinMs);
    if (!isTrue) throw new Failed({ type: "notInTime", withinMs, nodes: this.#stage.look().nodes });
  }

  async #expect(condition: Condition, forMs: number | null): Promise<void> {
    let nodes: readonly NodeView[] | null = null;
    const isBroken = (view: View): boolean => {
      if (!this.#holds(condition, view)) nodes ??= view.nodes;
      return nodes !== null;
    };
    if (!isBroken(this.#stage.look()) && forMs !== null) await this.#stage.until(isBroken, forMs);
    if (nodes !== null) throw new Failed({ type: "notTrue", nodes });
  }

  async #fault(named: Fault<NodeName>): Promise<void> {
    const stage = this.#stage;
    const view = stage.look();
    const idsOf = (name: NodeName): readonly string[] => severalIn(castOf(view), name) ?? [this.#node(name, view)];
    const fault = resolvedFault(named, (name) => this.#node(name, view), idsOf);
    await stage.fault(fault);
    if (fault.type === "restart") await stage.until((now) => areBack(now, fault.nodes), RESTART_MS);
  }

  async #operate({ operation, how, code, withinMs }: Operate): Promise<void> {
    if (operation.type === "writeMany") return this.#writeMany(operation, how, withinMs);
    const asked = this.#ask(this.#asked(operation));
    if (how === "begin") return;
    const answer = await this.#answerOf([asked], withinMs).then(([first = null]) => first);
    if (how === "try") return;
    if (how === "fail") return failed(answer, code);
    if (answer?.type !== "done") throw new Failed({ type: "answer", withinMs, answer });
    if (operation.type === "read" && operation.value !== undefined && operation.value !== answer.value)
      throw new Failed({ type: "value", key: operation.key, expected: [operation.value], value: answer.value });
  }

  /** Under keys of their own. */
  async #writeMany(
    { count, bytes, on, oneByOne }: Extract<Operate["operation"], { type: "writeMany" }>,
    how: Operate["how"],
    withinMs: number,
  ): Promise<void> {
    const node = on === null ? null : this.#node(on, this.#stage.look());
    const asked: { readonly answer: Answer | null }[] = [];
    for (let written = 0; written < count; written++) {
      asked.push(this.#writeNext(bytes, node));
      if (oneByOne && how !== "begin") await this.#answerOf(asked.slice(-1), withinMs);
    }
    if (how === "begin") return;
    const answers = await this.#answerOf(asked, withinMs);
    const bad = answers.find((answer) => answer?.type !== "done");
    if (bad !== undefined && how === "must") throw new Failed({ type: "answer", withinMs, answer: bad });
    if (bad === undefined && how === "fail") throw new Failed({ type: "noFailure", code: null, answer: DONE });
  }

  #writeNext(bytes: number, on: string | null): { readonly answer: Answer | null } {
    this.#manyWritten += 1;
    const key = `key-${String(this.#manyWritten).padStart(4, "0")}`;
    return this.#ask({ type: "write", key, value: `v${this.#manyWritten}`.padEnd(bytes, "."), on });
  }

  async #answerOf(asked: readonly { readonly answer: Answer | null }[], withinMs: number): Promise<(Answer | null)[]> {
    await this.#stage.until(() => asked.every(({ answer }) => answer !== null), withinMs);
    return asked.map(({ answer }) => answer);
  }

  #ask(asked: Asked): { readonly answer: Answer | null } {
    const stage = this.#stage;
    const told = this.#bookIn(asked);
    const box: { answer: Answer | null } = { answer: null };
    void stage.ask(asked).then((answer) => {
      box.answer = answer;
      told(answer, stage.nowMs);
    });
    return box;
  }

  #bookIn(asked: Asked): (answer: Answer, nowMs: number) => void {
    const { nowMs } = this.#stage;
    if (asked.type === "write" || asked.type === "cas") return this.#book.begin(asked.key, asked.value, nowMs);
    return asked.type === "delete" ? this.#book.begin(asked.key, null, nowMs) : () => undefined;
  }

  /** With ids for names. */
  #asked(operation: Asked): Asked {
    const view = this.#stage.look();
    const idOf = (name: NodeName | null): string | null => (name === null ? null : this.#node(name, view));
    if (operation.type === "write") return { ...operation, on: idOf(operation.on) };
    if (operation.type === "read") return { ...operation, from: idOf(operation.from) };
    if (operation.type === "delete" || operation.type === "cas") return operation;
    if (operation.type === "transfer") return { ...operation, node: idOf(operation.node) };
    return { ...operation, node: this.#node(operation.node, view) };
  }

  /** All that was acknowledged is there. */
  async #audit(): Promise<void> {
    const keys = this.#book.keys();
    const asked = keys.map((key) => this.#ask({ type: "read", key, from: null, isStale: false }));
    const answers = await this.#answerOf(asked, AUDIT_MS);
    for (const [at, key] of keys.entries()) {
      const answer = answers[at] ?? null;
      if (answer?.type !== "done") throw new Failed({ type: "answer", withinMs: AUDIT_MS, answer });
      const expected = this.#book.allowed(key);
      if (!expected.includes(answer.value)) throw new Failed({ type: "value", key, expected, value: answer.value });
    }
  }

  #holds(condition: Condition, view: View): boolean {
    const meanings: Meanings = {
      node: (name) => this.#node(name, view),
      term: (name) => (typeof name === "number" ? name : (this.#terms.get(name.name) ?? Number.NaN) + name.plus),
      answer: (key) => this.#book.answer(key),
    };
    return holds(condition, view, meanings);
  }

  /** @throws Unnamed */
  #node(name: NodeName, view: View): string {
    const given = this.#nodes.get(name);
    if (given !== undefined) return given;
    const id = oneIn(castOf(view), name);
    if (id === null) throw new Unnamed(name);
    return id;
  }
}

/** Of the cluster itself: no rival of it. */
function castOf(view: View): Cast {
  const own = view.nodes.filter(({ isRival }) => isRival !== true);
  const running = new Set(own.filter(({ isRunning }) => isRunning).map(({ id }) => id));
  return { leader: leaderOf(view)?.id ?? null, ids: own.map(({ id }) => id), isRunning: (id) => running.has(id) };
}

/** They run again, or have refused to, or wait for somebody. */
const areBack = ({ nodes }: View, ids: readonly string[]): boolean =>
  nodes
    .filter(({ id }) => ids.includes(id))
    .every(({ isRunning, stopCode, waitsFor }) => isRunning || stopCode !== null || waitsFor.length > 0);

const AUDIT_MS = 30_000;
const RESTART_MS = 10_000;
const DONE: Answer = { type: "done", value: null };

function failed(answer: Answer | null, code: string | null): void {
  if (answer === null && code === null) return;
  const isRight = answer !== null && answer.type !== "done" && (code === null || answer.code === code);
  if (isRight) return;
  throw new Failed(answer === null ? { type: "answer", withinMs: 0, answer } : { type: "noFailure", code, answer });
}

function problemOf(error: unknown): Problem {
  if (error instanceof Failed) return error.problem;
  if (error instanceof Unnamed) return { type: "nobody", node: error.node };
  if (error instanceof Refusal) return { type: "refused", reason: error.message };
  throw error;
}
