/**
 * Watches over the workers of a cluster: knows why the lead has passed on, starts those again that died by themselves, and finds those
 * that hang. Law: it tells, and starts; it ends nobody, and once it is closed it starts nobody.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { NodeId } from "../core/types.ts";
import { type GraftError, isGraftError } from "../errors.ts";
import { WhyBook } from "../why/book.ts";
import type { Why } from "../why/explain.ts";
import type { Testimony } from "../why/testimony.ts";
import { plainError } from "./error-transfer.ts";
import type { ClusterEvent } from "./events.ts";
import { HangWatch, type Watched } from "./hang-watch.ts";
import type { LifeEnd } from "./node-life.ts";
import type { PlainError } from "./node-protocol.ts";
import type { RestartOptions } from "./options.ts";
import { Restarts } from "./restarts.ts";

/** In place of a life of its own, in what is said of workers. */
const SUPERVISOR = "supervisor";

export interface Ward extends Watched {
  restart(): Promise<void>;
}

export interface WardenOptions {
  readonly restart: RestartOptions | null;
  readonly hungAfterMs: number;
}

export class Warden {
  readonly #node: (id: NodeId) => Ward | undefined;
  readonly #tell: (event: ClusterEvent) => void;
  readonly #book: WhyBook;
  readonly #restarts: Restarts | null;
  readonly #hangs: HangWatch;
  readonly #started = new Set<NodeId>();
  #isClosed = false;

  constructor(
    { restart, hungAfterMs }: WardenOptions,
    node: (id: NodeId) => Ward | undefined,
    tell: (event: ClusterEvent) => void,
  ) {
    this.#node = node;
    this.#tell = tell;
    this.#book = new WhyBook(({ why, refined }) => tell({ type: "why", why, refined }));
    this.#restarts = restart === null ? null : new Restarts(restart);
    this.#hangs = new HangWatch(hungAfterMs, () => this.#startedNodes(), {
      onHung: (id, silentMs) => tell({ type: "nodeHung", node: id, silentMs }),
      onAnswers: (id, hungMs) => tell({ type: "nodeAnswers", node: id, hungMs }),
    });
  }

  get whys(): readonly Why[] {
    return this.#book.whys;
  }

  isHung(node: NodeId): boolean {
    return this.#hangs.isHung(node);
  }

  hear(testimony: Testimony): void {
    this.#book.hear(testimony);
  }

  started(node: NodeId): void {
    this.#started.add(node);
  }

  ended(node: NodeId, error: PlainError | null, { how, atMs }: LifeEnd): void {
    this.#started.delete(node);
    this.#hangs.forget(node);
    const ended = how === "closed" ? how : "crashed";
    this.#book.hear({ type: "ended", node, boot: SUPERVISOR, atMs, how: ended, code: error?.code ?? null });
    if (how === "died" && this.#restarts !== null) void this.#revive(node, this.#restarts);
  }

  close(): void {
    this.#isClosed = true;
    this.#hangs.close();
  }

  *#startedNodes(): Iterable<Ward> {
    for (const id of this.#started) {
      const node = this.#node(id);
      if (node !== undefined) yield node;
    }
  }

  /** What it dies of while it starts counts as well. */
  async #revive(id: NodeId, restarts: Restarts): Promise<void> {
    for (;;) {
      const waitMs = restarts.next(id, performance.now());
      if (waitMs === null) return this.#giveUp(id, restarts.exhausted(id));
      await pause(waitMs);
      const node = this.#node(id);
      if (node === undefined || node.running || this.#isClosed) return;
      try {
        return await node.restart();
      } catch (error) {
        if (isGraftError(error) && error.code !== "NODE_STOPPED") return this.#giveUp(id, error);
      }
    }
  }

  #giveUp(node: NodeId, error: GraftError): void {
    if (!this.#isClosed) this.#tell({ type: "nodeGivenUp", node, error: plainError(error) });
  }
}
