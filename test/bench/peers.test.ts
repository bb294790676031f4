/** Each peer that is here does what a benchmark asks of it, and is gone afterwards. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { etcd } from "../../bench/peers/etcd.ts";
import { jetStream } from "../../bench/peers/jetstream.ts";
import { drive } from "../../bench/peers/load.ts";
import { model } from "../../bench/peers/model.ts";
import { ours } from "../../bench/peers/ours.ts";
import { type Done, KEYS, type PeerKind, READ_NOTHING } from "../../bench/peers/peer.ts";
import { ownTemporaryFolder } from "../supervisor/bench.ts";

const NEVER = new AbortController().signal;
const OPTIONS = { nodes: 3, connections: 2, valueBytes: 100 };
const PUTS = { operation: "put", outstanding: 8, connections: 2, count: 200 } as const;
const PEER_MS_MAX = 60_000;

const KINDS: readonly (readonly [string, PeerKind])[] = [
  ["graft-ts", ours({ broker: "embedded", consistency: "linearizable" })],
  ["graft-ts with stale reads", ours({ broker: "embedded", consistency: "stale" })],
  ["the floor", model],
  ["etcd", etcd],
  ["JetStream", jetStream({ syncAlways: false })],
  ["JetStream, synced", jetStream({ syncAlways: true })],
];

const foldersIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith("graft-bench-"));

const outcome = (ask: (done: Done) => void): Promise<Error | null> => new Promise((resolve) => ask(resolve));

describe.each(KINDS)("%s", (_name, kind) => {
  test("writes, reads what was written, and leaves nothing behind", { timeout: PEER_MS_MAX }, async ({ skip }) => {
    const reason = await kind.absent();
    skip(reason !== null, `${kind.name}: ${reason}`);
    const folder = await ownTemporaryFolder();
    const peer = await kind.start(OPTIONS);
    expect(foldersIn(folder)).not.toEqual([]);
    try {
      const { tookMs, elapsedMs } = await drive(peer, PUTS, NEVER);
      expect(tookMs.length).toBe(PUTS.count);
      expect(Math.max(...tookMs)).toBeLessThanOrEqual(elapsedMs);
      expect(Math.min(...tookMs)).toBeGreaterThan(0);
      if (peer.reads === READ_NOTHING) return;
      expect((await drive(peer, { ...PUTS, operation: "get" }, NEVER)).tookMs.length).toBe(PUTS.count);
      const [connection] = peer.connections;
      // Not written: a peer that answers whatever it is asked would be fast.
      expect(await outcome((done) => connection?.get(KEYS - 1, done))).toBeInstanceOf(Error);
    } finally {
      await peer.close();
    }
    expect(foldersIn(folder)).toEqual([]);
  });
});
