/** Protocol `graft` over a link whose every move is the test's. */
import { describe, expect, test } from "vitest";
import type { ElectionMessage } from "../../src/ports/election.ts";
import { createElectionTransport } from "../../src/transport/election-transport.ts";
import type { LinkFrame, LinkWatcher, NatsLink } from "../../src/transport/link-transport.ts";
import { encodeElection } from "../../src/wire/election-codec.ts";

class FakeLink implements NatsLink {
  readonly connection = "S/1";
  readonly servers = ["nats://h:1"];
  readonly payloadBytesMax = 1024;
  readonly published: string[] = [];
  readonly frames = new Map<string, (frame: LinkFrame) => void>();
  readonly refusals = new Map<string, (reason: string) => void>();
  readonly #flushes: (() => void)[] = [];
  watcher: LinkWatcher | null = null;
  isUp = true;
  closed = false;

  publish(subject: string, _: Uint8Array, reply?: string): boolean {
    this.published.push(reply === undefined ? subject : `${subject} ${reply}`);
    return true;
  }

  subscribe(subject: string, onFrame: (frame: LinkFrame) => void, onRefused: (reason: string) => void) {
    this.frames.set(subject, onFrame);
    this.refusals.set(subject, onRefused);
    return { drain: () => undefined };
  }

  newInbox(): string {
    return "_INBOX.x";
  }

  flush(): Promise<void> {
    return new Promise((resolve) => this.#flushes.push(resolve));
  }

  watch(watcher: LinkWatcher): void {
    this.watcher = watcher;
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  async flushed(): Promise<void> {
    for (const resolve of this.#flushes.splice(0)) resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }

  deliver(subject: string, bytes: Uint8Array): void {
    this.frames.get(subject)?.({ subject, bytes, reply: "", isNoResponders: false });
  }
}

function joined(timeoutMs = 10_000) {
  const link = new FakeLink();
  const transport = createElectionTransport({ link, clusterName: "zy", nodeId: "n1", echoes: false, timeoutMs });
  const told: (string | ElectionMessage)[] = [];
  const starting = transport.start({
    onMessage: (message) => told.push(message),
    onConnected: () => told.push("connected"),
    onDisconnected: (reason) => told.push(`disconnected: ${reason}`),
  });
  starting.catch(() => undefined);
  return { link, transport, told, starting };
}

const beat = { type: "heartbeat", term: 7, leader: "n2" } as const;

describe("protocol graft over NATS", () => {
  test("is connected once the server knows of every subscription, and sends nothing before", async () => {
    const { link, transport, told, starting } = joined();
    expect([...link.frames.keys()]).toEqual(["graft.zy.heartbeat", "graft.zy.vote_request", "graft.n1.vote_response"]);
    transport.send(beat);
    expect([told, link.published]).toEqual([[], []]);
    await link.flushed();
    await starting;
    expect(told).toEqual(["connected"]);
    transport.send(beat);
    expect(link.published).toEqual(["graft.zy.heartbeat"]);
    expect(transport.counters).toMatchObject({ sent: 1, droppedDisconnected: 1 });
  });

  test("answers a candidate by its id, and asks with its own subject as the reply", async () => {
    const { link, transport, starting } = joined();
    await link.flushed();
    await starting;
    transport.send({ type: "voteRequest", term: 1, candidate: "n1", position: new Uint8Array() });
    transport.send({ type: "voteResponse", term: 1, candidate: "n9", granted: true, voter: "n1" });
    expect(link.published).toEqual(["graft.zy.vote_request graft.n1.vote_response", "graft.n9.vote_response"]);
  });

  test("hands over what it understands, and counts the rest", async () => {
    const { link, transport, told, starting } = joined();
    await link.flushed();
    await starting;
    link.deliver("graft.zy.heartbeat", encodeElection(beat));
    link.deliver("graft.zy.vote_request", new Uint8Array([1, 2, 3]));
    expect(told).toEqual(["connected", beat]);
    expect(transport.counters).toMatchObject({ received: 2, malformed: 1 });
  });

  test("after a fall is connected again only when the server has heard of the subscriptions, of the last rise alone", async () => {
    const { link, transport, told, starting } = joined();
    await link.flushed();
    await starting;
    link.watcher?.onDown("gone");
    transport.send(beat);
    link.watcher?.onUp();
    link.watcher?.onDown("gone again");
    await link.flushed();
    expect(told).toEqual(["connected", "disconnected: gone"]);
    link.watcher?.onUp();
    transport.send(beat);
    await link.flushed();
    expect(told.at(-1)).toBe("connected");
    expect(link.published).toEqual([]);
    expect(transport.counters).toMatchObject({ reconnects: 2, droppedDisconnected: 2 });
  });

  test("is not started where a subscription is refused, nor where no server answers in time", async () => {
    const refused = joined();
    refused.link.refusals.get("graft.zy.heartbeat")?.("Permissions Violation");
    await refused.link.flushed();
    await expect(refused.starting).rejects.toMatchObject({
      code: "NATS_REFUSED",
      values: { servers: "nats://h:1", reason: "Permissions Violation" },
    });
    await expect(joined(1).starting).rejects.toMatchObject({ code: "NATS_UNREACHABLE" });
  });

  test("takes a subscription that is refused later for a lost connection, for good", async () => {
    const { link, told, starting } = joined();
    await link.flushed();
    await starting;
    link.refusals.get("graft.zy.heartbeat")?.("Permissions Violation");
    link.watcher?.onUp();
    await link.flushed();
    expect(told).toEqual([
      "connected",
      "disconnected: NATS at nats://h:1 refused a subscription: Permissions Violation",
    ]);
  });

  test("tells nobody anything once it is closed", async () => {
    const { link, transport, told, starting } = joined();
    await link.flushed();
    await starting;
    await transport.close();
    link.deliver("graft.zy.heartbeat", encodeElection(beat));
    link.watcher?.onDown("gone");
    link.watcher?.onUp();
    await link.flushed();
    expect([told, link.closed]).toEqual([["connected"], true]);
  });
});
