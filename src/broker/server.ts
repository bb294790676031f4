/**
 * The embedded broker: the core client protocol of NATS on a loopback port.
 *
 * Law: every limit holds for each client and for all together; a client that breaks one is cut off, and no other notices.
 * Whatever becomes of a connection that introduced itself, its end is told once, as a disconnect event.
 *
 * A socket's bytes go link -> parser -> client -> router -> the links of the receivers, all within one turn; at its end each
 * link with something to say writes once. There is no authentication: who can reach the loopback interface may take part.
 */
import { createServer, type Server, type Socket } from "node:net";
import { GraftError } from "../errors.ts";
import { Client, type ClientHouse } from "./client.ts";
import { DISCONNECT_SUBJECTS, disconnectEvent } from "./disconnect-events.ts";
import { EndOfTurn } from "./end-of-turn.ts";
import { infoLine, newServerId, type ServerInfo } from "./info.ts";
import { Link } from "./link.ts";
import { type BrokerOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { Router } from "./router.ts";
import { type BrokerStats, newCounters } from "./stats.ts";
import { type CloseReason, ERROR_WORDS } from "./words.ts";

const HOST = "127.0.0.1";

export interface Broker {
  /** nats://127.0.0.1:port */
  readonly url: string;
  readonly port: number;
  readonly serverId: string;
  stats(): BrokerStats;
  /** Ends every connection and frees the port. No disconnect events: nobody is left to hear them. */
  close(): Promise<void>;
}

/**
 * Resolves once clients can connect.
 * @throws GraftError INVALID_OPTION where an option is out of range, or the port is taken.
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const resolved = resolveOptions(options);
  const server = createServer({ noDelay: true });
  const port = await listen(server, resolved.port);
  return new RunningBroker(server, port, resolved);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: Error) => {
      const values = { option: "port", value: port, allowed: "a free port" };
      reject(new GraftError("INVALID_OPTION", `The broker cannot listen on port ${port}.`, values, { cause }));
    });
    server.listen(port, HOST, () => {
      server.removeAllListeners("error");
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

class RunningBroker implements Broker, ClientHouse {
  readonly url: string;
  readonly port: number;
  readonly options: ResolvedOptions;
  readonly router: Router;
  readonly counters = newCounters();
  readonly #server: Server;
  readonly #info: ServerInfo;
  readonly #turn = new EndOfTurn();
  readonly #clients = new Set<Client>();
  #nextClientId = 1;
  #eventSequence = 0;
  #pendingBytes = 0;
  #closing: Promise<void> | null = null;

  constructor(server: Server, port: number, options: ResolvedOptions) {
    const id = newServerId();
    this.#server = server;
    this.port = port;
    this.url = `nats://${HOST}:${port}`;
    this.options = options;
    this.router = new Router(options.matchCacheEntriesMax, options.chooseMember);
    this.#info = { id, name: options.serverName ?? id, host: HOST, port, payloadBytesMax: options.payloadBytesMax };
    server.on("connection", (socket) => this.#accept(socket));
    // A failed accept (out of file descriptors) costs that connection, not the broker.
    server.on("error", () => {});
  }

  get serverId(): string {
    return this.#info.id;
  }

  stats(): BrokerStats {
    let heldBytes = 0;
    for (const client of this.#clients) heldBytes += client.heldBytes;
    return {
      ...this.counters,
      connections: this.#clients.size,
      subscriptions: this.router.subscriptions,
      pendingBytes: this.#pendingBytes,
      heldBytes,
      matchCacheEntries: this.router.cacheEntries,
    };
  }

  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const client of [...this.#clients]) client.end("Server Shutdown", null);
    });
    return this.#closing;
  }

  clientEnded(client: Client, reason: CloseReason): void {
    this.#clients.delete(client);
    if (this.#closing === null && client.introduced) this.#announceEnd(client, reason);
  }

  #accept(socket: Socket): void {
    const id = this.#nextClientId++;
    const host = socket.remoteAddress ?? HOST;
    const link: Link = new Link(socket, this.#turn, {
      onBytes: (packet) => client.take(packet),
      onLost: (reason) => client.drop(reason),
      onPending: (changeBytes) => this.#pendingChanged(changeBytes),
    });
    const client: Client = new Client(id, host, link, this);
    this.counters.accepted++;
    this.#clients.add(client);
    link.addText(infoLine(this.#info, id, host));
    if (this.#clients.size > this.options.connectionsMax) {
      client.end("Maximum Connections Exceeded", ERROR_WORDS.tooManyConnections);
    }
  }

  #pendingChanged(changeBytes: number): void {
    this.#pendingBytes += changeBytes;
    if (changeBytes > 0 && this.#pendingBytes > this.options.pendingBytesTotalMax) this.#dropSlowest();
  }

  #dropSlowest(): void {
    let slowest: Client | null = null;
    for (const client of this.#clients) {
      if (slowest === null || client.pendingBytes > slowest.pendingBytes) slowest = client;
    }
    slowest?.dropAsSlow();
  }

  #announceEnd(client: Client, reason: CloseReason): void {
    const event = disconnectEvent(this.#info, ++this.#eventSequence, {
      clientId: client.id,
      host: client.host,
      name: client.connect.name,
      lang: client.connect.lang,
      version: client.connect.version,
      startedAtMs: client.startedAtMs,
      endedAtMs: Date.now(),
      sent: client.sent,
      received: client.received,
      reason,
    });
    const bytes = Buffer.from(event);
    for (const subject of DISCONNECT_SUBJECTS) {
      this.router.publish(
        { subject, reply: "", headerBytes: 0, hasHeaders: false, bytes, start: 0, end: bytes.length },
        null,
      );
    }
  }
}
