import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureMessage, operatingErrorMessage } from "../../src/cli/error-message.ts";
import { FLAGS } from "../../src/cli/flags.ts";
import { helpText } from "../../src/cli/help.ts";
import { environmentLanguage, LANGUAGES } from "../../src/cli/language.ts";
import { CATALOGUES, fill, placeholdersOf, sayIn } from "../../src/cli/messages.ts";
import { EN } from "../../src/cli/messages-en.ts";
import { ZH } from "../../src/cli/messages-zh.ts";
import type { Cause, RoleName } from "../../src/core/effect.ts";
import { type ErrorCode, type ErrorValues, GraftError } from "../../src/errors.ts";

const keys = Object.keys(EN) as (keyof typeof EN)[];

/** Complete by their types: a new code, cause or role does not compile until it stands here, nor pass until it is told. */
const ERRORS: Readonly<Record<ErrorCode, ErrorValues>> = {
  INVALID_OPTION: { option: "size", value: 0, allowed: "1 to 99" },
  NATS_UNREACHABLE: { servers: "nats://127.0.0.1:1" },
  NATS_REFUSED: { servers: "nats://127.0.0.1:1", reason: "Authorization Violation" },
  NATS_PAYLOAD_TOO_SMALL: { servers: "nats://127.0.0.1:1", allowedBytes: 1024, neededBytes: 300_000 },
  NATS_SERVER_NOT_FOUND: {},
  BROKER_FAILED: { reason: "address already in use" },
  CLUSTER_FULL: { cluster: "graft", node: "n4", members: "n1, n2, n3" },
  CLUSTER_SIZE_DIFFERS: { folder: "/data", size: 5, found: 3 },
  DATA_FOLDER_IN_USE: { folder: "/data/n1" },
  DATA_FOLDER_OF_ANOTHER: { folder: "/data/n1", expected: "n1 of graft", found: "n2 of graft" },
  DATA_FOLDER_UNREADABLE: { folder: "/data/n1", reason: "EACCES" },
  LOG_DAMAGED: { file: "/data/n1/1.log", offset: 4096 },
  NATS_LOST: { reason: "the connection to nats://127.0.0.1:1 was lost" },
  STATE_MISSING: { file: "/data/n1/graft-state.json" },
  STATE_EMPTY: { file: "/data/n1/graft-state.json" },
  STATE_CORRUPT: { file: "/data/n1/graft-state.json" },
  STATE_NOT_SAVED: { file: "/data/n1/graft-state.json", reason: "EACCES" },
  TWO_LEADERS: { leader: "n1", other: "n2", term: 7 },
  HOOK_FAILED: { reason: "not a function" },
  STORAGE_FAILED: { reason: "EIO" },
  DISK_FULL: { reason: "ENOSPC" },
  APPLY_FAILED: { index: 7, reason: "division by zero" },
  DUPLICATE_ID: { node: "n1" },
  NODE_STOPPED: { node: "n1" },
  UNKNOWN_NODE: { node: "n9" },
  MACHINE_UNUSABLE: { file: "file:///app/machine.js", reason: "it exports no function createStateMachine" },
  LEAD_LOST: { node: "n1" },
  NODE_RUNNING: { node: "n2" },
  ALREADY_MEMBER: { node: "n2" },
  LAST_VOTER: { node: "n1" },
  FAULT_BREAKS_QUORUM: { fault: "pause n1", left: "n2", needed: 2 },
  CHANGE_UNDER_WAY: {},
  NOT_LEADER: {},
  TIMED_OUT: { timeoutMs: 100 },
  OVERLOADED: {},
  TOO_LARGE: { bytes: 300_000, allowedBytes: 262_144 },
  SESSION_EXPIRED: {},
  UNCERTAIN: { reason: "no answer in time" },
  NO_LEADER: {},
  INVALID_REQUEST: { reason: "unknown command" },
  SNAPSHOT_UNREADABLE: { reason: "cut short" },
  NOT_RECORDING: { node: "n1" },
  RECORDING_NOT_WRITTEN: { file: "/data/n1/x.graft", reason: "EEXIST" },
  RECORDING_UNREADABLE: { reason: "a checksum is wrong, at byte 9" },
  RESTARTS_EXHAUSTED: { node: "n1", max: 3, withinMs: 60_000 },
  INVARIANT_BROKEN: { reason: "two votes in term 3" },
};
const CAUSES: Readonly<Record<Cause, true>> = {
  started: true,
  connected: true,
  disconnected: true,
  electionTimeout: true,
  leaderGone: true,
  preVoteWon: true,
  electionWon: true,
  electionLost: true,
  heardLeader: true,
  heardHigherTerm: true,
  votedForOther: true,
  lostQuorum: true,
  timeoutNow: true,
  removed: true,
  diskFailed: true,
  diskStalled: true,
  closed: true,
};
const ROLES: Readonly<Record<RoleName, true>> = {
  follower: true,
  preCandidate: true,
  candidate: true,
  leader: true,
  stopped: true,
};
const CHINESE_TEXT = /\p{Script=Han}/u;

describe("the catalogues", () => {
  test("have the same keys in the same order", () => expect(Object.keys(ZH)).toEqual(Object.keys(EN)));

  test.each(keys)("%s says something in both languages, with the same placeholders", (key) => {
    expect(EN[key].trim()).not.toBe("");
    expect(ZH[key].trim()).not.toBe("");
    expect(placeholdersOf(ZH[key]).sort()).toEqual(placeholdersOf(EN[key]).sort());
  });

  test("are each in their own language", () => {
    for (const key of keys) expect(EN[key], key).not.toMatch(CHINESE_TEXT);
    const untranslated = keys.filter((key) => !CHINESE_TEXT.test(ZH[key]));
    expect(untranslated).toEqual([]);
  });

  test("name every cause, role and error code", () => {
    const named = [
      ...Object.keys(CAUSES).map((cause) => `cause.${cause}`),
      ...Object.keys(ROLES).map((role) => `role.${role}`),
      ...Object.keys(ERRORS).map((code) => `error.${code}`),
    ];
    for (const key of named) expect(keys).toContain(key);
    const unknown = keys.filter((key) => /^(cause|role|error)\./.test(key) && !named.includes(key));
    expect(unknown).toEqual(["error.owner", "error.nodeCrashed", "error.unexpected", "error.output"]);
  });
});

describe("an operating error", () => {
  test.each(Object.entries(ERRORS) as [ErrorCode, ErrorValues][])(
    "%s is one line with its values, in both",
    (code, values) => {
      const english = operatingErrorMessage("en", { code, values, message: "fallback" });
      const chinese = operatingErrorMessage("zh", { code, values, message: "fallback" });
      expect(chinese).toMatch(CHINESE_TEXT);
      for (const text of [english, chinese]) {
        expect(text).not.toMatch(/fallback|\{|\n/);
        if (code !== "TIMED_OUT") for (const value of Object.values(values)) expect(text).toContain(String(value));
      }
    },
  );

  test("whose values do not fill its sentence speaks by its own message", () =>
    expect(operatingErrorMessage("zh", { code: "LOG_DAMAGED", values: { file: "f" }, message: "bad log\nmore" })).toBe(
      "bad log",
    ));

  test("over somebody else's folder names both owners", () => {
    const values = {
      folder: "/d",
      expectedClusterName: "a",
      expectedNodeId: "n1",
      foundClusterName: "b",
      foundNodeId: "n2",
    };
    const error = { code: "DATA_FOLDER_OF_ANOTHER", message: "", values } as const;
    expect(operatingErrorMessage("en", error)).toContain("/d belongs to n2 of cluster b, not to n1 of cluster a;");
    expect(operatingErrorMessage("zh", error)).toContain("/d 属于 集群 b 的 n2，而不是 集群 a 的 n1；");
  });

  test("of a worker that died says what of", () =>
    expect(
      operatingErrorMessage("en", {
        code: "NODE_STOPPED",
        values: { node: "n1", reason: "out of memory" },
        message: "",
      }),
    ).toBe("its worker failed: out of memory"));

  test("cannot forge a line or an escape sequence by its values", () => {
    const error = new GraftError("STORAGE_FAILED", "m", { reason: "a\nb\x1b[2J" });
    expect(failureMessage("en", error)).not.toMatch(/\p{Cc}/u);
  });
});

test("a failure that nobody foresaw is one line without a stack", () => {
  const message = failureMessage("en", new Error("boom\n    at secret (file.js:1:1)"));
  expect(message).toBe("unexpected failure: boom (--log-level debug shows where).");
  expect(failureMessage("zh", "boom")).toContain("意外故障：boom");
});

test("a sentence with a placeholder that has no value is not filled", () => {
  expect(fill("{a} and {b}", { a: 1 })).toBeNull();
  expect(fill("{a} and {toString}", { a: 1 })).toBeNull();
  expect(fill("{a} and {b}", { a: "{b}", b: "$&" })).toBe("{b} and $&");
});

test("values are put in as they are, whatever they contain", () => {
  fc.assert(
    fc.property(fc.string(), (node) => {
      expect(sayIn("en")("line.nodeStarted", { node })).toBe(`${node} started`);
    }),
  );
});

describe("the language", () => {
  test.each([
    [{}, "en"],
    [{ LANG: "zh_CN.UTF-8" }, "zh"],
    [{ LANG: "zh" }, "zh"],
    [{ LANG: "zh-Hant" }, "zh"],
    [{ LANG: "zha_CN" }, "en"],
    [{ LANG: "C" }, "en"],
    [{ LANG: "zh_CN", LC_MESSAGES: "en_GB" }, "en"],
    [{ LANG: "en_US", LC_MESSAGES: "zh_TW" }, "zh"],
    [{ LANG: "zh_CN", LC_MESSAGES: "zh_CN", LC_ALL: "C.UTF-8" }, "en"],
    [{ LANG: "zh_CN", LC_ALL: "" }, "zh"],
  ])("of %j is %s", (env, language) => expect(environmentLanguage(env)).toBe(language));
});

describe("the help", () => {
  test.each(LANGUAGES)("lists every option and its default in %s", (language) => {
    const help = helpText(sayIn(language));
    for (const flag of FLAGS) {
      const line = help.split("\n").find((text) => new RegExp(`--${flag.name}(?![a-z-])`).test(text.slice(0, 40)));
      expect(line, flag.name).toBeDefined();
      if (flag.default !== null) expect(line).toContain(flag.default);
    }
    expect(Object.keys(CATALOGUES[language]).filter((key) => help.includes(key))).toEqual([]);
    expect(help).not.toMatch(/\{|\n\n\n/);
    expect(help.endsWith("\n")).toBe(true);
  });
});
