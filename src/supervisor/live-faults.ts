/**
 * What a scenario does to a cluster that lives. Law: a story says what it does, so nothing is refused for what it would cost;
 * what cannot be done to real workers is refused, with the reason.
 */
import type { NodeId } from "../core/types.ts";
import { isGraftError } from "../errors.ts";
import type { Formation } from "../ports/storage.ts";
import type { Fault } from "../scenario/language/syntax.ts";
import type { LiveClients } from "../scenario/live-clients.ts";
import { Refusal } from "../scenario/stage.ts";
import type { Cluster } from "./cluster.ts";
import type { LiveView } from "./live-view.ts";

export interface LiveParts {
  readonly cluster: Cluster;
  readonly view: LiveView;
  readonly clients: LiveClients;
  /** What a new folder is told. */
  readonly formation: Formation;
}

export class LiveFaults {
  readonly #parts: LiveParts;
  readonly #wiped = new Set<NodeId>();

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /** @throws Refusal */
  async perform(fault: Fault<string>): Promise<void> {
    const { cluster, clients } = this.#parts;
    switch (fault.type) {
      case "clients":
        return clients.load(fault.count);
      case "crash":
        return this.#each(fault.nodes, (id) => cluster.node(id).crash());
      case "stop":
        return this.#each(fault.nodes, (id) => cluster.node(id).close());
      case "restart":
        for (const id of fault.nodes) void this.start(id);
        return;
      default:
        throw new Refusal(`a live cluster knows no ${fault.type}`);
    }
  }

  /** A node that is down, on whatever is on its disk. Why it refuses is shown. */
  async start(id: NodeId): Promise<void> {
    const { cluster, view, formation } = this.#parts;
    const node = cluster.node(id);
    if (node.running) return;
    view.starting(id);
    try {
      if (this.#wiped.delete(id)) await node.join(formation);
      else await node.restart();
    } catch (error) {
      view.refused(id, isGraftError(error) ? error.code : "NODE_STOPPED");
    }
  }

  async #each(ids: readonly NodeId[], perform: (id: NodeId) => Promise<void>): Promise<void> {
    await Promise.all(ids.map(perform)).catch((error: unknown) => {
      throw isGraftError(error) ? new Refusal(error.message) : error;
    });
  }
}
