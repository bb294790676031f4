/**
 * The scenarios in test/scenarios: each passes. That it does with other seeds, and fails with the bug that it guards against, is
 * asked in test/long.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sayIn } from "../../src/cli/messages.ts";
import { failureText } from "../../src/cli/scenario-text.ts";
import { parseScenario, STATEMENT_WORDS } from "../../src/scenario/language/parse.ts";
import { simulateScenario } from "../../src/simulator/script.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = `${root}test/scenarios`;
const files = readdirSync(folder).filter((name) => name.endsWith(".scenario"));
const textOf = (file: string): string => readFileSync(`${folder}/${file}`, "utf8");

/** It takes minutes of virtual time, and is played by the long tests. */
const LONG = ["20-leader-flap.scenario"];

const outcome = async (file: string, seed: number): Promise<string> => {
  const { failure } = await simulateScenario(parseScenario(textOf(file)), { seed });
  return failure === null ? "passed" : failureText(sayIn("en"), file, failure);
};

describe("each scenario", () => {
  test.each(files.filter((file) => !LONG.includes(file)))("%s comes out as it says", async (file) => {
    expect(await outcome(file, 1)).toBe("passed");
  });

  test.each(files)("%s opens with its story, and can be read", (file) => {
    expect(textOf(file)).toMatch(/^# .+/);
    expect(parseScenario(textOf(file)).statements.length).toBeGreaterThan(3);
  });

  test("has the same trace whenever it is played, and another with another seed", async () => {
    const scenario = parseScenario(textOf("04-figure-8.scenario"));
    const lines: string[] = [];
    const first = await simulateScenario(scenario, { seed: 3, onLine: (line) => lines.push(line) });
    expect(lines.length).toBeGreaterThan(200);
    expect(await simulateScenario(scenario, { seed: 3 })).toEqual(first);
    expect((await simulateScenario(scenario, { seed: 4 })).traceHash).not.toBe(first.traceHash);
  });
});

describe("a story in which nothing goes wrong any more", () => {
  const FAULT =
    /^(crash|restart|stop|pause|suspend|power|wipe|cut|partition|isolate|link|heal|clog|disconnect|broker|clock|disk|corrupt)\b/;
  const isFault = (line: string): boolean => FAULT.test(line);
  // That somebody sets the calendar must not be seen.
  const stories = files
    .filter((file) => /^(paper|outage|thesis)-/.test(file) && file !== "paper-calendar.scenario")
    .filter((file) => textOf(file).split("\n").some(isFault));

  test.each(stories)("%s does not come out as it says", async (file) => {
    const lines = textOf(file).split("\n");
    const harmless = parseScenario(lines.filter((line) => !isFault(line)).join("\n"));
    expect((await simulateScenario(harmless, { seed: 1 })).failure).not.toBeNull();
  });
});

describe.each(["docs/scenarios.md", "docs/scenarios.zh.md"])("%s", (path) => {
  const text = readFileSync(`${root}${path}`, "utf8");

  test("has an example that comes out as it says", async () => {
    const [, example = ""] = /^```\n([\s\S]*?)^```$/m.exec(text) ?? [];
    const { failure } = await simulateScenario(parseScenario(example), { seed: 1 });
    expect(failure).toBeNull();
  });

  test("names every word that a statement may begin with", () => {
    expect(STATEMENT_WORDS.filter((word) => !new RegExp(`(\`|^ .*)${word}\\b`, "m").test(text))).toEqual([]);
  });

  test("has clusters that can be read", () => {
    const clusters = text.match(/^ {4}cluster of .*$/gm) ?? [];
    expect(clusters.length).toBeGreaterThan(2);
    for (const cluster of clusters) expect(parseScenario(cluster).statements).toEqual([]);
  });
});

describe("the table of test/scenarios", () => {
  const rows = [...textOf("README.md").matchAll(/^\| `(\S+\.scenario)` \| (.*) \|$/gm)];

  test("names each file once, and the bug that it guards against", () => {
    expect(rows.map(([, file]) => file).sort()).toEqual([...files].sort());
    expect(rows.filter(([, , mutants = ""]) => !/^`[a-z-]+`/.test(mutants))).toEqual([]);
  });

  test("has 25 or more that live clusters can play as well", () => {
    const common = files.filter((file) => parseScenario(textOf(file)).statements.every(({ only }) => only === null));
    expect(common.length).toBeGreaterThanOrEqual(25);
  });

  test("names bugs that there are, and that still fit the sources", () => {
    const args = [`${root}.ci/mutants.mjs`, "--mutants", "--scenarios", "--check"];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toMatch(/^\d+ scenarios, \d+ mutants fit/);
  });
});
