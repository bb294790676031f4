import { describe, expect, test } from "vitest";
import { OWNERS, parse, UsageProblem } from "../../bench/arguments.ts";
import { CATALOGUES, sayIn } from "../../bench/messages.ts";
import { BENCHES } from "../../bench/registry.ts";

function problem(...args: string[]): string {
  try {
    parse(args, BENCHES, "en");
  } catch (error) {
    if (error instanceof UsageProblem) return sayIn("en")(error.key, error.values);
    throw error;
  }
  return "none";
}

function options(...args: string[]) {
  const parsed = parse(args, BENCHES, "en");
  if (parsed.help) throw new Error("help");
  return parsed;
}

describe("the command line of the benchmarks", () => {
  test("gives each benchmark its own defaults", () => {
    for (const [name, bench] of Object.entries(BENCHES)) {
      const { options: own } = options(name);
      expect(own).toMatchObject({ trials: bench.trials, nodes: bench.nodes, broker: "embedded", cases: bench.cases });
    }
  });

  test("takes what is asked for", () => {
    expect(
      options("failover", "--trials", "7", "--case", "kill,crash", "--broker=nats-server", "--out", "x"),
    ).toMatchObject({
      name: "failover",
      out: "x",
      options: { trials: 7, cases: ["crash", "kill"], broker: "nats-server" },
    });
    expect(options("commit", "--nodes", "3,5,3", "--outstanding", "1,16").options).toMatchObject({
      nodes: [3, 5],
      outstanding: [1, 16],
    });
    expect(parse(["--help", "--lang", "zh"], BENCHES, "en")).toEqual({ help: true, language: "zh" });
  });

  test.each([
    [[], "which benchmark? There are: election"],
    [["failver"], 'there is no benchmark "failver". Did you mean failover?'],
    [["zzz"], 'there is no benchmark "zzz". There are: election'],
    [["__proto__"], 'there is no benchmark "__proto__"'],
    [["election", "commit"], '"commit": one benchmark at a time'],
    [["election", "--trails", "3"], 'there is no option "--trails". Did you mean --trials?'],
    [["election", "-n", "3"], 'there is no option "-n"'],
    [["election", "--trials"], "--trials needs a value"],
    [["election", "--trials", "--json"], "--trials needs a value"],
    [["election", "--trials", "0"], '--trials "0": allowed is 1'],
    [["election", "--trials", "1e3"], '--trials "1e3": allowed is 1'],
    [["election", "--nodes", "3,100"], '--nodes "100": allowed is 1'],
    [["election", "--nodes", "3,5"], "--nodes 3,5: this benchmark takes one number"],
    [["election", "--json=yes"], "--json takes no value"],
    [["election", "--lang", "de"], '--lang "de": allowed is en, zh'],
    [["failover", "--case", "crush"], '--case "crush": allowed is crash'],
    [["failover", "--broker", "redis"], '--broker "redis": allowed is embedded, nats-server'],
    [["election", "--broker", "embedded"], "--broker is not for election: it is for failover"],
    [["commit", "--peers", "go"], '--peers "go": allowed is graft, etcd, jetstream'],
    [["election", "--out", ""], "--out is empty"],
  ])("refuses %j, and says what is allowed", (args, expected) => {
    expect(problem(...args)).toContain(expected);
  });

  test("names as owners only benchmarks that there are", () => {
    expect(
      Object.values(OWNERS)
        .flat()
        .filter((name) => !Object.hasOwn(BENCHES, name)),
    ).toEqual([]);
  });
});

describe("what the command says", () => {
  const placeholders = (text: string): string[] =>
    [...text.matchAll(/\{([A-Za-z0-9]+)\}/g)].map(([, name]) => name ?? "").sort();

  test("stands in both languages, with the same placeholders", () => {
    expect(Object.keys(CATALOGUES.zh)).toEqual(Object.keys(CATALOGUES.en));
    for (const [key, text] of Object.entries(CATALOGUES.en))
      expect([key, placeholders(Object.entries(CATALOGUES.zh).find(([other]) => other === key)?.[1] ?? "")]).toEqual([
        key,
        placeholders(text),
      ]);
  });

  test("has the same options in the help of both, and every benchmark", () => {
    const named = (text: string): string[] => text.match(/--[a-z-]+/g) ?? [];
    expect(named(CATALOGUES.zh.help)).toEqual(named(CATALOGUES.en.help));
    for (const name of Object.keys(BENCHES)) {
      expect(CATALOGUES.en.help).toContain(`\n  ${name} `);
      expect(CATALOGUES.zh.help).toContain(`\n  ${name} `);
    }
  });
});
