import { describe, expect, test } from "vitest";
import {
  type LinkSubscription,
  LinkTransport,
  type LinkWatcher,
  type NatsLink,
} from "../../src/transport/link-transport.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { heartbeat, identityOf, Recorder } from "./node.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A link whose flushes are answered by the test. */
class ScriptedLink implements NatsLink {
  readonly servers = ["nats://test"];
  payloadBytesMax = 1024 * 1024;
  connection = "S/1";
  readonly published: string[] = [];
  readonly flushes: { resolve: () => void; reject: (error: Error) => void }[] = [];
  readonly watchers: LinkWatcher[] = [];
  /** By subject. */
  readonly refusals = new Map<string, (reason: string) => void>();
  isUp = true;
  isClosed = false;

  publish(subject: string): boolean {
    if (this.isUp) this.published.push(subject);
    return this.isUp;
  }

  subscribe(subject: string, _onFrame: unknown, onRefused: (reason: string) => void): LinkSubscription {
    this.refusals.set(subject, onRefused);
    return { drain: () => {} };
  }

  newInbox(): string {
    return "_INBOX.test";
  }

  flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.flushes.push({ resolve, reject });
    });
  }

  watch(watcher: LinkWatcher): void {
    this.watchers.push(watcher);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  fall(): void {
    this.isUp = false;
    for (const watcher of this.watchers) watcher.onDown("gone");
  }

  rise(): void {
    this.isUp = true;
    for (const watcher of this.watchers) watcher.onUp();
  }

  async answer(flush: number): Promise<void> {
    this.flushes[flush]?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function scripted() {
  const link = new ScriptedLink();
  const logged: string[] = [];
  const transport = new LinkTransport({
    link,
    codec: createCodec(),
    boot: "b",
    clock: new VirtualClock(),
    log: (message) => logged.push(message),
    frameBytesMax: 1000,
  });
  const told = new Recorder();
  return { link, transport, told, logged, started: transport.start(identityOf("n1"), told) };
}

describe("the node is said to be connected", () => {
  test("only when the server has read its subscriptions; until then nothing is sent", async () => {
    const { link, transport, told, started } = scripted();
    transport.send(heartbeat("n1", 1));
    expect([told.events, link.published, transport.counters.droppedDisconnected]).toEqual([[], [], 1]);
    await link.answer(0);
    await started;
    transport.send(heartbeat("n1", 2));
    expect(told.events).toEqual(["connected"]);
    expect(link.published).toEqual(["graft.zy.from.n1.all", "graft.zy.from.n1.all"]);
  });

  test("after a reconnect likewise, with a presence first", async () => {
    const { link, transport, told } = scripted();
    await link.answer(0);
    link.fall();
    link.rise();
    transport.send(heartbeat("n1", 1));
    expect([told.events, link.published.length]).toEqual([["connected", "disconnected: gone"], 1]);
    await link.answer(1);
    expect([told.events.at(-1), link.published.length]).toEqual(["connected", 2]);
    expect(transport.counters).toMatchObject({ reconnects: 1, droppedDisconnected: 1, framesSent: 2 });
  });

  test("not by the answer to a flush of an earlier connection", async () => {
    const { link, told } = scripted();
    link.fall();
    link.rise();
    await link.answer(0);
    expect(told.events).toEqual([]);
    await link.answer(1);
    expect(told.events).toEqual(["connected"]);
  });

  test("not where the connection drops before the server has read the subscriptions", async () => {
    const { link, told, started } = scripted();
    link.fall();
    link.flushes[0]?.reject(new Error("disconnect"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told.events).toEqual([]);
    link.rise();
    await link.answer(1);
    await started;
    expect(told.events).toEqual(["connected"]);
  });
});

test("a subscription refused later counts as a lost connection, and is logged", async () => {
  const { link, transport, told, logged } = scripted();
  await link.answer(0);
  link.refusals.get("graft.zy.from.*.to.n1")?.("Permissions Violation");
  transport.send(heartbeat("n1", 1));
  expect(told.events).toEqual(["connected", "disconnected: Permissions Violation"]);
  expect([logged, transport.counters.droppedDisconnected]).toEqual([["NATS refused a subscription"], 1]);
});

test("a node that may not detect failures works without, and says so once", async () => {
  const { link, transport, told, logged } = scripted();
  await link.answer(0);
  for (const subject of ["graft-alive.zy.n1", "graft.disconnect", "graft.disconnect"])
    link.refusals.get(subject)?.("Permissions Violation");
  transport.send(heartbeat("n1", 1));
  expect([told.events, transport.counters.framesSent]).toEqual([["connected"], 2]);
  expect(logged).toEqual(new Array(2).fill("NATS does not let this node detect failures"));
});

test("a flush answered after the close tells nobody anything", async () => {
  const { link, transport, told, started } = scripted();
  const failed = expect(started).rejects.toMatchObject({ code: "NATS_UNREACHABLE" });
  await transport.close();
  await link.answer(0);
  link.fall();
  link.rise();
  await failed;
  expect([told.events, link.isClosed, link.flushes.length]).toEqual([[], true, 1]);
});

test("a server that takes less than a node sends is as good as none, also one that it comes back to", async () => {
  const { link, transport, told, logged } = scripted();
  link.payloadBytesMax = 1000;
  await link.answer(0);
  link.fall();
  link.payloadBytesMax = 999;
  link.rise();
  await link.answer(1);
  transport.send(heartbeat("n1", 1));
  expect([told.events, transport.counters.droppedDisconnected]).toEqual([["connected", "disconnected: gone"], 1]);
  expect(logged).toEqual([expect.stringMatching(/999 bytes.* 1000$/)]);
  link.fall();
  link.payloadBytesMax = 1001;
  link.rise();
  await link.answer(2);
  expect(told.events.at(-1)).toBe("connected");
});

test("it is started once, and before it sends", () => {
  const { transport } = scripted();
  expect(() => transport.start(identityOf("n1"), new Recorder())).toThrow(/once/);
  const fresh = new LinkTransport({
    link: new ScriptedLink(),
    codec: createCodec(),
    boot: "b",
    clock: new VirtualClock(),
    log: () => {},
  });
  expect(() => fresh.send(heartbeat("n1", 1))).toThrow(/started/);
});
