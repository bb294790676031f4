/**
 * Bytes of a client -> operations: an incremental state machine.
 *
 * Law: what comes out depends on the bytes alone, never on how they were cut into packets; nothing that comes in makes it
 * throw; and it holds at most one control line and one payload, each within its limit.
 *
 *     verb -> gap -> arguments -> payload -> verb     PUB, HPUB
 *     verb -> gap -> arguments -> verb                SUB, UNSUB, CONNECT, INFO, -ERR
 *     verb -> rest of line -> verb                    PING, PONG, +OK
 *
 * Where a control line or a payload lies whole within one packet it is read in place, and a publication is handed on as a
 * range of that packet: the receiver copies what it keeps. Only what a packet cuts in two is collected in a buffer of its
 * own, made to measure, so no packet is kept alive for the sake of its tail.
 */
import { isBlank, Words } from "./control-line.ts";
import { FIRST_ROW, nextRow, type Verb, verbAt } from "./verbs.ts";

const CR = 13;
const LF = 10;

/** A message on its way; the object and its bytes are valid only during the call that hands it over. */
export interface Publication {
  subject: string;
  /** "" for none. */
  reply: string;
  /** How many of the bytes are headers; 0 for none. */
  headerBytes: number;
  /** Said with HPUB. */
  hasHeaders: boolean;
  bytes: Buffer;
  start: number;
  end: number;
}

export type ParseProblem = "unknownOperation" | "parserError" | "controlLineTooLong" | "payloadTooLarge";

export interface OperationHandlers {
  onConnect(json: string): void;
  onPing(): void;
  onPong(): void;
  onPublish(publication: Publication): void;
  /** `queue` null: no group. */
  onSubscribe(subject: string, queue: string | null, sid: string): void;
  /** `max` null: at once; otherwise once that many messages were delivered since it was made. */
  onUnsubscribe(sid: string, max: number | null): void;
  /** Called once; nothing is parsed afterwards. */
  onProblem(problem: ParseProblem): void;
}

export interface ParserLimits {
  readonly payloadBytesMax: number;
  readonly controlLineBytesMax: number;
}

const VERB = 0;
const GAP = 1;
const ARGUMENTS = 2;
const REST_OF_LINE = 3;
const PAYLOAD = 4;
const STOPPED = 5;

const NOTHING: Buffer = Buffer.alloc(0);

export class Parser {
  readonly #handlers: OperationHandlers;
  readonly #limits: ParserLimits;
  #state = VERB;
  #row = FIRST_ROW;
  #verb: Verb = "PING";
  /** Whether the verb has been followed by a blank yet. */
  #gapSeen = false;
  /** A control line that a packet cut in two, and how much of it is here. */
  #line: Buffer = NOTHING;
  #lineBytes = 0;
  /** A payload and its CR LF that a packet cut in two; empty where the payload is still to be looked for. */
  #body: Buffer = NOTHING;
  #bodyBytes = 0;
  #size = 0;
  readonly #words = new Words();
  readonly #publication: Publication = {
    subject: "",
    reply: "",
    headerBytes: 0,
    hasHeaders: false,
    bytes: NOTHING,
    start: 0,
    end: 0,
  };

  constructor(handlers: OperationHandlers, limits: ParserLimits) {
    this.#handlers = handlers;
    this.#limits = limits;
  }

  /** Bytes collected so far: bounded by one control line and one payload. */
  get heldBytes(): number {
    return this.#line.length + this.#body.length;
  }

  /** Takes the next packet. A handler may call `stop`. */
  feed(packet: Buffer): void {
    let at = 0;
    while (at < packet.length) {
      if (this.#state === PAYLOAD) at = this.#payload(packet, at);
      else if (this.#state === VERB) at = this.#verbByte(packet, at);
      else if (this.#state === ARGUMENTS) at = this.#arguments(packet, at);
      else if (this.#state === GAP) at = this.#gap(packet, at);
      else if (this.#state === REST_OF_LINE) at = this.#restOfLine(packet, at);
      else return;
    }
  }

  /** Ignores everything from here on, the rest of the current packet included. */
  stop(): void {
    this.#state = STOPPED;
    this.#line = NOTHING;
    this.#body = NOTHING;
    this.#words.clear();
  }

  #fail(problem: ParseProblem): void {
    this.stop();
    this.#handlers.onProblem(problem);
  }

  #expectVerb(): void {
    if (this.#state === STOPPED) return;
    this.#state = VERB;
    this.#row = FIRST_ROW;
  }

  #verbByte(packet: Buffer, from: number): number {
    let at = from;
    while (at < packet.length) {
      this.#row = nextRow(this.#row, packet[at++] ?? 0);
      const verb = verbAt(this.#row);
      if (verb !== null) {
        this.#begin(verb);
        return at;
      }
      if (this.#row === 0) {
        this.#fail("unknownOperation");
        return at;
      }
    }
    return at;
  }

  #begin(verb: Verb): void {
    this.#verb = verb;
    // nats-server reads CONNECT{} and INFO{} as well.
    this.#gapSeen = verb === "CONNECT" || verb === "INFO";
    this.#state = verb === "PING" || verb === "PONG" || verb === "+OK" ? REST_OF_LINE : GAP;
  }

  #gap(packet: Buffer, from: number): number {
    let at = from;
    while (at < packet.length && isBlank(packet[at]) && packet[at] !== CR) {
      this.#gapSeen = true;
      at++;
    }
    if (at === packet.length) return at;
    if (this.#gapSeen) {
      this.#state = ARGUMENTS;
      this.#lineBytes = 0;
    } else this.#fail("unknownOperation");
    return at;
  }

  #restOfLine(packet: Buffer, from: number): number {
    const newline = packet.indexOf(LF, from);
    if (newline < 0) return packet.length;
    this.#expectVerb();
    if (this.#verb === "PING") this.#handlers.onPing();
    else if (this.#verb === "PONG") this.#handlers.onPong();
    return newline + 1;
  }

  #arguments(packet: Buffer, from: number): number {
    // One more than the limit is a carriage return or too long, two more are too long whatever they are.
    const lookUntil = Math.min(packet.length, from + this.#limits.controlLineBytesMax + 2 - this.#lineBytes);
    let newline = from;
    while (newline < lookUntil && packet[newline] !== LF) newline++;
    const whole = newline < lookUntil;
    if (this.#lineBytes === 0 && whole) {
      this.#finishLine(packet, from, newline);
      return newline + 1;
    }
    this.#collectLine(packet, from, newline);
    if (whole) this.#finishLine(this.#line, 0, this.#lineBytes);
    else if (this.#lineTooLong(this.#line, 0, this.#lineBytes)) this.#fail("controlLineTooLong");
    return whole ? newline + 1 : newline;
  }

  #collectLine(packet: Buffer, from: number, to: number): void {
    if (this.#line.length === 0) this.#line = Buffer.allocUnsafe(this.#limits.controlLineBytesMax + 2);
    packet.copy(this.#line, this.#lineBytes, from, to);
    this.#lineBytes += to - from;
  }

  #lineTooLong(bytes: Buffer, start: number, end: number): boolean {
    const length = bytes[end - 1] === CR ? end - start - 1 : end - start;
    return length > this.#limits.controlLineBytesMax;
  }

  #finishLine(bytes: Buffer, start: number, end: number): void {
    this.#lineBytes = 0;
    if (this.#lineTooLong(bytes, start, end)) return this.#fail("controlLineTooLong");
    this.#words.split(bytes, start, end);
    switch (this.#verb) {
      case "PUB":
        return this.#publishLine(false);
      case "HPUB":
        return this.#publishLine(true);
      case "SUB":
        return this.#subscribeLine();
      case "UNSUB":
        return this.#unsubscribeLine();
      case "CONNECT":
        this.#expectVerb();
        return this.#handlers.onConnect(bytes.toString("utf8", start, end).trimEnd());
      case "-ERR":
        // A client has nothing to complain of to a server: nats-server hangs up.
        return this.#fail("parserError");
      default:
        return this.#expectVerb();
    }
  }

  /** PUB subject [reply] size; HPUB subject [reply] headerSize totalSize. */
  #publishLine(hasHeaders: boolean): void {
    const words = this.#words;
    const publication = this.#publication;
    const fixed = hasHeaders ? 3 : 2;
    if (words.count !== fixed && words.count !== fixed + 1) return this.#fail("parserError");
    const size = words.size(words.count - 1);
    const headerBytes = hasHeaders ? words.size(words.count - 2) : 0;
    if (size < 0 || headerBytes < 0 || headerBytes > size) return this.#fail("parserError");
    if (size > this.#limits.payloadBytesMax) return this.#fail("payloadTooLarge");
    publication.subject = words.textLike(0, publication.subject);
    publication.reply = words.count === fixed ? "" : words.text(1);
    publication.headerBytes = headerBytes;
    publication.hasHeaders = hasHeaders;
    this.#size = size;
    this.#bodyBytes = 0;
    this.#state = PAYLOAD;
  }

  #subscribeLine(): void {
    const words = this.#words;
    if (words.count !== 2 && words.count !== 3) return this.#fail("parserError");
    this.#expectVerb();
    this.#handlers.onSubscribe(words.text(0), words.count === 3 ? words.text(1) : null, words.text(words.count - 1));
  }

  #unsubscribeLine(): void {
    const words = this.#words;
    if (words.count !== 1 && words.count !== 2) return this.#fail("parserError");
    this.#expectVerb();
    // Zero and what is no number mean "at once" to nats-server.
    const max = words.count === 2 ? words.size(1) : 0;
    this.#handlers.onUnsubscribe(words.text(0), max > 0 ? max : null);
  }

  #payload(packet: Buffer, from: number): number {
    const needed = this.#size + 2;
    if (this.#bodyBytes === 0 && packet.length - from >= needed) {
      this.#finishPayload(packet, from);
      return from + needed;
    }
    if (this.#bodyBytes === 0) this.#body = Buffer.allocUnsafe(needed);
    const taken = Math.min(needed - this.#bodyBytes, packet.length - from);
    packet.copy(this.#body, this.#bodyBytes, from, from + taken);
    this.#bodyBytes += taken;
    if (this.#bodyBytes === needed) this.#finishPayload(this.#body, 0);
    else if (this.#bodyBytes > this.#size && this.#body[this.#size] !== CR) this.#fail("unknownOperation");
    return from + taken;
  }

  #finishPayload(bytes: Buffer, start: number): void {
    const end = start + this.#size;
    this.#body = NOTHING;
    if (bytes[end] !== CR || bytes[end + 1] !== LF) return this.#fail("unknownOperation");
    this.#expectVerb();
    const publication = this.#publication;
    publication.bytes = bytes;
    publication.start = start;
    publication.end = end;
    this.#handlers.onPublish(publication);
    publication.bytes = NOTHING;
  }
}
