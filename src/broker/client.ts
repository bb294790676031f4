/**
 * One client's side of the protocol: what each of its operations does, and what it is answered.
 *
 * Law: it answers as nats-server does, in the same order and words. Once it has ended, for whatever reason, it has no
 * subscription left, takes nothing more, and none of its bytes is acted upon, even those of the same packet.
 */
import { isProtected, type Traffic } from "./disconnect-events.ts";
import { BEFORE_CONNECT, type ConnectOptions, readConnect } from "./info.ts";
import type { Link } from "./link.ts";
import type { ResolvedOptions } from "./options.ts";
import { type OperationHandlers, type ParseProblem, Parser, type Publication } from "./parser.ts";
import type { Receiver, Router, Subscription } from "./router.ts";
import type { BrokerCounters } from "./stats.ts";
import { isLiteral, isPattern } from "./subject.ts";
import { type CloseReason, ERROR_WORDS, publishViolation } from "./words.ts";

const CLOSE_REASONS: Readonly<Record<ParseProblem, CloseReason>> = {
  unknownOperation: "Protocol Violation",
  parserError: "Protocol Violation",
  controlLineTooLong: "Maximum Control Line Exceeded",
  payloadTooLarge: "Maximum Message Payload Exceeded",
};

const NO_RESPONDERS_HEADERS = "NATS/1.0 503\r\n\r\n";

export interface ClientHouse {
  readonly options: ResolvedOptions;
  readonly router: Router;
  readonly counters: BrokerCounters;
  /** Called once for each client, after its last subscription has gone. */
  clientEnded(client: Client, reason: CloseReason): void;
}

export class Client implements Receiver, OperationHandlers {
  readonly id: number;
  readonly host: string;
  readonly startedAtMs: number = Date.now();
  readonly sent: Traffic = { messages: 0, bytes: 0 };
  readonly received: Traffic = { messages: 0, bytes: 0 };
  connect: ConnectOptions = BEFORE_CONNECT;
  /** Whether it has said CONNECT. */
  introduced = false;
  readonly #house: ClientHouse;
  readonly #link: Link;
  readonly #parser: Parser;
  readonly #subscriptions = new Map<string, Subscription>();
  #ended = false;
  #heard = false;
  #pingsOut = 0;
  readonly #keepAlive: NodeJS.Timeout;

  constructor(id: number, host: string, link: Link, house: ClientHouse) {
    this.id = id;
    this.host = host;
    this.#link = link;
    this.#house = house;
    this.#parser = new Parser(this, house.options);
    this.#keepAlive = setInterval(() => this.#checkAlive(), house.options.pingIntervalMs);
  }

  /** What it has not read yet. */
  get pendingBytes(): number {
    return this.#link.pendingBytes;
  }

  /** Bytes of a message that is not complete yet. */
  get heldBytes(): number {
    return this.#parser.heldBytes;
  }

  take(packet: Buffer): void {
    this.#heard = true;
    this.#parser.feed(packet);
  }

  /** The connection is gone, or is to go without another word. */
  drop(reason: CloseReason): void {
    if (this.#ended) return;
    // First, so that its event finds the memory that it held free, and cuts nobody else off.
    this.#link.destroy();
    this.#finish(reason);
  }

  /** Says why, if there are words for it, lets the client read that, and ends. */
  end(reason: CloseReason, words: string | null): void {
    if (this.#ended) return;
    if (words !== null) this.#error(words);
    this.#link.end(this.#house.options.lingerMs);
    this.#finish(reason);
  }

  onConnect(json: string): void {
    const connect = readConnect(json, this.connect);
    if (connect === null) return this.onProblem("parserError");
    this.connect = connect;
    this.introduced = true;
    if (connect.noResponders && !connect.headers) {
      return this.end("No Responders Requires Headers", ERROR_WORDS.noRespondersNeedsHeaders);
    }
    this.#ok();
  }

  onPing(): void {
    this.#link.addText("PONG\r\n");
  }

  onPong(): void {
    this.#pingsOut = 0;
  }

  onSubscribe(subject: string, queue: string | null, sid: string): void {
    if (!isPattern(subject)) return this.#error(ERROR_WORDS.invalidSubject);
    const known = this.#subscriptions.has(sid);
    if (!known && this.#subscriptions.size >= this.#house.options.subscriptionsMax) {
      return this.#error(ERROR_WORDS.tooManySubscriptions);
    }
    // A sid in use keeps its first subscription.
    if (!known) {
      const subscription = { receiver: this, subject, queue, sid, delivered: 0, max: 0, active: true };
      this.#subscriptions.set(sid, subscription);
      this.#house.router.add(subscription);
    }
    this.#ok();
  }

  onUnsubscribe(sid: string, max: number | null): void {
    const subscription = this.#subscriptions.get(sid);
    if (subscription !== undefined) {
      if (max !== null && subscription.delivered < max) subscription.max = max;
      else this.#house.router.remove(subscription);
    }
    this.#ok();
  }

  onPublish(publication: Publication): void {
    if (publication.hasHeaders && !this.connect.headers) {
      return this.end("Protocol Violation", ERROR_WORDS.headersNotSupported);
    }
    this.#countReceived(publication);
    if (this.connect.pedantic && !isLiteral(publication.subject)) this.#error(ERROR_WORDS.invalidPublishSubject);
    if (isProtected(publication.subject)) {
      this.#house.counters.permissionViolations++;
      return this.#error(publishViolation(publication.subject));
    }
    this.#ok();
    const taken = this.#house.router.publish(publication, this);
    if (!taken && publication.reply !== "" && this.connect.noResponders) this.#noResponders(publication.reply);
  }

  onProblem(problem: ParseProblem): void {
    this.#house.counters.protocolErrors++;
    this.end(CLOSE_REASONS[problem], ERROR_WORDS[problem]);
  }

  deliver(subscription: Subscription, publication: Publication, publisher: Receiver | null): boolean {
    if (this.#ended || (publisher === this && !this.connect.echo)) return false;
    const reply = publication.reply === "" ? "" : `${publication.reply} `;
    const address = `${publication.subject} ${subscription.sid} ${reply}`;
    const withHeaders = publication.headerBytes > 0 && this.connect.headers;
    // Who cannot read headers gets the message without them.
    const start = withHeaders ? publication.start : publication.start + publication.headerBytes;
    const size = publication.end - start;
    this.#link.addText(
      withHeaders ? `HMSG ${address}${publication.headerBytes} ${size}\r\n` : `MSG ${address}${size}\r\n`,
    );
    this.#link.addBytes(publication.bytes, start, publication.end);
    this.#link.addText("\r\n");
    this.#countSent(size);
    if (this.#link.pendingBytes > this.#house.options.pendingBytesMax) this.dropAsSlow();
    return true;
  }

  unsubscribed(subscription: Subscription): void {
    this.#subscriptions.delete(subscription.sid);
  }

  /** No word: it would come behind all that the client does not read. */
  dropAsSlow(): void {
    if (this.#ended) return;
    this.#house.counters.slowConsumers++;
    this.drop("Slow Consumer (Pending Bytes)");
  }

  #noResponders(reply: string): void {
    const subscription = this.#house.router.find(reply, this);
    if (subscription === undefined) return;
    const size = NO_RESPONDERS_HEADERS.length;
    this.#house.counters.noResponders++;
    // Not counted towards the subscription's maximum, as in nats-server.
    this.#link.addText(`HMSG ${reply} ${subscription.sid} ${size} ${size}\r\n${NO_RESPONDERS_HEADERS}\r\n`);
  }

  /** Runs once an interval: what came since the last one proves life, as a PONG does. */
  #checkAlive(): void {
    if (this.#heard) {
      this.#heard = false;
      this.#pingsOut = 0;
    } else if (this.#pingsOut >= this.#house.options.pingsOutMax) {
      this.#house.counters.staleConnections++;
      this.end("Stale Connection", ERROR_WORDS.staleConnection);
    } else {
      this.#pingsOut++;
      this.#link.addText("PING\r\n");
    }
  }

  #finish(reason: CloseReason): void {
    this.#ended = true;
    clearInterval(this.#keepAlive);
    this.#parser.stop();
    for (const subscription of [...this.#subscriptions.values()]) this.#house.router.remove(subscription);
    this.#house.clientEnded(this, reason);
  }

  #countReceived(publication: Publication): void {
    const bytes = publication.end - publication.start;
    this.received.messages++;
    this.received.bytes += bytes;
    this.#house.counters.messagesIn++;
    this.#house.counters.bytesIn += bytes;
  }

  #countSent(bytes: number): void {
    this.sent.messages++;
    this.sent.bytes += bytes;
    this.#house.counters.messagesOut++;
    this.#house.counters.bytesOut += bytes;
  }

  #ok(): void {
    if (this.connect.verbose) this.#link.addText("+OK\r\n");
  }

  #error(words: string): void {
    this.#link.addText(`-ERR '${words}'\r\n`);
  }
}
