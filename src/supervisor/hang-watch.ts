/**
 * Finds workers that live and do not answer. Law: one question to a node is open at a time, so a hung node costs nothing; it is told of
 * as hung once per silence, and as answering once it does; a node that is down is not hung.
 */
import type { NodeId } from "../core/types.ts";

export interface Watched {
  readonly id: NodeId;
  readonly running: boolean;
  report(): Promise<unknown>;
}

export interface HangHooks {
  onHung(node: NodeId, silentMs: number): void;
  onAnswers(node: NodeId, hungMs: number): void;
}

interface Question {
  readonly askedAtMs: number;
  isHung: boolean;
}

/** Within the time after which a node counts as hung it is looked at so often. */
const LOOKS = 4;

export class HangWatch {
  readonly #hungAfterMs: number;
  readonly #hooks: HangHooks;
  readonly #nodes: () => Iterable<Watched>;
  readonly #questions = new Map<NodeId, Question>();
  readonly #timer: NodeJS.Timeout;

  constructor(hungAfterMs: number, nodes: () => Iterable<Watched>, hooks: HangHooks) {
    this.#hungAfterMs = hungAfterMs;
    this.#nodes = nodes;
    this.#hooks = hooks;
    this.#timer = setInterval(() => this.#look(), hungAfterMs / LOOKS);
    this.#timer.unref();
  }

  isHung(node: NodeId): boolean {
    return this.#questions.get(node)?.isHung ?? false;
  }

  /** Its worker is gone. */
  forget(node: NodeId): void {
    this.#questions.delete(node);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#questions.clear();
  }

  #look(): void {
    for (const node of this.#nodes()) {
      const question = this.#questions.get(node.id);
      if (question !== undefined) this.#judge(node.id, question);
      else if (node.running) this.#ask(node);
    }
  }

  #judge(node: NodeId, question: Question): void {
    const silentMs = Math.round(performance.now() - question.askedAtMs);
    if (question.isHung || silentMs < this.#hungAfterMs) return;
    question.isHung = true;
    this.#hooks.onHung(node, silentMs);
  }

  #ask(node: Watched): void {
    const question: Question = { askedAtMs: performance.now(), isHung: false };
    this.#questions.set(node.id, question);
    const answered = (): void => {
      if (this.#questions.get(node.id) !== question) return;
      this.#questions.delete(node.id);
      if (question.isHung) this.#hooks.onAnswers(node.id, Math.round(performance.now() - question.askedAtMs));
    };
    node.report().then(answered, answered);
  }
}
