/** The client of etcd, against Node's own HTTP/2. */
import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
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
