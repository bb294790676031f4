import { describe, expect, test } from "vitest";
import { drive, type Load } from "../../bench/peers/load.ts";
import type { Done, Peer, PeerConnection } from "../../bench/peers/peer.ts";

const NEVER = new AbortController().signal;

/** Answers when told to, in the order of the questions. */
class FakePeer implements Peer {
  readonly name = "fake";
  readonly sync = "none";
  readonly reads = "whatever";
  readonly connections: readonly PeerConnection[];
  readonly waiting: Done[] = [];
  readonly asked: { readonly by: number; readonly operation: string; readonly key: number }[] = [];
  mostWaiting = 0;

  constructor(connections: number) {
    this.connections = Array.from({ length: connections }, (_, by) => ({
      put: (key, done) => this.#take(by, "put", key, done),
      get: (key, done) => this.#take(by, "get", key, done),
    }));
  }

  cpuUs(): number {
    return this.asked.length;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  answerAll(error: Error | null = null): void {
    while (this.waiting.length > 0) this.waiting.shift()?.(error);
  }

  #take(by: number, operation: string, key: number, done: Done): void {
    this.asked.push({ by, operation, key });
    this.waiting.push(done);
    this.mostWaiting = Math.max(this.mostWaiting, this.waiting.length);
  }
}

const load = (more: Partial<Load>): Load => ({ operation: "put", outstanding: 4, connections: 2, count: 20, ...more });

describe("the load that all peers get", () => {
  test("keeps so many under way, no more and no fewer, until all are asked", async () => {
    const peer = new FakePeer(2);
    const driven = drive(peer, load({}), NEVER);
    expect(peer.waiting.length).toBe(4);
    peer.waiting.shift()?.(null);
    expect(peer.waiting.length).toBe(4);
    peer.answerAll();
    expect((await driven).tookMs.length).toBe(20);
    expect(peer.mostWaiting).toBe(4);
    expect(peer.asked.length).toBe(20);
  });

  test("is spread evenly over as many connections as it is to use", async () => {
    const peer = new FakePeer(8);
    const driven = drive(peer, load({ connections: 4, outstanding: 8 }), NEVER);
    expect(peer.asked.map(({ by }) => by)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    peer.answerAll();
    await driven;
    expect(new Set(peer.asked.map(({ by }) => by))).toEqual(new Set([0, 1, 2, 3]));
  });

  test("reads what it is told to read", async () => {
    const peer = new FakePeer(1);
    const driven = drive(peer, load({ operation: "get", connections: 1 }), NEVER);
    peer.answerAll();
    await driven;
    expect(new Set(peer.asked.map(({ operation }) => operation))).toEqual(new Set(["get"]));
  });

  test("counts the CPU of what it caused", async () => {
    const peer = new FakePeer(1);
    const driven = drive(peer, load({ connections: 1 }), NEVER);
    peer.answerAll();
    expect((await driven).cpuUs).toBe(20);
  });

  test("ends with the error of an operation that failed", async () => {
    const peer = new FakePeer(1);
    const driven = drive(peer, load({ connections: 1 }), NEVER);
    peer.answerAll(new Error("no such key"));
    await expect(driven).rejects.toThrow("no such key");
  });

  test("that is broken off tells what was answered by then", async () => {
    const peer = new FakePeer(1);
    const controller = new AbortController();
    const driven = drive(peer, load({ connections: 1 }), controller.signal);
    for (let answers = 0; answers < 3; answers += 1) peer.waiting.shift()?.(null);
    controller.abort();
    expect((await driven).tookMs.length).toBe(3);
    peer.answerAll();
    expect(peer.asked.length).toBe(7);
  });

  test("that was broken off before it began asks nothing", async () => {
    const peer = new FakePeer(1);
    expect((await drive(peer, load({ connections: 1 }), AbortSignal.abort())).tookMs.length).toBe(0);
    expect(peer.asked).toEqual([]);
  });
});
