import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startCluster } from "../../src/supervisor/cluster.ts";
import { Running, runCluster } from "./run-cluster.ts";

const leads = (line: { type: string }): boolean => line.type === "leaderChange";

function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

const reachable = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(true));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(false)));
  });

describe("node dist/cluster.js", () => {
  test("runs for a while, with exactly one leader a term, and leaves nothing behind", async () => {
    const running = new Running(["--size", "3", "--duration", "5s", "--json"]);
    const { code, lines, stderr } = await running.finished();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const leaders = lines.filter(leads);
    expect(leaders.length).toBeGreaterThanOrEqual(1);
    expect(new Set(leaders.map(({ term }) => term)).size).toBe(leaders.length);
    expect(lines[0]).toMatchObject({ type: "clusterStarted", size: 3, name: "graft" });
    expect(
      lines
        .filter(({ type }) => type === "nodeStarted")
        .map(({ node }) => node)
        .sort(),
    ).toEqual(["n1", "n2", "n3"]);
    expect(lines.at(-1)).toMatchObject({ type: "clusterStopped" });
    const ats = lines.map(({ at }) => at);
    expect(ats).toEqual([...ats].sort((a, b) => a - b));
    const url = new URL(String(lines[0]?.nats));
    expect(await reachable(Number(url.port))).toBe(false);
    expect(running.leftBehind()).toEqual([]);
  });

  test.each([1, 2, 3, 5, 7, 9])("elects a leader of %i nodes", async (size) => {
    const running = new Running(["--size", String(size), "--json"]);
    const { node } = await running.line(leads);
    expect(String(node)).toMatch(/^n[1-9]$/);
    running.child.kill("SIGINT");
    expect((await running.finished()).code).toBe(0);
    expect(running.leftBehind()).toEqual([]);
  });

  test.skipIf(process.platform !== "linux")("stays under 220 MB of resident memory (skipped: no /proc)", async () => {
    const running = new Running(["--size", "3", "--json", "--duration", "3s"]);
    await running.line(leads);
    let mostMiB = 0;
    const watch = setInterval(() => {
      mostMiB = Math.max(mostMiB, residentMiB(running.child.pid ?? 0));
    }, 100);
    await running.line(({ type }) => type === "nodeStopped");
    clearInterval(watch);
    await running.finished();
    expect(mostMiB).toBeGreaterThan(30);
    expect(mostMiB).toBeLessThan(220);
  });

  test("comes back from its data, in a later term", async () => {
    const data = mkdtempSync(join(tmpdir(), "graft-data-"));
    const first = await runCluster("--data", data, "--duration", "1s", "--json");
    const second = await runCluster("--data", data, "--duration", "1s", "--json");
    expect([first.code, second.code]).toEqual([0, 0]);
    const terms = [first, second].map(({ lines }) => Number(lines.find(leads)?.term));
    expect(terms[1]).toBeGreaterThan(terms[0] ?? Number.NaN);
    rmSync(data, { recursive: true });
  });
});

describe("what cannot be started says so in one line and exits with 1", () => {
  const oneLine = /^[^\n]+\n$/;

  test("NATS that is not there: within 3 s, with its address", async () => {
    const startedMs = performance.now();
    const { code, stderr } = await runCluster("--nats", "nats://127.0.0.1:9");
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(code).toBe(1);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain("127.0.0.1:9");
  });

  test("no nats-server on PATH: what to install", async () => {
    const running = new Running(["--broker", "nats-server"], { PATH: "/nonexistent" });
    const { code, stderr } = await running.finished();
    expect(code).toBe(1);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain("nats-server");
    expect(running.leftBehind()).toEqual([]);
  });

  test("a data folder in use", async () => {
    const data = mkdtempSync(join(tmpdir(), "graft-data-"));
    const holder = new Running(["--data", data, "--json"]);
    await holder.line(leads);
    const { code, stderr } = await runCluster("--data", data);
    expect(code).toBe(1);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain(data);
    holder.child.kill("SIGTERM");
    expect((await holder.finished()).code).toBe(0);
    rmSync(data, { recursive: true });
  });

  test("a data folder of another cluster, in Chinese", async () => {
    const data = mkdtempSync(join(tmpdir(), "graft-data-"));
    await runCluster("--data", data, "--duration", "200ms", "--json");
    const { code, stderr } = await runCluster("--data", data, "--name", "other", "--lang", "zh");
    expect(code).toBe(1);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toMatch(/[\u4e00-\u9fff]/);
    expect(stderr).toContain("other");
    rmSync(data, { recursive: true });
  });

  test("a cluster of another size in the folder", async () => {
    const data = mkdtempSync(join(tmpdir(), "graft-data-"));
    await runCluster("--data", data, "--duration", "200ms", "--json");
    const { code, stderr } = await runCluster("--data", data, "--size", "5");
    expect(code).not.toBe(0);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain("3");
    expect(readdirSync(data).sort()).toEqual(["n1", "n2", "n3"]);
    rmSync(data, { recursive: true });
  });

  test("a folder whose members have changed: without --size it comes back with those, a removed one's folder is told of", async () => {
    const data = mkdtempSync(join(tmpdir(), "graft-data-"));
    const cluster = await startCluster({ size: 3, dataDir: data, logLevel: "silent", onLog: () => undefined });
    await cluster.waitForLeader();
    await cluster.remove("n2");
    await cluster.close();
    const { code, stderr } = await runCluster("--data", data, "--size", "3");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/--size 2/)]);
    const back = await runCluster("--data", data, "--duration", "1s", "--json");
    expect(back.code).toBe(0);
    expect(back.lines[0]).toMatchObject({ type: "clusterStarted", size: 2 });
    expect(back.lines).toContainEqual(expect.objectContaining({ type: "nodeRemoved", node: "n2" }));
    expect(back.lines.filter(leads)).not.toEqual([]);
    rmSync(data, { recursive: true });
  });

  test("a data folder that is a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "graft-data-"));
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { code, stderr } = await runCluster("--data", file);
    expect(code).toBe(1);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain(file);
    rmSync(folder, { recursive: true });
  });

  test.skipIf(process.getuid?.() === 0)("a data folder without permissions (skipped: root may read all)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "graft-data-"));
    chmodSync(folder, 0o000);
    const { code, stderr } = await runCluster("--data", folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(oneLine);
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["--bogus"],
    ["--size", "0"],
    ["--size", "x"],
    ["--size", "100"],
    ["--snapshot-every", "99"],
    ["--election-timeout", "1000-500"],
  ])("usage errors exit with 2: %s %s", async (...args) => {
    const { code, stderr, lines } = await runCluster(...args.filter((arg) => arg !== undefined));
    expect(code).toBe(2);
    expect(stderr).not.toContain("    at ");
    expect(lines).toEqual([]);
  });
});
