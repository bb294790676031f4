import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli/arguments.ts";
import { FLAGS } from "../../src/cli/flags.ts";
import { sayIn } from "../../src/cli/messages.ts";
import { type UsageProblem, usageMessage } from "../../src/cli/usage.ts";
import { DEFAULT_TIMING } from "../../src/core/types.ts";

const ENGLISH = { LANG: "en_US.UTF-8" };
const CHINESE = { LANG: "zh_CN.UTF-8" };

function settingsOf(...args: string[]) {
  const invocation = parseArguments(args, ENGLISH);
  if (invocation.type !== "run") throw new Error(JSON.stringify(invocation));
  return invocation.settings;
}

function misuseOf(args: readonly string[], env = ENGLISH) {
  const invocation = parseArguments(args, env);
  if (invocation.type !== "misused") throw new Error(`understood: ${JSON.stringify(invocation)}`);
  return invocation;
}

describe("what is understood", () => {
  test("without options it is three nodes named graft on the embedded broker, until told to stop", () => {
    expect(parseArguments([], ENGLISH)).toEqual({
      type: "run",
      language: "en",
      json: false,
      settings: {
        size: null,
        name: "graft",
        nats: null,
        clusterKeyFile: null,
        broker: "embedded",
        dataDir: null,
        timing: DEFAULT_TIMING,
        snapshotEvery: 100_000,
        record: false,
        chaos: null,
        durationMs: null,
        logLevel: "warn",
        prompt: true,
      },
    });
  });

  test("every option reaches its setting", () => {
    const args =
      "--size 5 --name zy_cluster --broker nats-server --data ./d --election-timeout 150-300 --heartbeat 30 " +
      "--snapshot-every 500 --record --chaos rough --seed 7 --history h.jsonl --duration 2m --json --log-level debug --no-prompt --lang zh";
    expect(parseArguments(args.split(" "), ENGLISH)).toEqual({
      type: "run",
      language: "zh",
      json: true,
      settings: {
        size: 5,
        name: "zy_cluster",
        nats: null,
        clusterKeyFile: null,
        broker: "nats-server",
        dataDir: "./d",
        timing: { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30, earlyStartStepMs: 10 },
        snapshotEvery: 500,
        record: true,
        chaos: { level: "rough", seed: 7, historyFile: "h.jsonl" },
        durationMs: 120_000,
        logLevel: "debug",
        prompt: false,
      },
    });
  });

  test("a value may follow an equals sign", () => expect(settingsOf("--size=7").size).toBe(7));
  test("the last of two equal options counts", () => expect(settingsOf("--size", "3", "--size", "5").size).toBe(5));
  test("both ends of the size are allowed", () => {
    expect(settingsOf("--size", "1").size).toBe(1);
    expect(settingsOf("--size", "99").size).toBe(99);
  });
  test("a heartbeat of exactly a third of the minimum is allowed", () =>
    expect(settingsOf("--election-timeout", "12-24", "--heartbeat", "4").timing.heartbeatMs).toBe(4));

  test.each([
    ["nats://127.0.0.1:4222", ["nats://127.0.0.1:4222"]],
    ["localhost", ["localhost"]],
    ["n1:4222, tls://n2.example:4223", ["n1:4222", "tls://n2.example:4223"]],
    ["[::1]:4222", ["[::1]:4222"]],
    ["nats://user:secret@host:4222/", ["nats://user:secret@host:4222/"]],
  ])("--nats %s is understood", (text, urls) => expect(settingsOf("--nats", text).nats).toEqual({ servers: urls }));

  test.each([
    [["--help"]],
    [["-h"]],
    [["--size", "0", "--help"]],
    [["--nonsense", "--help"]],
    [["--size", "--help"]],
    [["--version", "--help"]],
  ])("%j asks for help", (args) => expect(parseArguments(args, CHINESE)).toEqual({ type: "help", language: "zh" }));

  test("--version wins over mistakes", () =>
    expect(parseArguments(["--size", "0", "--version"], ENGLISH)).toEqual({ type: "version" }));
});

const badValues: [string, string[]][] = [
  ["snapshot-every", ["99", "0", "x", "1e6", "-100", "1000000001", "100.5"]],
  ["size", ["0", "x", "100", "3.5", "-1", "1e1", "0x3", " 3", "３", "99999999999"]],
  ["name", ["a.b", "a b", "集群", "a".repeat(65), "a\n", "*"]],
  [
    "nats",
    ["http://h:1", "nats://", ":4222", "nats://h:99999", "nats://h/x", "a,,b", ",", "h h", "nats://h?x", "h\tx"],
  ],
  ["broker", ["mosquitto", "Embedded"]],
  ["data", ["a\0b"]],
  ["election-timeout", ["500", "500-", "-1000", "a-b", "1-2-3", "500–1000", "500 - 1000", "0-5", "2-9", "500-3600001"]],
  ["heartbeat", ["0", "x", "-5", "1.5", "100ms", "3600001"]],
  ["duration", ["10", "s", "0s", "-1s", "10 s", "1d", "1e3s", "501h", "0.2ms", "1h30m", "toString"]],
  ["log-level", ["loud", "WARN"]],
  ["lang", ["fr", "zh_CN", "EN"]],
];

describe("what is refused", () => {
  test.each(badValues.flatMap(([option, values]) => values.map((value) => [option, value] as const)))(
    "--%s %j: the option, the value and what is allowed are named, in both languages",
    (option, value) => {
      const { problem } = misuseOf([`--${option}=${value}`]);
      expect(problem).toEqual({ type: "badValue", option, value });
      for (const language of ["en", "zh"] as const) {
        const message = usageMessage(sayIn(language), problem);
        expect(message).toContain(`--${option}`);
        expect(message).toContain("--help");
        expect(message).toMatch(language === "en" ? /allowed: \S/ : /应为/);
        if (/^[ -~]+$/.test(value)) expect(message).toContain(value);
        expect(message).not.toMatch(/\n|\{|\p{Cc}/u);
      }
    },
  );

  test.each([
    ["--siz", "--size"],
    ["--szie", "--size"],
    ["--sizes=3", "--size"],
    ["--size3", "--size"],
    ["-size", "--size"],
    ["--nat", "--nats"],
    ["--log", "--log-level"],
    ["--loglevel", "--log-level"],
    ["--election", "--election-timeout"],
    ["--electiontimeout", "--election-timeout"],
    ["--durations", "--duration"],
    ["--JSON", null],
    ["--frobnicate", null],
    ["-x", null],
    ["--__proto__", null],
    ["--toString", null],
    ["--no-json", null],
  ])("the unknown option %s suggests %s", (arg, suggestion) => {
    const option = arg.split("=")[0];
    expect(misuseOf([arg]).problem).toEqual({ type: "unknownOption", option, suggestion });
  });

  test("a suggestion is part of the message", () => {
    const problem: UsageProblem = { type: "unknownOption", option: "--siz", suggestion: "--size" };
    expect(usageMessage(sayIn("en"), problem)).toBe(
      "there is no option --siz; did you mean --size? See graft-cluster --help.",
    );
    expect(usageMessage(sayIn("zh"), problem)).toBe(
      "没有 --siz 这个选项，是不是想写 --size？详见 graft-cluster --help。",
    );
  });

  test.each([[["3"]], [["--size", "3", "5"]], [["--json", "yes"]], [["--", "x"]]])(
    "a word that is no option is refused: %j",
    (args) => {
      const { problem } = misuseOf(args);
      expect(problem).toEqual({ type: "unexpectedArgument", value: args.at(-1) });
    },
  );

  test.each(FLAGS.filter(({ value }) => value !== null).map(({ name }) => name))(
    "--%s without a value is refused",
    (name) => {
      const missing = { type: "missingValue", option: name };
      expect(misuseOf([`--${name}`]).problem).toEqual(missing);
      expect(misuseOf([`--${name}=`]).problem).toEqual(missing);
      expect(misuseOf([`--${name}`, "--json"]).problem).toEqual(missing);
      expect(usageMessage(sayIn("en"), misuseOf([`--${name}`]).problem)).toMatch(/needs a value: \S/);
    },
  );

  test("an option swallowed as a value still decides how the error is told", () => {
    expect(misuseOf(["--size", "--json"]).json).toBe(true);
    expect(misuseOf(["--size", "json"]).json).toBe(false);
  });

  test("a switch takes no value", () =>
    expect(misuseOf(["--json=yes"]).problem).toEqual({ type: "unexpectedValue", option: "json", value: "yes" }));

  test.each(["1000-500", "500-500"])("the timeouts %s are reversed", (value) =>
    expect(misuseOf(["--election-timeout", value]).problem).toEqual({ type: "timeoutsReversed", value }),
  );

  test("a heartbeat above a third of the minimum is refused with the limit, also where it is the default", () => {
    const problem = { type: "heartbeatTooSlow", heartbeatMs: 167, minMs: 500, limitMs: 166 };
    expect(misuseOf(["--heartbeat", "167"]).problem).toEqual(problem);
    expect(settingsOf("--heartbeat", "166").timing.heartbeatMs).toBe(166);
    expect(misuseOf(["--election-timeout", "150-300"]).problem).toMatchObject({ heartbeatMs: 100, limitMs: 50 });
  });

  test("--nats and --broker exclude each other, even the default one", () =>
    expect(misuseOf(["--nats", "localhost", "--broker", "embedded"]).problem).toEqual({ type: "natsAndBroker" }));

  test("a bad --lang is told in the language chosen otherwise", () => {
    expect(misuseOf(["--lang", "fr"], CHINESE).language).toBe("zh");
    expect(misuseOf(["--lang", "fr"], ENGLISH).language).toBe("en");
    expect(misuseOf(["--lang", "zh", "--size", "0"], ENGLISH).language).toBe("zh");
  });

  test("control characters in a value are shown, not obeyed", () => {
    const { problem } = misuseOf(["--name", "\x1b[31mred"]);
    expect(usageMessage(sayIn("en"), problem)).toContain("\\x1b[31mred");
  });

  test("an endless value is cut in the message", () =>
    expect(usageMessage(sayIn("en"), misuseOf(["--name", "x".repeat(9999)]).problem).length).toBeLessThan(300));

  test("no words whatever make the parser throw, and whatever runs is in range", () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(...FLAGS.map(({ name }) => `--${name}`), "--", "-", "3", "500-1000", "10s"),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (args) => {
        const invocation = parseArguments(args, ENGLISH);
        if (invocation.type === "run") expect(invocation.settings.size ?? 1).toBeGreaterThanOrEqual(1);
        if (invocation.type === "misused") expect(usageMessage(sayIn("zh"), invocation.problem)).not.toBe("");
      }),
    );
  });
});
