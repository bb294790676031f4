/**
 * As much of gRPC as etcd's key-value calls need: unary calls over HTTP/2, many at a time on one connection.
 *
 * Law: a call is done when its trailers say status 0; anything else, a connection that goes included, is an error of that call.
 *
 *     a message on the wire = compressed u8 = 0 | length u32 | protobuf
 */
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from "node:http2";

const PREFIX_BYTES = 5;
/** Of a whole connection: the default of 64 KiB would make many readers wait for each other. */
const WINDOW_BYTES = 16 * 1024 * 1024;

export type Reply = (error: Error | null, message: Buffer) => void;

export class GrpcConnection {
  readonly #session: ClientHttp2Session;

  constructor(url: string) {
    this.#session = connect(url, { settings: { enablePush: false, initialWindowSize: WINDOW_BYTES } });
    this.#session.on("connect", () => this.#session.setLocalWindowSize(WINDOW_BYTES));
    // Each call hears of it by itself.
    this.#session.on("error", () => {});
  }

  /** `framed`: as `framed` makes it. */
  call(path: string, framed: Buffer, reply: Reply): void {
    new Call(this.#session.request(headersOf(path)), framed, reply);
  }

  close(): void {
    this.#session.destroy();
  }
}

/** A message with what gRPC puts before it; may be sent again and again. */
export function framed(message: Uint8Array): Buffer {
  const bytes = Buffer.alloc(PREFIX_BYTES + message.length);
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, PREFIX_BYTES);
  return bytes;
}

const headersOf = (path: string) => ({
  ":method": "POST",
  ":path": path,
  "content-type": "application/grpc",
  te: "trailers",
});

class Call {
  readonly #reply: Reply;
  #chunks: Buffer[] = [];
  #status: string | undefined;
  #reason = "the connection ended";

  constructor(stream: ClientHttp2Stream, request: Buffer, reply: Reply) {
    this.#reply = reply;
    stream.on("response", (headers) => this.#look(headers));
    stream.on("trailers", (headers) => this.#look(headers));
    stream.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    stream.on("error", (error: Error) => {
      this.#reason = error.message;
    });
    stream.on("close", () => this.#end());
    stream.end(request);
  }

  /** A call that fails at once says so in its headers, and has no trailers. */
  #look(headers: IncomingHttpHeaders): void {
    const status = headers["grpc-status"];
    if (status === undefined) return;
    this.#status = String(status);
    this.#reason = `status ${this.#status}: ${String(headers["grpc-message"] ?? "")}`;
  }

  #end(): void {
    if (this.#status !== "0") return this.#reply(new Error(`gRPC: ${this.#reason}`), Buffer.alloc(0));
    const bytes = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#reply(null, (bytes ?? Buffer.alloc(0)).subarray(PREFIX_BYTES));
  }
}
