/**
 * Faults of a running cluster, on command. Laws: a fault is in force once `inject` has resolved, in every worker that can hear
 * of it (one that stands still hears of it when it thaws); what lasts has an end, at which all is as it was; and none takes
 * the quorum away unless it is forced to (`quorum`).
 *
 * Nodes are told all that is wrong with their surroundings each time that something changes (`node-plan`), so the order in
 * which faults end is of no matter.
 */
import type { NodeId } from "../../core/types.ts";
import { GraftError } from "../../errors.ts";
import type { NodeFaults } from "../../ports/faults.ts";
import type { Fault } from "../../scenario/language/syntax.ts";
import { faultText } from "../../scenario/language/write-fault.ts";
import { all } from "../all.ts";
import type { ActiveFault, InjectOptions } from "./active-fault.ts";
import { checkFault, checkLifetime, refuseToSpoil } from "./check-fault.ts";
import { Copies } from "./copies.ts";
import { isDoneOnce, isOfNetwork, lifetimeOf, mayTakeDown, nodesOf, split, takesDown } from "./kinds-of-fault.ts";
import { planFor } from "./node-plan.ts";
import { type Shortage, shortageOf } from "./quorum.ts";

/** What a fault is done to. */
export interface FaultyNode {
  readonly running: boolean;
  crash(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Stands still until then; null: until it is thawed. */
  freeze(forMs: number | null): Promise<void>;
  thaw(): void;
  /** Of its present life and all later ones. Resolves once it knows. */
  setFaults(faults: NodeFaults): Promise<void>;
}

export interface FaultyBroker {
  stop(): Promise<void>;
  /** Again, on the same port. */
  start(): Promise<void>;
  freeze(forMs: number | null): Promise<void>;
  thaw(): void;
}

export interface FaultyCluster {
  readonly nodeIds: readonly NodeId[];
  /** Nodes sign what they say: what is spoilt is found out. */
  readonly isSigned: boolean;
  faultyNode(id: NodeId): FaultyNode;
  /** @throws GraftError INVALID_OPTION where it is not the cluster's own */
  faultyBroker(): Promise<FaultyBroker>;
  /** Of a node that is down. */
  loseDisk(id: NodeId): Promise<void>;
  replace(id: NodeId): Promise<void>;
  /** Of a node that is down. */
  flipBit(id: NodeId, file: "log" | "snapshot"): Promise<void>;
  onBegan(active: ActiveFault): void;
  onEnded(active: ActiveFault): void;
}

export class FaultDesk {
  readonly #cluster: FaultyCluster;
  readonly #active = new Map<number, ActiveFault>();
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #copies = new Copies();
  /** Who did not come back when a fault ended: `heal` tries again. */
  readonly #fallen = new Set<NodeId>();
  #last = 0;

  constructor(cluster: FaultyCluster) {
    this.#cluster = cluster;
  }

  get faults(): readonly ActiveFault[] {
    return [...this.#active.values()];
  }

  async inject(fault: Fault<NodeId>, { forMs, force = false }: InjectOptions): Promise<void> {
    const { nodeIds, isSigned } = this.#cluster;
    const lifetimeMs = forMs === undefined ? lifetimeOf(fault) : forMs;
    checkFault(fault, nodeIds, force);
    if (!force && !isSigned) refuseToSpoil(fault);
    checkLifetime(lifetimeMs);
    if (!force) this.#refuseToBreakQuorum(fault);
    if (isDoneOnce(fault)) return this.#perform(fault);
    const begun = split(fault).map((part) => this.#begin(part, lifetimeMs));
    try {
      await this.#spread();
      await all(begun.map((active) => this.#strike(active, lifetimeMs)));
    } catch (error) {
      await all(begun.map((active) => this.#end(active))).catch(() => undefined);
      throw error;
    }
  }

  /** Ends all of them. @throws what a node that comes back has to say, after all was tried */
  async heal(): Promise<void> {
    await this.#endAll(() => true);
    await each([...this.#fallen], (id) => this.#bringBack(id));
  }

  /** A node has started, by whosever doing: it is neither down nor paused. A new one hears of what there is. */
  nodeStarted(id: NodeId): void {
    this.#fallen.delete(id);
    for (const active of this.faults) {
      const { fault } = active;
      if ((takesDown(fault) || fault.type === "pause") && nodesOf(fault).includes(id)) this.#forget(active);
    }
    if (this.#active.size > 0) this.#spread().catch(() => undefined);
  }

  /** It fell in the middle of a write: it has crashed, and comes back when the fault would have ended. */
  nodeStopped(id: NodeId): void {
    for (const active of this.faults) {
      const { fault, endsAtMs } = active;
      if (fault.type !== "tornWrite" || !fault.nodes.includes(id) || !this.#forget(active)) continue;
      this.#begin({ type: "crash", nodes: [id] }, endsAtMs === null ? null : Math.max(1, endsAtMs - Date.now()));
    }
  }

  /** Its folder is a new one: it has nothing until it votes. */
  nodeIsNew(id: NodeId): void {
    this.#copies.learning(id);
  }

  /** It has caught up. */
  nodeVotes(id: NodeId): void {
    this.#copies.whole(id);
    this.#fallen.delete(id);
  }

  /** Nothing heals any more: the cluster is about to end. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    for (const id of this.#cluster.nodeIds) this.#cluster.faultyNode(id).thaw();
    if (this.faults.some(({ fault }) => fault.type === "brokerPause")) void this.#thawBroker();
  }

  /** A copy that is damaged or lost is made up for from others, so those are counted besides. */
  #refuseToBreakQuorum(fault: Fault<NodeId>): void {
    const losesCopies = fault.type === "corrupt" || fault.type === "wipe";
    const copies = losesCopies ? this.#copies.shortageWithout(fault.nodes, this.#cluster.nodeIds) : null;
    const shortage = copies ?? (fault.type === "corrupt" ? null : this.#shortageWith(fault));
    if (shortage !== null) throw breaksQuorum(fault, shortage);
  }

  /** What there is no quorum for already takes none away. */
  #shortageWith(fault: Fault<NodeId>): Shortage | null {
    const { nodeIds } = this.#cluster;
    const running = nodeIds.filter((id) => this.#cluster.faultyNode(id).running && this.#copies.isWhole(id));
    const faults = [...this.faults.map((active) => active.fault), fault];
    const without = shortageOf({ nodes: nodeIds, running, faults: faults.slice(0, -1) });
    const shortage = shortageOf({ nodes: nodeIds, running, faults });
    const isHarmless = without !== null && shortage?.together.length === without.together.length;
    return isHarmless ? null : shortage;
  }

  #begin(asked: Fault<NodeId>, lifetimeMs: number | null): ActiveFault {
    const fault = "forMs" in asked ? { ...asked, forMs: lifetimeMs } : asked;
    const beganAtMs = Date.now();
    this.#last += 1;
    const endsAtMs = lifetimeMs === null ? null : beganAtMs + lifetimeMs;
    const active: ActiveFault = { id: this.#last, fault, beganAtMs, endsAtMs };
    this.#active.set(active.id, active);
    if (lifetimeMs !== null) this.#endAfter(active, lifetimeMs);
    this.#cluster.onBegan(active);
    return active;
  }

  /** A timer of ours alone does not keep a process running. */
  #endAfter(active: ActiveFault, lifetimeMs: number): void {
    const timer = setTimeout(() => void this.#end(active).catch(() => undefined), lifetimeMs);
    this.#timers.set(active.id, timer.unref());
  }

  /** What telling the nodes does not do. */
  async #strike({ fault }: ActiveFault, lifetimeMs: number | null): Promise<void> {
    if (fault.type === "brokerStop") return (await this.#cluster.faultyBroker()).stop();
    if (fault.type === "brokerPause") return (await this.#cluster.faultyBroker()).freeze(lifetimeMs);
    if (fault.type === "pause") return each(fault.nodes, () => this.#refreeze(fault.nodes));
    if (takesDown(fault)) return each(nodesOf(fault), (id) => this.#takeDown(id, fault.type));
  }

  async #takeDown(id: NodeId, type: Fault<NodeId>["type"]): Promise<void> {
    const node = this.#cluster.faultyNode(id);
    if (type === "stop") return node.stop();
    await node.crash();
    if (type !== "wipe") return;
    this.#copies.lost(id);
    await this.#cluster.loseDisk(id);
  }

  /** As long as the longest pause that is left. */
  async #refreeze(nodes: readonly NodeId[]): Promise<void> {
    for (const id of nodes) {
      const ends = this.faults.filter(({ fault }) => fault.type === "pause" && fault.nodes.includes(id));
      const node = this.#known(id);
      if (ends.length === 0) node?.thaw();
      else if (node?.running) await node.freeze(longestMs(ends));
    }
  }

  /** For as long as the nodes that stand still are not awake, they cannot answer. */
  async #spread(): Promise<void> {
    const { nodeIds } = this.#cluster;
    const faults = this.faults.map(({ fault }) => fault);
    const paused = new Set(faults.flatMap((fault) => (fault.type === "pause" ? fault.nodes : [])));
    await all(
      nodeIds.map(async (id) => {
        const told = this.#cluster.faultyNode(id).setFaults(planFor(id, faults));
        if (paused.has(id)) told.catch(() => undefined);
        else await told;
      }),
    );
  }

  #perform(fault: Fault<NodeId>): Promise<void> {
    switch (fault.type) {
      case "restart":
        return this.#restart(fault.nodes);
      case "resume":
        return this.#endAll((active) => active.type === "pause" && fault.nodes.some((id) => active.nodes.includes(id)));
      case "disk":
        return this.#endAll((active) => active.type === "disk" && fault.nodes.some((id) => active.nodes.includes(id)));
      case "corrupt":
        return this.#flip(fault.nodes, fault.file);
      case "broker":
        return this.#restartBroker(fault.downMs);
      default:
        return this.#endAll(isOfNetwork);
    }
  }

  async #restart(nodes: readonly NodeId[]): Promise<void> {
    await all(nodes.map((id) => this.#cluster.faultyNode(id).restart()));
  }

  async #flip(nodes: readonly NodeId[], file: "log" | "snapshot"): Promise<void> {
    for (const id of nodes)
      if (this.#cluster.faultyNode(id).running)
        throw new GraftError("NODE_RUNNING", `${id} runs: a bit is flipped while it is down`, { node: id });
    for (const id of nodes) {
      await this.#cluster.flipBit(id, file);
      this.#copies.damaged(id);
      this.#fallen.add(id);
    }
  }

  async #restartBroker(downMs: number): Promise<void> {
    const broker = await this.#cluster.faultyBroker();
    await broker.stop();
    await new Promise((resolve) => setTimeout(resolve, downMs));
    await broker.start();
  }

  /** The broker first, then the network, then nodes: who comes back finds a world that works. */
  async #endAll(which: (fault: Fault<NodeId>) => boolean): Promise<void> {
    const ending = this.faults.filter(({ fault }) => which(fault));
    const last = ending.filter(({ fault }) => mayTakeDown(fault));
    await all(ending.filter((active) => !last.includes(active)).map((active) => this.#end(active)));
    await all(last.map((active) => this.#end(active)));
  }

  async #end(active: ActiveFault): Promise<void> {
    if (!this.#forget(active)) return;
    const { fault } = active;
    if (fault.type === "brokerStop") await (await this.#cluster.faultyBroker()).start();
    if (fault.type === "brokerPause") await this.#thawBroker();
    if (fault.type === "pause") await this.#refreeze(fault.nodes);
    await this.#spread();
    if (mayTakeDown(fault)) await each(nodesOf(fault), (id) => this.#bringBack(id));
  }

  async #thawBroker(): Promise<void> {
    (await this.#cluster.faultyBroker()).thaw();
  }

  /** Of a damaged disk an empty one is made, where the node will not have it. */
  async #bringBack(id: NodeId): Promise<void> {
    const node = this.#known(id);
    if (node === null || node.running || this.#isKeptDown(id)) return;
    try {
      if (this.#copies.isLost(id)) await this.#cluster.replace(id);
      else await node.restart().catch((error: unknown) => this.#replaceDamaged(id, error));
    } catch (error) {
      this.#fallen.add(id);
      throw error;
    }
  }

  async #replaceDamaged(id: NodeId, error: unknown): Promise<void> {
    if (!this.#copies.isDamaged(id)) throw error;
    await this.#cluster.replace(id);
  }

  /** null: it was removed meanwhile. */
  #known(id: NodeId): FaultyNode | null {
    return this.#cluster.nodeIds.includes(id) ? this.#cluster.faultyNode(id) : null;
  }

  #isKeptDown(id: NodeId): boolean {
    return this.faults.some(({ fault }) => takesDown(fault) && nodesOf(fault).includes(id));
  }

  /** False: it has ended before. */
  #forget(active: ActiveFault): boolean {
    clearTimeout(this.#timers.get(active.id));
    this.#timers.delete(active.id);
    if (!this.#active.delete(active.id)) return false;
    this.#cluster.onEnded(active);
    return true;
  }
}

function longestMs(faults: readonly ActiveFault[]): number | null {
  const nowMs = Date.now();
  const left = faults.map(({ endsAtMs }) => (endsAtMs === null ? null : Math.max(0, endsAtMs - nowMs)));
  return left.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), 0);
}

function breaksQuorum(fault: Fault<NodeId>, { together, needed }: Shortage): GraftError {
  const what = faultText(fault);
  const left = together.length === 0 ? "no node" : together.join(", ");
  const message = `${what} would leave ${left} working together, where ${needed} are needed: refused unless forced`;
  return new GraftError("FAULT_BREAKS_QUORUM", message, { fault: what, left, needed });
}

const each = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  await all(items.map(work));
};
