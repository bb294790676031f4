/**
 * The exhaustive search: it finds nothing in the core as it is, finds known bugs by a shortest path, and counts the states that a
 * naive search counts.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import type { Message } from "../../src/core/message.ts";
import { nextRandom } from "../../src/core/random.ts";
import { checkModel, type ModelOptions } from "../../src/simulator/model-check.ts";
import { runModelCommand } from "../../src/simulator/model-command.ts";
import {
  asksForFreshness,
  happen,
  keyOf,
  MODEL_IDS,
  type ModelEvent,
  type ModelNode,
  newNode,
  type Permutation,
  renamedMessage,
  renamedNode,
} from "../../src/simulator/model-node.ts";
import { StateTable } from "../../src/simulator/model-table.ts";

const DEPTH = 10;
const OPTIONS: ModelOptions = { depth: DEPTH, statesMax: 5_000_000, termMax: 2, crashes: 1 };

describe("the election of three servers", () => {
  test(`breaks no rule in any of the states that ${DEPTH} events can lead to`, { timeout: 120_000 }, () => {
    const { violation, depth, states, transitions, isCut, termsLed } = checkModel(OPTIONS);
    expect(violation?.what ?? null).toBe(null);
    expect({ depth, isCut }).toEqual({ depth: DEPTH, isCut: false });
    expect(states).toBeGreaterThan(100_000);
    expect(transitions).toBeGreaterThan(3 * states);
    // Who leads the second term needs twelve events: those are seen in the gate.
    expect(termsLed).toEqual([1]);
  });

  test("goes on also where who hears a request has not heard its leader for long", { timeout: 120_000 }, async () => {
    vi.resetModules();
    vi.doMock("../../src/simulator/model-node.ts", async (original) => ({
      ...(await original<object>()),
      asksForFreshness: () => false,
    }));
    const { checkModel: checkFresh } = await import("../../src/simulator/model-check.ts");
    vi.doUnmock("../../src/simulator/model-node.ts");
    expect(checkFresh(OPTIONS).states).toBeLessThan(checkModel(OPTIONS).states);
  });

  test("is the same whenever it is explored", () => {
    const options = { ...OPTIONS, depth: 7 };
    expect(checkModel(options)).toEqual(checkModel(options));
  });

  test("has an end where nobody may enter a term, and the search says so", () => {
    const verdict = checkModel({ ...OPTIONS, depth: 1_000, termMax: 0, crashes: 0 });
    expect(verdict).toMatchObject({ isComplete: true, isCut: false, violation: null });
    expect(verdict.depth).toBeLessThan(20);
  });

  test("is given up where there are more states than were to be kept", () => {
    const verdict = checkModel({ ...OPTIONS, statesMax: 100 });
    expect(verdict).toMatchObject({ isCut: true, isComplete: false, depth: 4 });
  });
});

interface World {
  readonly nodes: readonly ModelNode[];
  readonly messages: ReadonlyMap<string, Message>;
}

const PERMUTATIONS: readonly Permutation[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

function eventsOf({ nodes, messages }: World): (readonly [number, ModelEvent])[] {
  return nodes.flatMap((node, place) => {
    const events: ModelEvent[] = [{ type: "deadline" }];
    if (node.writes.length > 0) events.push({ type: "sync" });
    if (node.crashesLeft > 0)
      for (let kept = 0; kept <= node.writes.length; kept++) events.push({ type: "crash", kept });
    for (const message of messages.values()) {
      const { id } = node.state.self;
      if (message.from.id === id || (message.to !== null && message.to !== id)) continue;
      events.push({ type: "hear", message, leaderIsFresh: true });
      if (asksForFreshness(node, message)) events.push({ type: "hear", message, leaderIsFresh: false });
    }
    return events.map((event) => [place, event] as const);
  });
}

/** Of all namings of the servers the least, spelled out. */
const leastName = ({ nodes, messages }: World): string =>
  PERMUTATIONS.map((permutation) => {
    const named = MODEL_IDS.map((_, place) => {
      const node = nodes[permutation.indexOf(place)];
      return node === undefined ? "" : keyOf(renamedNode(node, permutation));
    });
    const said = [...messages.values()].map((message) => keyOf(renamedMessage(message, permutation))).sort();
    return [...named, ...said].join("\n");
  }).sort()[0] ?? "";

/** Level by level, with nothing shared and nothing hashed. */
function naiveCounts(depth: number): number[] {
  const first: World = { nodes: MODEL_IDS.map((id) => newNode(id, OPTIONS.crashes)), messages: new Map() };
  const known = new Set([leastName(first)]);
  let level = [first];
  return Array.from({ length: depth }, () => {
    level = level.flatMap((world) =>
      eventsOf(world).flatMap(([place, event]) => {
        const node = world.nodes[place];
        if (node === undefined) return [];
        const { node: next, sent } = happen(node, event);
        const messages = new Map([...world.messages, ...sent.map((message) => [keyOf(message), message] as const)]);
        const reached = { nodes: world.nodes.with(place, next), messages };
        const name = leastName(reached);
        if (known.has(name)) return [];
        known.add(name);
        return [reached];
      }),
    );
    return known.size;
  });
}

describe("the search", () => {
  test("counts the states that a naive search counts, at every depth", () => {
    const depth = 5;
    const counts: number[] = [];
    checkModel({ ...OPTIONS, depth, onLevel: (_, states) => counts.push(states) });
    expect(counts).toEqual(naiveCounts(depth));
  });

  test("may take servers for each other: none of them does other things for its name", () => {
    const random = { seed: 1 };
    const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(nextRandom(random) * from.length)];
    const heard = new Set<string>();
    for (let walk = 0; walk < 40; walk++) {
      let world: World = { nodes: MODEL_IDS.map((id) => newNode(id, OPTIONS.crashes)), messages: new Map() };
      for (let events = 0; events < 40; events++) {
        const [place = 0, event] = pick(eventsOf(world)) ?? [];
        const node = world.nodes[place];
        if (node === undefined || event === undefined) break;
        const { node: next, sent } = happen(node, event);
        for (const permutation of PERMUTATIONS) {
          const named =
            event.type === "hear" ? { ...event, message: renamedMessage(event.message, permutation) } : event;
          const other = happen(renamedNode(node, permutation), named);
          expect(other.node).toEqual(renamedNode(next, permutation));
          const expected = sent.map((message) => keyOf(renamedMessage(message, permutation)));
          expect(other.sent.map(keyOf).sort()).toEqual(expected.sort());
        }
        if (event.type === "hear") heard.add(event.message.body.type);
        const messages = new Map([...world.messages, ...sent.map((message) => [keyOf(message), message] as const)]);
        world = { nodes: world.nodes.with(place, next), messages };
      }
    }
    expect([...heard]).toContain("heartbeat");
  });

  test("tells states apart that differ in one word, wherever", () => {
    const table = new StateTable();
    let added = 0;
    for (let word = 0; word < 12; word++)
      for (let value = 0; value < 20_000; value++) {
        const state = new Uint32Array(12);
        state[word] = value;
        if (table.add(state, 0, 0) !== null) added += 1;
        if (value % 1000 === 0) expect(table.add(state, 0, 0)).toBe(null);
      }
    // All zeros are the same in each of the twelve.
    expect(added).toBe(12 * 20_000 - 11);
  });
});

const MUTANTS = fileURLToPath(new URL("../../.ci/mutants.mjs", import.meta.url));

describe("a known bug", () => {
  test.each([
    ["vote-before-sync", /has voted for n\d and for n\d in term 1/],
    ["vote-forgotten", /the vote on the disk for n\d in term 1 is written over/],
    ["vote-cleared", /the vote on the disk for n\d in term 1 is written over/],
  ])("is found: %s, by a shortest path", (name, what) => {
    const args = [MUTANTS, "--mutants", "--model", "--only", name, "--depth", "10", "--json"];
    const found = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
    expect(found.violation).toMatchObject({ what: expect.stringMatching(what), events: 9 });
    const lines: string[] = found.violation.path;
    expect(lines.filter((line) => /^ +\d+\. /.test(line))).toHaveLength(9);
  });

  test("that an election of three cannot meet is not found, and the hunt says so", () => {
    const args = [MUTANTS, "--mutants", "--model", "--only", "no-sessions", "--depth", "4", "--json"];
    expect(spawnSync(process.execPath, args, { encoding: "utf8" }).status).toBe(1);
  });
});

describe("the command", () => {
  const run = (...args: string[]): { code: number; out: string; err: string } => {
    const told = { out: "", err: "" };
    const stdout = { write: (text: string) => (told.out += text) };
    const stderr = { write: (text: string) => (told.err += text) };
    const code = runModelCommand({ args: ["--model", ...args], stdout, stderr, language: "en", nowMs: () => 0 });
    return { code, ...told };
  };

  test("prints the states of each depth, and a summary of one line where that is asked for", () => {
    expect(run("--depth", "4")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 events: 3 states\n(.*\n)*all 69 states within 4 events are sound/),
    });
    const { out } = run("--depth", "4", "--json");
    expect(JSON.parse(out)).toMatchObject({ depth: 4, states: 69, violation: null, isCut: false });
    expect(run("--depth", "4", "--lang", "zh").out).toContain("4 个事件以内的全部 69 个状态都没有问题");
  });

  test("exits with 3 where it had to give up, and with 2 where it is not understood", () => {
    expect(run("--depth", "9", "--states", "500")).toMatchObject({ code: 3, out: expect.stringContaining("given up") });
    expect(run("--depth", "0").code).toBe(2);
    expect(run("--bogus").code).toBe(2);
    expect(run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("--depth D") });
  });
});
