/**
 * Brings about what `formation` decides: hears and says, writes and syncs, and wakes it. Law: a word that rests on something
 * written leaves after it is durable, which `formation` sees to, since it is told so only then; and a node that is formed
 * goes on answering for as long as it runs, for somebody else may still be in doubt.
 */
import type { Member } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { FormationStore, FormationTransport, FormationWait } from "../ports/formation.ts";
import type { Formation } from "../ports/storage.ts";
import {
  type FormationEffect,
  type FormationEvent,
  type FormationState,
  formationWakesAtMs,
  initialFormation,
  stepFormation,
} from "./formation.ts";

export interface FormationParts {
  readonly clusterName: string;
  readonly self: Member;
  /** null: it is not asked to form anything; allowed only where it is formed. */
  readonly size: number | null;
  readonly leaseMs: number;
  /** null: the folder is new. */
  readonly formation: Formation | null;
  readonly store: FormationStore;
  readonly transport: FormationTransport;
  readonly clock: Clock;
  /** 16 random bytes in hex. */
  readonly makeId: () => string;
  /** On whom it waits now. */
  readonly onWait: (on: FormationWait) => void;
}

export class FormationDriver {
  readonly #parts: FormationParts;
  readonly #state: FormationState;
  #timer: Timer | null = null;
  #isClosed = false;
  #settle: { resolve(formation: Formation): void; reject(error: unknown): void } | null = null;

  constructor(parts: FormationParts) {
    this.#parts = parts;
    const { self, size, leaseMs, formation, store } = parts;
    const stance = formation === null ? store.record : ({ type: "formed", formation } as const);
    this.#state = initialFormation(self, { size: size ?? 0, leaseMs }, stance);
  }

  /**
   * Resolves once this node is of a cluster, which is in its log then.
   * @throws GraftError CLUSTER_FULL, DUPLICATE_ID, NATS_REFUSED, NATS_UNREACHABLE, STORAGE_FAILED; NODE_STOPPED where it is
   * closed before
   */
  async run(): Promise<Formation> {
    await this.#parts.transport.start((word) => this.#take({ type: "heard", word }));
    if (this.#isClosed) throw this.#stopped();
    const { formation } = this.#parts;
    const formed = new Promise<Formation>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#take({ type: "wake" });
    if (formation !== null) this.#settle?.resolve(formation);
    return formed;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#parts.transport.close();
    this.#settle?.reject(this.#stopped());
  }

  #stopped(): GraftError {
    const { id: node } = this.#parts.self;
    return new GraftError("NODE_STOPPED", `${node} was closed before it was in a cluster`, { node });
  }

  #take(event: FormationEvent): void {
    if (this.#isClosed) return;
    const { clock, makeId } = this.#parts;
    const effects = stepFormation(this.#state, event, { nowMs: clock.nowMs(), freshId: makeId() });
    for (const effect of effects) this.#perform(effect);
    this.#timer?.cancel();
    const atMs = formationWakesAtMs(this.#state);
    this.#timer = atMs === Number.POSITIVE_INFINITY ? null : clock.at(atMs, () => this.#take({ type: "wake" }));
  }

  #perform(effect: FormationEffect): void {
    const { store, transport, onWait, clusterName, self } = this.#parts;
    switch (effect.type) {
      case "say":
        return transport.say(effect.word);
      case "save":
        return this.#afterwards(store.save(effect.record));
      case "form":
        return this.#afterwards(store.form(effect.formation));
      case "formed":
        return this.#settle?.resolve(effect.formation);
      case "waits":
        return onWait(effect.on);
      case "full":
        return this.#fail(clusterFull(clusterName, self.id, effect.members));
      case "duplicateId":
        return this.#fail(duplicateId(self.id));
    }
  }

  #afterwards(write: Promise<void>): void {
    write.then(
      () => this.#take({ type: "saved" }),
      (error: unknown) => this.#fail(error),
    );
  }

  #fail(error: unknown): void {
    this.#settle?.reject(error);
    this.close();
  }
}

function clusterFull(cluster: string, node: string, members: readonly Member[]): GraftError {
  const names = members.map(({ id }) => id).join(", ");
  const message = `the cluster ${cluster} has its members (${names}), and this new ${node} is none of them`;
  return new GraftError("CLUSTER_FULL", message, { cluster, node, members: names });
}

const duplicateId = (node: string): GraftError =>
  new GraftError("DUPLICATE_ID", `another process runs as ${node}, on another data folder`, { node });
