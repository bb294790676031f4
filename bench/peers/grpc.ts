/**
 * As much of gRPC as etcd's key-value calls need: unary calls over HTTP/2, many at a time on one connection, by hand. Node's
 * own HTTP/2 took a third of all CPU in a run of puts and half in one of reads: what was measured was that client.
 *
 * Law: a call is done when its stream has ended with one whole message on it, since a unary call that fails carries none. A reset
 * stream, a connection that goes or is told to go, is an error of each call that waits. No more is sent than the other side has
 * said that it takes (flow control of the connection; a request that is larger than a stream's first window is refused here).
 *
 *     a frame   = length u24 | type u8 | flags u8 | stream u32 | payload                    (RFC 9113)
 *     a message = compressed u8 = 0 | length u32 | protobuf                                  (in DATA frames)
 *
 * Header fields are sent as literals that nobody has to remember, so those of a path are the same bytes each time; of those
 * that come, none is read, and a table of no size keeps the other side from having one (RFC 7541).
 */
import { connect, type Socket } from "node:net";

const PREFIX_BYTES = 5;
const HEAD_BYTES = 9;
const FRAME_BYTES_MAX = 16_384;
const TYPE = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goAway: 7, windowUpdate: 8 } as const;
const END_STREAM = 1;
const ACK = 1;
const END_HEADERS = 4;
const FIRST_WINDOW_BYTES = 65_535;
/** Of what we take, before we say that we take more. */
const WINDOW_BYTES = 64 * 1024 * 1024;
const NOTHING: Buffer = Buffer.alloc(0);

export type Reply = (error: Error | null, message: Buffer) => void;

interface Held {
  readonly path: string;
  readonly framed: Buffer;
  readonly reply: Reply;
}

interface Call {
  readonly reply: Reply;
  received: Buffer;
}

export class GrpcConnection {
  readonly #socket: Socket;
  readonly #authority: string;
  readonly #calls = new Map<number, Call>();
  readonly #headers = new Map<string, Buffer>();
  #lastStream = -1;
  #unread: Buffer = NOTHING;
  #outgoing: Buffer[] = [];
  /** Requests that the other side has no window for yet. */
  readonly #held: Held[] = [];
  #window = FIRST_WINDOW_BYTES;
  #taken = 0;

  constructor(url: string) {
    const { hostname, port, host } = new URL(url);
    this.#authority = host;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on("error", (error) => this.#fail(error.message));
    this.#socket.on("close", () => this.#fail("the connection ended"));
    this.#write(Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1"));
    // HEADER_TABLE_SIZE 0, ENABLE_PUSH 0, INITIAL_WINDOW_SIZE.
    const settings = [[1, 0] as const, [2, 0] as const, [4, WINDOW_BYTES] as const].map(([id, value]) => {
      const setting = Buffer.alloc(6);
      setting.writeUInt16BE(id);
      setting.writeUInt32BE(value, 2);
      return setting;
    });
    this.#write(frame(TYPE.settings, 0, 0, Buffer.concat(settings)));
    this.#write(windowUpdate(WINDOW_BYTES));
  }

  /** `framed`: as `framed` makes it. */
  call(path: string, framed: Buffer, reply: Reply): void {
    if (this.#socket.destroyed) return reply(new Error("gRPC: the connection has ended"), NOTHING);
    if (framed.length > FIRST_WINDOW_BYTES)
      return reply(new Error(`gRPC: ${framed.length} bytes are too many`), NOTHING);
    if (this.#held.length === 0 && framed.length <= this.#window) this.#send({ path, framed, reply });
    else this.#held.push({ path, framed, reply });
  }

  close(): void {
    this.#socket.destroy();
  }

  #send({ path, framed, reply }: Held): void {
    this.#lastStream += 2;
    this.#calls.set(this.#lastStream, { reply, received: NOTHING });
    this.#window -= framed.length;
    this.#write(frame(TYPE.headers, END_HEADERS, this.#lastStream, this.#headersOf(path)));
    for (let at = 0; at < framed.length; at += FRAME_BYTES_MAX) {
      const isLast = at + FRAME_BYTES_MAX >= framed.length;
      const part = framed.subarray(at, at + FRAME_BYTES_MAX);
      this.#write(frame(TYPE.data, isLast ? END_STREAM : 0, this.#lastStream, part));
    }
  }

  #headersOf(path: string): Buffer {
    const known = this.#headers.get(path);
    if (known !== undefined) return known;
    // 3 and 6 of the static table: ":method: POST", ":scheme: http". 4, 1, 31: names alone.
    const block = Buffer.concat([
      Buffer.of(0x83, 0x86),
      literal(4, path),
      literal(1, this.#authority),
      literal(31, "application/grpc"),
      literal("te", "trailers"),
    ]);
    this.#headers.set(path, block);
    return block;
  }

  /** What is said in one turn leaves in one write. */
  #write(bytes: Buffer): void {
    if (this.#outgoing.length === 0)
      queueMicrotask(() => {
        const all = Buffer.concat(this.#outgoing);
        this.#outgoing = [];
        if (!this.#socket.destroyed) this.#socket.write(all);
      });
    this.#outgoing.push(bytes);
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    let at = 0;
    while (bytes.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + bytes.readUIntBE(at, 3);
      if (end > bytes.length) break;
      const stream = bytes.readUInt32BE(at + 5) & 0x7fff_ffff;
      this.#take(bytes.readUInt8(at + 3), bytes.readUInt8(at + 4), stream, bytes.subarray(at + HEAD_BYTES, end));
      at = end;
    }
    this.#unread = bytes.subarray(at);
  }

  #take(type: number, flags: number, stream: number, payload: Buffer): void {
    if (type === TYPE.data) this.#takeData(stream, payload);
    if (type === TYPE.windowUpdate && stream === 0) this.#widen(payload.readUInt32BE() & 0x7fff_ffff);
    if (type === TYPE.settings && (flags & ACK) === 0) this.#write(frame(TYPE.settings, ACK, 0, NOTHING));
    if (type === TYPE.ping && (flags & ACK) === 0) this.#write(frame(TYPE.ping, ACK, 0, Buffer.from(payload)));
    if (type === TYPE.reset) this.#end(stream, "the call was reset");
    if (type === TYPE.goAway) this.#fail("the other side ends the connection");
    if ((type === TYPE.data || type === TYPE.headers) && (flags & END_STREAM) !== 0) this.#end(stream, null);
  }

  #takeData(stream: number, payload: Buffer): void {
    this.#taken += payload.length;
    if (this.#taken > WINDOW_BYTES / 2) {
      this.#write(windowUpdate(this.#taken));
      this.#taken = 0;
    }
    const call = this.#calls.get(stream);
    if (call !== undefined)
      call.received = call.received.length === 0 ? payload : Buffer.concat([call.received, payload]);
  }

  #widen(bytes: number): void {
    this.#window += bytes;
    for (let held = this.#held[0]; held !== undefined && held.framed.length <= this.#window; held = this.#held[0]) {
      this.#held.shift();
      this.#send(held);
    }
  }

  #end(stream: number, problem: string | null): void {
    const call = this.#calls.get(stream);
    if (call === undefined) return;
    this.#calls.delete(stream);
    const { received, reply } = call;
    const isWhole = received.length >= PREFIX_BYTES && received.readUInt32BE(1) === received.length - PREFIX_BYTES;
    if (problem === null && isWhole) reply(null, received.subarray(PREFIX_BYTES));
    else reply(new Error(`gRPC: ${problem ?? "the call failed"}`), NOTHING);
  }

  #fail(problem: string): void {
    for (const stream of [...this.#calls.keys()]) this.#end(stream, problem);
    for (const { reply } of this.#held.splice(0)) reply(new Error(`gRPC: ${problem}`), NOTHING);
  }
}

/** A message with what gRPC puts before it; may be sent again and again. */
export function framed(message: Uint8Array): Buffer {
  const bytes = Buffer.alloc(PREFIX_BYTES + message.length);
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, PREFIX_BYTES);
  return bytes;
}

function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes.writeUInt8(type, 3);
  bytes.writeUInt8(flags, 4);
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, HEAD_BYTES);
  return bytes;
}

function windowUpdate(bytes: number): Buffer {
  const increment = Buffer.alloc(4);
  increment.writeUInt32BE(bytes);
  return frame(TYPE.windowUpdate, 0, 0, increment);
}

/** A field that is not to be remembered; texts of less than 127 bytes, not compressed. `name`: its place in the static table. */
function literal(name: number | string, value: string): Buffer {
  const text = (each: string): Buffer => Buffer.concat([Buffer.of(each.length), Buffer.from(each, "latin1")]);
  if (typeof name === "string") return Buffer.concat([Buffer.of(0), text(name), text(value)]);
  // An index of more than 15 does not fit into four bits: the rest follows.
  const place = name < 15 ? Buffer.of(name) : Buffer.of(15, name - 15);
  return Buffer.concat([place, text(value)]);
}
