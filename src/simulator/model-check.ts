/**
 * All that an election among three servers may come to, up to a number of events: breadth first, by the production core.
 *
 * What may happen at any moment: a deadline comes at any server; any message that was ever sent arrives, at whom it is for, so
 * that messages are lost, late, out of order and repeated at will (what was sent stays in the network for ever, and a loss is an
 * arrival that never comes); a disk makes its oldest write durable; a server crashes, once, with any number of its writes done
 * and the others lost, and starts again. Terms above `termMax` are not entered.
 *
 * Laws, asked of every state: one leader a term, also of leaders that are none any more (a heartbeat that was sent stays); one
 * vote a term, of a server over all its lives, by what it has told others and by what its disk says; on no disk does a term go
 * back; and the core's own invariants, of each state and each step. The first state that breaks one is reached by a shortest path.
 *
 * States that differ by the names of the servers alone are one (six to one at most): of their six namings the least counts. What
 * one server does with one event is computed once. A state is known by 64 bits of its hash; of n states two that differ
 * would be taken for one with a chance of n^2 / 2^65.
 */
import type { Message } from "../core/message.ts";
import type { NodeId } from "../core/types.ts";
import {
  asksForFreshness,
  happen,
  keyOf,
  MODEL_IDS,
  type ModelEvent,
  type ModelNode,
  newNode,
  type Permutation,
  renamedMessage,
  renamedNode,
  type Transition,
} from "./model-node.ts";
import { StateTable } from "./model-table.ts";

export interface ModelOptions {
  /** Events from the beginning, at the most. */
  readonly depth: number;
  /** The search ends before it knows more than so many. */
  readonly statesMax: number;
  readonly termMax: number;
  /** Of each server. */
  readonly crashes: number;
  readonly onLevel?: (depth: number, states: number) => void;
}

export interface PathStep {
  readonly node: NodeId;
  readonly event: ModelEvent;
  /** What came of it; null: it is the one that ended in an exception. */
  readonly transition: Transition | null;
}

export interface ModelVerdict {
  /** All states that are reached by so many events, or by fewer, have been seen. */
  readonly depth: number;
  readonly states: number;
  /** Events tried: a state may be reached in many ways. */
  readonly transitions: number;
  /** More were not to be kept: the search ended where it knew so many. */
  readonly isCut: boolean;
  /** In which somebody leads, in one state or another. */
  readonly termsLed: readonly number[];
  /** There are no other states: more events lead to none. */
  readonly isComplete: boolean;
  readonly violation: { readonly what: string; readonly path: readonly PathStep[] } | null;
}

const PERMUTATIONS: readonly Permutation[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];
const SERVERS = MODEL_IDS.length;
/** Of 32 messages each. */
const WORDS = 12;
/** A state: a number for each server, then a bit for each message that was ever sent. */
const RECORD = SERVERS + WORDS;
const CRASH = 2;
const HEAR = 16;
const SERVER_BITS = 2;
const EVENT_BITS = 16;

/** What an event comes to, by numbers. */
interface Outcome {
  /** -1: a term that is not entered, or a violation. */
  readonly next: number;
  readonly sent: readonly number[];
  readonly violation: string | null;
}

export function checkModel(options: ModelOptions): ModelVerdict {
  return new ModelSearch(options).run();
}

class ModelSearch {
  readonly #options: ModelOptions;
  readonly #nodes: ModelNode[] = [];
  readonly #nodeNumbers = new Map<string, number>();
  readonly #messages: Message[] = [];
  readonly #messageNumbers = new Map<string, number>();
  /** By node, then by event. */
  readonly #outcomes: (Outcome | undefined)[][] = [];
  /** By permutation, then by number. */
  readonly #nodeImages: number[][] = PERMUTATIONS.map(() => []);
  readonly #messageImages: number[][] = PERMUTATIONS.map(() => []);
  /** Of each message, those that no network may hold beside it. */
  readonly #conflicts: number[][] = [];
  readonly #known = new StateTable();
  #transitions = 0;
  readonly #scratch = new Uint32Array(RECORD);
  readonly #least = new Uint32Array(RECORD);

  constructor(options: ModelOptions) {
    this.#options = options;
  }

  run(): ModelVerdict {
    const first = new Uint32Array(RECORD);
    MODEL_IDS.forEach((id, place) => {
      first[place] = this.#nodeNumber(newNode(id, this.#options.crashes));
    });
    let level = new Level();
    this.#canonical(first);
    this.#known.add(this.#least, 0, 0);
    level.push(this.#least, 0);
    let depth = 0;
    while (depth < this.#options.depth && level.count > 0) {
      const next = new Level();
      const violation = this.#expand(level, next);
      if (violation !== null) return this.#verdict(depth, violation, false);
      if (this.#known.count >= this.#options.statesMax) return this.#verdict(depth, null, false);
      level = next;
      if (level.count > 0) depth += 1;
      this.#options.onLevel?.(depth, this.#known.count);
    }
    return this.#verdict(depth, null, level.count === 0);
  }

  #verdict(depth: number, violation: ModelVerdict["violation"], isComplete: boolean): ModelVerdict {
    const isCut = violation === null && !isComplete && depth < this.#options.depth;
    const heartbeats = this.#messages.filter(({ body }) => body.type === "heartbeat");
    const termsLed = [...new Set(heartbeats.map(({ term }) => term))].sort();
    const { count: states } = this.#known;
    return { depth, states, transitions: this.#transitions, isCut, isComplete, termsLed, violation };
  }

  /** All that one more event leads to. */
  #expand(level: Level, next: Level): ModelVerdict["violation"] {
    for (let place = 0; place < level.count; place++) {
      const state = level.at(place);
      const number = level.numberAt(place);
      for (const action of this.#actions(state)) {
        const what = this.#try(state, action, number, next);
        if (what !== null) return { what, path: this.#path(number, action) };
      }
      if (this.#known.count >= this.#options.statesMax) return null;
    }
    return null;
  }

  /** Of all servers: the event's code, and the server's place below it. */
  #actions(state: Uint32Array): number[] {
    const actions: number[] = [];
    for (let server = 0; server < SERVERS; server++) {
      const node = this.#nodeAt(state, server);
      actions.push(server);
      if (node.writes.length > 0) actions.push((1 << SERVER_BITS) | server);
      if (node.crashesLeft > 0)
        for (let kept = 0; kept <= node.writes.length; kept++) actions.push(((CRASH + kept) << SERVER_BITS) | server);
    }
    for (let number = 0; number < this.#messages.length; number++)
      if (has(state, number)) this.#arrivals(state, number, actions);
    return actions;
  }

  #arrivals(state: Uint32Array, number: number, actions: number[]): void {
    const message = this.#messageAt(number);
    for (let server = 0; server < SERVERS; server++) {
      const id = MODEL_IDS[server];
      if (id === message.from.id || (message.to !== null && message.to !== id)) continue;
      actions.push(((HEAR + 2 * number) << SERVER_BITS) | server);
      if (asksForFreshness(this.#nodeAt(state, server), message))
        actions.push(((HEAR + 2 * number + 1) << SERVER_BITS) | server);
    }
  }

  /** Gives what it breaks; null: nothing. */
  #try(state: Uint32Array, action: number, parent: number, next: Level): string | null {
    this.#transitions += 1;
    const server = action & (2 ** SERVER_BITS - 1);
    const before = state[server] ?? 0;
    const outcome = this.#outcome(before, action >> SERVER_BITS);
    if (outcome.violation !== null) return outcome.violation;
    const news = outcome.sent.filter((message) => !has(state, message));
    if (outcome.next < 0 || (outcome.next === before && news.length === 0)) return null;
    const { violation } = this.#withMessages(state, news);
    if (violation !== null) return violation;
    this.#scratch[server] = outcome.next;
    const permutation = this.#canonical(this.#scratch);
    const number = this.#known.add(this.#least, parent, action | (permutation << (SERVER_BITS + EVENT_BITS)));
    if (number !== null) next.push(this.#least, number);
    return null;
  }

  #withMessages(state: Uint32Array, news: readonly number[]): { readonly violation: string | null } {
    const scratch = this.#scratch;
    scratch.set(state);
    for (const message of news) {
      const other = (this.#conflicts[message] ?? []).find((one) => has(scratch, one));
      if (other !== undefined) return { violation: conflictText(this.#messageAt(message), this.#messageAt(other)) };
      set(scratch, message);
    }
    return { violation: null };
  }

  #outcome(node: number, code: number): Outcome {
    this.#outcomes[node] ??= [];
    const known = this.#outcomes[node]?.[code];
    if (known !== undefined) return known;
    const outcome = this.#computed(node, code);
    const ofNode = this.#outcomes[node];
    if (ofNode !== undefined) ofNode[code] = outcome;
    return outcome;
  }

  #computed(number: number, code: number): Outcome {
    const node = this.#nodes[number];
    if (node === undefined) throw new RangeError(`no server ${number}`);
    try {
      const { node: next, sent } = happen(node, this.#eventOf(code));
      const { termMax } = this.#options;
      if (next.state.term > termMax) return { next: -1, sent: [], violation: null };
      const useful = sent.filter(({ body }) => body.type !== "preVoteRequest" || body.nextTerm <= termMax);
      return {
        next: this.#nodeNumber(next),
        sent: useful.map((message) => this.#messageNumber(message)),
        violation: null,
      };
    } catch (error) {
      return { next: -1, sent: [], violation: error instanceof Error ? error.message : String(error) };
    }
  }

  #eventOf(code: number): ModelEvent {
    if (code === 0) return { type: "deadline" };
    if (code === 1) return { type: "sync" };
    if (code < HEAR) return { type: "crash", kept: code - CRASH };
    const message = this.#messageAt((code - HEAR) >> 1);
    return { type: "hear", message, leaderIsFresh: (code - HEAR) % 2 === 0 };
  }

  /** Puts the least naming of `state` into `#least`; gives which permutation led there. */
  #canonical(state: Uint32Array): number {
    let chosen = 0;
    this.#least.fill(0xffffffff);
    for (let number = 0; number < PERMUTATIONS.length; number++)
      if (this.#isLess(state, number)) {
        this.#rename(state, number);
        chosen = number;
      }
    return chosen;
  }

  /** By the servers first, and only where those are the same by the messages. */
  #isLess(state: Uint32Array, permutation: number): boolean {
    const to = PERMUTATIONS[permutation] ?? [];
    for (let place = 0; place < SERVERS; place++) {
      const from = to.indexOf(place);
      const mine = this.#nodeImage(permutation, state[from] ?? 0);
      const least = this.#least[place] ?? 0;
      if (mine !== least) return mine < least;
    }
    const renamed = this.#renamedMessages(state, permutation);
    for (let word = SERVERS; word < RECORD; word++) {
      const [mine = 0, least = 0] = [renamed[word], this.#least[word]];
      if (mine !== least) return mine < least;
    }
    return false;
  }

  #rename(state: Uint32Array, permutation: number): void {
    const to = PERMUTATIONS[permutation] ?? [];
    this.#least.set(this.#renamedMessages(state, permutation));
    for (let server = 0; server < SERVERS; server++)
      this.#least[to[server] ?? 0] = this.#nodeImage(permutation, state[server] ?? 0);
  }

  readonly #renamed = new Uint32Array(RECORD);

  #renamedMessages(state: Uint32Array, permutation: number): Uint32Array {
    const renamed = this.#renamed;
    renamed.fill(0);
    for (let word = SERVERS; word < RECORD; word++)
      for (let bits = state[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const number = (word - SERVERS) * 32 + 31 - Math.clz32(bits & -bits);
        set(renamed, this.#messageImage(permutation, number));
      }
    return renamed;
  }

  #nodeImage(permutation: number, number: number): number {
    const images = this.#nodeImages[permutation] ?? [];
    images[number] ??= this.#nodeNumber(renamedNode(this.#nodeOf(number), PERMUTATIONS[permutation] ?? []));
    return images[number];
  }

  #messageImage(permutation: number, number: number): number {
    const images = this.#messageImages[permutation] ?? [];
    images[number] ??= this.#messageNumber(renamedMessage(this.#messageAt(number), PERMUTATIONS[permutation] ?? []));
    return images[number];
  }

  #nodeNumber(node: ModelNode): number {
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
    const number = this.#messages.length;
    if (number >= WORDS * 32) throw new RangeError(`more than ${WORDS * 32} messages: raise WORDS`);
    this.#messageNumbers.set(key, number);
    this.#conflicts.push([]);
    this.#messages.forEach((other, place) => {
      if (!contradict(message, other)) return;
      this.#conflicts[number]?.push(place);
      this.#conflicts[place]?.push(number);
    });
    this.#messages.push(message);
    return number;
  }

  #nodeAt = (state: Uint32Array, server: number): ModelNode => this.#nodeOf(state[server] ?? 0);

  #nodeOf(number: number): ModelNode {
    const node = this.#nodes[number];
    if (node === undefined) throw new RangeError(`no server ${number}`);
    return node;
  }

  #messageAt(number: number): Message {
    const message = this.#messages[number];
    if (message === undefined) throw new RangeError(`no message ${number}`);
    return message;
  }

  /**
   * How state `number` is reached, and `last` after it, under the names that the servers had at the beginning: each state is kept
   * under its least naming, so what led from one to the next is named back.
   */
  #path(number: number, last: number): PathStep[] {
    const actions = [...this.#known.actionsTo(number), last];
    /** From the names of the state that is kept to those of the path. */
    let names: Permutation = PERMUTATIONS[0] ?? [];
    const nodes = MODEL_IDS.map((id) => newNode(id, this.#options.crashes));
    return actions.map((action) => {
      const server = names[action & (2 ** SERVER_BITS - 1)] ?? 0;
      const event = this.#eventOf((action >> SERVER_BITS) & (2 ** EVENT_BITS - 1));
      const named: ModelEvent =
        event.type === "hear" ? { ...event, message: renamedMessage(event.message, names) } : event;
      const node = nodes[server];
      const transition = node === undefined ? null : attempt(() => happen(node, named));
      if (transition !== null) nodes[server] = transition.node;
      names = after(names, PERMUTATIONS[action >>> (SERVER_BITS + EVENT_BITS)] ?? []);
      return { node: MODEL_IDS[server] ?? "", event: named, transition };
    });
  }
}

/** `names` undoes `renaming` first. */
const after = (names: Permutation, renaming: Permutation): Permutation =>
  names.map((_, place) => names[renaming.indexOf(place)] ?? 0);

function attempt(work: () => Transition): Transition | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const has = (state: Uint32Array, message: number): boolean =>
  (((state[SERVERS + (message >>> 5)] ?? 0) >>> (message & 31)) & 1) === 1;

function set(state: Uint32Array, message: number): void {
  const word = SERVERS + (message >>> 5);
  state[word] = (state[word] ?? 0) | (1 << (message & 31));
}

/** Two leaders of a term, or two votes of one server in one. */
function contradict(a: Message, b: Message): boolean {
  if (a.term !== b.term) return false;
  if (a.body.type === "heartbeat" && b.body.type === "heartbeat") return a.from.id !== b.from.id;
  const grants = [a, b].every(({ body }) => body.type === "voteResponse" && body.granted);
  return grants && a.from.id === b.from.id && a.to !== b.to;
}

const conflictText = (a: Message, b: Message): string =>
  a.body.type === "heartbeat"
    ? `${a.from.id} and ${b.from.id} lead term ${a.term}`
    : `${a.from.id} has voted for ${b.to} and for ${a.to} in term ${a.term}`;

/** The states of one depth, and their numbers. */
class Level {
  #records = new Uint32Array(RECORD * 64);
  #numbers = new Uint32Array(64);
  count = 0;

  push(record: Uint32Array, number: number): void {
    if (this.count === this.#numbers.length) {
      this.#records = doubled(this.#records);
      this.#numbers = doubled(this.#numbers);
    }
    this.#records.set(record, this.count * RECORD);
    this.#numbers[this.count] = number;
    this.count += 1;
  }

  at(place: number): Uint32Array {
    return this.#records.subarray(place * RECORD, (place + 1) * RECORD);
  }

  numberAt(place: number): number {
    return this.#numbers[place] ?? 0;
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
