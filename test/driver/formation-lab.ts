/** Unformed nodes with disks that crash, on a network that loses, doubles and reorders; and the laws that hold whatever happens. */
import {
  type FormationEffect,
  type FormationEvent,
  type FormationStance,
  type FormationState,
  formationWakesAtMs,
  initialFormation,
  stepFormation,
} from "../../src/driver/formation.ts";
import type { FormationWait, FormationWord } from "../../src/ports/formation.ts";
import type { Formation } from "../../src/ports/storage.ts";

export type Action =
  | { readonly type: "deliver"; readonly to: number; readonly which: number; readonly keep: boolean }
  | { readonly type: "lose"; readonly to: number; readonly which: number }
  | { readonly type: "save"; readonly node: number }
  | { readonly type: "wake"; readonly node: number; readonly afterMs: number }
  | { readonly type: "crash"; readonly node: number; readonly written: boolean }
  | { readonly type: "wipe"; readonly node: number }
  | { readonly type: "start"; readonly node: number };

export interface LabNode {
  readonly id: string;
  life: number;
  disk: FormationStance;
  /** null: it is down. */
  state: FormationState | null;
  inbox: FormationWord[];
  outcome: FormationEffect | null;
  waits: FormationWait | null;
}

const LEASE_MS = 300;
const INBOX_MAX = 60;
const CALM_STEP_MS = 125;

export class FormationLab {
  readonly nodes: LabNode[];
  readonly #size: number;
  nowMs = 0;
  #ids = 0;
  /** All that was ever formed, by cluster id: also of folders that are lost. */
  readonly formed: { readonly by: string; readonly formation: Formation }[] = [];

  /** Laws of single steps that were broken. */
  readonly broken: string[] = [];

  constructor(starters: number, size: number) {
    this.#size = size;
    this.nodes = Array.from({ length: starters }, (_, i) => ({
      id: `n${i + 1}`,
      life: 1,
      disk: { type: "free" },
      state: null,
      inbox: [],
      outcome: null,
      waits: null,
    }));
  }

  do(action: Action): void {
    const node = this.at("to" in action ? action.to : action.node);
    switch (action.type) {
      case "deliver":
      case "lose": {
        const at = action.which % Math.max(1, node.inbox.length);
        const word = node.inbox[at];
        if (word === undefined) return;
        if (action.type === "lose" || !action.keep) node.inbox.splice(at, 1);
        if (action.type === "deliver") this.#step(node, { type: "heard", word });
        return;
      }
      case "save":
        return this.#saved(node);
      case "wake":
        this.nowMs += action.afterMs;
        return this.#step(node, { type: "wake" });
      case "crash":
        if (action.written && node.state?.saving) this.#write(node, node.state.saving);
        node.state = null;
        return;
      case "wipe":
        node.state = null;
        node.life += 1;
        node.disk = { type: "free" };
        return;
      case "start":
        this.start(node);
    }
  }

  at(index: number): LabNode {
    const node = this.nodes[index % this.nodes.length];
    if (node === undefined) throw new Error("a lab has nodes");
    return node;
  }

  start(node: LabNode): void {
    if (node.state !== null) return;
    node.outcome = null;
    node.waits = null;
    const self = { id: node.id, incarnation: `${node.id}-${node.life}` };
    node.state = initialFormation(self, { size: this.#size, leaseMs: LEASE_MS }, node.disk);
    this.#step(node, { type: "wake" });
  }

  /** Everything arrives, in order, and every disk works; those who are down stay so. */
  calm(ms: number): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; this.nowMs += CALM_STEP_MS) {
      for (const node of this.nodes)
        if (node.state !== null && formationWakesAtMs(node.state) <= this.nowMs) this.#step(node, { type: "wake" });
      for (let busy = true; busy; ) {
        busy = false;
        for (const node of this.nodes) {
          busy ||= node.state !== null && (node.state.saving !== null || node.inbox.length > 0);
          this.#saved(node);
          for (const word of node.inbox.splice(0)) this.#step(node, { type: "heard", word });
        }
      }
    }
  }

  #saved(node: LabNode): void {
    const saving = node.state?.saving ?? null;
    if (saving === null) return;
    this.#write(node, saving);
    this.#step(node, { type: "saved" });
  }

  #write(node: LabNode, stance: FormationStance): void {
    this.#checkLetGo(node, stance);
    if (stance.type === "formed") this.#checkAllBound(node, stance.formation.clusterId);
    node.disk = stance;
    if (stance.type === "formed") this.formed.push({ by: `${node.id}-${node.life}`, formation: stance.formation });
  }

  /**
   * A yes binds for as long as its proposer holds the proposal, and for ever where that was formed; but not where a member is of
   * another cluster, and so never says yes.
   */
  #checkLetGo({ id, disk }: LabNode, next: FormationStance): void {
    if (disk.type !== "bound") return;
    const { clusterId, proposer, members } = disk.proposal;
    const after =
      next.type === "formed" ? next.formation.clusterId : next.type === "bound" ? next.proposal.clusterId : "";
    if (after === clusterId) return;
    const holder = this.nodes.find((node) => `${node.id}-${node.life}` === proposer.incarnation)?.disk;
    const isHeld = holder?.type === "proposing" && holder.proposal.clusterId === clusterId;
    const isFormed = this.formed.some(({ formation }) => formation.clusterId === clusterId);
    const isDead = this.formed.some(
      ({ by, formation }) => formation.clusterId !== clusterId && members.some(({ incarnation }) => incarnation === by),
    );
    if (isFormed || (isHeld && !isDead)) this.broken.push(`${id} took back its yes to ${clusterId}`);
  }

  /** The proposer is the first to form, and has the yes of every disk then; one that was wiped has given its own before. */
  #checkAllBound({ id, disk }: LabNode, clusterId: string): void {
    if (disk.type !== "proposing") return;
    for (const { id: member, incarnation } of disk.proposal.members) {
      const other = this.nodes.find((node) => `${node.id}-${node.life}` === incarnation);
      if (member === id || other === undefined) continue;
      const isBound = other.disk.type === "bound" && other.disk.proposal.clusterId === clusterId;
      if (!isBound) this.broken.push(`${id} formed ${clusterId} without the yes of ${member}`);
    }
  }

  /** What is said is what the disk holds. */
  #checkSaid({ id, disk }: LabNode, { body }: FormationWord): void {
    if (body.type === "abandoned") {
      const held = disk.type === "proposing" ? disk.proposal.clusterId : "";
      const isFormed = this.formed.some(({ formation }) => formation.clusterId === body.clusterId);
      if (held === body.clusterId || isFormed) this.broken.push(`${id} said that ${body.clusterId} is over`);
    } else if (body.type !== disk.type) this.broken.push(`${id} said ${body.type} and is ${disk.type}`);
  }

  #step(node: LabNode, event: FormationEvent): void {
    if (node.state === null) return;
    this.#ids += 1;
    const effects = stepFormation(node.state, event, { nowMs: this.nowMs, freshId: `c${this.#ids}` });
    for (const effect of effects) {
      if (effect.type === "say") {
        this.#checkSaid(node, effect.word);
        this.#broadcast(node, effect.word);
      }
      if (effect.type === "formed" || effect.type === "full" || effect.type === "duplicateId") node.outcome = effect;
      if (effect.type === "waits") node.waits = effect.on;
    }
  }

  #broadcast(from: LabNode, word: FormationWord): void {
    for (const node of this.nodes) {
      if (node === from) continue;
      node.inbox.push(word);
      if (node.inbox.length > INBOX_MAX) node.inbox.shift();
    }
  }
}

/** The broken law, or null. */
export function brokenLaw({ formed, broken }: FormationLab): string | null {
  if (broken[0] !== undefined) return broken[0];
  for (const one of formed) {
    const { clusterId, configuration } = one.formation;
    const members = configuration.voters.map(({ incarnation }) => incarnation);
    if (!members.includes(one.by)) return `${one.by} formed ${clusterId}, whose members are ${members.join(" ")}`;
    for (const other of formed) {
      const others = other.formation.configuration.voters.map(({ incarnation }) => incarnation);
      const same = other.formation.clusterId === clusterId;
      if (same && others.join() !== members.join())
        return `${clusterId} is of ${members.join(" ")} and ${others.join(" ")}`;
      const both = members.find((member) => others.includes(member));
      if (!same && both !== undefined) return `${both} is of ${clusterId} and of ${other.formation.clusterId}`;
    }
  }
  return null;
}
