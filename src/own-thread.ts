/**
 * A node of protocol `raft` in the caller's own thread. Law: it is the node that a worker would run, with the same parts; but it
 * shares this thread, so what blocks this blocks its heartbeats. It can use a connection that the application holds.
 */
import { performance } from "node:perf_hooks";
import { type OpenNode, openNode, openNodeOver } from "./compose.ts";
import type { NodeEngine, RaftNats } from "./compose-node.ts";
import type { NodeOptions } from "./compose-world.ts";
import type { Cause, Standing } from "./core/effect.ts";
import type { NodeReport } from "./driver/report.ts";
import type { StateHash } from "./driver/state-hash.ts";
import { GraftError } from "./errors.ts";
import type { FormationWait } from "./ports/formation.ts";
import type { Formation } from "./ports/storage.ts";
import { type Lead, LeadDesk, type LeadOptions } from "./supervisor/lead.ts";
import { LeaseWord, newLeaseBuffer } from "./supervisor/lease-word.ts";
import { withinMs } from "./supervisor/within.ts";
import type { Told } from "./why/book.ts";

export interface EngineHooks {
  onAnnounce(from: Standing, to: Standing, cause: Cause): void;
  onWait(on: FormationWait): void;
  onWhy(told: Told): void;
  /** Of a node that had started. */
  onStopped(error: GraftError | null): void;
}

type Started = Awaited<ReturnType<OpenNode["start"]>>;
type Forming = Awaited<ReturnType<OpenNode["openFormation"]>>;

const CLOSE_MS = 5_000;

export class OwnThread implements NodeEngine {
  readonly #options: Omit<NodeOptions, "observer">;
  readonly #nats: RaftNats;
  readonly #hooks: EngineHooks;
  readonly #word = new LeaseWord(newLeaseBuffer());
  readonly #leads: LeadDesk;
  #node: OpenNode | null = null;
  #forming: Forming | null = null;
  #driver: Started | null = null;
  #isOver = false;

  constructor(options: Omit<NodeOptions, "observer">, nats: RaftNats, hooks: EngineHooks) {
    this.#options = options;
    this.#nats = nats;
    this.#hooks = hooks;
    this.#leads = new LeadDesk(options.nodeId, this.#word);
  }

  async open(): Promise<Pick<OpenNode, "formation" | "latest">> {
    const observer: NodeOptions["observer"] = {
      onLease: (lease) => {
        this.#word.write(lease, () => performance.now());
        this.#leads.look();
      },
      onAnnounce: ({ from, to, cause }) => this.#hooks.onAnnounce(from, to, cause),
      onWhy: (told) => this.#hooks.onWhy(told),
      onStopped: (error) => this.#over(error),
    };
    const options = { ...this.#options, observer };
    const node = await ("connection" in this.#nats ? openNodeOver(options, this.#nats.connection) : openNode(options));
    if (this.#isOver) {
      await node.close();
      throw this.#stopped();
    }
    this.#node = node;
    return { formation: node.formation, latest: node.latest };
  }

  async formAmongOthers(size: number | null, leaseMs: number): Promise<Formation> {
    const { onWait } = this.#hooks;
    const forming = await this.#opened().openFormation({ size, leaseMs, onWait: (on) => onWait(on) });
    this.#forming = forming;
    if (this.#isOver) forming.close();
    return forming.run();
  }

  async start(): Promise<void> {
    this.#driver = await this.#opened().start();
  }

  isLeader(): boolean {
    return this.#leads.isLeader();
  }

  lead<T>(work: (lead: Lead) => Promise<T> | T, options?: LeadOptions): Promise<T> {
    return this.#leads.lead(work, options);
  }

  async report(): Promise<NodeReport> {
    return this.#running().report();
  }

  async transferLeadership(to: string | null): Promise<void> {
    return this.#running().transferLeadership(to);
  }

  async changeMembers(...asked: Parameters<Started["changeMembers"]>): Promise<void> {
    return this.#running().changeMembers(...asked);
  }

  async stateHash(): Promise<StateHash> {
    return this.#running().stateHash();
  }

  async dumpRecording(file: string | null): Promise<string> {
    return this.#running().dumpRecording(file);
  }

  async close(): Promise<void> {
    if (this.#isOver) return;
    await withinMs(
      CLOSE_MS,
      this.#handOver().catch(() => undefined),
    );
    await this.stop();
  }

  async stop(): Promise<void> {
    this.#forming?.close();
    if (this.#driver !== null) return this.#driver.close();
    this.#isOver = true;
    this.#leads.close();
    await this.#node?.close();
  }

  #over(error: GraftError | null): void {
    this.#isOver = true;
    this.#forming?.close();
    this.#leads.close();
    this.#hooks.onStopped(error);
  }

  async #handOver(): Promise<void> {
    return this.#running().transferLeadership(null, "shutdown");
  }

  #opened(): OpenNode {
    if (this.#node === null || this.#isOver) throw this.#stopped();
    return this.#node;
  }

  #running(): Started {
    if (this.#driver === null || this.#isOver) throw this.#stopped();
    return this.#driver;
  }

  #stopped(): GraftError {
    const { nodeId: node } = this.#options;
    return new GraftError("NODE_STOPPED", `${node} is not running`, { node });
  }
}
