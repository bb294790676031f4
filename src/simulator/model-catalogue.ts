/**
 * The parts of which a model's states are made, by numbers: servers as they may stand, messages as they may be said, and what
 * comes of each event at each server. Law: what was computed once is not computed again, and never changes.
 */
import type { Message } from "../core/message.ts";
import { contradict } from "./model-laws.ts";
import {
  happen,
  keyOf,
  type ModelEvent,
  type ModelNode,
  type Permutation,
  renamedMessage,
  renamedNode,
} from "./model-node.ts";
import { WORDS } from "./model-state.ts";

export const PERMUTATIONS: readonly Permutation[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];
/** Events by their codes: 0, a deadline; 1, a sync; then crashes, by how many writes are kept; then two for each message. */
export const CRASH = 2;
export const HEAR = 16;

/** What an event comes to, by numbers. */
export interface Outcome {
  /** -1: a term that is not entered, or a violation. */
  readonly next: number;
  readonly sent: readonly number[];
  readonly violation: string | null;
}

export class Catalogue {
  readonly #nodes: ModelNode[] = [];
  readonly #nodeNumbers = new Map<string, number>();
  readonly messages: Message[] = [];
  readonly #messageNumbers = new Map<string, number>();
  /** By node, then by event. */
  readonly #outcomes: (Outcome | undefined)[][] = [];
  /** By permutation, then by number. */
  readonly #nodeImages: number[][] = PERMUTATIONS.map(() => []);
  readonly #messageImages: number[][] = PERMUTATIONS.map(() => []);
  /** Of each message, those that no network may hold beside it. */
  readonly #conflicts: number[][] = [];
  readonly #termMax: number;

  /** Terms above `termMax` are not entered. */
  constructor(termMax: number) {
    this.#termMax = termMax;
  }

  /** What no network may hold beside it. */
  contradictions(message: number): readonly number[] {
    return this.#conflicts[message] ?? [];
  }

  outcome(node: number, code: number): Outcome {
    const ofNode = this.#outcomes[node] ?? [];
    const known = ofNode[code];
    if (known !== undefined) return known;
    const outcome = this.#computed(node, code);
    ofNode[code] = outcome;
    this.#outcomes[node] = ofNode;
    return outcome;
  }

  #computed(number: number, code: number): Outcome {
    try {
      const { node: next, sent } = happen(this.node(number), this.event(code));
      if (next.state.term > this.#termMax) return { next: -1, sent: [], violation: null };
      const useful = sent.filter(({ body }) => body.type !== "preVoteRequest" || body.nextTerm <= this.#termMax);
      return {
        next: this.nodeNumber(next),
        sent: useful.map((message) => this.#messageNumber(message)),
        violation: null,
      };
    } catch (error) {
      return { next: -1, sent: [], violation: error instanceof Error ? error.message : String(error) };
    }
  }

  event(code: number): ModelEvent {
    if (code === 0) return { type: "deadline" };
    if (code === 1) return { type: "sync" };
    if (code < HEAR) return { type: "crash", kept: code - CRASH };
    const message = this.message((code - HEAR) >> 1);
    return { type: "hear", message, leaderIsFresh: (code - HEAR) % 2 === 0 };
  }

  nodeImage(permutation: number, number: number): number {
    const images = this.#nodeImages[permutation] ?? [];
    images[number] ??= this.nodeNumber(renamedNode(this.node(number), PERMUTATIONS[permutation] ?? []));
    return images[number];
  }

  messageImage(permutation: number, number: number): number {
    const images = this.#messageImages[permutation] ?? [];
    images[number] ??= this.#messageNumber(renamedMessage(this.message(number), PERMUTATIONS[permutation] ?? []));
    return images[number];
  }

  nodeNumber(node: ModelNode): number {
    const key = keyOf(node);
    const known = this.#nodeNumbers.get(key);
    if (known !== undefined) return known;
    this.#nodeNumbers.set(key, this.#nodes.length);
    return this.#nodes.push(node) - 1;
  }

  #messageNumber(message: Message): number {
    const key = keyOf(message);
    const known = this.#messageNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.messages.length;
    if (number >= WORDS * 32) throw new RangeError(`more than ${WORDS * 32} messages: raise WORDS`);
    this.#messageNumbers.set(key, number);
    this.#conflicts.push([]);
    this.messages.forEach((other, place) => {
      if (!contradict(message, other)) return;
      this.#conflicts[number]?.push(place);
      this.#conflicts[place]?.push(number);
    });
    this.messages.push(message);
    return number;
  }

  node(number: number): ModelNode {
    const node = this.#nodes[number];
    if (node === undefined) throw new RangeError(`no server ${number}`);
    return node;
  }

  message(number: number): Message {
    const message = this.messages[number];
    if (message === undefined) throw new RangeError(`no message ${number}`);
    return message;
  }
}
