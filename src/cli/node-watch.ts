/**
 * What the live table knows of each node. Law: at most one question to a node is open at a time, and an answer that is later
 * than the next round of questions makes the node count as not answering: a hung node costs nothing and is seen as hung.
 */
import type { ClusterEvent } from "../supervisor/events.ts";
import type { NodeRow } from "./node-table.ts";
import type { RunningCluster } from "./world.ts";

interface WatchedNode {
  row: NodeRow;
  /** The question that is open; null: none. An answer to another one is late and ignored. */
  question: object | null;
}

type Node = ReturnType<RunningCluster["node"]>;

const BY_NUMBER = new Intl.Collator("en", { numeric: true });

export class NodeWatch {
  readonly #nodes = new Map<string, WatchedNode>();

  /** By id, n2 before n10. */
  get rows(): readonly NodeRow[] {
    return [...this.#nodes.values()].map(({ row }) => row).sort((a, b) => BY_NUMBER.compare(a.id, b.id));
  }

  /** Events are ahead of reports: the table must not contradict the line above it. */
  observe(event: ClusterEvent): void {
    if (event.type === "nodeStarted") this.#replace({ id: event.node, status: "starting", report: null });
    if (event.type === "nodeStopped") this.#replace({ id: event.node, status: "down", report: null });
    if (event.type === "nodeHung") this.#hung(event.node);
    if (event.type === "nodeRemoved") this.#nodes.delete(event.node);
    if (event.type === "stateChange") this.#changeRole(event);
  }

  /** Asks every node that runs and has answered; call it periodically. */
  poll(cluster: RunningCluster): void {
    for (const [id, watched] of this.#nodes) this.#ask(watched, cluster.node(id));
  }

  #ask(watched: WatchedNode, node: Node): void {
    if (!node.running) {
      this.#replace({ ...watched.row, status: "down" });
    } else if (watched.question === null) {
      this.#listen(watched, node);
    } else {
      watched.row = { ...watched.row, status: watched.row.status === "hung" ? "hung" : "noAnswer" };
    }
  }

  /** Until it answers: the supervisor has waited for longer than this table does. */
  #hung(id: string): void {
    const watched = this.#nodes.get(id);
    if (watched !== undefined) watched.row = { ...watched.row, status: "hung" };
  }

  #listen(watched: WatchedNode, node: Node): void {
    const question = {};
    watched.question = question;
    node.report().then(
      (report) => {
        if (watched.question !== question) return;
        watched.question = null;
        watched.row = { ...watched.row, status: "answering", report };
      },
      () => {
        if (watched.question !== question) return;
        watched.question = null;
        watched.row = { ...watched.row, status: node.running ? "noAnswer" : "down" };
      },
    );
  }

  #changeRole(event: Extract<ClusterEvent, { type: "stateChange" }>): void {
    const watched = this.#nodes.get(event.node);
    if (watched === undefined || watched.row.report === null) return;
    watched.row = { ...watched.row, report: { ...watched.row.report, role: event.to, term: event.term } };
  }

  #replace(row: NodeRow): void {
    const watched = this.#nodes.get(row.id);
    if (watched === undefined) this.#nodes.set(row.id, { row, question: null });
    else Object.assign(watched, { row, question: null });
  }
}
