import { describe, expect, test } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { DEFAULT_TIMING } from "../../src/core/types.ts";
import { GraftError } from "../../src/errors.ts";
import { FakeWorld, type FakeWorldOptions, jsonLines } from "./fake-world.ts";

async function started(options: FakeWorldOptions = {}) {
  const fake = new FakeWorld(options);
  const ended = runCommand(fake.world);
  await fake.settle();
  return { fake, ended };
}

const UNREACHABLE = new GraftError("NATS_UNREACHABLE", "connect ECONNREFUSED", { servers: "nats://127.0.0.1:1" });

describe("what is asked of the cluster", () => {
  test("are the settings, with the defaults that the command line documents", async () => {
    const { fake } = await started();
    expect(fake.startOptions).toMatchObject({
      snapshotEvery: 100_000,
      name: "graft",
      broker: "embedded",
      timing: DEFAULT_TIMING,
      logLevel: "warn",
    });
    expect(fake.startOptions).not.toHaveProperty("nats");
    expect(fake.startOptions).not.toHaveProperty("dataDir");
    expect(fake.startOptions).not.toHaveProperty("record");
    // Without --size the data folder decides, and the supervisor where it is empty.
    expect(fake.startOptions).not.toHaveProperty("size");
  });

  test("no broker is named where servers are given, and the folder is passed on", async () => {
    const { fake } = await started({ args: ["--nats", "a:1,b:2", "--data", "d"] });
    expect(fake.startOptions).toMatchObject({ nats: { servers: ["a:1", "b:2"] }, dataDir: "d" });
    expect(fake.startOptions).not.toHaveProperty("broker");
  });
});

describe("recordings", () => {
  test("go where the data is, and to the present folder where that is removed at the end", async () => {
    const kept = await started({ args: ["--record", "--data", "d"] });
    expect(kept.fake.startOptions).toMatchObject({ record: true });
    const temporary = await started({ args: ["--record"] });
    expect(temporary.fake.startOptions).toMatchObject({ record: { folder: "." } });
  });
});

describe("the end of a run", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s once closes the cluster and exits 0", async (signal) => {
    const { fake, ended } = await started();
    expect(fake.cluster.calls).toEqual([]);
    fake.signal(signal);
    expect(await ended).toBe(0);
    expect(fake.cluster.calls).toEqual(["close"]);
    expect(fake.stdout.text).toContain("stopping; Ctrl-C again stops at once");
    expect(fake.stdout.text).toMatch(/cluster stopped after 0 ms; leader changes: 0, last term: 0\n$/);
  });

  test("a second signal kills at once and exits 130", async () => {
    const { fake, ended } = await started({ args: ["--json"] });
    fake.cluster.close = () => {
      fake.cluster.calls.push("close");
      return new Promise(() => {});
    };
    fake.signal("SIGINT");
    await fake.advance(500);
    expect(fake.cluster.calls).toEqual(["close"]);
    fake.signal("SIGINT");
    expect(await ended).toBe(130);
    expect(fake.cluster.calls).toEqual(["close", "kill"]);
    expect(jsonLines(fake.stdout.text).at(-1)).toMatchObject({ type: "clusterStopped", killed: true, durationMs: 500 });
  });

  test("the echo of one key press, as npm makes it, is not a second signal", async () => {
    const { fake, ended } = await started();
    let closed = () => {};
    fake.cluster.close = () =>
      new Promise((resolve) => {
        closed = resolve;
      });
    fake.signal("SIGINT");
    await fake.advance(20);
    fake.signal("SIGINT");
    await fake.advance(1);
    closed();
    expect(await ended).toBe(0);
    expect(fake.cluster.calls).toEqual([]);
  });

  test("a signal during the start closes the cluster as soon as it is there", async () => {
    const fake = new FakeWorld();
    let ready = () => {};
    fake.start = () =>
      new Promise((resolve) => {
        ready = () => resolve(fake.cluster);
      });
    const ended = runCommand(fake.world);
    fake.signal("SIGINT");
    await fake.settle();
    expect(fake.cluster.calls).toEqual([]);
    ready();
    expect(await ended).toBe(0);
    expect(fake.cluster.calls).toEqual(["close"]);
  });

  test("two signals during a start that hangs end it at once", async () => {
    const fake = new FakeWorld();
    fake.start = () => new Promise(() => {});
    const ended = runCommand(fake.world);
    fake.signal("SIGINT");
    await fake.advance(200);
    fake.signal("SIGTERM");
    expect(await ended).toBe(130);
  });

  test("the duration counts from the cluster's start, then closes it and exits 0", async () => {
    const { fake, ended } = await started({ args: ["--duration", "10s", "--json"] });
    await fake.advance(9_999);
    expect(fake.cluster.calls).toEqual([]);
    await fake.advance(1);
    expect(await ended).toBe(0);
    expect(fake.cluster.calls).toEqual(["close"]);
    expect(jsonLines(fake.stdout.text).at(-1)).toMatchObject({ type: "clusterStopped", durationMs: 10_000 });
  });

  test("a signal before the time is up leaves no timer and no listener behind", async () => {
    const { fake, ended } = await started({ args: ["--duration", "10s"] });
    fake.signal("SIGINT");
    expect(await ended).toBe(0);
    expect(fake.timersArmed).toBe(0);
    expect(fake.signals.eventNames()).toEqual([]);
  });

  test("a node that failed makes it exit 1, and is named in the summary", async () => {
    const { fake, ended } = await started({ args: ["--json"] });
    const error = { code: "STORAGE_FAILED", message: "EIO", values: { reason: "EIO" } } as const;
    fake.tell({ type: "nodeStopped", node: "n2", error });
    await fake.settle();
    expect(fake.cluster.calls).toEqual([]);
    fake.signal("SIGINT");
    expect(await ended).toBe(1);
    expect(jsonLines(fake.stdout.text).at(-1)).toMatchObject({ failedNodes: ["n2"] });
  });

  test("when the last node has failed there is nothing to wait for", async () => {
    const { fake, ended } = await started();
    const error = { code: "STORAGE_FAILED", message: "EIO", values: { reason: "EIO" } } as const;
    for (const node of ["n1", "n2", "n3"]) fake.tell({ type: "nodeStopped", node, error });
    expect(await ended).toBe(1);
    expect(fake.stdout.text).toContain("n3 stopped: writing to disk failed (EIO); the node has stopped.");
  });

  test("a node that died by itself may come back; one that is given up does not, and makes it exit 1", async () => {
    const { fake, ended } = await started({ args: ["--size", "1"] });
    const died = { code: "NODE_STOPPED", message: "boom", values: { node: "n1", reason: "boom" } } as const;
    for (const node of ["n1", "n2", "n3"]) fake.tell({ type: "nodeStopped", node, error: died });
    await fake.settle();
    expect(fake.cluster.calls).toEqual([]);
    const error = {
      code: "RESTARTS_EXHAUSTED",
      message: "",
      values: { node: "n1", max: 3, withinMs: 60_000 },
    } as const;
    fake.tell({ type: "nodeGivenUp", node: "n1", error });
    expect(await ended).toBe(1);
    expect(fake.stdout.text).toContain("n1 is given up: n1 has died by itself more than 3 times within 60000 ms");
  });

  test("also when it failed before the start was over", async () => {
    const fake = new FakeWorld();
    const start = fake.start;
    fake.start = () => {
      const starting = start();
      const error = { code: "STORAGE_FAILED", message: "EIO", values: { reason: "EIO" } } as const;
      for (const node of ["n1", "n2", "n3"]) fake.tell({ type: "nodeStopped", node, error });
      return starting;
    };
    expect(await runCommand(fake.world)).toBe(1);
    expect(fake.cluster.calls).toEqual(["close"]);
  });

  test("a close that fails is said and exits 1", async () => {
    const { fake, ended } = await started();
    fake.cluster.close = () => Promise.reject(new Error("boom"));
    fake.signal("SIGINT");
    expect(await ended).toBe(1);
    expect(fake.stderr.text).toBe("graft-cluster: unexpected failure: boom (--log-level debug shows where).\n");
  });
});

describe("a reader that goes away", () => {
  test.each(["EPIPE", "EIO"])("(%s) ends the run quietly", async (code) => {
    const { fake, ended } = await started({ args: ["--json"] });
    fake.stdout.take();
    fake.stdout.emit("error", Object.assign(new Error(code), { code }));
    fake.stdout.emit("error", Object.assign(new Error(code), { code }));
    expect(await ended).toBe(0);
    expect(fake.cluster.calls).toEqual(["close"]);
    expect(fake.stdout.text + fake.stderr.text).toBe("");
  });

  test("is not the same as a full disk, which is a failure", async () => {
    const { fake, ended } = await started({ env: { LANG: "zh_CN" } });
    fake.stdout.emit("error", Object.assign(new Error("no space"), { code: "ENOSPC" }));
    expect(await ended).toBe(1);
    expect(fake.stderr.text).toBe("graft-cluster: 无法写出结果：no space。\n");
  });

  test("on stderr does not end the run", async () => {
    const { fake } = await started();
    fake.stderr.emit("error", Object.assign(new Error("EPIPE"), { code: "EPIPE" }));
    fake.startOptions?.onLog?.("{}");
    await fake.settle();
    expect(fake.cluster.calls).toEqual([]);
    expect(fake.stderr.text).toBe("");
  });
});

describe("a start that fails", () => {
  const failing = async (options: FakeWorldOptions, error: unknown = UNREACHABLE) => {
    const fake = new FakeWorld(options);
    fake.start = () => {
      fake.tell({ type: "clusterStarted", size: 3, name: "graft", nats: "nats://127.0.0.1:1" });
      fake.tell({ type: "clusterStopped" });
      return Promise.reject(error);
    };
    return { fake, exitCode: await runCommand(fake.world) };
  };

  test("is one clear line on stderr, nothing on stdout, and exits 1", async () => {
    const { fake, exitCode } = await failing({});
    expect(exitCode).toBe(1);
    expect(fake.stdout.text).toBe("");
    expect(fake.stderr.text).toBe(
      "graft-cluster: no NATS server answers at nats://127.0.0.1:1; start one there, or correct --nats.\n",
    );
  });

  test("is said in Chinese to who reads Chinese", async () => {
    const { fake } = await failing({ env: { LANG: "zh_CN.UTF-8" } });
    expect(fake.stderr.text).toBe(
      "graft-cluster: nats://127.0.0.1:1 上没有 NATS 服务器应答；请先启动它，或改正 --nats。\n",
    );
  });

  test("is with --json also the only object on stdout", async () => {
    const { fake, exitCode } = await failing({ args: ["--json"] });
    expect(exitCode).toBe(1);
    expect(jsonLines(fake.stdout.text)).toMatchObject([{ type: "error", code: "NATS_UNREACHABLE" }]);
    expect(fake.stderr.text.split("\n")).toHaveLength(2);
  });

  test("on a terminal shows the cursor and no table", async () => {
    const { fake } = await failing({ terminal: { columns: 80, rows: 24 } });
    expect(fake.stdout.text).toBe("");
    expect(fake.stderr.text.split("\n")).toHaveLength(2);
  });

  test("shows its stack only to who asked for debug logs", async () => {
    const error = new Error("boom");
    const { fake } = await failing({ args: ["--log-level", "debug"] }, error);
    expect(fake.stderr.text).toContain("unexpected failure: boom");
    expect(fake.stderr.text).toContain("run.test.ts");
    expect((await failing({}, error)).fake.stderr.text).not.toContain("run.test.ts");
  });

  test("over an option is a usage error", async () => {
    const { exitCode } = await failing({}, new GraftError("INVALID_OPTION", "size", {}));
    expect(exitCode).toBe(2);
  });
});

describe("what needs no cluster", () => {
  test.each(["en", "zh"])("--help in %s is on stdout and exits 0", async (language) => {
    const fake = new FakeWorld({ args: ["--help", "--lang", language] });
    expect(await runCommand(fake.world)).toBe(0);
    expect(fake.stdout.text).toContain(
      language === "en" ? "Usage: graft-cluster [options]" : "用法：graft-cluster [选项]",
    );
    expect(fake.stderr.text).toBe("");
    expect(fake.startOptions).toBeNull();
  });

  test("--version is one line on stdout and exits 0", async () => {
    const fake = new FakeWorld({ args: ["--version"] });
    expect(await runCommand(fake.world)).toBe(0);
    expect(fake.stdout.text).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  test("a usage error is one line on stderr and exits 2", async () => {
    const fake = new FakeWorld({ args: ["--size", "0"] });
    expect(await runCommand(fake.world)).toBe(2);
    expect(fake.stdout.text).toBe("");
    expect(fake.stderr.text).toBe(
      'graft-cluster: --size cannot be "0"; allowed: a whole number from 1 to 99. See graft-cluster --help.\n',
    );
    expect(fake.startOptions).toBeNull();
  });

  test("a usage error with --json is also an object on stdout", async () => {
    const fake = new FakeWorld({ args: ["--siz", "3", "--json"] });
    expect(await runCommand(fake.world)).toBe(2);
    expect(jsonLines(fake.stdout.text)).toMatchObject([
      {
        type: "error",
        code: "INVALID_OPTION",
        values: { problem: "unknownOption", option: "--siz", suggestion: "--size" },
      },
    ]);
  });
});

test("the JSON lines of a run are its events in order, stamped when they came, the summary last", async () => {
  const { fake, ended } = await started({ args: ["--json"], env: { LANG: "zh_CN" } });
  await fake.advance(12.5);
  fake.tell({ type: "stateChange", node: "n1", from: "candidate", to: "leader", term: 1, cause: "electionWon" });
  fake.tell({ type: "leaderChange", node: "n1", term: 1 });
  fake.startOptions?.onLog?.('{"level":40}');
  fake.signal("SIGINT");
  await ended;
  fake.tell({ type: "nodeStarted", node: "n1" });
  const lines = jsonLines(fake.stdout.text);
  expect(lines.map(({ at, type }) => [at, type])).toEqual([
    [0, "clusterStarted"],
    [0, "nodeStarted"],
    [0, "nodeStarted"],
    [0, "nodeStarted"],
    [12.5, "stateChange"],
    [12.5, "leaderChange"],
    [12.5, "clusterStopped"],
  ]);
  expect(fake.stderr.text).toBe('{"level":40}\n');
});

test("the lines of a run read as sentences, without colours", async () => {
  const { fake, ended } = await started({ env: { LANG: "zh_CN" } });
  await fake.advance(1234);
  fake.tell({ type: "stateChange", node: "n1", from: "preCandidate", to: "candidate", term: 2, cause: "preVoteWon" });
  fake.tell({ type: "leaderChange", node: "n1", term: 2 });
  fake.tell({ type: "nodeStopped", node: "n1", error: null });
  fake.signal("SIGTERM");
  await ended;
  expect(fake.stdout.text).toBe(
    [
      "   0.000  集群 graft 已启动，共 3 个节点，NATS 地址 nats://127.0.0.1:4222",
      "   0.000  n1 已启动",
      "   0.000  n2 已启动",
      "   0.000  n3 已启动",
      "   1.234  n1 预候选人 → 候选人，任期 2（预投票获胜）",
      "   1.234  n1 成为任期 2 的领导者",
      "   1.234  n1 已停止",
      "   1.234  正在停止；再按一次 Ctrl-C 立即终止",
      "   1.234  集群已停止，运行了 1.2 s；领导者更替 1 次，最后的任期为 2",
      "",
    ].join("\n"),
  );
});
