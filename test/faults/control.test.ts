/** Fault control itself: refusals, lifetimes, and what a worker is without faults. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { NodeFaults } from "../../src/ports/faults.ts";
import { parseScenario } from "../../src/scenario/language/parse.ts";
import type { Fault } from "../../src/scenario/language/syntax.ts";
import { faultText } from "../../src/scenario/language/write-fault.ts";
import { shortageOf } from "../../src/supervisor/faults/quorum.ts";
import { FreezeWord, newFreezeBuffer } from "../../src/supervisor/freeze-word.ts";
import { NodeLife } from "../../src/supervisor/node-life.ts";
import { sourcesUnder } from "../style/sources.ts";
import { lifeOptions, testFolder } from "../supervisor/bench.ts";
import { ended, faultBench, nobody } from "./bench.ts";

const BROKEN = { code: "FAULT_BREAKS_QUORUM" };

test("what would take the quorum away is refused with the reason, changes nothing, and is done by force", async () => {
  const { cluster, leader, followers } = await faultBench();
  const [one = nobody(), other = nobody()] = followers;
  await cluster.node(one).isolate("60s");
  await expect(cluster.node(other).pause("60s")).rejects.toMatchObject({
    ...BROKEN,
    message: expect.stringContaining("2 are needed"),
    values: { fault: `pause ${other}`, needed: 2, left: expect.any(String) },
  });
  expect(cluster.faults).toHaveLength(1);
  expect((await cluster.node(other).report()).id).toBe(other);
  for (const refused of [
    cluster.inject({ type: "crash", nodes: [leader] }),
    cluster.inject({ type: "disk", nodes: [other], how: { type: "stuck" } }),
    cluster.links(leader, other).cut(),
    cluster.node(leader).disconnect(),
    cluster.broker.pause(),
  ])
    await expect(refused).rejects.toMatchObject(BROKEN);
  expect(cluster.faults).toHaveLength(1);
  await cluster.node(other).pause("60s", { force: true });
  expect(cluster.faults).toHaveLength(2);
});

test("several nodes are taken down together or not at all", async () => {
  const { cluster, followers } = await faultBench();
  await expect(cluster.inject({ type: "crash", nodes: followers })).rejects.toMatchObject(BROKEN);
  expect(cluster.nodeIds.every((id) => cluster.node(id).running)).toBe(true);
});

test("what makes no sense is refused", async () => {
  const { cluster } = await faultBench();
  const refused: readonly [Promise<void>, string][] = [
    [cluster.inject({ type: "crash", nodes: ["n9"] }), "UNKNOWN_NODE"],
    [cluster.link("n1", "n9").cut(), "UNKNOWN_NODE"],
    [cluster.partition(["n1"]), "INVALID_OPTION"],
    [cluster.partition(["n1", "n2"], ["n2"]), "INVALID_OPTION"],
    [cluster.link("n1", "n2").drop(1.5), "INVALID_OPTION"],
    [cluster.link("n1", "n2").delay(20, 10), "INVALID_OPTION"],
    [cluster.link("n1", "n2").block("Gossip"), "INVALID_OPTION"],
    [cluster.inject({ type: "clients", count: 3 }), "INVALID_OPTION"],
    [cluster.inject({ type: "suspend", nodes: ["n1"], forMs: 5 }), "INVALID_OPTION"],
    [cluster.node("n1").slow({ busyMs: 20, everyMs: 10 }), "INVALID_OPTION"],
    [cluster.node("n1").pause(0), "INVALID_OPTION"],
    [cluster.node("n1").pause("soon"), "INVALID_OPTION"],
    [cluster.broker.stop("later"), "INVALID_OPTION"],
  ];
  for (const [promise, code] of refused) await expect(promise).rejects.toMatchObject({ code });
  expect(cluster.faults).toEqual([]);
});

test("a fault has an end: as told, or 60 s, or none; and is told of as it begins and ends", async () => {
  const { cluster, events, event } = await faultBench();
  await cluster.link("n1", "n2").drop(0.1);
  await cluster.inject({ type: "jump", node: "n1", ms: 5 }, { forMs: null });
  await cluster.node("n2").slow({ busyMs: 1, everyMs: 50 }, { forMs: 100 });
  const [usual, endless, short] = cluster.faults;
  expect(usual).toMatchObject({ id: 1, endsAtMs: (usual?.beganAtMs ?? 0) + 60_000 });
  expect(endless).toMatchObject({ id: 2, endsAtMs: null });
  expect(await event(ended("slowLoop"))).toEqual({
    type: "faultEnded",
    statement: "slow n2 1ms every 50ms for 100ms",
    active: short,
  });
  expect(cluster.faults.map(({ id }) => id)).toEqual([1, 2]);
  await cluster.heal();
  expect(events.filter(({ type }) => type === "faultBegan")).toHaveLength(3);
  expect(events.filter(({ type }) => type === "faultEnded")).toHaveLength(3);
});

test("a thread that stands still goes on by itself at its moment, though nobody wakes it", () => {
  const word = new FreezeWord(newFreezeBuffer());
  word.set(50);
  const fromMs = performance.now();
  word.freeze();
  expect(performance.now() - fromMs).toBeGreaterThanOrEqual(49);
  expect(word.isFrozen).toBe(false);
});

describe("the quorum", () => {
  const nodes = ["n1", "n2", "n3", "n4", "n5"];
  const after = (...faults: Fault<string>[]) =>
    shortageOf({ nodes, running: nodes, faults })?.together.length ?? "kept";

  test.each<[string, Fault<string>, number | "kept"]>([
    [
      "a minority is cut off",
      {
        type: "partition",
        sides: [
          ["n1", "n2"],
          ["n3", "n4", "n5"],
        ],
      },
      "kept",
    ],
    ["nobody has a majority", { type: "partition", sides: [["n1", "n2"], ["n3", "n4"], ["n5"]] }, 2],
    [
      "one reaches all (a bridge)",
      {
        type: "partition",
        sides: [
          ["n1", "n2"],
          ["n4", "n5"],
        ],
      },
      "kept",
    ],
    ["three are isolated", { type: "isolate", nodes: ["n1", "n2", "n3"] }, 2],
    ["nobody hears, though all can speak", { type: "cut", links: [{ from: null, to: null }] }, 1],
    ["a disk is slow", { type: "disk", nodes, how: { type: "slow", ms: 9 } }, "kept"],
    ["disks are full", { type: "disk", nodes: ["n1", "n2", "n3"], how: { type: "full" } }, 2],
    [
      "messages are lost now and then",
      { type: "link", links: [{ from: null, to: null }], weather: { type: "drop", chance: 0.5 } },
      "kept",
    ],
    [
      "all messages are lost",
      { type: "link", links: [{ from: null, to: null }], weather: { type: "drop", chance: 1 } },
      1,
    ],
    ["a kind of message is blocked", { type: "block", filter: { kind: "Heartbeat", from: null, to: null } }, 1],
    ["the broker stands still", { type: "brokerPause", forMs: null }, 0],
  ])("where %s", (_, fault, left) => {
    expect(after(fault)).toBe(left);
  });

  test("counts what is down, paused and parted together", () => {
    const faults: Fault<string>[] = [
      { type: "pause", nodes: ["n1"], forMs: null },
      { type: "isolate", nodes: ["n2"] },
    ];
    expect(shortageOf({ nodes, running: nodes, faults })).toBe(null);
    expect(shortageOf({ nodes, running: nodes.slice(0, 4), faults })).toEqual({ together: ["n3", "n4"], needed: 3 });
  });
});

test("a fault is written as the scenario language reads it", () => {
  const lines = [
    "pause n2 for 300ms",
    "clog n1 n2",
    "disconnect n1 for 20ms",
    "slow n2 20ms every 100ms for 3000ms",
    "tear n2",
    "power loss n1",
    "cut n1 > n2",
    "cut n1 <> n2",
    "partition n1 n2 | n3",
    "isolate n1",
    "heal",
    "link all > n1 drop 30%",
    "link n1 <> n2 delay 20ms..80ms",
    "link n1 > n2 corrupt 1%",
    "block AppendEntries from n1 to n2",
    "block any",
    "clock n2 drift +1%",
    "clock n2 drift -1%",
    "clock n3 jump 5000ms",
    "disk n1 slow 50ms",
    "disk n1 n2 fails fsync",
    "disk n1 well",
    "corrupt n1 log",
    "broker restart for 100ms",
    "broker stop for 100ms",
    "broker pause",
    "crash n1",
    "wipe n1",
  ];
  const { statements } = parseScenario(["cluster of 3", ...lines].join("\n"));
  expect(statements.map(({ action }) => faultText(action as Fault<string>))).toEqual(lines);
});

const BAD: NodeFaults = {
  links: [{ from: null, to: null, types: null, effect: { type: "cut" } }],
  disconnected: true,
  clogged: true,
  disk: { type: "failsFsync" },
  tornWrite: true,
  clockRate: 1,
  wallAheadMs: 0,
  busy: null,
};

describe("a worker", () => {
  const opened = async (faulty: boolean): Promise<unknown> => {
    const life = new NodeLife(lifeOptions(await testFolder(), { faulty }), () => undefined);
    onTestFinished(() => life.terminate());
    await life.call((api) => api.setFaults(BAD));
    return life.call((api) => api.open(["nats://127.0.0.1:1"])).catch((error: unknown) => error);
  };

  test("that is not made for faults has its ports unwrapped: none takes effect", async () => {
    expect(await opened(false)).toMatchObject({ code: "NATS_UNREACHABLE" });
  });

  test("that is made for them meets them from its first call on", async () => {
    expect(await opened(true)).toMatchObject({ message: expect.stringContaining("EIO") });
  });
});

test("nothing of the node itself knows of faults: they are in its ports alone", () => {
  const node = ["core", "graft", "wire", "storage", "transport", "driver", "kv"].map((folder) => `src/${folder}/`);
  const knowing = sourcesUnder("src").filter(
    ({ path, text }) => /from "[^"]*\/faults[/.]/.test(text) && node.some((folder) => path.startsWith(folder)),
  );
  expect(knowing.map(({ path }) => path)).toEqual([]);
});
