/**
 * A cluster in one process: each node in its own worker thread, talking over NATS and nothing else. Law: the supervisor
 * takes no part in Raft; it starts, watches and ends. What it made (workers, a broker, a temporary folder) it removes, also
 * where a start fails half-way.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Standing } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import { type BrokerHandle, openBroker } from "./broker-handle.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import type { ClusterEvent } from "./events.ts";
import { agreeOnFormation, refuseOtherSize } from "./formation.ts";
import { NodeHandle, unknownNode } from "./node-handle.ts";
import type { NodeEvent, OpenedNode, PlainError } from "./node-protocol.ts";
import { type CheckedOptions, type ClusterOptions, checkOptions } from "./options.ts";

export type { ClusterOptions } from "./options.ts";

const WAIT_FOR_LEADER_MS = 10_000;

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);

export class Cluster {
  readonly name: string;
  readonly #options: CheckedOptions;
  readonly #data: DataFolder;
  readonly #broker: Promise<BrokerHandle>;
  readonly #nodes = new Map<NodeId, NodeHandle>();
  readonly #standings = new Map<NodeId, Standing>();
  readonly #leaderWaits = new Set<() => void>();
  #closing: Promise<void> | null = null;

  /** Use `startCluster`. Spawns all workers at once, the broker's too. */
  constructor(options: CheckedOptions, data: DataFolder) {
    this.name = options.name;
    this.#options = options;
    this.#data = data;
    this.#broker = openBroker(options.nats, options.broker);
    this.#broker.catch(() => undefined);
    for (let number = 1; number <= options.size; number++) this.#spawn(`n${number}`);
  }

  get nodeIds(): readonly NodeId[] {
    return [...this.#nodes.keys()];
  }

  /** @throws GraftError UNKNOWN_NODE */
  node(id: NodeId): NodeHandle {
    const node = this.#nodes.get(id);
    if (node === undefined) throw unknownNode(id, this.nodeIds);
    return node;
  }

  /** The node that leads in the newest term that any node has told of, or null. */
  get leader(): NodeId | null {
    let newest: { id: NodeId; term: Term } | null = null;
    let term = 0;
    for (const [id, standing] of this.#standings) {
      term = Math.max(term, standing.term);
      if (standing.role === "leader" && standing.term >= (newest?.term ?? 0)) newest = { id, term: standing.term };
    }
    return newest !== null && newest.term === term ? newest.id : null;
  }

  /**
   * Resolves to the leader's id, at once where there is one. `timeoutMs`: default 10,000.
   * @throws GraftError TIMED_OUT
   */
  waitForLeader({ timeoutMs = WAIT_FOR_LEADER_MS }: { readonly timeoutMs?: number } = {}): Promise<NodeId> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const { leader } = this;
        if (leader === null) return;
        settle();
        resolve(leader);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new GraftError("TIMED_OUT", `no leader within ${timeoutMs} ms`, { timeoutMs }));
      }, timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.#leaderWaits.delete(look);
      };
      this.#leaderWaits.add(look);
      look();
    });
  }

  /** Opens, forms and starts all nodes. */
  async start(): Promise<void> {
    const { size, leaseMs } = this.#options;
    const { servers } = await this.#broker;
    this.#tell({ type: "clusterStarted", size, name: this.name, nats: servers.map(withoutCredentials).join(",") });
    const nodes = [...this.#nodes.values()];
    const opened = await this.#open(nodes);
    const formation = agreeOnFormation(this.#data.path, opened, leaseMs, () => randomBytes(16).toString("hex"));
    const unformed = nodes.filter(({ id }) => opened.get(id)?.formation === null);
    await all(unformed.map((node) => node.form(formation)));
    await all(nodes.map((node) => node.start()));
  }

  /** Those with a folder first: if they are of another cluster, no new folder is made beside theirs. */
  async #open(nodes: readonly NodeHandle[]): Promise<Map<NodeId, OpenedNode>> {
    const open = (some: readonly NodeHandle[]) => all(some.map(async (node) => [node.id, await node.open()] as const));
    const known = nodes.filter(({ id }) => this.#data.has(id));
    const opened = new Map(await open(known));
    refuseOtherSize(this.#data.path, opened, this.nodeIds);
    for (const [id, node] of await open(nodes.filter((node) => !known.includes(node)))) opened.set(id, node);
    return opened;
  }

  /** Ends all nodes, then the broker; removes the temporary folder. May be called more than once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same at once: workers are terminated where they stand. */
  kill(): void {
    const ended = [...this.#nodes.values()].map((node) => node.crash());
    void this.#broker.then((broker) => broker.kill()).catch(() => undefined);
    void Promise.allSettled(ended).then(() => this.#data.remove());
  }

  /** Those who follow go first, so that none of them starts an election that the leader's end would call for. */
  async #close(): Promise<void> {
    const { leader } = this;
    const nodes = [...this.#nodes.values()];
    await Promise.all(nodes.filter(({ id }) => id !== leader).map((node) => node.stop()));
    if (leader !== null) await this.#nodes.get(leader)?.stop();
    await this.#broker.then((broker) => broker.close()).catch(() => undefined);
    await this.#data.remove();
    this.#tell({ type: "clusterStopped" });
  }

  #spawn(nodeId: NodeId): void {
    const { name, fullTiming: timing, snapshotEvery, priorities, logLevel } = this.#options;
    const folder = join(this.#data.path, nodeId);
    const priority = priorities[nodeId] ?? 0;
    const options = { nodeId, clusterName: name, folder, timing, snapshotEvery, priority, logLevel };
    const servers = async (): Promise<readonly string[]> => (await this.#broker).servers;
    const hooks = {
      onEvent: (id: NodeId, event: NodeEvent) => this.#hear(id, event),
      onStopped: (id: NodeId, error: PlainError | null) => this.#stopped(id, error),
    };
    this.#nodes.set(nodeId, new NodeHandle(options, servers, hooks));
  }

  #hear(node: NodeId, event: NodeEvent): void {
    if (event.type === "log") (this.#options.onLog ?? toStderr)(event.line);
    if (event.type === "started") this.#tell({ type: "nodeStarted", node });
    if (event.type !== "announce") return;
    const { from, to, cause } = event.announcement;
    this.#standings.set(node, to);
    if (from.role !== to.role)
      this.#tell({ type: "stateChange", node, from: from.role, to: to.role, term: to.term, cause });
    if (to.role !== "leader") return;
    this.#tell({ type: "leaderChange", node, term: to.term });
    this.#lookForLeader();
  }

  #stopped(node: NodeId, error: PlainError | null): void {
    this.#standings.delete(node);
    this.#tell({ type: "nodeStopped", node, error });
    this.#lookForLeader();
  }

  #lookForLeader(): void {
    for (const look of [...this.#leaderWaits]) look();
  }

  #tell(event: ClusterEvent): void {
    this.#options.onEvent?.(event);
  }
}

/** For eyes and logs: a URL may hold a password. */
const withoutCredentials = (server: string): string => server.replace(/^([a-z+]+:\/\/)?[^/@]*@/, "$1");

/** Waits for all, also where one fails: nothing goes on behind the back of whoever then cleans up. */
async function all<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/**
 * Starts a cluster of `size` nodes in this process and resolves once all of them hear each other; `waitForLeader` tells when
 * they have elected one.
 * @throws GraftError INVALID_OPTION, NATS_*, DATA_FOLDER_*, LOG_DAMAGED: then nothing is left running or lying about.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const checked = checkOptions(options);
  const cluster = new Cluster(checked, await openDataFolder(checked.dataDir));
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}
