/** The scenario language: what it understands, and what it says of what it does not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sayIn } from "../../src/cli/messages.ts";
import { parseProblemText } from "../../src/cli/scenario-text.ts";
import { ParseError, type ParseProblem } from "../../src/scenario/language/cursor.ts";
import { kindOf, MESSAGE_KINDS } from "../../src/scenario/language/kinds.ts";
import { parseScenario } from "../../src/scenario/language/parse.ts";
import type { Action } from "../../src/scenario/language/syntax.ts";
import { tokensOf } from "../../src/scenario/language/tokens.ts";

/** What the line means in a cluster of five. */
function action(line: string): Action {
  const [statement] = parseScenario(`cluster of 5\n${line}`).statements;
  if (statement === undefined) throw new Error(`${line} is no statement`);
  return statement.action;
}

function problem(text: string): ParseProblem {
  try {
    parseScenario(text);
  } catch (error) {
    if (error instanceof ParseError) return error.problem;
    throw error;
  }
  throw new Error(`this was understood: ${text}`);
}

const said = (text: string, language: "en" | "zh" = "en"): string =>
  parseProblemText(sayIn(language), "story", problem(text));

const node = (type: string, more: object = {}): object => ({ type, nodes: ["n2"], ...more });

describe("a statement", () => {
  test.each<[string, object]>([
    ["rival cluster r1 r2", { type: "rival", as: ["r1", "r2"] }],
    [
      "wait n2 bound to n1",
      { type: "wait", condition: { type: "forming", node: "n2", how: "bound", other: "n1" }, withinMs: 10_000 },
    ],
    [
      "wait n4 waits for n1",
      { type: "wait", condition: { type: "forming", node: "n4", how: "waits", other: "n1" }, withinMs: 10_000 },
    ],
    ["expect n1 not crossed", { type: "expect", condition: { type: "crossed", node: "n1", is: false }, forMs: null }],
    ["crash leader", { type: "crash", nodes: ["leader"] }],
    ["restart n1, n2 n3", { type: "restart", nodes: ["n1", "n2", "n3"] }],
    ["wipe n2", node("wipe")],
    ["pause n2 for 3s", node("pause", { forMs: 3_000 })],
    ["pause n2 3s", node("pause", { forMs: 3_000 })],
    ["broker stop 2s", { type: "brokerStop", forMs: 2_000 }],
    ["slow n2 20ms every 100ms 3s", { type: "slowLoop", nodes: ["n2"], busyMs: 20, everyMs: 100, forMs: 3_000 }],
    [
      "link n1>n2 drop 30%",
      { type: "link", links: [{ from: "n1", to: "n2" }], weather: { type: "drop", chance: 0.3 } },
    ],
    ["suspend n2", node("suspend", { forMs: null })],
    ["power loss n2", node("powerLoss")],
    ["copy n2 as twin", { type: "copy", node: "n2", as: "twin" }],
    ["cut n1 > n3", { type: "cut", links: [{ from: "n1", to: "n3" }] }],
    [
      "cut n1 <> all",
      {
        type: "cut",
        links: [
          { from: "n1", to: null },
          { from: null, to: "n1" },
        ],
      },
    ],
    ["partition n1 n2 | n3, n4 | n5", { type: "partition", sides: [["n1", "n2"], ["n3", "n4"], ["n5"]] }],
    ["partition n1 n2", { type: "partition", sides: [["n1", "n2"]] }],
    ["isolate leader", { type: "isolate", nodes: ["leader"] }],
    ["heal", { type: "heal" }],
    ["hold RequestVote from n1 to n2", { type: "hold", filter: { kind: "RequestVote", from: "n1", to: "n2" } }],
    ["deliver held any to n2", { type: "deliver", filter: { kind: null, from: null, to: "n2" } }],
    ["duplicate held PreVote", { type: "duplicate", filter: { kind: "PreVote", from: null, to: null } }],
    ["drop held any", { type: "drop", filter: { kind: null, from: null, to: null } }],
    ["block AppendEntries from leader", { type: "block", filter: { kind: "AppendEntries", from: "leader", to: null } }],
    [
      "link n1 > n2 drop 30%",
      { type: "link", links: [{ from: "n1", to: "n2" }], weather: { type: "drop", chance: 0.3 } },
    ],
    [
      "link n1 > n2 delay 20ms..80ms",
      { type: "link", links: [{ from: "n1", to: "n2" }], weather: { type: "delay", minMs: 20, maxMs: 80 } },
    ],
    ["clock n2 drift +1%", { type: "drift", node: "n2", rate: 1.01 }],
    ["clock n2 drift -0.5%", { type: "drift", node: "n2", rate: 0.995 }],
    ["clock n3 jump 5m", { type: "jump", node: "n3", ms: 300_000 }],
    ["disk n2 slow 200ms", node("disk", { how: { type: "slow", ms: 200 } })],
    ["disk n2 fails fsync", node("disk", { how: { type: "failsFsync" } })],
    ["corrupt n2 snapshot", node("corrupt", { file: "snapshot" })],
    ["broker restart for 2s", { type: "broker", downMs: 2_000 }],
    ["clients stop", { type: "clients", count: 0 }],
    ["wait 3s", { type: "pass", forMs: 3_000 }],
    ["wait leader within 1s", { type: "wait", condition: { type: "led", is: true }, withinMs: 1_000 }],
    ["wait no leader", { type: "wait", condition: { type: "led", is: false }, withinMs: 10_000 }],
    [
      "expect leader != n1 for 2s",
      { type: "expect", condition: { type: "leader", compare: "!=", node: "n1" }, forMs: 2_000 },
    ],
    [
      "expect n2 not candidate",
      { type: "expect", condition: { type: "role", node: "n2", role: "campaigning", is: false }, forMs: null },
    ],
    [
      "expect n2 voter within 5s",
      { type: "wait", condition: { type: "member", node: "n2", as: "voter", is: true }, withinMs: 5_000 },
    ],
    ["expect term 4", { type: "expect", condition: { type: "term", node: null, compare: "=", term: 4 }, forMs: null }],
    [
      "expect no vote from n2 in term 3",
      {
        type: "expect",
        condition: { type: "vote", voter: "n2", candidate: null, term: 3, is: false },
        forMs: null,
      },
    ],
    [
      "expect n3 votes n1 in term 2",
      { type: "expect", condition: { type: "vote", voter: "n3", candidate: "n1", term: 2, is: true }, forMs: null },
    ],
    [
      "expect n2 stopped with DUPLICATE_ID",
      { type: "expect", condition: { type: "stopped", node: "n2", code: "DUPLICATE_ID" }, forMs: null },
    ],
    ["expect one lease", { type: "expect", condition: { type: "leases", count: 1 }, forMs: null }],
    [
      "expect write k unacknowledged",
      { type: "expect", condition: { type: "answered", key: "k", answer: "unacknowledged" }, forMs: null },
    ],
    ["expect no acknowledged write lost", { type: "audit" }],
    ["let old be leader", { type: "let", name: "old", value: "leader" }],
  ])("%s", (line, meant) => {
    expect(action(line)).toEqual(meant);
  });

  test.each<[string, object]>([
    ["write k1 = v1", { operation: { type: "write", key: "k1", value: "v1", on: null }, how: "must" }],
    ['write k1 = "v 1" on n2', { operation: { type: "write", key: "k1", value: "v 1", on: "n2" } }],
    [
      "write 100 keys of 20 bytes on leader one by one",
      { operation: { type: "writeMany", count: 100, bytes: 20, on: "leader", oneByOne: true } },
    ],
    ["begin write k = v", { how: "begin" }],
    ["try add n6 within 3s", { operation: { type: "add", node: "n6" }, how: "try", withinMs: 3_000 }],
    ["write k = v fails with OVERLOADED", { how: "fail", code: "OVERLOADED" }],
    ["cas k nothing -> v", { operation: { type: "cas", key: "k", expected: null, value: "v" } }],
    [
      "read k from n2 stale = v",
      { operation: { type: "read", key: "k", from: "n2", isStale: true, value: "v" }, how: "must" },
    ],
    ["expect read k = nothing", { operation: { type: "read", key: "k", from: null, isStale: false, value: null } }],
    ["transfer", { operation: { type: "transfer", node: null } }],
    ["snapshot n1", { operation: { type: "snapshot", node: "n1" } }],
  ])("%s", (line, meant) => {
    expect(action(line)).toMatchObject({ type: "operate", ...meant });
  });

  test("has its moment, its line and its words", () => {
    const { statements } = parseScenario("# a story\n\ncluster of 3\nat 2s crash leader # now\n  after 500ms heal\n");
    expect(statements).toMatchObject([
      { line: 4, text: "at 2s crash leader # now", due: { type: "at", ms: 2_000 }, only: null },
      { line: 5, text: "after 500ms heal", due: { type: "after", ms: 500 } },
    ]);
  });

  test("that needs virtual time says so, and no other does", () => {
    const text =
      "cluster of 3\nhold any\nwait held any\nrelease\nwait leader\ncrash n1\nwrite a = 1\nblock any from n2";
    expect(
      parseScenario(text)
        .statements.filter(({ only }) => only !== null)
        .map(({ line }) => line),
    ).toEqual([2, 3, 4]);
  });

  test("may use what was named before", () => {
    const { statements } = parseScenario(
      "cluster of 3\nlet old be leader\nlet t be term\ncrash old\nwait n2 votes n1 in term after t",
    );
    expect(statements[3]?.action).toMatchObject({ condition: { term: { name: "t", plus: 1 } } });
  });
});

describe("a cluster", () => {
  test("has its options, and what is not said is as usual", () => {
    const text =
      "cluster of 5, election timeout 150ms..300ms, heartbeat 50ms, lease 100ms, snapshot every 20 entries, keep 0 entries," +
      " batches of 1 entries, segments of 4096 bytes, pieces of 100 bytes, network wan, priority n2 5\nadd n7";
    expect(parseScenario(text)).toMatchObject({
      nodes: 7,
      cluster: {
        size: 5,
        electionTimeoutMs: [150, 300],
        heartbeatMs: 50,
        leaseMs: 100,
        snapshotEvery: 20,
        keepEntries: 0,
        batchEntries: 1,
        segmentBytes: 4_096,
        pieceBytes: 100,
        network: "wan",
        priorities: new Map([["n2", 5]]),
      },
    });
    expect(parseScenario("cluster of 3").cluster).toMatchObject({ electionTimeoutMs: [500, 1_000], leaseMs: 450 });
    expect(parseScenario("cluster of 3, lease none").cluster.leaseMs).toBe(0);
  });
});

describe("what is not understood is told by line, column and what was expected there", () => {
  test.each<[string, number, number, string]>([
    ["", 1, 1, "clusterFirst"],
    ["crash leader", 1, 1, "clusterFirst"],
    ["cluster of 3\ncluster of 3", 2, 1, "noSecondCluster"],
    ["cluster of 10", 1, 12, "size"],
    ["cluster of 3, heartbeat 400ms", 1, 15, "heartbeat"],
    ["cluster of 3, election timeout 2s..1s", 1, 15, "timeouts"],
    ["cluster of 3, lease 600ms", 1, 15, "lease"],
    ["cluster of 3\n\n  at 2s crsh leader", 3, 9, "statement"],
    ["cluster of 3\npause n2 for 3", 2, 14, "time"],
    ["cluster of 3\ncrash somebody", 2, 7, "node"],
    ["cluster of 3\ncrash n0", 2, 7, "node"],
    ["cluster of 3\nhold Vote", 2, 6, "messageKind"],
    ["cluster of 3\nlink n1 > n2 drop 130%", 2, 19, "percent"],
    ["cluster of 3\nheal all", 2, 6, "end"],
    ["cluster of 3\nlet leader be n1", 2, 5, "name"],
    ["cluster of 3\nexpect n2 votes n1 in term t", 2, 28, "number"],
    ["cluster of 3\nwait sunshine", 2, 6, "condition"],
  ])("%j", (text, line, column, kind) => {
    const told = problem(text);
    expect({ line: told.line, column: told.column }).toEqual({ line, column });
    expect(told.expected).toContainEqual({ type: "kind", kind });
  });

  test("in English, with the line and a mark", () => {
    expect(said("cluster of 3\nat 2s crsh leader")).toBe(
      'story:2:7: expected a statement, such as "crash leader", "wait leader within 5s" or "expect term = 2" ' +
        '(docs/scenarios.md lists all), but found "crsh". Did you mean "crash"?\n  at 2s crsh leader\n        ^',
    );
    expect(said("cluster of 3\ncut n1 n2")).toMatch(/2:8: expected ">" or "<>", but found "n2"\./);
    expect(said("cluster of 3\nhold RequestVotes")).toMatch(/Did you mean "RequestVote"\?/);
    expect(said("cluster of 3\npause n2 for")).toMatch(/2:13: expected a time.*, but the line ends here\./);
  });

  test("in Chinese", () => {
    expect(said("cluster of 3\npause n2 for 3", "zh")).toMatch(/^story:2:14：此处应为 一段时间.*，实际却是 "3"。/);
    expect(said("cluster of 3\ncut n1 n2", "zh")).toMatch(/应为 ">" 或 "<>"，实际却是 "n2"。/);
  });

  test("whatever is written: understood or refused at a place that is there, never anything else", () => {
    const word = fc.constantFrom(
      ...[
        "cluster of 3\n",
        "crash",
        "leader",
        "n1",
        "n2",
        "|",
        ">",
        "2s",
        "30%",
        "wait",
        "expect",
        "term",
        "=",
        "held",
      ],
      ...["write", "k", "keys", "1", "from", "in", "no", "vote", "let", "be", '"', "#", "..", "\n", "é", "disk", "all"],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), fc.boolean(), (words, begins) => {
        const text = (begins ? "cluster of 3\n" : "") + words.join(" ");
        try {
          parseScenario(text);
        } catch (error) {
          if (!(error instanceof ParseError)) throw error;
          const { line, column, expected } = error.problem;
          expect(expected.length).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((text.split("\n")[line - 1] ?? "").length + 1);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("words", () => {
  test("every message of the core has one name", () => {
    const types = Object.values(MESSAGE_KINDS).flat();
    expect(new Set(types).size).toBe(types.length);
    expect(types.length).toBe(14);
    expect(types.map(kindOf).every((kind) => Object.hasOwn(MESSAGE_KINDS, kind))).toBe(true);
  });

  test("times, percentages and signs are told apart", () => {
    expect(tokensOf('20ms..80ms 1.5s +1% 5m n1<>n2 "a b" 12 # x').map(({ type, text }) => `${type} ${text}`)).toEqual([
      ...["time 20ms", "symbol ..", "time 80ms", "time 1.5s", "percent +1%", "time 5m"],
      ...["word n1", "symbol <>", "word n2", "text a b", "number 12", "end "],
    ]);
  });
});
