/**
 * Takes the steps of a recording again, with the core of this program.
 *
 * Law: a replay is the same, bit for bit, or says where it first was not: each step must give the effects that it gave then
 * (or end in an exception, as it did then), each chunk must begin where the one before has ended, and at the end the core must
 * know what it knew. After a difference nothing more is said: everything could follow from it.
 */
import type { Effect } from "../core/effect.ts";
import { checkState, checkStep, snapshot } from "../core/invariants.ts";
import type { ServerState } from "../core/state.ts";
import { step } from "../core/step.ts";
import { checksum } from "../driver/flight-recorder.ts";
import { hashOfState, type RecordedStep, type Recording } from "../driver/recording.ts";
import { ValueWriter } from "../driver/value-writer.ts";

export interface ReplayedStep extends RecordedStep {
  /** As the node counted them, from 1. */
  readonly number: number;
  /** What it gives now; null: an exception. */
  readonly now: readonly Effect[] | null;
  readonly error: Error | null;
}

/** `effects`, `exception`: of this step; `state`: what the core knows after it. */
export type DifferenceKind = "effects" | "exception" | "state";

export interface Difference {
  readonly kind: DifferenceKind;
  /** null: there was no step at all. */
  readonly step: ReplayedStep | null;
}

export interface Replayed {
  /** Taken again. */
  readonly steps: number;
  /** Of the first and the last of them; null: there were none. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  /** null: the same, bit for bit. */
  readonly difference: Difference | null;
  /** The first invariant that was found broken, as it may have been then. */
  readonly broken: { readonly step: number; readonly message: string } | null;
  readonly stateHash: string;
}

export function replay(
  { header, chunks }: Recording,
  onStep: (step: ReplayedStep) => void = () => undefined,
): Replayed {
  const run = new Replay(header.firstStep, onStep);
  for (const { state, steps } of chunks) if (!run.goesOnWith(state, steps)) break;
  return run.end(header.stateHash);
}

class Replay {
  readonly #onStep: (step: ReplayedStep) => void;
  #next: number;
  #state: ServerState | null = null;
  #last: ReplayedStep | null = null;
  #steps = 0;
  #fromMs: number | null = null;
  #difference: Difference | null = null;
  #broken: Replayed["broken"] = null;

  constructor(firstStep: number, onStep: (step: ReplayedStep) => void) {
    this.#next = firstStep;
    this.#onStep = onStep;
  }

  /** False: there is a difference. */
  goesOnWith(state: ServerState, steps: readonly RecordedStep[]): boolean {
    if (this.#state !== null && hashOfState(this.#state) !== hashOfState(state)) this.#differs("state");
    this.#state = state;
    const writer = new ValueWriter();
    for (const recorded of steps) if (this.#difference === null) this.#take(state, recorded, writer);
    return this.#difference === null;
  }

  end(stateHash: string): Replayed {
    const found = this.#state === null ? "" : hashOfState(this.#state);
    if (found !== stateHash) this.#differs("state");
    return {
      steps: this.#steps,
      fromMs: this.#fromMs,
      untilMs: this.#last?.nowMs ?? null,
      difference: this.#difference,
      broken: this.#broken,
      stateHash: found,
    };
  }

  #take(state: ServerState, recorded: RecordedStep, writer: ValueWriter): void {
    const before = snapshot(state);
    const taken = attempt(() => step(state, recorded.event, recorded.nowMs));
    const number = this.#next++;
    this.#steps += 1;
    this.#fromMs ??= recorded.nowMs;
    this.#last = { ...recorded, number, now: taken.value, error: taken.error };
    this.#compare(recorded, taken.value, writer);
    const { error } = taken.error === null ? attempt(() => check(before, state)) : taken;
    if (error !== null) this.#broken ??= { step: number, message: error.message };
    this.#onStep(this.#last);
  }

  #compare(recorded: RecordedStep, now: readonly Effect[] | null, writer: ValueWriter): void {
    if ((recorded.effects === null) !== (now === null)) this.#differs("exception");
    else if (now !== null && checksum(writer, now) !== recorded.effects) this.#differs("effects");
  }

  #differs(kind: DifferenceKind): void {
    this.#difference ??= { kind, step: this.#last };
  }
}

function check(before: ReturnType<typeof snapshot>, state: ServerState): void {
  checkStep(before, state);
  checkState(state);
}

function attempt<T>(work: () => T): { readonly value: T | null; readonly error: Error | null } {
  try {
    return { value: work(), error: null };
  } catch (error) {
    return { value: null, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
