/**
 * Recordings of real nodes, in their threads: asked for, and left behind by a node that broke an invariant; each replayed by the
 * command that a user has.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Cluster, type ClusterOptions, startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";
import { connectNats } from "../../src/transport/nats-transport.ts";
import { fromTo } from "../../src/transport/subjects.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { Running } from "./run-cluster.ts";

const SIMULATE = fileURLToPath(new URL("../../dist/simulate.js", import.meta.url));

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "graft-recording-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Replayed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function simulate(...args: string[]): Promise<Replayed> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [SIMULATE, ...args]);
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Replayed;
  }
}

const replayed = async (file: string): Promise<unknown> =>
  JSON.parse((await simulate("--replay", file, "--json")).stdout);

/** What a node has told of its stop. */
type Stop = Extract<ClusterEvent, { type: "nodeStopped" }>;

interface Started {
  readonly cluster: Cluster;
  readonly nats: string;
  /** Resolves when a node stops by a fault. */
  readonly fault: Promise<Stop>;
}

async function started(options: ClusterOptions): Promise<Started> {
  let nats = "";
  let tell: (stop: Stop) => void = () => undefined;
  const fault = new Promise<Stop>((resolve) => {
    tell = resolve;
  });
  const cluster = await startCluster({
    size: 3,
    logLevel: "silent",
    ...options,
    onEvent: (event) => {
      if (event.type === "clusterStarted") nats = event.nats;
      if (event.type === "nodeStopped" && event.error !== null) tell(event);
    },
  });
  onTestFinished(() => cluster.close());
  return { cluster, nats, fault };
}

describe("a cluster that records", () => {
  test("writes down what a node has done when it is asked, and that replays bit for bit", async () => {
    const dataDir = testFolder();
    const { cluster } = await started({ dataDir, record: true });
    const leader = await cluster.waitForLeader();
    await cluster.node(leader).transferLeadership();
    await cluster.waitForLeader();
    for (const id of cluster.nodeIds) {
      const path = await cluster.node(id).dumpRecording();
      expect(path).toBe(join(dataDir, id, `recording-${id}-1.graft`));
      expect(await replayed(path)).toMatchObject({
        verdict: "same",
        node: id,
        fault: null,
        broken: null,
        firstStep: 1,
      });
    }
    const named = join(testFolder(), "mine.graft");
    expect(await cluster.node(leader).dumpRecording(named)).toBe(named);
    const again = cluster.node(leader).dumpRecording(named);
    await expect(again).rejects.toMatchObject({ code: "RECORDING_NOT_WRITTEN", values: { file: named } });
    const trace = await simulate("--replay", named, "--trace", "--lang", "en");
    expect(trace.stdout).toContain(`${leader} is asked to hand over to anybody`);
    expect(trace.stdout).toContain("the same, bit for bit");
    const chinese = await simulate("--replay", named, "--trace", "--lang", "zh");
    expect(chinese.stdout).toContain(`${leader} 被要求把领导权交给任一节点`);
    expect(chinese.stdout).toContain("逐位相同");
  });

  test("finds its folders as they were when it comes back, recordings and all", async () => {
    const dataDir = testFolder();
    const first = await started({ dataDir, record: true });
    const leader = await first.cluster.waitForLeader();
    await first.cluster.node(leader).dumpRecording();
    await first.cluster.close();
    const second = await started({ dataDir, record: { bytes: 65_536 } });
    await second.cluster.waitForLeader();
    expect(await second.cluster.node(leader).dumpRecording()).toMatch(/-2\.graft$/);
  });

  test("keeps what a node did before it broke an invariant, in the folder that was named", async () => {
    const folder = testFolder();
    const { cluster, nats, fault } = await started({ record: { folder } });
    const leader = await cluster.waitForLeader();
    const victim = cluster.nodeIds.find((id) => id !== leader) ?? "";
    const { term } = await cluster.node(leader).report();
    const { clusterId } = await cluster.node(victim).formation();
    const link = await connectNats({ servers: [nats], name: "liar" });
    onTestFinished(() => link.close());
    // A second leader of the same term, which nobody has elected.
    const from = { id: "n9", incarnation: "0".repeat(32) };
    const body = { type: "heartbeat", round: 1, commitIndex: 0 } as const;
    const message = { from, to: victim, term, body };
    link.publish(
      fromTo("graft", "n9", victim),
      createCodec().encode({ clusterId, boot: "0".repeat(32), from, message }),
    );
    const stop = await fault;
    expect(stop).toMatchObject({ node: victim, error: { code: "INVARIANT_BROKEN" } });
    expect(readdirSync(folder)).toEqual([`recording-${victim}-1.graft`]);
    const file = join(folder, `recording-${victim}-1.graft`);
    expect(await replayed(file)).toMatchObject({
      verdict: "same",
      fault: { code: "INVARIANT_BROKEN" },
      broken: { message: stop.error?.values.reason },
    });
    const told = await simulate("--replay", file, "--trace", "--lang", "en");
    expect(told.code).toBe(0);
    expect(told.stdout).toContain(`${victim} hears n9: t${term} heartbeat`);
    expect(told.stdout).toMatch(/throws: invariant electionSafety is broken/);
  });

  test("by the command line keeps them beside the data", async () => {
    const data = testFolder();
    const running = new Running(["--size", "1", "--json", "--record", "--data", data, "--log-level", "silent"]);
    await running.line(({ type }) => type === "leaderChange");
    running.child.kill("SIGINT");
    expect(await running.finished()).toMatchObject({ code: 0 });
    expect(existsSync(join(data, "n1", "recording-n1-1.graft"))).toBe(false);
  });
});

describe("a node that does not record", () => {
  test("says so", async () => {
    const { cluster } = await started({ size: 1 });
    await expect(cluster.node("n1").dumpRecording()).rejects.toMatchObject({ code: "NOT_RECORDING" });
  });
});

describe("the command", () => {
  test("refuses a damaged file and one that is not there, with exit code 2 and a reason, in both languages", async () => {
    const { cluster } = await started({ size: 1, record: true });
    await cluster.waitForLeader();
    const file = await cluster.node("n1").dumpRecording();
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
    const damaged = join(testFolder(), "damaged.graft");
    writeFileSync(damaged, bytes);
    expect(await simulate("--replay", damaged, "--lang", "en")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot be replayed: a checksum is wrong, at byte \d+/),
    });
    expect(await simulate("--replay", damaged, "--lang", "zh")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("无法回放"),
    });
    expect(await simulate("--replay", join(testFolder(), "none"), "--json")).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('"verdict":"unreadable"'),
    });
    expect(await simulate("--replay")).toMatchObject({ code: 2 });
    expect(await simulate("--replay", file, "--bogus")).toMatchObject({ code: 2 });
    expect(await simulate("--replay", file)).toMatchObject({ code: 0 });
  });
});
