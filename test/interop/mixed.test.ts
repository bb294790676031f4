/**
 * Clusters that nodes of ours share with nodes of nats-io/graft (Go), over nats-server.
 *
 *     npm run test:interop                        10 kills of the leader in each mix
 *     INTEROP_KILLS=100 npm run test:interop      as many as the protocol is measured by, some ten minutes
 *
 * Skipped, with a line, where there is no Go or no nats-server.
 */
import { copyFile, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findNatsServer, type NatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import type { Breach } from "../../src/scenario/sentinel/laws.ts";
import { type Watch, watchCluster } from "../../src/scenario/sentinel/watch.ts";
import { startNode } from "../../src/start-node.ts";
import { type Mix, MixedCluster } from "./mixed-cluster.ts";
import { Observer } from "./observer.ts";
import { buildGoNode, findGo, startGo, startOurs } from "./processes.ts";

const KILLS = Number(process.env.INTEROP_KILLS ?? 10);

const say = (line: string): void => void process.stdout.write(`interop: ${line}\n`);

const go = await findGo();
const missing = [...(go === null ? ["go"] : []), ...((await findNatsServer()) === null ? ["nats-server"] : [])];
if (missing.length > 0) say(`skipped: there is no ${missing.join(" and no ")} here`);

let folder = "";
let program = "";
let server: NatsServer;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  if (go === null || missing.length > 0) return;
  folder = await mkdtemp(join(tmpdir(), "graft-interop-"));
  program = await buildGoNode(go, folder);
  server = await startNatsServer();
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});
afterAll(async () => {
  if (folder === "") return;
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function startMix(mix: Mix): Promise<MixedCluster> {
  const cluster = await MixedCluster.start({
    ...mix,
    program,
    url: server.url,
    folder: await mkdtemp(join(folder, "mix-")),
  });
  cleanups.push(() => cluster.close());
  return cluster;
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function killAndJudge(mix: Mix, kills: number): Promise<void> {
  const cluster = await startMix(mix);
  const { watch, breaches } = await watching(cluster.name);
  for (let kill = 0; kill < kills; kill++) await cluster.killLeader();
  const { observer, ours, ledBy, failoversMs } = cluster;
  await observer.settled();
  const worstMs = Math.round(Math.max(...failoversMs));
  say(
    `${mix.go} Go + ${mix.ours} ours: ${kills} kills, each followed by a new leader; killed ${ledBy.go} Go and ${ledBy.ours} ours; ` +
      `failover median ${Math.round(middle(failoversMs))} ms, worst ${worstMs} ms; ${observer.terms.size} terms`,
  );
  const rivalries = observer.rivalries(ours);
  for (const { term, leaders, goVotes } of rivalries)
    say(`two leaders in term ${term}: ${leaders.join(", ")}; ${goVotes} votes of ${mix.go} Go nodes`);
  expect(failoversMs).toHaveLength(kills);
  expect(observer.doubleVotes(ours)).toEqual([]);
  for (const { goVotes } of rivalries) expect(goVotes).toBeGreaterThan(mix.go);
  expect(cluster.errors().filter((code) => code !== "TWO_LEADERS")).toEqual([]);
  expect(watch.sighted.leaders).toBeGreaterThanOrEqual(kills);
  expect(watch.sighted.unreadable).toBe(0);
  const rivals = breaches.filter(({ law }) => law === "oneLeader");
  expect(new Set(rivals.map(({ what }) => Number(/\d+$/.exec(what)?.[0])))).toEqual(
    new Set(rivalries.map(({ term }) => term)),
  );
  const others = breaches.filter((breach) => !rivals.includes(breach));
  expect(others.filter(({ what }) => [...ours].some((id) => what.includes(id)))).toEqual([]);
}

/** The sentinel beside them: it hears what the observer hears, and must tell of no more and no less. */
async function watching(cluster: string): Promise<{ watch: Watch; breaches: Breach[] }> {
  const breaches: Breach[] = [];
  const watch = await watchCluster({ servers: [server.url], name: "sentinel", cluster, protocol: "graft" }, (breach) =>
    breaches.push(breach),
  );
  cleanups.push(() => watch.close());
  return { watch, breaches };
}

describe.skipIf(missing.length > 0)("mixed clusters (skipped where there is no Go or no nats-server)", () => {
  test.each<Mix>([
    { go: 1, ours: 2 },
    { go: 2, ours: 1 },
    { go: 1, ours: 4 },
    { go: 2, ours: 3 },
    { go: 3, ours: 2 },
    { go: 4, ours: 1 },
  ])("of $go Go and $ours ours elect a leader, and another when it is killed", (mix) => killAndJudge(mix, 2));

  test.each<Mix>([
    { go: 2, ours: 1 },
    { go: 1, ours: 2 },
    { go: 3, ours: 2 },
  ])(
    "of $go Go and $ours ours elect a leader after each kill, and none of ours votes twice",
    { timeout: 60_000 + KILLS * 35_000 },
    (mix) => killAndJudge(mix, KILLS),
  );

  test("Go leads by our vote, and ours by Go's: each side's messages are understood by the other", async () => {
    for (const [cluster, timeouts, leads] of [
      ["go-leads", "20000-30000", "go"],
      ["ours-leads", "200-300", "ours"],
    ] as const) {
      const observer = await Observer.of(server.url, cluster);
      const place = { cluster, size: 2, url: server.url, folder: join(folder, cluster) };
      const own = startOurs(place, "--election-timeout", timeouts, "--heartbeat", "50");
      // Go asks first after 500 ms: by then ours has, however long its start has taken.
      if (leads === "ours") await own.started();
      const other = startGo(program, { ...place, folder: join(folder, `${cluster}-go`) });
      cleanups.push(() => Promise.all([own.kill(), other.kill(), observer.close()]));
      const ids = { ours: (await own.started()).node, go: (await other.started()).node };
      expect(await observer.nextLeader(() => true)).toBe(ids[leads]);
      const grants = [...observer.terms.values()].flatMap((term) => term.grants);
      expect(grants).toEqual([{ candidate: ids[leads], voter: leads === "go" ? ids.ours : null }]);
    }
  });
});

describe.skipIf(missing.length > 0)("state files (skipped where there is no Go or no nats-server)", () => {
  const timing = { electionTimeoutMinMs: 60, electionTimeoutMaxMs: 90, heartbeatMs: 20 };

  test("Go reads ours: the same term and the same vote", async () => {
    const nats = { servers: server.url };
    const dataDir = join(folder, "written-by-us");
    const node = await startNode({ protocol: "graft", cluster: { name: "ours", size: 1 }, nats, dataDir, timing });
    await new Promise((resolve) => node.on("leaderChange", resolve));
    await node.close();
    await copyFile(join(dataDir, "graft-state.json"), join(folder, "ours.go"));
    const other = startGo(program, { cluster: "read", size: 3, url: server.url, folder: join(folder, "ours") });
    cleanups.push(() => other.kill());
    expect(await other.started()).toMatchObject({ term: node.term, votedFor: node.id });
  });

  test("we read Go's: the same term and the same vote", async () => {
    const place = { cluster: "go-alone", size: 1, url: server.url, folder: join(folder, "written-by-go") };
    const observer = await Observer.of(server.url, place.cluster);
    const other = startGo(program, place);
    cleanups.push(() => Promise.all([other.kill(), observer.close()]));
    const id = await observer.nextLeader(() => true);
    await other.kill();
    const dataDir = join(folder, "read-by-us");
    await mkdir(dataDir);
    await copyFile(`${place.folder}.go`, join(dataDir, "graft-state.json"));
    const nats = { servers: server.url };
    const node = await startNode({ protocol: "graft", cluster: { name: "read-go", size: 3 }, nats, dataDir });
    cleanups.push(() => node.close());
    expect([node.term, node.report().votedFor]).toEqual([1, id]);
  });

  test("Go deletes its own where it closes in good order, and ours stays", async () => {
    const place = { cluster: "closing", size: 3, url: server.url, folder: join(folder, "closing") };
    const [own, other] = [startOurs(place), startGo(program, place)];
    await Promise.all([own.started(), other.started()]);
    await Promise.all([own.close("signal"), other.close("endOfInput")]);
    await expect(stat(`${place.folder}.go`)).rejects.toMatchObject({ code: "ENOENT" });
    expect((await stat(join(place.folder, "graft-state.json"))).size).toBeGreaterThan(50);
  });
});
