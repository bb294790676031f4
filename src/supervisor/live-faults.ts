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
import { withinMs } from "./within.ts";

export interface LiveParts {
  readonly cluster: Cluster;
  readonly view: LiveView;
  readonly clients: LiveClients;
  /** What a new folder is told. */
  readonly formation: Formation;
}

/** As in the simulator. */
const CONNECTION_LOST_MS = 1_000;
const AT_ONCE_MS = 50;

export class LiveFaults {
  readonly #parts: LiveParts;
  readonly #wiped = new Set<NodeId>();

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /** Resolves once it is in force. @throws Refusal */
  async perform(fault: Fault<string>): Promise<void> {
    const { clients } = this.#parts;
    if (fault.type === "clients") return clients.load(fault.count);
    if (fault.type === "restart") {
      for (const id of fault.nodes) void this.start(id);
      return;
    }
    if (fault.type === "wipe") for (const id of fault.nodes) this.#wiped.add(id);
    const injected = this.#inject(fault);
    // It takes as long as the broker is away, and the story goes on meanwhile.
    if (fault.type === "broker") await withinMs(AT_ONCE_MS, injected);
    else await injected;
  }

  async #inject(fault: Fault<string>): Promise<void> {
    try {
      await this.#parts.cluster.inject(fault, { force: true, forMs: lifetimeMs(fault) });
    } catch (error) {
      throw isGraftError(error) ? new Refusal(error.message) : error;
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
}

/** As long as it says; without that, until the story takes it back. */
function lifetimeMs(fault: Fault<string>): number | null {
  const forMs = "forMs" in fault ? fault.forMs : null;
  return forMs ?? (fault.type === "clog" || fault.type === "disconnect" ? CONNECTION_LOST_MS : null);
}
