import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/cli/language.ts";
import { sayIn } from "../../src/cli/messages.ts";
import type { PromptCommand } from "../../src/cli/prompt-command.ts";
import { completionOf } from "../../src/cli/prompt-completion.ts";
import { understand } from "../../src/cli/prompt-grammar.ts";
import { columnOf, commandHelpLines, formsOf, problemLines, promptHelpLines } from "../../src/cli/prompt-text.ts";
import { COMMANDS, exampleOf, LIVE_FAULT_WORDS, PROMPT_WORDS } from "../../src/cli/prompt-words.ts";
import { textWidth } from "../../src/cli/text-width.ts";
import { parseScenario } from "../../src/scenario/language/parse.ts";

const NODES = ["n1", "n2", "n3"];

function command(line: string): PromptCommand {
  const understood = understand(line, NODES);
  if (understood.type !== "command") throw new Error(`${line}: ${JSON.stringify(understood)}`);
  return understood.command;
}

/** What a person is told, without the example. */
function told(line: string, language: "en" | "zh" = "en"): string {
  const understood = understand(line, NODES);
  if (understood.type !== "problem") throw new Error(`${line}: ${JSON.stringify(understood)}`);
  const { problem } = understood;
  return `${columnOf(problem)}: ${problemLines(sayIn(language), problem, NODES)[0]}`;
}

const fault = (it: object, more: object = {}): object => ({
  type: "fault",
  fault: it,
  forMs: null,
  force: false,
  ...more,
});

describe("a line at the prompt", () => {
  test.each<[string, object]>([
    ["status", { type: "status" }],
    ["crash leader", fault({ type: "crash", nodes: ["leader"] })],
    ["pause n2 3s", fault({ type: "pause", nodes: ["n2"], forMs: 3_000 })],
    ["pause n2 for 3s", fault({ type: "pause", nodes: ["n2"], forMs: 3_000 })],
    ["partition n1 | n2 n3", fault({ type: "partition", sides: [["n1"], ["n2", "n3"]] })],
    ["partition n1|n2 n3 5s", fault({ type: "partition", sides: [["n1"], ["n2", "n3"]] }, { forMs: 5_000 })],
    ["partition leader", fault({ type: "partition", sides: [["leader"]] })],
    [
      "link n1>n2 drop 30%",
      fault({ type: "link", links: [{ from: "n1", to: "n2" }], weather: { type: "drop", chance: 0.3 } }),
    ],
    [
      "link n1 > n2 delay 20ms..80ms for 10s",
      fault(
        { type: "link", links: [{ from: "n1", to: "n2" }], weather: { type: "delay", minMs: 20, maxMs: 80 } },
        { forMs: 10_000 },
      ),
    ],
    ["disk n3 full", fault({ type: "disk", nodes: ["n3"], how: { type: "full" } })],
    ["disk n3 slow 50ms 2s", fault({ type: "disk", nodes: ["n3"], how: { type: "slow", ms: 50 } }, { forMs: 2_000 })],
    ["broker stop 2s force", fault({ type: "brokerStop", forMs: 2_000 }, { force: true })],
    ["crash n1 n2 5s force", fault({ type: "crash", nodes: ["n1", "n2"] }, { forMs: 5_000, force: true })],
    ["crash leader!", fault({ type: "crash", nodes: ["leader"] }, { force: true })],
    ["crash leader !", fault({ type: "crash", nodes: ["leader"] }, { force: true })],
    ["heal", { type: "heal" }],
    ["put a 1", { type: "put", key: "a", value: "1" }],
    ["put a/b.c some text # all of it", { type: "put", key: "a/b.c", value: "some text # all of it" }],
    ['put "a key" "in quotes "', { type: "put", key: "a key", value: "in quotes " }],
    ["put 键 值", { type: "put", key: "键", value: "值" }],
    ["get a", { type: "get", key: "a" }],
    ["delete force", { type: "delete", key: "force" }],
    ["transfer n3", { type: "transfer", node: "n3" }],
    ["transfer", { type: "transfer", node: null }],
    ["add", { type: "add", node: null }],
    ["add n4", { type: "add", node: "n4" }],
    ["remove n2", { type: "remove", node: "n2" }],
    ["replace n2", { type: "replace", node: "n2" }],
    ["chaos on gentle", { type: "chaosOn", level: "gentle", seed: null, forMs: null }],
    ["chaos on rough seed 7 30s", { type: "chaosOn", level: "rough", seed: 7, forMs: 30_000 }],
    ["chaos off", { type: "chaosOff" }],
    ["why", { type: "why", all: false }],
    ["why all", { type: "why", all: true }],
    ["help", { type: "help", about: null }],
    ["? pause", { type: "help", about: "pause" }],
    ["exit", { type: "quit" }],
    ["  quit  # enough", { type: "quit" }],
  ])("%s", (line, meant) => expect(command(line)).toEqual(meant));

  test.each(["", "   ", "# a thought"])("%j is nothing", (line) =>
    expect(understand(line, NODES)).toEqual({ type: "nothing" }),
  );

  test("a fault is written as in a scenario, word for word", () => {
    const faults = COMMANDS.filter(({ word }) => LIVE_FAULT_WORDS.includes(word)).flatMap(({ word }) => formsOf(word));
    const shared = faults.map((form) => form.replace(/ (for )?\d+s$| force$/g, "").replace(/ (for )?\d+s$/, ""));
    expect(shared.length).toBeGreaterThan(25);
    for (const line of shared) {
      const action = parseScenario(`cluster of 3\n${line}`).statements[0]?.action;
      expect(command(line), line).toMatchObject({ type: "fault", fault: action });
    }
  });

  test("what is done once has no lifetime", () => {
    expect(told("restart n2 3s")).toMatch(/^12: .*but found "3s"/);
    expect(told("disk n2 well 3s")).toMatch(/^14: /);
  });
});

describe("a line that is not understood says where, and what is possible", () => {
  test.each<[string, string]>([
    ["crsh leader", '1: there is no command "crsh". Did you mean "crash"?'],
    ["  kill n2", '3: there is no command "kill". Did you mean "crash"?'],
    ["crash", "6: expected a node (n1 n2 n3 leader follower), "],
    ["crash n9", "7: expected a node (n1 n2 n3 leader follower), "],
    ["pause n2 3", "10: expected "],
    ["link n1 n2 drop 30%", '9: expected ">" or "<>", but found "n2".'],
    ["link n1>n2 drp 30%", '12: expected "drop", "duplicate", "delay", "reorder" or "corrupt", but found "drp". Did'],
    ["link n1>n2 drop 130%", "17: expected a percentage from 0% to 100%"],
    ["disk n3 ful", "9: expected "],
    ["chaos on wild", '10: expected "gentle", "rough" or "brutal", but found "wild".'],
    ["chaos on rough seed 9999999999", "21: expected a whole number"],
    ["put", "4: expected a key, but the line ends here."],
    ["put a", "6: expected a value, but the line ends here."],
    ["get a b", '7: expected the end of the line, but found "b".'],
    ["heal n2", "6: expected the end of the line"],
    ["hold any", "1: hold takes virtual time"],
    ["crash n1 force 3s", "16: expected the end of the line"],
    ["__proto__", '1: there is no command "__proto__".'],
  ])("%s", (line, sentence) => expect(told(line)).toContain(sentence));

  test("of an unknown word all commands are named, and of any other mistake an example", () => {
    const unknown = understand("xyzzy", NODES);
    const mistaken = understand("pause", NODES);
    if (unknown.type !== "problem" || mistaken.type !== "problem") throw new Error("understood");
    const lines = problemLines(sayIn("en"), unknown.problem, NODES);
    for (const word of PROMPT_WORDS) expect(lines[1]).toContain(word);
    expect(problemLines(sayIn("en"), mistaken.problem, NODES)).toContain("For example: pause n2 3s");
  });

  test("in Chinese as well", () => {
    expect(told("crash n9", "zh")).toMatch(/^7: 此处应为 一个节点（n1 n2 n3 leader follower）/);
    expect(told("crsh", "zh")).toBe("1: 没有“crsh”这个命令。 是不是想写“crash”？");
  });

  const piece = fc.constantFrom(
    ...[
      ...PROMPT_WORDS,
      "n1",
      "n2",
      "n9",
      "leader",
      "all",
      "|",
      ">",
      "<>",
      "3s",
      "30%",
      "for",
      "force",
      "!",
      "on",
      "off",
    ],
    ...[
      "gentle",
      "seed",
      "7",
      "full",
      "drop",
      "delay",
      "..",
      '"',
      "#",
      "é",
      "值",
      "\u{1}",
      "\t",
      "any",
      "to",
      "from",
      " ",
    ],
  );

  test("whatever is typed: understood, or refused at a place that is there; nothing is thrown", () => {
    const line = fc.oneof(
      fc.array(piece, { maxLength: 9 }).map((words) => words.join(" ")),
      fc.array(piece, { maxLength: 9 }).map((words) => words.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(line, (typed) => {
        const understood = understand(typed, NODES);
        completionOf(typed, { nodeIds: NODES, keys: ["a", "b c"] });
        if (understood.type !== "problem") return;
        const column = columnOf(understood.problem);
        expect(column).toBeGreaterThan(0);
        expect(column).toBeLessThanOrEqual(typed.length + 1);
        for (const language of LANGUAGES)
          expect(problemLines(sayIn(language), understood.problem, NODES).join("\n")).not.toMatch(/\{\w+\}/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("completion", () => {
  const KNOWN = { nodeIds: NODES, keys: ["color", "count"] };
  const offered = (line: string): readonly string[] => completionOf(line, KNOWN).offers;

  test.each<[string, readonly string[]]>([
    ["par", ["partition"]],
    ["cra", ["crash"]],
    ["chaos ", ["off", "on"]],
    ["chaos on ", ["gentle", "rough", "brutal"]],
    ["disk n3 fu", ["full"]],
    ["disk n3 fa", ["fails fsync"]],
    ["link n1>", ["all", "n1", "n2", "n3", "leader", "follower"]],
    ["get co", ["color", "count"]],
    ["help pa", ["pause", "partition"]],
    ["block Re", ["RequestVote", "RequestVoteAnswer", "ReadIndex", "ReadIndexAnswer"]],
  ])("%j", (line, words) => expect([...offered(line)].sort()).toEqual([...words].sort()));

  test("offers nodes, groups and what may follow them", () => {
    expect(offered("crash ")).toEqual(
      expect.arrayContaining(["n1", "n2", "n3", "leader", "follower", "followers", "all"]),
    );
    expect(offered("pause n2 ")).toEqual(expect.arrayContaining(["for", "3s", "force"]));
    expect(offered("partition n1 ")).toContain("|");
  });

  test("offers nothing behind what is not understood, and nothing for free text", () => {
    expect(offered("crash n9 ")).toEqual([]);
    expect(offered("xyzzy ")).toEqual([]);
    expect(offered("put a ")).toEqual([]);
  });

  test("each offer leads on: to a line that is understood, or whose mistake is only that it ends", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 10 }), (choices) => {
        let line = "";
        for (const choice of choices) {
          const { partial, offers } = completionOf(line, KNOWN);
          const offer = offers[choice % Math.max(1, offers.length)];
          if (offer === undefined) break;
          line = `${line.slice(0, line.length - partial.length)}${offer} `;
          const understood = understand(line, NODES);
          const isOpen =
            understood.type === "problem" &&
            understood.problem.type === "notUnderstood" &&
            understood.problem.problem.found === "";
          expect({ line, leadsOn: understood.type === "command" || isOpen }).toEqual({ line, leadsOn: true });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("help", () => {
  test.each(COMMANDS.map(({ word, example }) => [word, example] as const))(
    "%s has an example that is understood",
    (_, example) => {
      command(example);
    },
  );

  test.each(PROMPT_WORDS)("each form of %s is understood", (word) => {
    for (const form of [...formsOf(word), exampleOf(word)]) {
      command(form);
      expect(form.split(" ")[0]).toBe(word);
    }
  });

  test.each(LANGUAGES)("names every command, and fits a usual terminal, in %s", (language) => {
    const lines = promptHelpLines(sayIn(language), 79);
    for (const { example } of COMMANDS) expect(lines.join("\n")).toContain(example);
    expect(lines.length).toBeLessThanOrEqual(25);
    for (const line of lines) expect(textWidth(line), line).toBeLessThan(80);
    for (const word of PROMPT_WORDS) expect(commandHelpLines(sayIn(language), word)[0]).toContain(word);
  });

  test("no fault of the language is without a command, but those of virtual time", () =>
    expect([...LIVE_FAULT_WORDS].filter((word) => !PROMPT_WORDS.some((known) => known === word))).toEqual([]));
});
