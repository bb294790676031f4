import { describe, expect, test } from "vitest";
import { encodeEnvelope, Sessions } from "../../src/driver/sessions.ts";
import { KvClient } from "../../src/kv/client.ts";
import { VALUE_BYTES_MAX } from "../../src/kv/format.ts";
import { KvMachine } from "../../src/kv/machine.ts";
import { SessionClient, type SessionClientParts } from "../../src/kv/session-client.ts";
import { SessionPool } from "../../src/kv/session-pool.ts";
import type { Reply } from "../../src/kv/transport.ts";
import type { ClientErrorCode, ClientResponse } from "../../src/ports/client-door.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { VirtualClock } from "../driver/virtual-clock.ts";

/** What becomes of one request: executed and answered, or one of the ways to fail. */
type Fate =
  | "done"
  | "lost"
  | "answerLost"
  | "noResponders"
  | "notSent"
  | "cut"
  | "leaderChanged"
  | { code: ClientErrorCode; may: boolean };

const codec = createClientCodec();
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A cluster of one, whose network does what the test says; "done" when it has said no more. */
class Cluster {
  readonly clock = new VirtualClock();
  readonly machine = new KvMachine();
  sessions = new Sessions(this.machine);
  fates: Fate[] = [];
  sent: string[] = [];
  /** Told when a leader next says that it serves. */
  readonly awaitLeader = new Set<() => void>();
  #index = 0;

  client(timeoutMs = 5_000): KvClient {
    return new KvClient(new SessionClient(this.#parts(timeoutMs)));
  }

  tellLeader(): void {
    const waiting = [...this.awaitLeader];
    this.awaitLeader.clear();
    for (const told of waiting) told();
  }

  /** With so many sessions at most. */
  pool(sessionsMax: number): KvClient {
    return new KvClient(new SessionPool(this.#parts(5_000), sessionsMax));
  }

  #parts(timeoutMs: number): SessionClientParts {
    const send = (frame: Uint8Array, waitMs: number) => this.#send(frame, waitMs);
    const onLeader = (told: () => void) => {
      this.awaitLeader.add(told);
      return () => this.awaitLeader.delete(told);
    };
    return {
      transport: { propose: send, read: send, onLeader },
      codec,
      clock: this.clock,
      random: () => 0.5,
      timeoutMs,
    };
  }

  /** Lets time pass until `promise` settles. */
  async settled<T>(promise: Promise<T>): Promise<T> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    promise.then(over, over);
    for (let turn = 0; !isOver && turn < 60_000; turn += 1) {
      await Promise.resolve();
      if (turn % 20 === 19) this.clock.pass(10);
    }
    return promise;
  }

  #send(frame: Uint8Array, waitMs: number): Promise<Reply> {
    const fate = this.fates.shift() ?? "done";
    const decoded = codec.decodeRequest(frame);
    if (!decoded.ok) throw new Error("malformed request");
    const { request } = decoded;
    this.sent.push(request.type === "propose" ? `${request.clientId}/${request.sequence}` : request.type);
    if (fate === "noResponders") return Promise.resolve({ kind: "noResponders" });
    if (fate === "notSent") return Promise.resolve({ kind: "disconnected", wasSent: false });
    if (fate === "cut") return Promise.resolve({ kind: "disconnected", wasSent: true });
    if (fate === "leaderChanged") return Promise.resolve({ kind: "leaderChanged" });
    if (fate === "lost") return this.#silence(waitMs);
    if (typeof fate === "object") return this.#answer(errorResponse(fate.code, fate.may));
    const response = this.#serve(request);
    return fate === "answerLost" ? this.#silence(waitMs) : this.#answer(response);
  }

  #serve(request: Parameters<typeof encodeEnvelope>[0] | { type: "read"; query: Uint8Array }): ClientResponse {
    if (request.type === "read") return { type: "ok", index: this.#index, result: this.sessions.query(request.query) };
    this.#index += 1;
    return this.sessions.apply(encodeEnvelope(request), this.#index);
  }

  #answer(response: ClientResponse): Promise<Reply> {
    return Promise.resolve({ kind: "reply", bytes: codec.encodeResponse(response) });
  }

  #silence(waitMs: number): Promise<Reply> {
    return new Promise((resolve) => {
      this.clock.at(this.clock.now + waitMs, () => resolve({ kind: "timedOut" }));
    });
  }
}

const errorResponse = (code: ClientErrorCode, mayHaveExecuted: boolean): ClientResponse => ({
  type: "error",
  code,
  message: "as told",
  mayHaveExecuted,
  leader: null,
});

describe("the client", () => {
  test("puts, gets, compares and sets, lists and deletes", async () => {
    const cluster = new Cluster();
    const client = cluster.client();
    const revision = await client.put("a/é", bytes("1"));
    expect(await client.get("a/é")).toEqual({ key: "a/é", revision, value: bytes("1") });
    expect(await client.get("b", "stale")).toBeNull();
    expect(await client.compareAndSet("a/é", { type: "absent" }, bytes("2"))).toEqual({ done: false, revision });
    expect(await client.compareAndSet("x", { type: "revision", revision }, bytes("2"))).toEqual({
      done: false,
      revision: null,
    });
    const next = await client.compareAndSet("a/é", { type: "value", value: bytes("1") }, bytes("2"));
    expect(next).toEqual({ done: true, revision: expect.any(Number) });
    await client.put("b", bytes("3"));
    const page = await client.listKeys({ limit: 1 });
    expect(page).toEqual({ items: [{ key: "a/é", revision: next.revision }], next: "a/é" });
    expect((await client.list({ after: page.next ?? "" })).items.map(({ value }) => text(value))).toEqual(["3"]);
    expect(await client.delete("a/é")).toBe(next.revision);
    expect(await client.delete("a/é")).toBeNull();
  });

  test("registers when it first changes something, and only then", async () => {
    const cluster = new Cluster();
    const client = cluster.client();
    await client.get("a");
    await Promise.all([client.put("a", bytes("1")), client.put("b", bytes("2"))]);
    expect(cluster.sent).toEqual(["read", "register", "1/1", "1/2"]);
  });

  test("with several sessions has so many changes under way, each in a session that is free", async () => {
    const cluster = new Cluster();
    const client = cluster.pool(2);
    await client.put("a", bytes("1"));
    expect(cluster.sent).toEqual(["register", "1/1"]);
    cluster.fates = ["lost"];
    const late = client.put("a", bytes("2"));
    await client.put("b", bytes("3"));
    await client.put("b", bytes("4"));
    const queued = [client.put("c", bytes("5")), client.put("d", bytes("6")), client.put("e", bytes("7"))];
    await cluster.settled(Promise.all([late, ...queued]));
    const clientIds = cluster.sent.flatMap((sent) => (sent === "register" ? [] : [sent.split("/")[0]]));
    expect(cluster.sent.filter((sent) => sent === "register")).toHaveLength(2);
    expect(new Set(clientIds).size).toBe(2);
    // The one that was lost kept its session for itself until it was done.
    expect(cluster.sent.filter((sent) => sent === "1/2")).toHaveLength(2);
    expect(cluster.sent.indexOf("1/3")).toBeGreaterThan(cluster.sent.lastIndexOf("1/2"));
  });

  test("asks a new leader at once, under the same sequence: the old one may have heard it", async () => {
    const cluster = new Cluster();
    cluster.fates = ["done", "leaderChanged", "leaderChanged"];
    const beganMs = cluster.clock.now;
    await cluster.client().put("a", bytes("1"));
    expect(cluster.sent).toEqual(["register", "1/1", "1/1", "1/1"]);
    expect(cluster.clock.now).toBe(beganMs);
    cluster.fates = ["done", "leaderChanged", { code: "TOO_LARGE", may: false }];
    await expect(cluster.client().put("a", bytes("1"))).rejects.toMatchObject({ code: "UNCERTAIN" });
  });

  test("waits no longer than there is no leader, and forgets that it has waited", async () => {
    const cluster = new Cluster();
    cluster.fates = ["noResponders", "noResponders"];
    const put = cluster.client().put("a", bytes("1"));
    while (cluster.awaitLeader.size === 0) await Promise.resolve();
    cluster.tellLeader();
    await cluster.settled(put);
    expect([cluster.sent.length, cluster.awaitLeader.size]).toEqual([4, 0]);
  });

  test("repeats a change under one sequence, and it is made once", async () => {
    const cluster = new Cluster();
    cluster.fates = ["done", "answerLost", "noResponders", "lost", { code: "NOT_LEADER", may: false }];
    const revision = await cluster.settled(cluster.client(20_000).put("a", bytes("1")));
    expect(cluster.sent).toEqual(["register", "1/1", "1/1", "1/1", "1/1", "1/1"]);
    expect(revision).toBe(2);
    expect((await cluster.client().get("a"))?.revision).toBe(2);
  });

  test.each<[string, Fate[]]>([
    ["nobody leads", ["noResponders"]],
    ["the connection is away", ["notSent"]],
    ["the cluster is overloaded", [{ code: "OVERLOADED", may: false }]],
    ["the leader is lost", [{ code: "NODE_STOPPED", may: false }]],
  ])("goes on trying to register and to change while %s", async (_, fates) => {
    const cluster = new Cluster();
    cluster.fates = [...fates, ...fates, "done", ...fates];
    expect(await cluster.settled(cluster.client().put("a", bytes("1")))).toBe(2);
  });

  test("makes a new session when its own expired and nothing is in doubt", async () => {
    const cluster = new Cluster();
    const client = cluster.client();
    await client.put("a", bytes("1"));
    cluster.sessions = new Sessions(cluster.machine);
    expect(await cluster.settled(client.put("a", bytes("2")))).toBe(5);
    expect(cluster.sent).toEqual(["register", "1/1", "1/2", "register", "4/1"]);
  });

  test("does not repeat under a new session what may have been executed under the old one", async () => {
    const cluster = new Cluster();
    const client = cluster.client();
    await client.put("a", bytes("1"));
    cluster.fates = ["lost", { code: "SESSION_EXPIRED", may: true }];
    await expect(cluster.settled(client.put("a", bytes("2")))).rejects.toMatchObject({ code: "UNCERTAIN" });
    expect(text((await client.get("a"))?.value)).toBe("1");
  });
});

const SURELY_NOT = { code: "NO_LEADER" };
const always = (fate: Fate): Fate[] => Array.from({ length: 1_000 }, () => fate);

describe("what a caller is told at the deadline", () => {
  test.each<[string, Fate[], string]>([
    ["nobody ever led", always("noResponders"), "NO_LEADER"],
    ["it never left", always("notSent"), "TIMED_OUT"],
    ["it was always too much", always({ code: "OVERLOADED", may: false }), "OVERLOADED"],
    ["it may have arrived", always("lost"), "UNCERTAIN"],
    ["the connection was cut behind it", ["cut", ...always("notSent")], "UNCERTAIN"],
    [
      "one early attempt is in doubt, and all later ones surely failed",
      ["lost", ...always("noResponders")],
      "UNCERTAIN",
    ],
    ["the leader itself does not know", always({ code: "UNCERTAIN", may: true }), "UNCERTAIN"],
  ])("where %s", async (_, fates, code) => {
    const cluster = new Cluster();
    cluster.fates = ["done", ...fates];
    await expect(cluster.settled(cluster.client(2_500).put("a", bytes("1")))).rejects.toMatchObject({ code });
  });

  test("a registration in doubt leaves nothing in doubt", async () => {
    const cluster = new Cluster();
    cluster.fates = ["lost", ...always("noResponders")];
    await expect(cluster.settled(cluster.client(2_500).put("a", bytes("1")))).rejects.toMatchObject(SURELY_NOT);
  });

  test("a read is never in doubt", async () => {
    const cluster = new Cluster();
    cluster.fates = always("lost");
    await expect(cluster.settled(cluster.client(2_500).get("a"))).rejects.toMatchObject({ code: "TIMED_OUT" });
  });

  test("a change that waited for another one beyond its own deadline was never sent", async () => {
    const cluster = new Cluster();
    cluster.fates = ["done", ...always("lost")];
    const client = cluster.client(2_500);
    const both = Promise.allSettled([client.put("a", bytes("1")), client.put("b", bytes("2"))]);
    const codes = (await cluster.settled(both)).map((one) => one.status === "rejected" && one.reason.code);
    expect(codes).toEqual(["UNCERTAIN", "TIMED_OUT"]);
    expect(cluster.sent).not.toContain("1/2");
  });
});

test("the sequence after one that was given up shuts it out", async () => {
  const cluster = new Cluster();
  const client = cluster.client(1_500);
  await client.put("a", bytes("1"));
  cluster.fates = always("lost");
  await expect(cluster.settled(client.put("a", bytes("late")))).rejects.toMatchObject({ code: "UNCERTAIN" });
  cluster.fates = [];
  await client.put("a", bytes("3"));
  const late = { type: "propose", clientId: 1, sequence: 2, command: bytes("x") } as const;
  expect(cluster.sessions.apply(encodeEnvelope(late), 99)).toMatchObject({ code: "INVALID_REQUEST" });
});

test.each([
  ["an empty key", "", "INVALID_OPTION"],
  ["a key that is too long", "k".repeat(1025), "INVALID_OPTION"],
  ["half a character", "\ud800", "INVALID_OPTION"],
])("%s is refused before anything is sent", async (_, key, code) => {
  const cluster = new Cluster();
  await expect(cluster.client().put(key, bytes("1"))).rejects.toMatchObject({ code });
  expect(cluster.sent).toEqual([]);
});

test("a value that is too large is refused before anything is sent, with both sizes", async () => {
  const cluster = new Cluster();
  const put = cluster.client().put("a", new Uint8Array(VALUE_BYTES_MAX + 1));
  const values = { bytes: VALUE_BYTES_MAX + 1, allowedBytes: VALUE_BYTES_MAX };
  await expect(put).rejects.toMatchObject({ code: "TOO_LARGE", values });
  expect(cluster.sent).toEqual([]);
});
