/**
 * Protocol `graft` over a link to NATS.
 *
 * Law: `onConnected` is called when the server surely knows of every subscription, so that a node never campaigns deaf; and
 * `onDisconnected` as soon as the link says so. Between the two nothing is sent, and nothing is kept for later.
 *
 * A vote request carries the candidate's response subject as its reply, as the original's does; the voters of both kinds
 * answer by the candidate's id. Where Go subscribes to votes anew for each election, we stay subscribed.
 */
import type { NodeId } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { ElectionCounters, ElectionHandlers, ElectionMessage, ElectionTransport } from "../ports/election.ts";
import { decodeElection, encodeElection } from "../wire/election-codec.ts";
import { heartbeats, voteRequests, voteResponses } from "./election-subjects.ts";
import type { NatsLink } from "./link-transport.ts";
import { within } from "./within.ts";

export interface ElectionTransportOptions {
  /** Closed with the transport; a link over a borrowed connection leaves that open. */
  readonly link: NatsLink;
  readonly clusterName: string;
  readonly nodeId: NodeId;
  /** The connection brings our own messages back. */
  readonly echoes: boolean;
  /** For the server's word on the subscriptions. Default 2500. */
  readonly timeoutMs?: number;
}

const START_TIMEOUT_MS = 2500;

export const createElectionTransport = (options: ElectionTransportOptions): ElectionTransport =>
  new LinkElectionTransport(options);

class LinkElectionTransport implements ElectionTransport {
  readonly #options: ElectionTransportOptions;
  readonly counters: ElectionCounters = { sent: 0, received: 0, droppedDisconnected: 0, malformed: 0, reconnects: 0 };
  #handlers: ElectionHandlers | null = null;
  #isUp = false;
  /** Each rise of the link begins one; its fall, and closing, ends it. */
  #epoch = 0;
  #refused: GraftError | null = null;

  constructor(options: ElectionTransportOptions) {
    this.#options = options;
  }

  get echoes(): boolean {
    return this.#options.echoes;
  }

  async start(handlers: ElectionHandlers): Promise<void> {
    const { link, timeoutMs = START_TIMEOUT_MS } = this.#options;
    this.#handlers = handlers;
    try {
      this.#subscribe();
    } catch (cause) {
      throw this.#unreachable(cause);
    }
    link.watch({ onDown: (reason) => this.#down(reason), onUp: () => this.#rise() });
    const established = link.isUp ? await within(this.#establish(), timeoutMs) : "late";
    if (this.#refused !== null) throw this.#refused;
    if (established === "late" || !this.#isUp) throw this.#unreachable();
  }

  send(message: ElectionMessage): void {
    const { link, clusterName } = this.#options;
    const [subject, reply] = addressOf(message, clusterName);
    if (this.#isUp && link.publish(subject, encodeElection(message), reply)) this.counters.sent += 1;
    else this.counters.droppedDisconnected += 1;
  }

  async close(): Promise<void> {
    this.#handlers = null;
    this.#epoch += 1;
    await this.#options.link.close();
    this.#isUp = false;
  }

  #subscribe(): void {
    const { clusterName, nodeId } = this.#options;
    this.#hear(heartbeats(clusterName), "heartbeat");
    this.#hear(voteRequests(clusterName), "voteRequest");
    this.#hear(voteResponses(nodeId), "voteResponse");
  }

  #hear(subject: string, kind: ElectionMessage["type"]): void {
    const { link, nodeId } = this.#options;
    const onRefused = (reason: string): void => this.#onRefused(reason);
    link.subscribe(subject, ({ bytes }) => this.#receive(decodeElection(kind, bytes, nodeId)), onRefused);
  }

  #receive(decoded: ReturnType<typeof decodeElection>): void {
    this.counters.received += 1;
    if (decoded.ok) this.#handlers?.onMessage(decoded.message);
    else this.counters.malformed += 1;
  }

  #rise(): void {
    if (this.#handlers === null) return;
    this.counters.reconnects += 1;
    void this.#establish();
  }

  async #establish(): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    try {
      await this.#options.link.flush();
    } catch {
      return;
    }
    if (epoch !== this.#epoch || this.#refused !== null) return;
    this.#isUp = true;
    this.#handlers?.onConnected();
  }

  #down(reason: string): void {
    this.#epoch += 1;
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#handlers?.onDisconnected(reason);
  }

  /** A node that may not hear what it must hear is as good as disconnected. */
  #onRefused(reason: string): void {
    const servers = this.#options.link.servers.join(", ");
    const message = `NATS at ${servers} refused a subscription: ${reason}`;
    this.#refused = new GraftError("NATS_REFUSED", message, { servers, reason });
    this.#down(message);
  }

  /** Also where a borrowed connection has been closed. */
  #unreachable(cause?: unknown): GraftError {
    const servers = this.#options.link.servers.join(", ");
    return new GraftError("NATS_UNREACHABLE", `no NATS server answered at ${servers}`, { servers }, { cause });
  }
}

/** Subject and reply. */
function addressOf(message: ElectionMessage, cluster: string): readonly [string, string | undefined] {
  switch (message.type) {
    case "heartbeat":
      return [heartbeats(cluster), undefined];
    case "voteRequest":
      return [voteRequests(cluster), voteResponses(message.candidate)];
    case "voteResponse":
      return [voteResponses(message.candidate), undefined];
  }
}
