/**
 * Messages that a scenario keeps on their way, loses by kind, or sends late.
 *
 * Laws: what is held arrives only when it is let go, at whoever has the receiver's name by then; what is late keeps its order
 * on its link. Presences and clients' frames are no messages, and pass.
 */
import { passes } from "../scenario/conditions.ts";
import type { Dice } from "../scenario/dice.ts";
import type { Filter } from "../scenario/language/syntax.ts";
import type { HeldMessage } from "../scenario/stage.ts";
import { createCodec } from "../wire/codec.ts";
import type { Broker, Passing } from "./broker.ts";
import type { EventLoop } from "./event-loop.ts";

export interface Delay {
  readonly from: string;
  readonly to: string;
  readonly minMs: number;
  readonly maxMs: number;
}

interface Held extends HeldMessage {
  readonly passing: Passing;
}

export class Mailroom {
  readonly #loop: EventLoop;
  readonly #dice: Dice;
  readonly #codec = createCodec();
  #holds: Filter<string>[] = [];
  #blocks: Filter<string>[] = [];
  #delays: Delay[] = [];
  #held: Held[] = [];
  /** By link, when the last late one is due. */
  readonly #lateUntilMs = new Map<string, number>();
  broker: Broker | null = null;

  constructor(loop: EventLoop, dice: Dice) {
    this.#loop = loop;
    this.#dice = dice;
  }

  get held(): readonly HeldMessage[] {
    return this.#held;
  }

  hold(filter: Filter<string>): void {
    this.#holds.push(filter);
  }

  block(filter: Filter<string>): void {
    this.#blocks.push(filter);
  }

  delay(delay: Delay): void {
    this.#delays.push(delay);
  }

  /** Nothing is lost or late any more; what is held stays held. */
  heal(): void {
    this.#blocks = [];
    this.#delays = [];
  }

  /** Nothing more is held, and what was goes on. */
  release(): void {
    this.#holds = [];
    this.deliver({ kind: null, from: null, to: null });
  }

  /** How many there were. */
  deliver(filter: Filter<string>): number {
    const matching = this.#matching(filter);
    this.drop(filter);
    for (const { passing } of matching) this.broker?.pass(passing);
    return matching.length;
  }

  drop(filter: Filter<string>): number {
    const before = this.#held.length;
    this.#held = this.#held.filter((held) => !passes(filter, held));
    return before - this.#held.length;
  }

  /** A copy goes on, and the message stays held. */
  duplicate(filter: Filter<string>): number {
    const matching = this.#matching(filter);
    for (const { passing } of matching) this.broker?.pass(passing);
    return matching.length;
  }

  /** True: it goes no further by itself. */
  intercept(passing: Passing): boolean {
    if (this.#blocks.length + this.#holds.length > 0) {
      const message = this.#read(passing);
      if (message !== null && this.#blocks.some((filter) => passes(filter, message))) return true;
      if (message !== null && this.#holds.some((filter) => passes(filter, message))) {
        this.#held.push({ ...message, passing });
        return true;
      }
    }
    return this.#isLate(passing);
  }

  #matching(filter: Filter<string>): Held[] {
    return this.#held.filter((held) => passes(filter, held));
  }

  #read({ from, to, frame }: Passing): HeldMessage | null {
    if (!frame.subject.startsWith("graft.")) return null;
    const decoded = this.#codec.decode(frame.bytes);
    if (!decoded.ok || decoded.frame.message === null) return null;
    return { type: decoded.frame.message.body.type, from, to };
  }

  #isLate(passing: Passing): boolean {
    const { from, to } = passing;
    const delay = this.#delays.find((one) => one.from === from && one.to === to);
    if (delay === undefined) return false;
    const link = `${from} > ${to}`;
    const dueMs = this.#loop.nowMs + this.#dice.between(delay.minMs, delay.maxMs);
    const atMs = Math.max(dueMs, this.#lateUntilMs.get(link) ?? 0);
    this.#lateUntilMs.set(link, atMs);
    this.#loop.at(atMs, () => this.broker?.pass(passing));
    return true;
  }
}
