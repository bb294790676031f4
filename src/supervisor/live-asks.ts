/**
 * What a scenario asks of a cluster that lives. Law: an answer is true: who is surely refused is told so, and where it may yet
 * come about, that.
 */
import type { MemberChange } from "../core/event.ts";
import type { NodeId } from "../core/types.ts";
import { isGraftError } from "../errors.ts";
import { type AskDesk, askAt } from "../scenario/ask-desk.ts";
import type { Call } from "../scenario/history.ts";
import type { LiveClients } from "../scenario/live-clients.ts";
import type { Answer, Asked } from "../scenario/stage.ts";
import type { Cluster } from "./cluster.ts";
import type { LiveFaults } from "./live-faults.ts";
import type { LiveView } from "./live-view.ts";
import { changeThroughLeader } from "./member-change.ts";

export interface AskParts {
  readonly cluster: Cluster;
  readonly view: LiveView;
  readonly clients: LiveClients;
  readonly faults: LiveFaults;
}

const CHANGE_MS = 30_000;
const SNAPSHOT_MS = 10_000;
const LOOK_AGAIN_MS = 20;
const DONE: Answer = { type: "done", value: null };

const refused = (code: string): Answer => ({ type: "refused", code });
const pause = (forMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, forMs));

export class LiveAsks {
  readonly #parts: AskParts;
  readonly #desk: AskDesk = {
    call: (key, call, at, isStale) => this.#call(key, call, at, isStale),
    snapshot: (id) => this.#snapshot(id),
    transfer: (to) => this.#transfer(to),
    remove: (id) => this.#change({ type: "remove", id }),
    admit: (id) => this.#admit(id),
  };

  constructor(parts: AskParts) {
    this.#parts = parts;
  }

  /** Never rejects. */
  async ask(asked: Asked): Promise<Answer> {
    try {
      return await askAt(this.#desk, asked);
    } catch (error) {
      if (!isGraftError(error)) throw error;
      const isInDoubt = error.code === "UNCERTAIN" || error.code === "TIMED_OUT" || error.code === "NODE_STOPPED";
      return { type: isInDoubt ? "unknown" : "refused", code: error.code };
    }
  }

  async #call(key: string, call: Call, at: NodeId | null, isStale: boolean): Promise<Answer> {
    const { cluster, view, clients } = this.#parts;
    if (at === null) return clients.ask(key, call, null, isStale);
    if (!view.isRunning(at)) return refused("NODE_STOPPED");
    const node = cluster.node(at);
    return clients.ask(key, call, (request) => node.ask(request), isStale);
  }

  async #transfer(to: NodeId | null): Promise<Answer> {
    const { cluster } = this.#parts;
    if (cluster.leader === null) return refused("NO_LEADER");
    await cluster.node(cluster.leader).transferLeadership(to);
    return DONE;
  }

  async #change(change: MemberChange): Promise<Answer> {
    await changeThroughLeader(this.#parts.cluster, change, CHANGE_MS);
    return DONE;
  }

  /** It is started first where it does not run; a node that never was gets the next id, which must be this. */
  async #admit(id: NodeId): Promise<Answer> {
    const { cluster, faults } = this.#parts;
    if (!cluster.nodeIds.includes(id)) {
      if (id !== cluster.nextId) return refused("UNKNOWN_NODE");
      await cluster.add();
      return DONE;
    }
    await faults.start(id);
    const { incarnation } = await cluster.node(id).report();
    return this.#change({ type: "add", member: { id, incarnation } });
  }

  /** Done once one is durable that holds all that was applied when it was asked for. */
  async #snapshot(id: NodeId): Promise<Answer> {
    const { cluster, view } = this.#parts;
    if (!view.isRunning(id)) return refused("NODE_STOPPED");
    const node = cluster.node(id);
    const { appliedIndex } = await node.report();
    await node.takeSnapshot();
    for (let leftMs = SNAPSHOT_MS; leftMs > 0; leftMs -= LOOK_AGAIN_MS) {
      if ((await node.report()).snapshotIndex >= appliedIndex) return DONE;
      await pause(LOOK_AGAIN_MS);
    }
    return { type: "unknown", code: "TIMED_OUT" };
  }
}
