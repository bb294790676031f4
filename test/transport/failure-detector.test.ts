import { afterEach, describe, expect, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import { ALL_HINTS } from "../../src/ports/transport.ts";
import { FailureDetector } from "../../src/transport/failure-detector.ts";
import type { LinkFrame, LinkSubscription, NatsLink } from "../../src/transport/link-transport.ts";
import { connectNats } from "../../src/transport/nats-transport.ts";
import { VirtualClock } from "./virtual-clock.ts";

const NOTHING = new Uint8Array();

/** A server that answers what the test has it answer. */
class ScriptedLink implements NatsLink {
  readonly servers = ["nats://test"];
  readonly payloadBytesMax = 1024;
  readonly connection = "S/1";
  readonly isUp = true;
  /** Subjects that nobody listens to. */
  readonly deserted = new Set<string>();
  readonly published: string[] = [];
  readonly #handlers = new Map<string, (frame: LinkFrame) => void>();

  publish(subject: string, _bytes: Uint8Array, reply = ""): boolean {
    this.published.push(subject);
    if (this.deserted.has(subject)) this.tell(`${reply.split(".").slice(0, -1).join(".")}.*`, NOTHING, reply, true);
    return true;
  }

  subscribe(subject: string, onFrame: (frame: LinkFrame) => void): LinkSubscription {
    this.#handlers.set(subject, onFrame);
    return { drain: () => {} };
  }

  tell(subscription: string, bytes: Uint8Array, subject = subscription, isNoResponders = false): void {
    this.#handlers.get(subscription)?.({ subject, bytes, reply: "", isNoResponders });
  }

  newInbox(): string {
    return "_INBOX.test";
  }

  async flush(): Promise<void> {}

  watch(): void {}

  async close(): Promise<void> {}
}

function detectorOver(link: NatsLink, nodeId = "n1", sources = ALL_HINTS) {
  const clock = new VirtualClock();
  const gone: string[] = [];
  const ended: string[] = [];
  const logged: string[] = [];
  const detector = new FailureDetector({
    link,
    clusterName: "zy",
    nodeId,
    clock,
    sources,
    log: (message) => void logged.push(message),
    onPeerGone: (id) => gone.push(id),
    onConnectionEnded: (connection) => ended.push(connection),
  });
  return { detector, clock, gone, ended, logged };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ALIVE = "graft-alive.zy.n2";

describe("a source that is left out", () => {
  test("of the 503: nobody is asked after, and no answer counts", async () => {
    const link = new ScriptedLink();
    const { detector, gone } = detectorOver(link, "n1", { ...ALL_HINTS, noResponders: false });
    detector.heard("n2");
    await turn();
    link.deserted.add(ALIVE);
    detector.probe("n2");
    expect([gone, link.published, detector.report.noResponders]).toEqual([[], [], "unproven"]);
  });

  test("of connections that end: such an event is not even asked for", () => {
    const link = new ScriptedLink();
    const { detector, ended } = detectorOver(link, "n1", { ...ALL_HINTS, connectionEnds: false });
    const event = { server: { id: "S" }, client: { id: 7 } };
    link.tell("graft.disconnect", new TextEncoder().encode(JSON.stringify(event)));
    expect([ended, detector.report.connectionsEnded]).toEqual([[], 0]);
  });
});

describe("that nobody listens where the leader would", () => {
  test("is a hint, of a leader that was found there while it was heard", async () => {
    const link = new ScriptedLink();
    const { detector, gone } = detectorOver(link);
    detector.heard("n2");
    await turn();
    expect(detector.report).toMatchObject({ noResponders: "proven", probes: 1 });
    detector.probe("n2");
    expect(gone).toEqual([]);
    link.deserted.add(ALIVE);
    detector.probe("n2");
    expect([gone, detector.report.missed]).toEqual([["n2"], 1]);
  });

  test("is none before that, nor of anybody else", async () => {
    const link = new ScriptedLink();
    link.deserted.add("graft-alive.zy.n3");
    const { detector, gone } = detectorOver(link);
    detector.probe("n2");
    detector.heard("n2");
    detector.probe("n2");
    await turn();
    detector.probe("n3");
    expect([gone, link.published]).toEqual([[], [ALIVE]]);
  });

  test("is none of a node that speaks all the same: it may not subscribe there", async () => {
    const link = new ScriptedLink();
    link.deserted.add(ALIVE);
    const { detector, clock, gone, logged } = detectorOver(link);
    for (let count = 0; count < 50; count += 1) {
      detector.heard("n2");
      detector.probe("n2");
      await turn();
      clock.advance(100);
    }
    expect([gone, detector.report.noResponders]).toEqual([[], "broken"]);
    expect(logged).toEqual(["NATS says of a node that speaks that it is not there"]);
    expect(link.published.length).toBeLessThan(10);
  });

  test("is none while its interest has not crossed a route, and is one again once it has", async () => {
    const link = new ScriptedLink();
    link.deserted.add(ALIVE);
    const { detector, clock, gone } = detectorOver(link);
    const hear = async (): Promise<void> => {
      detector.heard("n2");
      await turn();
    };
    await hear();
    await hear();
    expect(detector.report.noResponders).toBe("broken");
    link.deserted.clear();
    clock.advance(1001);
    await hear();
    expect(detector.report.noResponders).toBe("proven");
    link.deserted.add(ALIVE);
    detector.probe("n2");
    expect(gone).toEqual(["n2"]);
  });

  test("is believed no more of a leader that was heard after it", async () => {
    const link = new ScriptedLink();
    const { detector, gone } = detectorOver(link);
    detector.heard("n2");
    await turn();
    link.deserted.add(ALIVE);
    detector.probe("n2");
    detector.heard("n2");
    detector.probe("n2");
    expect([gone, detector.report.noResponders]).toEqual([["n2"], "broken"]);
  });

  test("on an earlier connection of ours says nothing", async () => {
    const link = new ScriptedLink();
    const { detector, gone } = detectorOver(link);
    detector.heard("n2");
    await turn();
    detector.reset();
    link.deserted.add(ALIVE);
    detector.probe("n2");
    expect(gone).toEqual([]);
    detector.heard("n2");
    link.tell("_INBOX.test.*", NOTHING, "_INBOX.test.0-n2", true);
    expect([gone, detector.report.noResponders]).toEqual([[], "unproven"]);
  });
});

describe("that a connection has ended", () => {
  const event = (server: unknown, client: unknown): Uint8Array =>
    new TextEncoder().encode(JSON.stringify({ type: "x", server: { id: server }, client: { id: client } }));

  test("is passed on by the names that INFO gave it", () => {
    const link = new ScriptedLink();
    const { detector, ended } = detectorOver(link);
    link.tell("graft.disconnect", event("NSERVER", 17));
    expect([ended, detector.report.connectionsEnded]).toEqual([["NSERVER/17"], 1]);
  });

  test.each([
    ["nothing", NOTHING],
    ["no JSON", new TextEncoder().encode("{")],
    ["null", new TextEncoder().encode("null")],
    ["no server", new TextEncoder().encode('{"client":{"id":1}}')],
    ["a client without a number", event("S", "1")],
    ["a server without a name", event(5, 1)],
    ["too much", new Uint8Array(10_000).fill(32)],
  ])("is not what %s says", (_, bytes) => {
    const link = new ScriptedLink();
    const { ended } = detectorOver(link);
    link.tell("graft.disconnect", bytes);
    expect(ended).toEqual([]);
  });
});

describe("over a broker", () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });

  async function node(url: string, id: string) {
    const link = await connectNats({ servers: [url], name: id });
    cleanups.push(() => link.close());
    const watching = detectorOver(link, id);
    await link.flush();
    return { link, ...watching };
  }

  async function brokerUrl(): Promise<string> {
    const broker = await startBroker();
    cleanups.push(() => broker.close());
    return broker.url;
  }

  test("a node that has gone is told of by the event, under its connection's name, and found missing", async () => {
    const url = await brokerUrl();
    const [n1, n2] = [await node(url, "n1"), await node(url, "n2")];
    n1.detector.heard("n2");
    await n1.link.flush();
    const { connection } = n2.link;
    expect(connection).toMatch(/^.+\/\d+$/);
    expect(connection).not.toBe(n1.link.connection);
    await n2.link.close();
    await n1.link.flush();
    n1.detector.probe("n2");
    await n1.link.flush();
    expect([n1.ended, n1.gone]).toEqual([[connection], ["n2"]]);
  });

  test("somebody who listens to all subjects hides that it is missing, and no more", async () => {
    const url = await brokerUrl();
    const [n1, n2, tap] = [
      await node(url, "n1"),
      await node(url, "n2"),
      await connectNats({ servers: [url], name: "tap" }),
    ];
    cleanups.push(() => tap.close());
    tap.subscribe(
      "graft-alive.>",
      () => {},
      () => {},
    );
    await tap.flush();
    n1.detector.heard("n2");
    await n1.link.flush();
    await n2.link.close();
    n1.detector.probe("n2");
    await n1.link.flush();
    expect([n1.gone, n1.detector.report.noResponders]).toEqual([[], "proven"]);
    expect(n1.ended).toHaveLength(1);
  });
});
