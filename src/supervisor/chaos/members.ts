/**
 * Members that come and go, and disks that are lost, while chaos runs.
 *
 * Law: one change at a time, as the cluster itself has it; a plan speaks of seats, and whoever sits there is meant. What cannot be
 * done now, because nobody leads or another change is under way, is tried again, and at the latest when all is calm.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { NodeId } from "../../core/types.ts";
import { GraftError, isGraftError } from "../../errors.ts";
import type { Cluster } from "../cluster.ts";
import { changeThroughLeader } from "../member-change.ts";

export interface MembersParts {
  readonly cluster: Cluster;
  /** Resolves early when chaos ends. */
  readonly wait: (forMs: number) => Promise<void>;
  readonly isOver: () => boolean;
  /** `what` was done. */
  readonly count: (what: "guest" | "leave") => void;
  readonly refuse: (statement: string, error: unknown) => void;
}

const AGAIN_MS = 500;
const CHANGE_MS = 20_000;

export class Members {
  readonly #parts: MembersParts;
  readonly #sitting: Map<string, NodeId | null>;
  /** Whose disk is lost, and not yet made up for. */
  readonly #lost = new Set<NodeId>();
  #last: Promise<void> = Promise.resolve();

  constructor(parts: MembersParts) {
    this.#parts = parts;
    this.#sitting = new Map(parts.cluster.nodeIds.map((id) => [id, id]));
  }

  /** null: the seat is empty. */
  idAt(seat: string): NodeId | null {
    return this.#sitting.get(seat) ?? null;
  }

  /** Another member for so long. */
  async guest(forMs: number): Promise<void> {
    const { cluster, wait, count } = this.#parts;
    const id = await this.#change("add", () => cluster.add());
    if (id === null) return;
    count("guest");
    await wait(forMs);
    await this.#change(`remove ${id}`, () => cluster.remove(id));
  }

  /** Its seat is empty for so long; then somebody else has it. A guest goes when its time is over. */
  async leave(id: NodeId, forMs: number): Promise<void> {
    const { cluster, wait, count } = this.#parts;
    const [seat] = [...this.#sitting].find(([, sitting]) => sitting === id) ?? [];
    if (seat === undefined) return;
    const isGone = await this.#change(`remove ${id}`, () => cluster.remove(id).then(() => true));
    if (isGone === null) return;
    this.#sitting.set(seat, null);
    count("leave");
    await wait(forMs);
    await this.#fill(seat);
  }

  /**
   * A disk is lost, and made up for after so long. Nobody comes or goes meanwhile: to remove one whose copy is whole while another
   * is lost can leave a majority that has to count the lost one, and then nothing is ever decided again.
   */
  wipe(id: NodeId, forMs: number, inject: () => Promise<boolean>): Promise<void> {
    const { wait, isOver } = this.#parts;
    return this.#alone(async () => {
      if (isOver() || !(await inject())) return;
      this.#lost.add(id);
      await wait(forMs);
      while (!(await this.#isReplaced(id)) && !isOver()) await wait(AGAIN_MS);
    });
  }

  /** All seats are taken, and all nodes vote; for as long as that may take. Never rejects. */
  async settle(deadlineMs: number): Promise<void> {
    while (performance.now() < deadlineMs) {
      for (const id of [...this.#lost]) await this.#isReplaced(id);
      for (const [seat, id] of this.#sitting) if (id === null) await this.#fill(seat);
      const isDone = await this.#admitAll().catch(() => false);
      const isFull = ![...this.#sitting.values()].includes(null);
      if (isDone && isFull && this.#lost.size === 0) return;
      await pause(AGAIN_MS);
    }
  }

  async #fill(seat: string): Promise<void> {
    const id = await this.#change("add", () => this.#parts.cluster.add());
    if (id !== null) this.#sitting.set(seat, id);
  }

  /** A change of which nobody knows may have come about: whose worker runs is to be a member. */
  async #admitAll(): Promise<boolean> {
    const { cluster } = this.#parts;
    const { voters } = await cluster.node(await cluster.waitForLeader()).report();
    for (const id of cluster.nodeIds) {
      if (voters.some((one) => one.id === id) || !cluster.node(id).running) continue;
      const { incarnation } = await cluster.node(id).report();
      await changeThroughLeader(cluster, { type: "add", member: { id, incarnation } }, CHANGE_MS);
    }
    return true;
  }

  /** Or removed meanwhile. */
  async #isReplaced(id: NodeId): Promise<boolean> {
    const { cluster } = this.#parts;
    const isThere = !cluster.nodeIds.includes(id) || cluster.node(id).running;
    const isDone =
      isThere ||
      (await cluster.replace(id).then(
        () => true,
        () => false,
      ));
    if (isDone) this.#lost.delete(id);
    return isDone;
  }

  /** null: it could not be done, which is told. */
  async #change<Done>(statement: string, change: () => Promise<Done>): Promise<Done | null> {
    const { isOver, refuse } = this.#parts;
    try {
      return await this.#alone(() => {
        if (this.#lost.size > 0) throw new GraftError("CHANGE_UNDER_WAY", "a disk is lost, and not yet made up for");
        return change();
      });
    } catch (error) {
      if (!isOver() || !isGraftError(error)) refuse(statement, error);
      return null;
    }
  }

  /** When what was begun before is done. */
  #alone<Done>(work: () => Promise<Done>): Promise<Done> {
    const doing = this.#last.then(work);
    this.#last = doing.then(
      () => undefined,
      () => undefined,
    );
    return doing;
  }
}
