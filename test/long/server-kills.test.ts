/**
 * Five nodes, a process each, on three nats-servers joined by routes; servers and nodes are killed (SIGKILL) at random while
 * clients write, swap, delete and read. Nothing acknowledged is lost, all machines are equal, and the history is linearizable.
 *
 * GRAFT_KILL_SECONDS: how long (default 25; 600 for a thorough run). GRAFT_SEED: replays the choices of a run, not its timing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { isGraftError } from "../../src/errors.ts";
import type { KvClient } from "../../src/kv/client.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { ask } from "../../src/scenario/ask.ts";
import { type Call, History, type Operation, operationText } from "../../src/scenario/history.ts";
import { linearizabilityViolation } from "../../src/scenario/linearizability.ts";
import { random } from "../cluster/workload.ts";
import { REAL_SERVERS } from "../conformance/servers.ts";
import { OwnNodes } from "./own-nodes.ts";
import { ServerCluster } from "./server-routes.ts";

const SECONDS = Number(process.env.GRAFT_KILL_SECONDS ?? 25);
const SEED = Number(process.env.GRAFT_SEED ?? Math.floor(Math.random() * 2 ** 31));
const NODES = ["n1", "n2", "n3", "n4", "n5"];
const KEYS = Array.from({ length: 20 }, (_, i) => `k${i}`);
const CLIENTS = 6;
const THINK_MS = 300;
const ROUND = { downMsMax: 2_500, upMsMax: 2_500 };
const WITHIN = { timeout: 60_000, interval: 100 };
/** The current one where there is one. */
const SERVER = REAL_SERVERS.findLast(({ missing }) => !missing)?.executable ?? null;

type Chance = () => number;
const pick = <T>(chance: Chance, from: readonly T[]): T | undefined => from[Math.floor(chance() * from.length)];

const KINDS = ["node", "leader", "two nodes", "server", "two servers", "leader and server", "all servers"] as const;

/** What a round kills: at most two nodes, so that a majority stays. */
function victims(kind: (typeof KINDS)[number], leader: string, chance: Chance): { nodes: string[]; servers: number[] } {
  const other = pick(chance, NODES) ?? "n1";
  const first = Math.floor(chance() * 3);
  const table = {
    node: { nodes: [other], servers: [] },
    leader: { nodes: [leader], servers: [] },
    "two nodes": { nodes: [...new Set([leader, other])], servers: [] },
    server: { nodes: [], servers: [first] },
    "two servers": { nodes: [], servers: [first, (first + 1) % 3] },
    "leader and server": { nodes: [leader], servers: [first] },
    "all servers": { nodes: [], servers: [0, 1, 2] },
  };
  return table[kind];
}

/** One round after the other: kill, wait, start again. */
async function killAtRandom(nats: ServerCluster, nodes: OwnNodes, untilMs: number): Promise<Map<string, number>> {
  const chance = random(SEED);
  const kills = new Map<string, number>();
  while (performance.now() < untilMs) {
    const kind = pick(chance, KINDS) ?? "node";
    const hit = victims(kind, nodes.leader ?? "n1", chance);
    const servers = nats.servers.filter((_, i) => hit.servers.includes(i));
    await Promise.all([...hit.nodes.map((id) => nodes.kill(id)), ...servers.map((server) => server.kill())]);
    kills.set(kind, (kills.get(kind) ?? 0) + 1);
    await pause(200 + chance() * ROUND.downMsMax);
    for (const id of hit.nodes) nodes.start(id);
    await Promise.all(servers.map((server) => server.start()));
    await pause(chance() * ROUND.upMsMax);
  }
  return kills;
}

class Client {
  readonly #name: string;
  readonly #kv: KvClient;
  readonly #history: History;
  readonly #chance: Chance;
  readonly #seen = new Map<string, string | null>();
  #count = 0;
  #isStopped = false;
  /** Keys that are written once; acknowledged. */
  readonly kept: string[] = [];

  constructor(name: string, kv: KvClient, history: History, chance: Chance) {
    this.#name = name;
    this.#kv = kv;
    this.#history = history;
    this.#chance = chance;
  }

  async run(): Promise<void> {
    while (!this.#isStopped) {
      await pause(this.#chance() * THINK_MS);
      if (this.#chance() < 0.2) await this.#keep();
      else await this.call(pick(this.#chance, KEYS) ?? "k0");
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  async call(key: string, call: Call = this.#anyCall(key)): Promise<boolean> {
    const id = this.#history.begin(this.#name, key, call, performance.now());
    try {
      const outcome = await ask(this.#kv, key, call);
      this.#history.end(id, outcome, performance.now());
      this.#seen.delete(key);
      if (outcome.type === "read") this.#seen.set(key, outcome.value);
      return true;
    } catch (error) {
      if (!isGraftError(error)) throw error;
      const outcome = error.code === "UNCERTAIN" ? { type: "unknown" as const } : refusal(error.code);
      this.#history.end(id, outcome, performance.now());
      return false;
    }
  }

  async #keep(): Promise<void> {
    const value = this.#newValue();
    const key = `kept-${value}`;
    if (await this.call(key, { type: "put", value })) this.kept.push(key);
  }

  #anyCall(key: string): Call {
    const kind = this.#chance();
    if (kind < 0.4) return { type: "put", value: this.#newValue() };
    if (kind < 0.6) return { type: "cas", expected: this.#seen.get(key) ?? null, value: this.#newValue() };
    return { type: kind < 0.67 ? "delete" : "get" };
  }

  #newValue(): string {
    return `${this.#name}-${this.#count++}`;
  }
}

const refusal = (code: string) => ({ type: "refused", code }) as const;

/** Each node has applied all that any has in its log. */
async function allEqual(nodes: OwnNodes): Promise<boolean> {
  const states = await Promise.all(nodes.ids.map((id) => nodes.state(id)));
  const end = Math.max(...states.map((state) => state?.lastIndex ?? 0));
  const same = new Set(states.map((state) => state?.hash)).size === 1;
  return same && states.every((state) => state?.appliedIndex === end);
}

function tally(operations: readonly Operation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of operations) {
    const name = outcome.type === "refused" ? `refused ${outcome.code}` : outcome.type;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function longestOutageMs(operations: readonly Operation[]): number {
  const doneMs = operations.flatMap(({ outcome, endMs }) => (outcome.type === "done" ? [endMs] : []));
  doneMs.sort((a, b) => a - b);
  return doneMs.reduce((longest, atMs, i) => Math.max(longest, atMs - (doneMs[i - 1] ?? atMs)), 0);
}

/** With the whole history of the key that has no order. */
function judged(operations: readonly Operation[]): string | null {
  for (const key of new Set(operations.map((operation) => operation.key))) {
    const ofKey = operations.filter((operation) => operation.key === key);
    const violation = linearizabilityViolation(ofKey);
    if (violation !== null) return [`seed ${SEED}`, violation, ...ofKey.map(operationText)].join("\n");
  }
  return null;
}

test.skipIf(SERVER === null)(
  `seed ${SEED}: ${SECONDS} s of killing servers and nodes lose nothing, and the history is linearizable${SERVER === null ? " (skipped: no nats-server)" : ""}`,
  { timeout: (SECONDS + 240) * 1000 },
  async () => {
    process.stdout.write(`GRAFT_SEED=${SEED}\n`);
    const folder = mkdtempSync(join(tmpdir(), "graft-kills-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
    const nats = await ServerCluster.start(SERVER ?? "", 3);
    onTestFinished(() => nats.close());
    const nodes = new OwnNodes(NODES, folder, nats.urls);
    onTestFinished(() => nodes.close());
    await expect.poll(() => allEqual(nodes), WITHIN).toBe(true);
    const history = new History();
    const client = async (name: string, number: number): Promise<Client> => {
      const options = { servers: nats.urls, name, cluster: "kills", callTimeoutMs: 1_500 };
      const { client: kv, close } = await connectKv(options);
      onTestFinished(close);
      return new Client(name, kv, history, random(SEED + number));
    };
    const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, i) => client(`c${i}`, i + 1)));
    const running = Promise.all(clients.map((one) => one.run()));
    const kills = await killAtRandom(nats, nodes, performance.now() + SECONDS * 1000);
    for (const one of clients) one.stop();
    await running;
    const reader = await client("reader", 0);
    await expect.poll(() => allEqual(nodes), WITHIN).toBe(true);
    const kept = clients.flatMap((one) => one.kept);
    for (const key of [...KEYS, ...kept]) await expect.poll(() => reader.call(key, { type: "get" }), WITHIN).toBe(true);
    const operations = history.operations();
    const counts = { ...Object.fromEntries(kills), terms: new Set(nodes.leads.map(({ term }) => term)).size };
    const outage = Math.round(longestOutageMs(operations));
    process.stdout.write(`${JSON.stringify({ seed: SEED, counts, operations: tally(operations), outage })}\n`);
    expect(judged(operations)).toBeNull();
    expect(nodes.violations, `seed ${SEED}`).toEqual([]);
    expect(kept.length).toBeGreaterThan(SECONDS / 5);
  },
);
