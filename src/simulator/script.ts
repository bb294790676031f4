/**
 * The simulator as a stage for scenarios. Law: a scenario runs in the same world as a seed does, watched by the same judge;
 * two runs of it with one seed have the same trace.
 */
import type { ClusterOptions, Fault, Scenario } from "../scenario/language/syntax.ts";
import { type Failure, type PlayHandlers, play } from "../scenario/play.ts";
import type { Answer, Asked, Found, Stage, View } from "../scenario/stage.ts";
import { forbidRealWorld } from "./guard.ts";
import { ScriptAsks } from "./script-asks.ts";
import { ScriptFaults } from "./script-faults.ts";
import { ScriptWorld } from "./script-world.ts";

export interface ScriptOptions extends PlayHandlers {
  readonly seed: number;
  /** Gets every line of the trace. */
  readonly onLine?: (line: string) => void;
}

export interface ScriptVerdict {
  readonly seed: number;
  /** null: all came out as the scenario says. */
  readonly failure: Failure | null;
  readonly simulatedMs: number;
  readonly events: number;
  readonly traceHash: string;
}

/** Plays `scenario` in a world of its own. */
export async function simulateScenario(scenario: Scenario, options: ScriptOptions): Promise<ScriptVerdict> {
  const guard = forbidRealWorld();
  try {
    const stage = new SimulatedStage(options);
    const failure = await play(scenario, stage, options);
    return { seed: options.seed, failure: failure ?? reached(guard.caught, scenario), ...stage.measured() };
  } finally {
    guard.lift();
  }
}

function reached(caught: readonly string[], { statements }: Scenario): Failure | null {
  const [name] = caught;
  const last = statements.at(-1);
  if (name === undefined) return null;
  const where = { line: last?.line ?? 1, text: last?.text ?? "", atMs: 0 };
  return { ...where, type: "found", checker: "real world", what: `${name} was called` };
}

class SimulatedStage implements Stage {
  readonly kind = "simulator";
  readonly #options: ScriptOptions;
  #world: ScriptWorld | null = null;
  #asks: ScriptAsks | null = null;
  #faults: ScriptFaults | null = null;
  #beganMs = 0;

  constructor(options: ScriptOptions) {
    this.#options = options;
  }

  get nowMs(): number {
    return this.#begun.loop.nowMs - this.#beganMs;
  }

  get found(): readonly Found[] {
    return this.#begun.violations;
  }

  get #begun(): ScriptWorld {
    if (this.#world === null) throw new RangeError("the scenario has not begun");
    return this.#world;
  }

  async begin(options: ClusterOptions, nodes: number): Promise<void> {
    const world = new ScriptWorld(options, nodes, this.#options.seed, this.#options.onLine ?? null);
    this.#world = world;
    this.#asks = new ScriptAsks(world);
    this.#faults = new ScriptFaults(world);
    await world.form();
    this.#beganMs = world.loop.nowMs;
  }

  look(): View {
    return this.#begun.view();
  }

  async until(check: (view: View) => boolean, withinMs: number): Promise<boolean> {
    const world = this.#begun;
    await world.pass(withinMs, () => check(world.view()));
    return check(world.view());
  }

  ask(asked: Asked): Promise<Answer> {
    return this.#asks?.ask(asked) ?? Promise.resolve({ type: "refused", code: "NO_LEADER" });
  }

  async fault(fault: Fault<string>): Promise<void> {
    await this.#faults?.perform(fault);
  }

  async end(): Promise<void> {
    const { nodes, judge, history } = this.#begun;
    for (const node of nodes) node.tellLease();
    judge.finish(history.operations());
  }

  measured(): Pick<ScriptVerdict, "simulatedMs" | "events" | "traceHash"> {
    const { loop, trace } = this.#begun;
    return { simulatedMs: loop.nowMs, events: loop.events, traceHash: trace.digest() };
  }
}
