import { createServer, type Server, Socket } from "node:net";
import { connect } from "nats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Broker, startBroker } from "../../src/broker/server.ts";
import { isGraftError } from "../../src/errors.ts";
import type { TransportIdentity } from "../../src/ports/transport.ts";
import type { LinkTransport } from "../../src/transport/link-transport.ts";
import {
  adoptNats,
  connectNats,
  createNatsTransport,
  type NatsLink,
  type NatsOptions,
} from "../../src/transport/nats-transport.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { heartbeat, identityOf, Recorder } from "./node.ts";
import { WeakLine } from "./weak-line.ts";

const codec = createCodec();
const cleanups: (() => Promise<void>)[] = [];
let broker: Broker;

beforeEach(async () => {
  broker = await startBroker();
  cleanups.push(() => broker.close());
});

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

interface Peer {
  readonly link: NatsLink;
  readonly transport: LinkTransport;
  readonly told: Recorder;
}

interface JoinOptions {
  readonly url?: string;
  readonly boot?: string;
  readonly identity?: Partial<TransportIdentity>;
  readonly nats?: Partial<NatsOptions>;
  readonly log?: (message: string) => void;
}

async function join(id: string, options: JoinOptions = {}): Promise<Peer> {
  const link = await connectNats({ servers: [options.url ?? broker.url], name: id, ...options.nats });
  const transport = createNatsTransport({
    link,
    codec,
    boot: options.boot ?? `${id}-boot`,
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  cleanups.push(() => transport.close());
  const told = new Recorder();
  await transport.start(identityOf(id, options.identity), told);
  return { link, transport, told };
}

async function weakLine(): Promise<WeakLine> {
  const line = await WeakLine.start(broker.port);
  cleanups.push(() => line.close());
  return line;
}

const stranger = async () => {
  const connection = await connect({ servers: broker.url });
  cleanups.push(() => connection.close());
  return connection;
};

/** `ended` resolves when the broker next says that a client has gone. In an object, since `await` would wait for it. */
async function nextDisconnect(): Promise<{ ended: Promise<void> }> {
  const watcher = await stranger();
  const ended = new Promise<void>((resolve) => {
    watcher.subscribe("graft.disconnect", { callback: () => resolve() });
  });
  await watcher.flush();
  return { ended };
}

async function errorOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => "no error",
    (reason: unknown) => reason,
  );
  if (!isGraftError(error)) throw new Error(`not a GraftError: ${String(error)}`);
  return error;
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `127.0.0.1:${address.port}`;
}

/** A server that says INFO, then one line to each PING. */
const refusing = (info: object, line: string): Server =>
  createServer((socket) => {
    socket.on("error", () => {});
    socket.write(
      `INFO ${JSON.stringify({ server_id: "x", version: "2.9.0", proto: 1, max_payload: 1024, ...info })}\r\n`,
    );
    socket.on("data", (bytes) => {
      if (bytes.includes("PING")) socket.write(line);
    });
  });

describe("messages", () => {
  test("a broadcast reaches all others, a direct message its receiver alone, each once", async () => {
    const [n1, n2, n3] = [await join("n1"), await join("n2"), await join("n3")];
    n1.transport.send(heartbeat("n1", 1));
    n1.transport.send(heartbeat("n1", 2, "n3"));
    n1.transport.send(heartbeat("n1", 3));
    await Promise.all([n2, n3].map(({ told }) => told.until(() => told.rounds.includes(3))));
    expect([n1.told.rounds, n2.told.rounds, n3.told.rounds]).toEqual([[], [1, 3], [1, 2, 3]]);
    expect(n3.told.messages[1]).toEqual(heartbeat("n1", 2, "n3"));
  });

  test("frames and bytes are counted on both sides", async () => {
    const [n1, n2] = [await join("n1"), await join("n2")];
    const before = { ...n2.transport.counters };
    n1.transport.send(heartbeat("n1", 1, "n2"));
    await n2.told.until(() => n2.told.messages.length === 1);
    const bytes = codec.encode({
      clusterId: "c1",
      boot: "n1-boot",
      from: heartbeat("n1", 1).from,
      message: heartbeat("n1", 1, "n2"),
    }).length;
    expect(n1.transport.counters.framesSent).toBe(2); // With the presence at its start.
    expect(n2.transport.counters.framesReceived - before.framesReceived).toBe(1);
    expect(n2.transport.counters.bytesReceived - before.bytesReceived).toBe(bytes);
  });

  test("a frame sent under another node's subject, noise, and a frame of another cluster are counted and dropped", async () => {
    const n1 = await join("n1");
    const connection = await stranger();
    const from = { id: "n2", incarnation: "n2-inc" };
    const frame = { clusterId: "c1", boot: "b", from, message: heartbeat("n2", 1) };
    connection.publish("graft.zy.from.n3.all", codec.encode(frame));
    connection.publish("graft.zy.from.n2.to.n1", codec.encode(frame));
    connection.publish("graft.zy.from.n2.all", new Uint8Array(50));
    connection.publish("graft.zy.from.n2.all", new Uint8Array());
    connection.publish("graft.zy.from.n2.all", codec.encode({ ...frame, clusterId: "c2" }));
    connection.publish("graft.zy.from.n2.all", codec.encode(frame));
    await n1.told.until(() => n1.told.messages.length === 1);
    expect(n1.transport.counters).toMatchObject({ misaddressed: 2, malformed: 2, otherCluster: 1 });
    expect(n1.transport.problems).toMatchObject({ malformed: 2, tooLarge: 0 });
  });
});

describe("connecting", () => {
  test("fails within 3 s, with the address, where nothing listens", async () => {
    const server = createServer();
    const address = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const startMs = performance.now();
    const error = await errorOf(connectNats({ servers: [address], name: "n1" }));
    expect(performance.now() - startMs).toBeLessThan(3000);
    expect([error.code, error.values]).toEqual(["NATS_UNREACHABLE", { servers: `nats://${address}` }]);
    expect(error.message).toContain(address);
  });

  test("fails within 3 s where somebody listens and says nothing, at every address of the list", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}));
    const address = await listening(silent);
    const startMs = performance.now();
    const error = await errorOf(connectNats({ servers: [address, address, address], name: "n1" }));
    expect(performance.now() - startMs).toBeLessThan(3000);
    expect(error.code).toBe("NATS_UNREACHABLE");
  });

  test("finds the one server of a list that answers", async () => {
    const silent = createServer((socket) => socket.on("error", () => {}));
    const link = await connectNats({ servers: [await listening(silent), broker.url], name: "n1" });
    expect(link.isUp).toBe(true);
    await link.close();
  });

  test("says NATS_REFUSED and why, without the password, where the server does not let us in", async () => {
    const address = await listening(refusing({ auth_required: true }, "-ERR 'Authorization Violation'\r\n"));
    const error = await errorOf(connectNats({ servers: [`nats://me:secret@${address}`], name: "n1" }));
    expect(error.code).toBe("NATS_REFUSED");
    expect(error.values).toEqual({ servers: `nats://${address}`, reason: "'Authorization Violation'" });
    expect(`${error.message} ${JSON.stringify(error.values)} ${String(error.cause)}`).not.toContain("secret");
  });

  test("does not go on in the clear where tls:// was asked for", async () => {
    const error = await errorOf(connectNats({ servers: [broker.url.replace("nats:", "tls:")], name: "n1" }));
    expect([error.code, error.values.reason]).toEqual(["NATS_REFUSED", "no tls"]);
  });

  test("says NATS_REFUSED where a subscription is not permitted", async () => {
    const line = "-ERR 'Permissions Violation for Subscription to \"graft.zy.from.*.all\"'\r\nPONG\r\n";
    let isFirst = true;
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write('INFO {"server_id":"x","version":"2.9.0","proto":1,"max_payload":1024}\r\n');
      socket.on("data", (bytes) => {
        if (!bytes.includes("PING")) return;
        socket.write(isFirst ? "PONG\r\n" : line);
        isFirst = false;
      });
    });
    const link = await connectNats({ servers: [await listening(server)], name: "n1" });
    const transport = createNatsTransport({ link, codec, boot: "b" });
    cleanups.push(() => transport.close());
    const told = new Recorder();
    const error = await errorOf(transport.start(identityOf("n1"), told));
    expect(error.code).toBe("NATS_REFUSED");
    expect(error.values.reason).toContain("graft.zy.from.*.all");
    expect(told.events).toEqual([]);
  });
});

describe("when the connection goes", () => {
  test("the node is told at once, nothing is published meanwhile, and it is told again once it can be heard", async () => {
    const line = await weakLine();
    const [n1, n2] = [await join("n1", { url: line.url }), await join("n2")];
    line.cut();
    await n1.told.until(() => n1.told.count("disconnected") === 1);
    n1.transport.send(heartbeat("n1", 1));
    expect(n1.transport.counters.droppedDisconnected).toBe(1);
    await n1.told.until(() => n1.told.count("connected") === 2);
    n2.transport.send(heartbeat("n2", 2, "n1"));
    n1.transport.send(heartbeat("n1", 3, "n2"));
    await Promise.all([
      n1.told.until(() => n1.told.rounds.includes(2)),
      n2.told.until(() => n2.told.rounds.includes(3)),
    ]);
    expect(n2.told.rounds).toEqual([3]);
    expect(n1.transport.counters.reconnects).toBe(1);
  });

  test("nothing from before or during the handshake is sent after it (SCENARIO 17)", async () => {
    const line = await weakLine();
    const [n1, n2] = [await join("n1", { url: line.url }), await join("n2")];
    line.hold();
    line.cut();
    await n1.told.until(() => n1.told.count("disconnected") === 1);
    n1.transport.send(heartbeat("n1", 1));
    // The client has sent CONNECT and waits for its PONG: what is published now, it would keep and send.
    await line.heldSomething();
    for (let round = 2; round < 100; round += 1) n1.transport.send(heartbeat("n1", round));
    line.release();
    await n1.told.until(() => n1.told.count("connected") === 2);
    n1.transport.send(heartbeat("n1", 1000));
    await n2.told.until(() => n2.told.rounds.includes(1000));
    expect(n2.told.rounds).toEqual([1000]);
    expect(n1.transport.counters.droppedDisconnected).toBe(99);
  });

  test("nothing published in the microtasks between the socket's end and the client's word of it is sent later", async () => {
    const line = await weakLine();
    const [n1, n2] = [await join("n1", { url: line.url }), await join("n2")];
    const { emit } = Socket.prototype;
    let hops = 0;
    Socket.prototype.emit = new Proxy(emit, {
      apply: (target, self, args) => {
        const answer: unknown = Reflect.apply(target, self, args);
        if (args[0] === "close") void publishOn();
        return answer;
      },
    });
    cleanups.push(async () => {
      Socket.prototype.emit = emit;
    });
    async function publishOn(): Promise<void> {
      for (let count = 0; count < 200; count += 1) {
        n1.transport.send(heartbeat("n1", 1));
        hops += 1;
        await Promise.resolve();
      }
    }
    line.cut();
    await n1.told.until(() => n1.told.count("connected") === 2);
    n1.transport.send(heartbeat("n1", 1000));
    await n2.told.until(() => n2.told.rounds.includes(1000));
    expect(hops).toBeGreaterThanOrEqual(200);
    expect(n2.told.rounds).toEqual([1000]);
  });

  test("a server that falls silent with its connections open is found by its pings", async () => {
    const line = await weakLine();
    const n1 = await join("n1", { url: line.url, nats: { pingIntervalMs: 30 } });
    line.die();
    await n1.told.until(() => n1.told.count("disconnected") === 1);
    expect(n1.told.events[1]).toContain("does not answer pings");
    expect(n1.told.events[1]).toContain(line.url);
  });

  test("the node says that it is here when it is back", async () => {
    const connection = await stranger();
    const heard: string[] = [];
    connection.subscribe("graft.zy.>", { callback: (_, message) => heard.push(message.subject) });
    await connection.flush();
    const line = await weakLine();
    const n1 = await join("n1", { url: line.url });
    await n1.link.flush();
    line.cut();
    await n1.told.until(() => n1.told.count("connected") === 2);
    await n1.link.flush();
    await connection.flush();
    expect(heard).toEqual(["graft.zy.from.n1.all", "graft.zy.from.n1.all"]);
  });
});

describe("one id, two machines (SCENARIO 22)", () => {
  test("both are told, though each closes as soon as it knows", async () => {
    const twins = [await join("n1", { boot: "boot-a" }), await join("n1", { boot: "boot-b" })];
    const closed = twins.map(async ({ told, transport }) => {
      await told.until(() => told.count("duplicate") > 0);
      await transport.close();
    });
    await Promise.all(closed);
    expect(twins.map(({ told }) => told.events)).toEqual([
      ["connected", "duplicate"],
      ["connected", "duplicate"],
    ]);
  });

  test("our own boot in our own name is an echo, and no double", async () => {
    const n1 = await join("n1");
    const connection = await stranger();
    const message = heartbeat("n1", 1);
    const echo = codec.encode({ clusterId: "c1", boot: "n1-boot", from: message.from, message });
    const heardOf = n1.transport.counters.framesReceived;
    for (const subject of ["graft.zy.from.n1.all", "graft.zy.from.n1.all"]) connection.publish(subject, echo);
    await connection.flush();
    const n2 = await join("n2");
    n2.transport.send(heartbeat("n2", 2));
    await n1.told.until(() => n1.told.rounds.includes(2));
    expect(n1.told.events).toEqual(["connected", "message of n2"]);
    expect(n1.transport.counters.framesReceived - heardOf).toBe(4); // Two echoes, once each; a presence and a heartbeat.
  });
});

describe("closing", () => {
  test("sends what was just published, and calls no handler afterwards", async () => {
    const [n1, n2] = [await join("n1"), await join("n2")];
    const gone = await nextDisconnect();
    n1.transport.send(heartbeat("n1", 7));
    await n1.transport.close();
    await gone.ended;
    await n2.told.until(() => n2.told.rounds.includes(7));
    n2.transport.send(heartbeat("n2", 8));
    await n2.link.flush();
    expect(n1.told.events).toEqual(["connected"]);
  });

  test("twice is the same as once", async () => {
    const n1 = await join("n1");
    await Promise.all([n1.transport.close(), n1.transport.close()]);
  });

  test("does not hang when the server is gone", async () => {
    const n1 = await join("n1");
    await broker.close();
    await n1.told.until(() => n1.told.count("disconnected") === 1);
    const startMs = performance.now();
    await n1.transport.close();
    expect(performance.now() - startMs).toBeLessThan(2000);
  });

  test("does not hang when the server is silent with its connections open", async () => {
    const line = await weakLine();
    const n1 = await join("n1", { url: line.url });
    line.die();
    n1.transport.send(heartbeat("n1", 1));
    const startMs = performance.now();
    await n1.transport.close();
    expect(performance.now() - startMs).toBeLessThan(2000);
  });

  test("while a reconnect is under way leaves no connection behind when that succeeds later", async () => {
    const line = await weakLine();
    const n1 = await join("n1", { url: line.url });
    line.hold();
    line.cut();
    await line.heldSomething();
    const gone = await nextDisconnect();
    await n1.transport.close();
    line.release();
    await gone.ended;
    expect(n1.told.events.map((event) => event.split(":")[0])).toEqual(["connected", "disconnected"]);
  });

  test("before the start was answered rejects the start", async () => {
    const line = await weakLine();
    const link = await connectNats({ servers: [line.url], name: "n1" });
    const transport = createNatsTransport({ link, codec, boot: "b" });
    line.die();
    const started = errorOf(transport.start(identityOf("n1"), new Recorder()));
    await transport.close();
    expect((await started).code).toBe("NATS_UNREACHABLE");
  });
});

test("an adopted connection is left open, without our subscriptions", async () => {
  const connection = await stranger();
  const transport = createNatsTransport({ link: adoptNats(connection), codec, boot: "b" });
  const told = new Recorder();
  await transport.start(identityOf("n1"), told);
  const n2 = await join("n2");
  n2.transport.send(heartbeat("n2", 1));
  await told.until(() => told.messages.length === 1);
  await transport.close();
  n2.transport.send(heartbeat("n2", 2));
  await n2.link.flush();
  await connection.flush();
  expect(connection.isClosed()).toBe(false);
  expect(told.rounds).toEqual([1]);
  expect(broker.stats().subscriptions).toBe(6); // Those of n2.
});
