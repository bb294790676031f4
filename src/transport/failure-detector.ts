/**
 * Learns from NATS that a peer is gone, long before it is missed (DESIGN 4). Two sources, each of which may be absent: the event
 * by which a server says that a connection has ended; and the status 503 (no responders) for a subject that the peer alone
 * subscribes to.
 *
 * Laws: what leaves here is a hint, and says no more than what NATS has said. Events speak of connections, so the name of the
 * connection is passed on, and whose it is is for the core to know. A 503 counts only of a peer that was heard on this
 * connection of ours while the same question drew none; where a peer is heard and yet said to be nowhere (it may not subscribe,
 * or its interest has not crossed a route yet), the source is broken until that is seen to be over. Silence proves nothing:
 * somebody may listen to all subjects.
 */
import type { NodeId } from "../core/types.ts";
import type { Clock } from "../ports/clock.ts";
import type { DetectorReport, HintSources } from "../ports/transport.ts";
import type { LinkFrame, NatsLink } from "./link-transport.ts";
import { type OnceLog, onceLog, type TransportLog } from "./log.ts";
import { DISCONNECTS, liveness } from "./subjects.ts";

/** So often at most is it tried whether a peer that is heard is also found. */
const PROOF_GAP_MS = 1000;
/** More than the event of any client takes. */
const EVENT_BYTES_MAX = 8192;
const NOTHING = new Uint8Array();

export interface FailureDetectorOptions {
  readonly link: NatsLink;
  readonly clusterName: string;
  readonly nodeId: NodeId;
  readonly clock: Clock;
  readonly log: TransportLog;
  readonly sources: HintSources;
  readonly onPeerGone: (id: NodeId) => void;
  readonly onConnectionEnded: (connection: string) => void;
}

/** The peer whose heartbeats are heard. */
interface Watched {
  readonly id: NodeId;
  standing: DetectorReport["noResponders"];
  provedAtMs: number;
  /** A 503 came since it was last heard. */
  isMissed: boolean;
}

export class FailureDetector {
  readonly #options: FailureDetectorOptions;
  readonly #inbox: string;
  readonly #logOnce: OnceLog;
  readonly #counters = { connectionsEnded: 0, probes: 0, missed: 0 };
  #watched: Watched | null = null;
  /** Counts our own connections: what was asked on another one says nothing. */
  #epoch = 0;

  constructor(options: FailureDetectorOptions) {
    const { link, clusterName, nodeId } = options;
    this.#options = options;
    this.#inbox = `${link.newInbox()}.`;
    this.#logOnce = onceLog(options.log);
    const refused = (subject: string) => (reason: string) =>
      this.#logOnce("NATS does not let this node detect failures", subject, { subject, reason });
    link.subscribe(liveness(clusterName, nodeId), () => {}, refused(liveness(clusterName, nodeId)));
    link.subscribe(`${this.#inbox}*`, (frame) => this.#answered(frame), refused("an inbox"));
    if (options.sources.connectionEnds)
      link.subscribe(DISCONNECTS, (frame) => this.#onEvent(frame), refused(DISCONNECTS));
  }

  get report(): DetectorReport {
    return { ...this.#counters, noResponders: this.#watched?.standing ?? "unproven" };
  }

  /** Our connection has ended, or is a new one. */
  reset(): void {
    this.#epoch += 1;
    this.#watched = null;
  }

  /** A heartbeat of `id` has come. */
  heard(id: NodeId): void {
    if (this.#watched?.id !== id)
      this.#watched = { id, standing: "unproven", provedAtMs: Number.NEGATIVE_INFINITY, isMissed: false };
    const watched = this.#watched;
    if (watched.isMissed) this.#contradicted(watched);
    if (watched.standing !== "proven") this.#prove(watched);
  }

  /** Asks whether `id` is there. */
  probe(id: NodeId): void {
    if (this.#watched?.id === id && this.#watched.standing === "proven") this.#ask(id);
  }

  #contradicted(watched: Watched): void {
    watched.isMissed = false;
    watched.standing = "broken";
    this.#logOnce("NATS says of a node that speaks that it is not there", watched.id, { node: watched.id });
  }

  /** The server answers what nobody listens to before it answers the ping behind it. */
  #prove(watched: Watched): void {
    const { link, clock, sources } = this.#options;
    const nowMs = clock.nowMs();
    if (!sources.noResponders || nowMs - watched.provedAtMs < PROOF_GAP_MS) return;
    watched.provedAtMs = nowMs;
    const epoch = this.#epoch;
    if (!this.#ask(watched.id)) return;
    link.flush().then(
      () => {
        if (epoch === this.#epoch && watched === this.#watched && !watched.isMissed) watched.standing = "proven";
      },
      () => {}, // the connection went
    );
  }

  #ask(id: NodeId): boolean {
    const { link, clusterName } = this.#options;
    this.#counters.probes += 1;
    return link.publish(liveness(clusterName, id), NOTHING, `${this.#inbox}${this.#epoch}-${id}`);
  }

  #answered({ subject, isNoResponders }: LinkFrame): void {
    const watched = this.#watched;
    if (!isNoResponders || watched === null || subject !== `${this.#inbox}${this.#epoch}-${watched.id}`) return;
    this.#counters.missed += 1;
    watched.isMissed = true;
    if (watched.standing === "proven") this.#options.onPeerGone(watched.id);
  }

  #onEvent({ bytes }: LinkFrame): void {
    const connection = endedConnection(bytes);
    if (connection === null) return;
    this.#counters.connectionsEnded += 1;
    this.#options.onConnectionEnded(connection);
  }
}

/** As links name them. null: it is no such event. */
function endedConnection(bytes: Uint8Array): string | null {
  if (bytes.length > EVENT_BYTES_MAX) return null;
  try {
    const event: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"));
    const server = fieldOf(fieldOf(event, "server"), "id");
    const client = fieldOf(fieldOf(event, "client"), "id");
    return typeof server === "string" && typeof client === "number" ? connectionName(server, client) : null;
  } catch {
    return null;
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

/** By what INFO has told the client: its server's id, and its own on that server. */
export const connectionName = (serverId: string, clientId: number): string => `${serverId}/${clientId}`;
