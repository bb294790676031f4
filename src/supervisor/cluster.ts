/**
 * A cluster in one process: each node in its own worker thread, talking over NATS and nothing else. Law: the supervisor
 * takes no part in Raft; it starts, watches and ends. What it made (workers, a broker, a temporary folder) it removes, also
 * where a start fails half-way.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Member, NodeId, Timing } from "../core/types.ts";
import { GraftError, isGraftError } from "../errors.ts";
import type { NatsAccess } from "../ports/nats.ts";
import type { Formation } from "../ports/storage.ts";
import type { Fault } from "../scenario/language/syntax.ts";
import type { Why } from "../why/explain.ts";
import { all } from "./all.ts";
import { type BrokerHandle, openBroker } from "./broker-handle.ts";
import { ClusterNode } from "./cluster-node.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { plainError } from "./error-transfer.ts";
import type { ClusterEvent } from "./events.ts";
import type { ActiveFault, InjectOptions } from "./faults/active-fault.ts";
import { FaultDesk } from "./faults/fault-desk.ts";
import { BrokerFaults, LinkFaults } from "./faults/fault-words.ts";
import { faultyCluster } from "./faults/faulty-cluster.ts";
import { byNumber, newFormation, type Roster, refuseOtherSize, rosterOf, strayed } from "./formation.ts";
import { LeaderWatch } from "./leader-watch.ts";
import { machineUrl } from "./machine-module.ts";
import { changeThroughLeader } from "./member-change.ts";
import { unknownNode } from "./node-handle.ts";
import type { LifeEnd } from "./node-life.ts";
import type { NodeEvent, OpenedNode, PlainError } from "./node-protocol.ts";
import { type CheckedOptions, type ClusterOptions, checkOptions, SIZE_DEFAULT, SIZE_MAX } from "./options.ts";
import { Warden } from "./warden.ts";

export type { ClusterOptions } from "./options.ts";

const WAIT_FOR_LEADER_MS = 10_000;
/** A new member may have a snapshot to receive. */
const CHANGE_MEMBERS_MS = 60_000;

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);

export interface ClusterAccess {
  readonly nats: NatsAccess & { readonly servers: readonly string[] };
  /** null: frames are not signed. */
  readonly clusterKeyFile: string | null;
  readonly timing: Timing;
}

export class Cluster {
  readonly name: string;
  readonly #options: CheckedOptions;
  readonly #data: DataFolder;
  readonly #broker: Promise<BrokerHandle>;
  readonly #nodes = new Map<NodeId, ClusterNode>();
  readonly #leaders = new LeaderWatch();
  readonly #warden: Warden;
  readonly #listeners = new Set<(event: ClusterEvent) => void>();
  readonly #faults: FaultDesk;
  /** The highest number that a node of this cluster has had: no id is given a second time. */
  #lastNumber = 0;
  #closing: Promise<void> | null = null;

  /** Use `startCluster`. Spawns all workers at once, the broker's too. */
  constructor(options: CheckedOptions, data: DataFolder) {
    this.name = options.name;
    this.#options = options;
    this.#data = data;
    this.#warden = new Warden(
      options,
      (id) => this.#nodes.get(id),
      (event) => this.#tell(event),
    );
    this.#broker = openBroker(options.nats, options.broker);
    this.#broker.catch(() => undefined);
    this.#faults = new FaultDesk(
      faultyCluster(this, data, this.#broker, options.clusterKeyFile !== undefined, (event) => this.#tell(event)),
    );
    const known = data.nodeNames().sort(byNumber);
    const fresh = Array.from({ length: options.size ?? SIZE_DEFAULT }, (_, i) => `n${i + 1}`);
    for (const id of known.length > 0 ? known : fresh) this.#spawn(id);
  }

  get nodeIds(): readonly NodeId[] {
    return [...this.#nodes.keys()].sort(byNumber);
  }

  /** @throws GraftError UNKNOWN_NODE */
  node(id: NodeId): ClusterNode {
    const node = this.#nodes.get(id);
    if (node === undefined) throw unknownNode(id, this.nodeIds);
    return node;
  }

  /** The node that leads in the newest term that any node has told of, or null. */
  get leader(): NodeId | null {
    return this.#leaders.leader;
  }

  /** Why the lead has passed on since the start; latest first, 32 at most. A record that is not `final` may yet say more. */
  get whys(): readonly Why[] {
    return this.#warden.whys;
  }

  /** The latest of `whys`; null: nobody has led yet. */
  why(): Why | null {
    return this.#warden.whys[0] ?? null;
  }

  /** Those that live and do not answer. */
  get hungNodes(): readonly NodeId[] {
    return this.nodeIds.filter((id) => this.#warden.isHung(id));
  }

  /**
   * Resolves to the leader's id, at once where there is one. `timeoutMs`: default 10,000.
   * @throws GraftError TIMED_OUT
   */
  waitForLeader({ timeoutMs = WAIT_FOR_LEADER_MS }: { readonly timeoutMs?: number } = {}): Promise<NodeId> {
    return this.#leaders.wait(timeoutMs);
  }

  /** Opens all nodes; forms a new cluster, or finds out which one they are; starts its members. */
  async start(): Promise<void> {
    const { servers } = await this.#broker;
    const opened = await this.#open([...this.#nodes.values()]);
    const roster = rosterOf(this.#data.path, opened);
    if (roster === null) await this.#completeNew(opened);
    else await this.#complete(roster, opened);
    const { name } = this;
    const size = this.#nodes.size;
    this.#tell({ type: "clusterStarted", size, name, nats: servers.map(withoutCredentials).join(",") });
    for (const node of roster?.strangers ?? []) this.#tell({ type: "nodeRemoved", node });
    const formation = roster?.formation ?? newFormation(opened, this.#options.leaseMs, randomBytes(16).toString("hex"));
    const nodes = [...this.#nodes.values()];
    await all(nodes.filter(({ id }) => opened.get(id)?.formation === null).map((node) => node.form(formation)));
    await all(nodes.map((node) => node.start()));
    void this.#readmit(strayed(formation, opened));
  }

  /** Members that came back with an empty folder, as other incarnations: one after the other they become members again. */
  async #readmit(members: readonly Member[]): Promise<void> {
    for (const member of members) {
      if (this.#closing !== null) return;
      const node = member.id;
      const error = await changeThroughLeader(this, { type: "add", member }, CHANGE_MEMBERS_MS).then(
        () => null,
        (reason: unknown) => plainError(isGraftError(reason) ? reason : unexpected(node, reason)),
      );
      if (this.#closing === null) this.#tell({ type: "nodeReadmitted", node, error });
    }
  }

  async #open(nodes: readonly ClusterNode[]): Promise<Map<NodeId, OpenedNode>> {
    return new Map(await all(nodes.map(async (node) => [node.id, await node.open()] as const)));
  }

  /** Of folders that a start before this one left unformed, those within the size are used, and the rest left alone. */
  async #completeNew(opened: Map<NodeId, OpenedNode>): Promise<void> {
    const wanted = Array.from({ length: this.#options.size ?? SIZE_DEFAULT }, (_, i) => `n${i + 1}`);
    await this.#keepOnly(wanted, opened);
  }

  /** Members that have no folder any more get an empty one; whoever is no member is not started. */
  async #complete(roster: Roster, opened: Map<NodeId, OpenedNode>): Promise<void> {
    refuseOtherSize(this.#data.path, roster, this.#options.size ?? roster.members.length);
    await this.#keepOnly(roster.members, opened);
  }

  async #keepOnly(wanted: readonly NodeId[], opened: Map<NodeId, OpenedNode>): Promise<void> {
    const surplus = [...this.#nodes.values()].filter(({ id }) => !wanted.includes(id));
    await Promise.all(surplus.map((node) => node.stop()));
    for (const { id } of surplus) {
      this.#nodes.delete(id);
      opened.delete(id);
    }
    const missing = wanted.filter((id) => !this.#nodes.has(id)).map((id) => this.#spawn(id));
    for (const [id, node] of await this.#open(missing)) opened.set(id, node);
  }

  /** Of the node that would be added next. */
  get nextId(): NodeId {
    return `n${this.#lastNumber + 1}`;
  }

  /**
   * Adds a node with an empty folder, under the next id that no node has had; resolves to that id once it votes.
   * @throws GraftError CHANGE_UNDER_WAY, TIMED_OUT where nobody leads, INVALID_OPTION where there are 99 nodes already:
   * nothing was changed; UNCERTAIN: the node runs, and may yet become a voter.
   */
  async add(): Promise<NodeId> {
    if (this.#nodes.size >= SIZE_MAX) throw tooMany(this.#nodes.size + 1);
    const formation = await this.#formationByLeader();
    const node = this.#spawn(this.nextId);
    const { id } = node;
    this.#faults.nodeIsNew(id);
    await this.#admit(node, formation, async () => {
      this.#nodes.delete(id);
      this.#tell({ type: "nodeRemoved", node: id });
      await this.#data.removeNode(id);
    });
    return id;
  }

  /**
   * Takes a member out of the cluster, then ends its worker; its folder is kept. A leader that is removed steps down.
   * @throws GraftError UNKNOWN_NODE, LAST_VOTER, CHANGE_UNDER_WAY, TIMED_OUT where nobody leads: nothing was changed;
   * UNCERTAIN: it runs still, and may yet be removed.
   */
  async remove(id: NodeId): Promise<void> {
    const node = this.node(id);
    await changeThroughLeader(this, { type: "remove", id }, CHANGE_MEMBERS_MS);
    await node.stop();
    this.#nodes.delete(id);
    this.#tell({ type: "nodeRemoved", node: id });
  }

  /**
   * Brings back a node that is down and whose disk is lost or damaged: what is left of its folder is moved aside, and it
   * returns with an empty one as another incarnation. Resolves once that has caught up and votes.
   * @throws GraftError UNKNOWN_NODE, NODE_RUNNING, CHANGE_UNDER_WAY, LAST_VOTER, TIMED_OUT where nobody leads: nothing was
   * changed; UNCERTAIN: the node runs, and may yet become a voter.
   */
  async replace(id: NodeId): Promise<void> {
    const node = this.node(id);
    if (node.running)
      throw new GraftError("NODE_RUNNING", `${id} is running: stop it before it is replaced`, { node: id });
    const formation = await this.#formationByLeader();
    const aside = await this.#data.moveAside(id);
    this.#faults.nodeIsNew(id);
    await this.#admit(node, formation, async () => {
      await this.#data.removeNode(id);
      if (aside !== null) await this.#data.moveBack(aside, id);
    });
  }

  /** Starts a node on its empty folder and makes it a member. Where that surely did not happen, the node is ended. */
  async #admit(node: ClusterNode, formation: Formation, undo: () => Promise<void>): Promise<void> {
    try {
      const member = await node.join(formation);
      await changeThroughLeader(this, { type: "add", member }, CHANGE_MEMBERS_MS);
      this.#faults.nodeVotes(node.id);
    } catch (error) {
      if (isGraftError(error) && error.code === "UNCERTAIN") throw error;
      await node.crash();
      await undo();
      throw error;
    }
  }

  /** What a new member has to know: the cluster's id, and whom it may hear from. The log will tell the rest. */
  async #formationByLeader(): Promise<Formation> {
    return this.node(await this.waitForLeader()).formation();
  }

  /**
   * Does harm on purpose, for as long as `forMs` says; resolves once it is done. `docs/faults.md` lists what there is; the
   * simulator takes the same faults.
   * @throws GraftError INVALID_OPTION, UNKNOWN_NODE, NODE_RUNNING; FAULT_BREAKS_QUORUM where it would leave no majority that
   * works together, and is not forced: nothing was changed
   */
  inject(fault: Fault<NodeId>, options: InjectOptions = {}): Promise<void> {
    return this.#faults.inject(fault, options);
  }

  /** Ends all faults; nodes that they took down are started again. @throws what one of those has to say, after all was tried */
  heal(): Promise<void> {
    return this.#faults.heal();
  }

  /** Those that have not ended. */
  get faults(): readonly ActiveFault[] {
    return this.#faults.faults;
  }

  /** No message passes between nodes of different sides; those that are on none talk to all. Default 60 s. */
  partition(...sides: readonly (readonly NodeId[])[]): Promise<void> {
    return this.inject({ type: "partition", sides });
  }

  /** The messages from one node to another, one way. null: anybody. */
  link(from: NodeId | null, to: NodeId | null): LinkFaults {
    return new LinkFaults((fault, options) => this.inject(fault, options), from, to);
  }

  /** The messages between two nodes, both ways. */
  links(one: NodeId | null, other: NodeId | null): LinkFaults {
    return new LinkFaults((fault, options) => this.inject(fault, options), one, other, true);
  }

  /** The broker that this cluster has started. */
  get broker(): BrokerFaults {
    return new BrokerFaults((fault, options) => this.inject(fault, options));
  }

  /** Tells `listener` of everything from now on, until what is returned is called. */
  observe(listener: (event: ClusterEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How others reach it, as the nodes do. */
  async access(): Promise<ClusterAccess> {
    const { servers } = await this.#broker;
    const { security, clusterKeyFile = null, fullTiming } = this.#options;
    return { nats: { ...security, servers }, clusterKeyFile, timing: fullTiming };
  }

  /** Ends all nodes, then the broker; removes the temporary folder. May be called more than once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same at once: workers are terminated where they stand. */
  kill(): void {
    this.#warden.close();
    this.#faults.close();
    const ended = [...this.#nodes.values()].map((node) => node.crash());
    void this.#broker.then((broker) => broker.kill()).catch(() => undefined);
    void Promise.allSettled(ended).then(() => this.#data.remove());
  }

  /** Those who follow go first, so that none of them starts an election that the leader's end would call for. */
  async #close(): Promise<void> {
    const { leader } = this;
    this.#warden.close();
    this.#faults.close();
    const nodes = [...this.#nodes.values()];
    await Promise.all(nodes.filter(({ id }) => id !== leader).map((node) => node.stop()));
    if (leader !== null) await this.#nodes.get(leader)?.stop();
    await this.#broker.then((broker) => broker.close()).catch(() => undefined);
    await this.#data.remove();
    this.#tell({ type: "clusterStopped" });
  }

  #spawn(nodeId: NodeId): ClusterNode {
    this.#lastNumber = Math.max(this.#lastNumber, Number(nodeId.slice(1)));
    const { name, fullTiming: timing, snapshotEvery, sizes, priorities, recording, logLevel, security } = this.#options;
    const hints = this.#options.hints === undefined ? {} : { hints: this.#options.hints };
    const folder = join(this.#data.path, nodeId);
    const priority = priorities[nodeId] ?? 0;
    const { stateMachine: module } = this.#options;
    const stateMachine = module === undefined ? null : machineUrl(module);
    const { clusterKeyFile = null } = this.#options;
    const own = { nodeId, folder, priority, clusterKeyFile, recording };
    const wanted = { clusterName: name, timing, snapshotEvery, sizes, stateMachine, logLevel, security };
    const options = { ...own, ...wanted, ...hints, faulty: true };
    const servers = async (): Promise<readonly string[]> => (await this.#broker).servers;
    const hooks = {
      onEvent: (id: NodeId, event: NodeEvent) => this.#hear(id, event),
      onStopped: (id: NodeId, error: PlainError | null, end: LifeEnd) => this.#stopped(id, error, end),
      inject: (fault: Fault<NodeId>, options?: InjectOptions) => this.inject(fault, options),
    };
    const node = new ClusterNode(options, servers, hooks);
    this.#nodes.set(nodeId, node);
    return node;
  }

  #hear(node: NodeId, event: NodeEvent): void {
    if (event.type === "log") (this.#options.onLog ?? toStderr)(event.line);
    if (event.type === "testimony") this.#warden.hear(event.testimony);
    if (event.type === "started") {
      this.#warden.started(node);
      this.#tell({ type: "nodeStarted", node });
      this.#faults.nodeStarted(node);
    }
    if (event.type !== "announce") return;
    const { from, to, cause } = event.announcement;
    this.#leaders.tell(node, to);
    if (from.role !== to.role)
      this.#tell({ type: "stateChange", node, from: from.role, to: to.role, term: to.term, cause });
    if (to.role === "leader") this.#tell({ type: "leaderChange", node, term: to.term });
  }

  #stopped(node: NodeId, error: PlainError | null, end: LifeEnd): void {
    this.#leaders.forget(node);
    this.#tell({ type: "nodeStopped", node, error });
    this.#faults.nodeStopped(node);
    // Whom a fault holds down comes back when that ends, and not before.
    const isHeldDown = this.#faults.faults.some(({ fault }) => fault.type === "crash" && fault.nodes.includes(node));
    this.#warden.ended(node, error, isHeldDown ? { ...end, how: "terminated" } : end);
  }

  #tell(event: ClusterEvent): void {
    this.#options.onEvent?.(event);
    for (const listener of this.#listeners) listener(event);
  }
}

const unexpected = (node: NodeId, cause: unknown): GraftError => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GraftError("UNCERTAIN", `${node} may yet become a member again: ${reason}`, { reason }, { cause });
};

const tooMany = (size: number): GraftError =>
  new GraftError("INVALID_OPTION", `size is ${size}: allowed is 1 to ${SIZE_MAX}`, {
    option: "size",
    value: size,
    allowed: `1 to ${SIZE_MAX}`,
  });

/** For eyes and logs: a URL may hold a password. */
const withoutCredentials = (server: string): string => server.replace(/^([a-z+]+:\/\/)?[^/@]*@/, "$1");

/**
 * Starts a cluster of `size` nodes in this process and resolves once all of them hear each other; `waitForLeader` tells when
 * they have elected one.
 * @throws GraftError INVALID_OPTION, NATS_*, DATA_FOLDER_*, LOG_DAMAGED: then nothing is left running or lying about.
 */
export const startCluster = async (options: ClusterOptions): Promise<Cluster> => startChecked(checkOptions(options));

/** The same of options that are understood already; a story makes some of them smaller than a user may. */
export async function startChecked(checked: CheckedOptions): Promise<Cluster> {
  const cluster = new Cluster(checked, await openDataFolder(checked.dataDir));
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}
