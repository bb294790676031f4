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
import type { NodeId } from "../core/types.ts";
import { Catalogue, CRASH, HEAR, PERMUTATIONS } from "./model-catalogue.ts";
import { conflictText } from "./model-laws.ts";
import {
  asksForFreshness,
  happen,
  MODEL_IDS,
  type ModelEvent,
  type ModelNode,
  newNode,
  type Permutation,
  renamedMessage,
  type Transition,
} from "./model-node.ts";
import { add, has, Level, RECORD, SERVERS } from "./model-state.ts";
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

const SERVER_BITS = 2;
const EVENT_BITS = 16;

export function checkModel(options: ModelOptions): ModelVerdict {
  return new ModelSearch(options).run();
}

class ModelSearch {
  readonly #options: ModelOptions;
  readonly #catalogue: Catalogue;
  readonly #known = new StateTable();
  #transitions = 0;
  readonly #scratch = new Uint32Array(RECORD);
  readonly #least = new Uint32Array(RECORD);

  constructor(options: ModelOptions) {
    this.#options = options;
    this.#catalogue = new Catalogue(options.termMax);
  }

  run(): ModelVerdict {
    const first = new Uint32Array(RECORD);
    MODEL_IDS.forEach((id, place) => {
      first[place] = this.#catalogue.nodeNumber(newNode(id, this.#options.crashes));
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
    const heartbeats = this.#catalogue.messages.filter(({ body }) => body.type === "heartbeat");
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
    for (let number = 0; number < this.#catalogue.messages.length; number++)
      if (has(state, number)) this.#arrivals(state, number, actions);
    return actions;
  }

  #arrivals(state: Uint32Array, number: number, actions: number[]): void {
    const message = this.#catalogue.message(number);
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
    const outcome = this.#catalogue.outcome(before, action >> SERVER_BITS);
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
      const other = this.#catalogue.contradictions(message).find((one) => has(scratch, one));
      if (other !== undefined)
        return { violation: conflictText(this.#catalogue.message(message), this.#catalogue.message(other)) };
      add(scratch, message);
    }
    return { violation: null };
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
      const mine = this.#catalogue.nodeImage(permutation, state[from] ?? 0);
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
      this.#least[to[server] ?? 0] = this.#catalogue.nodeImage(permutation, state[server] ?? 0);
  }

  readonly #renamed = new Uint32Array(RECORD);

  #renamedMessages(state: Uint32Array, permutation: number): Uint32Array {
    const renamed = this.#renamed;
    renamed.fill(0);
    for (let word = SERVERS; word < RECORD; word++)
      for (let bits = state[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const number = (word - SERVERS) * 32 + 31 - Math.clz32(bits & -bits);
        add(renamed, this.#catalogue.messageImage(permutation, number));
      }
    return renamed;
  }

  #nodeAt = (state: Uint32Array, server: number): ModelNode => this.#catalogue.node(state[server] ?? 0);

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
      const event = this.#catalogue.event((action >> SERVER_BITS) & (2 ** EVENT_BITS - 1));
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
