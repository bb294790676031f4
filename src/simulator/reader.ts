/**
 * Programs on the nodes' own machines that do nothing but read, there and now. What they are told is not looked at (the
 * clients' history is for that); where they are served is. Law: a read is asked of any node that runs, more often of one that
 * believes that it leads: of those there may be several.
 */
import { byteStringOf } from "../kv/bytes.ts";
import { encodeQuery } from "../kv/format.ts";
import type { Dice } from "../scenario/dice.ts";
import type { EventLoop } from "./event-loop.ts";
import type { SimulatedNode } from "./node.ts";

export interface ReaderOptions {
  readonly loop: EventLoop;
  readonly dice: Dice;
  readonly nodes: readonly SimulatedNode[];
  /** Between two reads, at most. */
  readonly pauseMs: number;
}

const QUERY = encodeQuery({ type: "get", key: byteStringOf("k0") });

export class Reader {
  readonly #options: ReaderOptions;
  #isOver = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  start(): void {
    const { loop, dice, pauseMs } = this.#options;
    loop.after(dice.scaled(pauseMs / 30, pauseMs), () => {
      if (this.#isOver) return;
      this.#readSomewhere();
      this.start();
    });
  }

  end(): void {
    this.#isOver = true;
  }

  #readSomewhere(): void {
    const { dice, nodes } = this.#options;
    const leaders = nodes.filter(({ isLeader }) => isLeader);
    const node = dice.pick(leaders.length > 0 && dice.chance(0.6) ? leaders : nodes);
    node.read("linearizable", QUERY, () => undefined);
  }
}
