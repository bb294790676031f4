/**
 * The whole cluster is one process, and that is killed (SIGKILL) under load, again and again, and started on the same data:
 * what any of its lives has acknowledged is there in the last.
 *
 * GRAFT_KILLS: how often (default 10; 30 for a thorough run).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { KvClient } from "../../src/kv/client.ts";
import { type ClientConnection, connectKv } from "../../src/kv/connect.ts";
import { Running } from "../cluster/run-cluster.ts";
import { random, Writer } from "../cluster/workload.ts";

const KILLS = Number(process.env.GRAFT_KILLS ?? 10);
const SEED = Number(process.env.GRAFT_SEED ?? Math.floor(Math.random() * 2 ** 31));
const WRITERS = 8;
const LOAD_MS_MIN = 100;
const LOAD_MS_MAX = 900;

/** What is under way when the process is killed is given up after `callTimeoutMs`. */
async function connected(nats: string, callTimeoutMs = 10_000): Promise<ClientConnection<KvClient>> {
  const connection = await connectKv({ servers: [nats], name: "test", cluster: "graft", callTimeoutMs });
  onTestFinished(() => connection.close());
  return connection;
}

async function startedOn(data: string): Promise<{ running: Running; nats: string }> {
  const settings = ["--election-timeout", "150-300", "--heartbeat", "30", "--snapshot-every", "500"];
  const running = new Running(["--size", "3", "--data", data, "--json", ...settings]);
  const { nats } = await running.line(({ type }) => type === "clusterStarted");
  await running.line(({ type }) => type === "leaderChange");
  return { running, nats: String(nats) };
}

test(`seed ${SEED}: nothing acknowledged is lost in ${KILLS} kills of the whole process under load`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  process.stdout.write(`GRAFT_SEED=${SEED}\n`);
  const chance = random(SEED);
  const data = mkdtempSync(join(tmpdir(), "graft-data-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const past: Writer[] = [];
  for (let life = 1; life <= KILLS; life++) {
    const { running, nats } = await startedOn(data);
    const { client, close } = await connected(nats);
    // The keys of each life are looked at in the next one and in the last.
    const lost = await Promise.all(past.slice(-WRITERS).map((writer) => writer.violations(client)));
    expect(lost.flat(), `life ${life}, seed ${SEED}`).toEqual([]);
    await close();
    const connections = await Promise.all(Array.from({ length: WRITERS }, () => connected(nats, 800)));
    const writers = connections.map((one, i) => new Writer(one.client, `life-${life}-w${i}-`, 10));
    const writing = Promise.all(writers.map((writer) => writer.run()));
    await pause(LOAD_MS_MIN + chance() * (LOAD_MS_MAX - LOAD_MS_MIN));
    running.child.kill("SIGKILL");
    for (const writer of writers) writer.stop();
    await writing;
    await running.finished();
    await Promise.all(connections.map((one) => one.close()));
    past.push(...writers);
  }
  const { running, nats } = await startedOn(data);
  const { client } = await connected(nats);
  const lost = await Promise.all(past.map((writer) => writer.violations(client)));
  expect(lost.flat(), `seed ${SEED}`).toEqual([]);
  const acknowledged = past.reduce((sum, writer) => sum + writer.acknowledged, 0);
  const uncertain = past.reduce((sum, writer) => sum + writer.uncertain, 0);
  process.stdout.write(`${KILLS} kills, ${acknowledged} writes, ${uncertain} uncertain\n`);
  expect(acknowledged).toBeGreaterThan(KILLS * WRITERS);
  running.child.kill("SIGINT");
  expect((await running.finished()).code).toBe(0);
});
