/** The client of etcd, against Node's own HTTP/2. */
import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import { createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { framed, GrpcConnection } from "../../bench/peers/grpc.ts";

let server: Http2Server | null = null;
let client: GrpcConnection | null = null;

afterEach(async () => {
  client?.close();
  if (server !== null) await new Promise((resolve) => server?.close(resolve));
});

type OnCall = (stream: ServerHttp2Stream, path: string, request: Buffer) => void;

async function connected(onCall: OnCall): Promise<GrpcConnection> {
  const listening = createServer();
  server = listening;
  listening.on("stream", async (stream, headers) => {
    stream.on("error", () => {}); // of a call that a test resets
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    onCall(stream, String(headers[":path"]), Buffer.concat(chunks));
  });
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  client = new GrpcConnection(`http://127.0.0.1:${port}`);
  return client;
}

/** As gRPC does: headers, one message, trailers. */
function answer(stream: ServerHttp2Stream, message: Buffer): void {
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.end(framed(message));
}

const called = (connection: GrpcConnection, message: Buffer): Promise<string> =>
  new Promise((resolve) =>
    connection.call("/a.B/C", framed(message), (error, reply) =>
      resolve(error === null ? reply.toString("latin1") : error.message),
    ),
  );

/** Type, flags and length of the frames behind the preface, whole ones only. */
function framesIn(bytes: Buffer): { readonly type: number; readonly flags: number; readonly length: number }[] {
  const frames = [];
  for (let at = PREFACE_BYTES; at + 9 <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3);
    if (at + 9 + length > bytes.length) break;
    frames.push({ type: bytes.readUInt8(at + 3), flags: bytes.readUInt8(at + 4), length });
    at += 9 + length;
  }
  return frames;
}

const PREFACE_BYTES = 24;
const SETTINGS = Buffer.from("000000040000000000", "hex");
const PING = Buffer.from("0000080600000000000000000000000000", "hex");
/** By 2 MiB, of the connection. */
const WIDER = Buffer.from("00000408000000000000200000", "hex");

describe("flow control", () => {
  test("no more is sent than the connection's window, until the other side widens it", async () => {
    let received = Buffer.alloc(0);
    const dataBytes = (): number =>
      framesIn(received).reduce((sum, { type, length }) => sum + (type === 0 ? length : 0), 0);
    const strict = createTcpServer((socket) => {
      socket.write(SETTINGS);
      socket.on("data", (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
      });
    });
    strict.listen(0, "127.0.0.1");
    const connection = once(strict, "connection");
    await once(strict, "listening");
    const address = strict.address();
    client = new GrpcConnection(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
    const [socket]: Socket[] = await connection;
    for (let count = 0; count < 40; count += 1) void called(client, Buffer.alloc(30_000));
    socket?.write(PING); // answered behind all that was sent before
    await expect.poll(() => framesIn(received).some(({ type, flags }) => type === 6 && flags === 1)).toBe(true);
    expect(dataBytes()).toBe(2 * 30_005);
    socket?.write(WIDER);
    await expect.poll(dataBytes).toBe(40 * 30_005);
    client.close();
    strict.close();
  });
});

describe("a unary call", () => {
  test("sends its path and message, and gets the answer's", async () => {
    const connection = await connected((stream, path, request) =>
      answer(stream, Buffer.from(`${path} ${request.subarray(5)}`)),
    );
    expect(await called(connection, Buffer.from("ping"))).toBe("/a.B/C ping");
  });

  test("is answered for itself, where many are under way and answers come in another order", async () => {
    const open: (() => void)[] = [];
    const connection = await connected((stream, _path, request) => {
      open.push(() => answer(stream, Buffer.from(request.subarray(5))));
      if (open.length === 50) for (const each of open.reverse()) each();
    });
    const asked = Array.from({ length: 50 }, (_, place) => `call ${place}`);
    expect(await Promise.all(asked.map((text) => called(connection, Buffer.from(text))))).toEqual(asked);
  });

  test("may be one of so many that the other side's window holds them back", async () => {
    const connection = await connected((stream, _path, request) => answer(stream, Buffer.from(`${request.length}`)));
    const calls = Array.from({ length: 40 }, () => called(connection, Buffer.alloc(30_000)));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["30005"]));
  });

  test("gets an answer that comes in many frames", async () => {
    const connection = await connected((stream) => answer(stream, Buffer.alloc(200_000, "x")));
    expect(await called(connection, Buffer.from("all"))).toBe("x".repeat(200_000));
  });

  test("that fails has trailers and no message: an error", async () => {
    const connection = await connected((stream) =>
      stream.respond({ ":status": 200, "grpc-status": "14" }, { endStream: true }),
    );
    expect(await called(connection, Buffer.from("x"))).toBe("gRPC: the call failed");
  });

  test("that is reset is an error", async () => {
    const connection = await connected((stream) => stream.close(2));
    expect(await called(connection, Buffer.from("x"))).toMatch(/^gRPC: /);
  });

  test("on a connection that ends is an error, and so is one after it", async () => {
    const connection = await connected((stream) => stream.session?.destroy());
    expect(await called(connection, Buffer.from("x"))).toMatch(/^gRPC: /);
    expect(await called(connection, Buffer.from("x"))).toMatch(/^gRPC: /);
  });
});
