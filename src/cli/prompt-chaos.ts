/** Chaos that was asked for at the prompt. Law: one at a time; what has begun is ended, judged and told, also where the cluster is about to end. */
import { randomInt } from "node:crypto";
import type { TimelineEntry } from "../supervisor/chaos/report.ts";
import type { ChaosNote } from "./chaos-text.ts";
import { SEED_MAX } from "./flags.ts";
import { formatSpan } from "./format.ts";
import type { Say } from "./messages.ts";
import type { PromptCommand } from "./prompt-command.ts";
import type { RunningCluster } from "./world.ts";

type Asked = Extract<PromptCommand, { type: "chaosOn" }>;

interface Running {
  readonly asked: Asked;
  readonly seed: number;
  readonly sinceMs: number;
  readonly ending: AbortController;
  readonly ended: Promise<void>;
}

export interface ChaosParts {
  readonly cluster: Pick<RunningCluster, "chaos">;
  readonly say: Say;
  readonly nowMs: () => number;
  readonly tell: (note: ChaosNote) => void;
  readonly fail: (error: unknown) => void;
}

export class ChaosDesk {
  readonly #parts: ChaosParts;
  #running: Running | null = null;

  constructor(parts: ChaosParts) {
    this.#parts = parts;
  }

  begin(asked: Asked): string[] {
    const { say, nowMs, tell } = this.#parts;
    if (this.#running !== null) return [say("prompt.chaosAlready", { level: this.#running.asked.level })];
    const seed = asked.seed ?? randomInt(SEED_MAX);
    const ending = new AbortController();
    tell({ type: "chaosBegins", level: asked.level, seed });
    this.#running = { asked, seed, ending, sinceMs: nowMs(), ended: this.#run(asked, seed, ending.signal) };
    return [];
  }

  end(): string[] {
    const { say } = this.#parts;
    if (this.#running === null) return [say("prompt.chaosNone")];
    this.#running.ending.abort();
    return [say("prompt.chaosEnds")];
  }

  status(): string[] {
    if (this.#running === null) return [];
    const { asked, seed, sinceMs } = this.#running;
    const time = formatSpan(this.#parts.nowMs() - sinceMs);
    return [this.#parts.say("prompt.chaosRuns", { level: asked.level, seed, time })];
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Resolves once its verdict is told. */
  async close(): Promise<void> {
    this.#running?.ending.abort();
    await this.#running?.ended;
  }

  async #run({ level, forMs }: Asked, seed: number, signal: AbortSignal): Promise<void> {
    const { cluster, tell, fail } = this.#parts;
    const onTimeline = (entry: TimelineEntry): void => this.#note(entry);
    const lasting = forMs === null ? {} : { durationMs: forMs };
    try {
      tell({ type: "chaosEnded", report: await cluster.chaos({ level, seed, signal, onTimeline, ...lasting }) });
    } catch (error) {
      fail(error);
    } finally {
      this.#running = null;
    }
  }

  #note(entry: TimelineEntry): void {
    const { tell } = this.#parts;
    if (entry.type === "calm") tell({ type: "chaosCalm" });
    if (entry.type === "violation") tell({ type: "chaosViolation", checker: entry.checker, what: entry.what });
  }
}
