/**
 * A node as its supervisor sees it, over all its lives. Law: one life at a time; what is asked of a node that is down is
 * refused with NODE_STOPPED, and never hangs.
 */
import type { MemberChange } from "../core/event.ts";
import type { Member, NodeId } from "../core/types.ts";
import type { NodeReport } from "../driver/report.ts";
import type { StateHash } from "../driver/state-hash.ts";
import { GraftError } from "../errors.ts";
import type { ClientRequest, ClientResponse } from "../ports/client-door.ts";
import type { Formation } from "../ports/storage.ts";
import type { TransferBy } from "../why/testimony.ts";
import type { Lead, LeadOptions } from "./lead.ts";
import { type LifeEnd, NodeLife, type NodeLifeOptions } from "./node-life.ts";
import type { NodeEvent, OpenedNode, PlainError } from "./node-protocol.ts";
import { withinMs } from "./within.ts";

export interface NodeHooks {
  /** In the order in which the node told them. */
  onEvent(node: NodeId, event: NodeEvent): void;
  /** Of a node that had started, once its worker is gone. */
  onStopped(node: NodeId, error: PlainError | null, end: LifeEnd): void;
}

const CLOSE_MS = 5_000;

export class NodeHandle {
  readonly id: NodeId;
  readonly #options: NodeLifeOptions;
  readonly #natsServers: () => Promise<readonly string[]>;
  readonly #hooks: NodeHooks;
  #life: NodeLife;
  #started = false;

  /** The present one, or the last. */
  protected get life(): NodeLife {
    return this.#life;
  }

  /** Spawns the worker at once. */
  constructor(options: NodeLifeOptions, natsServers: () => Promise<readonly string[]>, hooks: NodeHooks) {
    this.id = options.nodeId;
    this.#options = options;
    this.#natsServers = natsServers;
    this.#hooks = hooks;
    this.#life = this.#spawn();
  }

  /** Whether its worker lives. */
  get running(): boolean {
    return !this.#life.over;
  }

  /**
   * Whether this node holds the lease of the lead at this moment: no other node of the cluster does then, as far as clocks drift
   * by no more than 1%. Answered without asking the node, and false also where that hangs.
   */
  isLeader(): boolean {
    return this.#life.leads.isLeader();
  }

  /**
   * Waits until this node holds the lease, then does `work`, once, whose signal is aborted when the lease is lost; settles as
   * that does. What the work changes elsewhere should be guarded by its fencing token.
   * @throws GraftError NODE_STOPPED where the node stops before it leads; the reason of `signal` where that is aborted before.
   */
  lead<T>(work: (lead: Lead) => Promise<T> | T, options?: LeadOptions): Promise<T> {
    return this.#life.leads.lead(work, options);
  }

  /** @throws GraftError NODE_STOPPED */
  report(): Promise<NodeReport> {
    return this.#life.call((api) => api.report());
  }

  /** Asks this very node, whether it leads or not. @throws GraftError NODE_STOPPED: what was asked may yet be done */
  ask(request: ClientRequest): Promise<ClientResponse> {
    return this.#life.call<ClientResponse>(async (api) => api.ask(request));
  }

  /** Begins a snapshot of what it has applied; the report tells when it is durable. @throws GraftError NODE_STOPPED */
  takeSnapshot(): Promise<void> {
    return this.#life.call((api) => api.takeSnapshot());
  }

  /**
   * Hands its lead to `to`, or to the voter that it heard of last; resolves once it leads no more.
   * @throws GraftError NOT_LEADER, UNKNOWN_NODE, NODE_STOPPED, or TIMED_OUT where nobody took over: it may lead still.
   */
  transferLeadership(to: NodeId | null = null): Promise<void> {
    return this.#handOver(to, "request");
  }

  /**
   * Changes the members of the cluster that this node leads: adds one that runs already, removes one, or replaces one (an
   * `add` of its id under another incarnation). Resolves once that is committed, and an added member votes. `timeoutMs`:
   * default 60,000. `Cluster.add`, `.remove` and `.replace` see to the nodes themselves as well.
   * @throws GraftError NOT_LEADER, CHANGE_UNDER_WAY, ALREADY_MEMBER, UNKNOWN_NODE, LAST_VOTER, INVALID_OPTION: nothing was
   * changed; UNCERTAIN or NODE_STOPPED: it may yet commit.
   */
  changeMembers(change: MemberChange, timeoutMs = 60_000): Promise<void> {
    return this.#life.call((api) => api.changeMembers(change, timeoutMs));
  }

  /** Its cluster, with the latest configuration that it knows. @throws GraftError NODE_STOPPED */
  formation(): Promise<Formation> {
    return this.#life.call((api) => api.formation());
  }

  /** What its state machine holds, as one value: equal on nodes that have applied the same. @throws GraftError NODE_STOPPED */
  stateHash(): Promise<StateHash> {
    return this.#life.call((api) => api.stateHash());
  }

  /**
   * Writes what this node has done lately to `file`, where none may be yet, or under a new name in its data folder (or that of
   * the option `record`); resolves to the path.
   * @throws GraftError NOT_RECORDING, RECORDING_NOT_WRITTEN, NODE_STOPPED
   */
  dumpRecording(file: string | null = null): Promise<string> {
    return this.#life.call((api) => api.dumpRecording(file));
  }

  /** Terminates the worker: nothing is flushed, nobody is told. No effect on a node that is down. */
  async crash(): Promise<void> {
    await this.#life.terminate();
  }

  /** Starts a node that is down again, on its data. No effect on one that runs. @throws what its folder or NATS has to say. */
  async restart(): Promise<void> {
    if (this.running) return;
    this.#live();
    await this.#orTerminate(async () => {
      await this.open();
      await this.start();
    });
  }

  /** Starts on an empty folder as one of the cluster, but not yet as its member; a node that is down gets another life. */
  join(formation: Formation): Promise<Member> {
    if (!this.running) this.#live();
    return this.#orTerminate(async () => {
      const { incarnation } = await this.open();
      await this.form(formation);
      await this.start();
      return { id: this.id, incarnation };
    });
  }

  /** Gracefully: a leader hands over first. No effect on a node that is down. */
  async close(): Promise<void> {
    if (!this.running) return;
    const handedOver = this.#handOver(null, "shutdown").catch(() => undefined);
    await withinMs(CLOSE_MS, handedOver);
    await this.stop();
  }

  /** Ends its part in the cluster and its worker, without a hand-over. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const life = this.#life;
    const closed = life.call((api) => api.close()).catch(() => undefined);
    const ended = closed.then(() => life.ended);
    if ((await withinMs(CLOSE_MS, ended)) === "late") await life.terminate();
  }

  #handOver(to: NodeId | null, by: TransferBy): Promise<void> {
    return this.#life.call((api) => api.transferLeadership(to, by));
  }

  async open(): Promise<OpenedNode> {
    const servers = await this.#natsServers();
    return this.#life.call((api) => api.open(servers));
  }

  form(formation: Formation): Promise<void> {
    return this.#life.call((api) => api.form(formation));
  }

  /** Agrees with other processes on being a cluster; resolves to it once this node is of one. */
  formAmongOthers(size: number | null, leaseMs: number): Promise<Formation> {
    return this.#life.call((api) => api.formAmongOthers(size, leaseMs));
  }

  start(): Promise<void> {
    return this.#life.call((api) => api.start());
  }

  /** Of the present life: a crash may end it meanwhile, and somebody else begin the next. */
  async #orTerminate<T>(begin: () => Promise<T>): Promise<T> {
    const life = this.#life;
    try {
      return await begin();
    } catch (error) {
      await life.terminate();
      throw error;
    }
  }

  /** Another life has begun. */
  protected begun(): void {}

  #live(): void {
    this.#life = this.#spawn();
    this.begun();
  }

  #spawn(): NodeLife {
    this.#started = false;
    const life = new NodeLife(this.#options, (event) => {
      if (event.type === "started") this.#started = true;
      this.#hooks.onEvent(this.id, event);
    });
    void life.ended.then((error) => {
      if (this.#started) this.#hooks.onStopped(this.id, error, life.end);
    });
    return life;
  }
}

export const unknownNode = (node: string, known: readonly string[]): GraftError =>
  new GraftError("UNKNOWN_NODE", `there is no node ${node}: this cluster has ${known.join(", ")}`, {
    node,
    known: known.join(", "),
  });
