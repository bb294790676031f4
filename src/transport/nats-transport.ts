/**
 * NATS: the one file that knows the `nats` package, so that a successor of it changes this file alone.
 *
 * Law: nothing is published while the connection is away, and nothing that was published before it went away, or while it
 * came back, is sent afterwards: old frames that arrive together seconds late look like a storm of elections.
 *
 * What the client does (nats 2.29, `protocol.js`): `publish` appends to a buffer, which a microtask writes to the socket if
 * the connection is up. At a disconnect the buffer is kept; each attempt to connect begins by emptying it, and what is
 * appended after that, during the handshake, is sent once it succeeds. So two things are asked before each publish:
 * the status events (`#isUp` falls with "disconnect" or "staleConnection" and rises only after a flush behind "reconnect"),
 * and `connection.info`, which the client clears together with its buffer. The second covers the microtasks in
 * which the first has not yet been told. What the old socket had handed to the kernel is the server's already.
 *
 * A reconnect restores the subscriptions, but says so before the server has read them: we flush, and only then is the
 * network there again.
 */
import {
  type Authenticator,
  type ConnectionOptions,
  connect,
  createInbox,
  credsAuthenticator,
  DebugEvents,
  ErrorCode,
  Events,
  type Msg,
  type NatsConnection,
  NatsError,
  nkeyAuthenticator,
  type Subscription,
} from "nats";
import { GraftError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { HintSources } from "../ports/transport.ts";
import { connectionName } from "./failure-detector.ts";
import {
  type LinkFrame,
  type LinkSubscription,
  LinkTransport,
  type LinkWatcher,
  type NatsLink,
} from "./link-transport.ts";
import { noLog, type TransportLog } from "./log.ts";
import { Diagnosis, isTlsCode, tlsReason, verification } from "./nats-diagnosis.ts";
import { type NatsAddress, type NatsOptions, natsAddress } from "./nats-options.ts";
import { type NatsSecrets, readSecrets, tlsMaterial } from "./nats-secrets.ts";
import { realClock } from "./real-clock.ts";
import { within } from "./within.ts";

export type { NatsLink, NatsOptions, TransportLog };

const CONNECT_TIMEOUT_MS = 2500;
const PING_INTERVAL_MS = 1000;
/** Two pings missed, and the third interval over: a dead server is found in 3 to 4 intervals. */
const PINGS_MISSED_MAX = 2;
const RECONNECT_WAIT_MS = 50;
const RECONNECT_JITTER_MS = 100;
/** No server of a list gets less than this to answer. */
const DIAL_TIMEOUT_MIN_MS = 250;
const CLOSE_STEP_WAIT_MS = 800;

/**
 * Connects. Rejects with NATS_UNREACHABLE {servers} where no server answered within `timeoutMs`, with NATS_REFUSED
 * {servers, reason} where one did but would not have us, or we it, and with INVALID_OPTION where an option, or a file that it
 * names, is no good.
 */
export async function connectNats(options: NatsOptions): Promise<NatsLink> {
  const address = natsAddress(options);
  const secrets = readSecrets(options);
  const dialing = new Dialing();
  const timeoutMs = options.timeoutMs ?? CONNECT_TIMEOUT_MS;
  const connecting = connect(connectionOptions(options, { address, secrets, timeoutMs, dialing }));
  const diagnosis = new Diagnosis(address.servers, () => tlsMaterial(options.tls), timeoutMs);
  const connection = await within(Promise.race([connecting, diagnosis.hopeless]), timeoutMs)
    .catch((error: unknown) => {
      throw connectError(error, address, diagnosis.found);
    })
    .finally(() => diagnosis.end());
  if (connection !== "late") return new ConnectedLink(connection, address.servers, dialing);
  dialing.giveUp();
  connecting.then(
    (late) => late.close(),
    () => {},
  );
  throw diagnosis.found === null ? unreachable(address) : refused(address, diagnosis.found);
}

/** A link over a connection that belongs to somebody else: `close` unsubscribes, and leaves the connection open. */
export const adoptNats = (connection: NatsConnection): NatsLink =>
  new ConnectedLink(connection, [connection.getServer()], null);

export interface NatsTransportOptions {
  readonly link: NatsLink;
  readonly codec: Codec;
  /** Random for each run of the process; a name. */
  readonly boot: string;
  /** The largest frame that is ever sent. Default 0: not looked at. */
  readonly frameBytesMax?: number;
  /** Default: says nothing. */
  readonly log?: TransportLog;
  /** Default: the machine's time. */
  readonly clock?: Clock;
  /** Default: both. */
  readonly hints?: HintSources;
}

/** Takes the link over: `close` of the transport closes it. */
export const createNatsTransport = (options: NatsTransportOptions): LinkTransport =>
  new LinkTransport({ ...options, log: options.log ?? noLog, clock: options.clock ?? realClock });

/** Lets us end the client's attempts to connect, which its own `close` does not: an attempt under way would succeed later. */
class Dialing {
  #isGivenUp = false;

  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  giveUp(): void {
    this.#isGivenUp = true;
  }

  /** Asked by the client before each attempt; what is thrown here ends its loop and closes it. */
  waitMs(): number {
    if (this.#isGivenUp) throw new NatsError("closed", ErrorCode.ConnectionClosed);
    return RECONNECT_WAIT_MS + Math.random() * RECONNECT_JITTER_MS;
  }
}

interface ConnectParts {
  readonly address: NatsAddress;
  readonly secrets: NatsSecrets;
  readonly timeoutMs: number;
  readonly dialing: Dialing;
}

function connectionOptions(
  options: NatsOptions,
  { address, secrets, timeoutMs, dialing }: ConnectParts,
): ConnectionOptions {
  return {
    ...address.credentials,
    ...authentication(secrets),
    ...(address.tls ? { tls: { ...options.tls, ...verification(address.servers) } } : {}),
    servers: address.servers,
    name: options.name,
    timeout: Math.max(DIAL_TIMEOUT_MIN_MS, Math.floor(timeoutMs / address.servers.length)),
    pingInterval: options.pingIntervalMs ?? PING_INTERVAL_MS,
    maxPingOut: PINGS_MISSED_MAX,
    maxReconnectAttempts: -1,
    reconnectDelayHandler: () => dialing.waitMs(),
    waitOnFirstConnect: false,
    // A server that comes back with its accounts not loaded yet refuses for a moment; that is not for ever.
    ignoreAuthErrorAbort: true,
    noEcho: true,
    noAsyncTraces: true,
    // Names are left to the system's resolver, which knows /etc/hosts and does not hang where there is no DNS server.
    resolve: false,
  };
}

function authentication({ nkeySeed, creds }: NatsSecrets): { authenticator?: Authenticator } {
  if (nkeySeed !== null) return { authenticator: nkeyAuthenticator(nkeySeed) };
  return creds === null ? {} : { authenticator: credsAuthenticator(creds) };
}

const REFUSALS: ReadonlySet<string> = new Set([
  ErrorCode.AuthorizationViolation,
  ErrorCode.AuthenticationExpired,
  ErrorCode.AuthenticationTimeout,
  ErrorCode.AccountExpired,
  ErrorCode.BadAuthentication,
  ErrorCode.ServerOptionNotAvailable,
  ErrorCode.Tls,
]);

function connectError(error: unknown, address: NatsAddress, diagnosis: string | null): GraftError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof Error && isTlsCode(code)) return refused(address, tlsReason(code, error.message, false));
  if (error instanceof NatsError && REFUSALS.has(error.code))
    return refused(address, code === ErrorCode.ServerOptionNotAvailable ? `no ${error.message}` : error.message);
  return diagnosis === null ? unreachable(address, error) : refused(address, diagnosis);
}

function refused(address: NatsAddress, reason: string): GraftError {
  const servers = address.servers.join(", ");
  return new GraftError("NATS_REFUSED", `NATS at ${servers} refused the connection: ${reason}`, { servers, reason });
}

function unreachable(address: NatsAddress, cause?: unknown): GraftError {
  const servers = address.servers.join(", ");
  return new GraftError("NATS_UNREACHABLE", `no NATS server answered at ${servers}`, { servers }, { cause });
}

class ConnectedLink implements NatsLink {
  readonly servers: readonly string[];
  readonly #connection: NatsConnection;
  /** null: the connection is not ours to close. */
  readonly #dialing: Dialing | null;
  readonly #watchers: LinkWatcher[] = [];
  readonly #subscriptions = new Set<Subscription>();
  #isUp: boolean;
  #isClosing = false;

  constructor(connection: NatsConnection, servers: readonly string[], dialing: Dialing | null) {
    this.servers = servers;
    this.#connection = connection;
    this.#dialing = dialing;
    this.#isUp = this.#hasInfo();
    void this.#follow();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get connection(): string {
    const { info } = this.#connection;
    return info === undefined ? "" : connectionName(info.server_id, info.client_id);
  }

  get payloadBytesMax(): number {
    return this.#connection.info?.max_payload ?? 0;
  }

  publish(subject: string, bytes: Uint8Array, reply?: string): boolean {
    if (!this.#isUp || !this.#hasInfo()) return false;
    this.#connection.publish(subject, bytes, reply === undefined ? undefined : { reply });
    return true;
  }

  subscribe(
    subject: string,
    onFrame: (frame: LinkFrame) => void,
    onRefused: (reason: string) => void,
    queue?: string,
  ): LinkSubscription {
    const callback = (error: NatsError | null, message: Msg): void =>
      loudly(() => {
        if (this.#isClosing) return;
        if (error === null) onFrame(new NatsFrame(message));
        else onRefused(error.message);
      });
    const subscription = this.#connection.subscribe(subject, queue === undefined ? { callback } : { callback, queue });
    this.#subscriptions.add(subscription);
    return { drain: () => this.#drain(subscription) };
  }

  newInbox(): string {
    return createInbox();
  }

  flush(): Promise<void> {
    return this.#connection.flush();
  }

  watch(watcher: LinkWatcher): void {
    this.#watchers.push(watcher);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#dialing?.giveUp();
    const isOurs = this.#dialing !== null;
    if (!isOurs) for (const subscription of this.#subscriptions) subscription.unsubscribe();
    if (this.#isUp) await within(this.#flushed(), CLOSE_STEP_WAIT_MS);
    if (!isOurs) return;
    // While it is down, the client closes itself at its next attempt, or we do when that succeeds (`#rose`).
    await within(this.#isUp ? this.#connection.close() : this.#connection.closed(), CLOSE_STEP_WAIT_MS);
  }

  /** While the connection is away there is nobody to tell: the client forgets it, and does not restore it. */
  #drain(subscription: Subscription): void {
    this.#subscriptions.delete(subscription);
    if (subscription.isClosed()) return;
    if (this.#isUp && this.#hasInfo()) subscription.drain().catch(() => {});
    else subscription.unsubscribe();
  }

  async #flushed(): Promise<void> {
    try {
      await this.#connection.flush();
    } catch {
      // It went away meanwhile: nothing is left to be sent.
    }
  }

  #hasInfo(): boolean {
    return this.#connection.info !== undefined;
  }

  async #follow(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === Events.Disconnect) this.#fell(`the connection to ${this.#shown()} was lost`);
      else if (status.type === DebugEvents.StaleConnection) this.#fell(`${this.#shown()} does not answer pings`);
      else if (status.type === Events.Reconnect) await this.#rose();
    }
    this.#fell(`the connection to ${this.#shown()} is closed`);
  }

  #fell(reason: string): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    for (const watcher of this.#watchers) watcher.onDown(reason);
  }

  async #rose(): Promise<void> {
    if (this.#isClosing && this.#dialing !== null) return this.#connection.close();
    this.#isUp = true;
    for (const watcher of this.#watchers) watcher.onUp();
  }

  #shown(): string {
    return this.servers.join(", ");
  }
}

const NO_RESPONDERS = 503;

/** The client decodes a message's parts when asked: Raft's frames want no more than subject and bytes. */
class NatsFrame implements LinkFrame {
  readonly #message: Msg;

  constructor(message: Msg) {
    this.#message = message;
  }

  get subject(): string {
    return this.#message.subject;
  }

  get bytes(): Uint8Array {
    return this.#message.data;
  }

  get reply(): string {
    return this.#message.reply ?? "";
  }

  get isNoResponders(): boolean {
    return this.#message.data.length === 0 && this.#message.headers?.code === NO_RESPONDERS;
  }
}

/** The client prints what a callback throws, and stops reading for good. A broken invariant must end the node instead. */
function loudly(action: () => void): void {
  try {
    action();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
