/** The player, on a stage of paper: what it asks of a stage, and what it tells when a line does not come out as it says. */
import { describe, expect, test } from "vitest";
import { sayIn } from "../../src/cli/messages.ts";
import { failureText } from "../../src/cli/scenario-text.ts";
import { parseScenario } from "../../src/scenario/language/parse.ts";
import type { Fault } from "../../src/scenario/language/syntax.ts";
import { play } from "../../src/scenario/play.ts";
import type { Answer, Asked, Found, NodeView, Stage, View } from "../../src/scenario/stage.ts";
import { WriteBook } from "../../src/scenario/write-book.ts";

const viewed = (id: string, more: Partial<NodeView> = {}): NodeView => ({
  id,
  isRunning: true,
  role: "follower",
  term: 2,
  commitIndex: 5,
  appliedIndex: 5,
  snapshotIndex: 0,
  hasLease: false,
  stopCode: null,
  membership: "voter",
  isCrossed: false,
  waitsFor: [],
  boundTo: null,
  ...more,
});

/** n2 leads; nothing changes by itself; what is asked is answered at once. */
class PaperStage implements Stage {
  readonly kind;
  nowMs = 0;
  readonly found: Found[] = [];
  readonly done: string[] = [];
  view: View = {
    nodes: [viewed("n1"), viewed("n2", { role: "leader", hasLease: true }), viewed("n3")],
    committedIndex: 5,
    votes: [{ voter: "n1", candidate: "n2", term: 2 }],
    held: [],
  };
  answer: (asked: Asked) => Answer = () => ({ type: "done", value: null });

  constructor(kind: "simulator" | "live" = "simulator") {
    this.kind = kind;
  }

  async begin(): Promise<void> {
    this.done.push("begin");
  }

  look(): View {
    return this.view;
  }

  async until(check: (view: View) => boolean, withinMs: number): Promise<boolean> {
    await Promise.resolve();
    if (check(this.view)) return true;
    this.nowMs += withinMs;
    return false;
  }

  async ask(asked: Asked): Promise<Answer> {
    this.done.push(`${this.nowMs} ${JSON.stringify(asked)}`);
    return this.answer(asked);
  }

  async fault(fault: Fault<string>): Promise<void> {
    this.done.push(`${this.nowMs} ${JSON.stringify(fault)}`);
  }

  async end(): Promise<void> {
    this.done.push("end");
  }
}

const told = async (text: string, stage = new PaperStage()): Promise<string> => {
  const failure = await play(parseScenario(`cluster of 3\n${text}`), stage);
  return failure === null ? "passed" : failureText(sayIn("en"), "story", failure);
};

describe("a play", () => {
  test("does each line at its moment, with ids for names", async () => {
    const stage = new PaperStage();
    const text = "let old be leader\nat 2s crash old\nafter 500ms pause followers for 1s\ncut leader > follower";
    expect(await told(text, stage)).toBe("passed");
    expect(stage.done).toEqual([
      "begin",
      '2000 {"type":"crash","nodes":["n2"]}',
      '2500 {"type":"pause","nodes":["n1","n3"],"forMs":1000}',
      '2500 {"type":"cut","links":[{"from":"n2","to":"n1"}]}',
      "end",
    ]);
  });

  test.each([
    ["expect leader = n2"],
    ["expect n1 follower\nexpect n1 not leader\nexpect n2 leader"],
    ["expect term 2\nexpect term > 1\nexpect n3 term <= 2\nlet t be term\nexpect term = t"],
    ["expect n1 votes n2 in term 2\nexpect no vote from n3 in term 2\nexpect no vote from n1 for n3 in term 2"],
    ["expect all applied\nexpect n1 applied\nexpect n1 voter\nexpect n1 not learner\nexpect n1 member"],
    ["expect one lease\nexpect n2 has a lease\nexpect n1 has no lease\nexpect n1 has no snapshot"],
    ["write k = 1\nexpect write k acknowledged\nexpect no held any"],
    ["expect leader = n2 for 10s\nwait n1 running"],
  ])("sees that this is so: %s", async (text) => {
    expect(await told(text)).toBe("passed");
  });

  test.each([
    [
      "expect leader = n1",
      /^story:2: failed after 0\.000 s: expect leader = n1\n {2}This was not so\.\n {2}There was:/,
    ],
    ["expect leader != n1\nexpect no leader", /story:3: failed/],
    ["wait n1 leader within 3s", /failed after 3\.000 s: .*\n {2}This did not come true within 3\.000 s/],
    ["expect n3 down", /n2: leader, term 2, commit 5, applied 5, lease\n/],
    ["let x be follower\nexpect leader = x", /story:3/],
    ["write k = 1\nexpect read k = 1", /Expected: k is "1"\. There was: nothing\./],
    ["write k = 1\nexpect no acknowledged write lost", /Expected: k is "1"\. There was: nothing\./],
    ["write k = 1 fails", /Expected: it fails\. There was: success\./],
    ["expect write k acknowledged", /This was not so/],
  ])("sees that this is not so: %s", async (text, told_) => {
    expect(await told(text)).toMatch(told_);
  });

  test("tells a refusal from another, and from what may have been executed", async () => {
    const stage = new PaperStage();
    stage.answer = () => ({ type: "refused", code: "OVERLOADED" });
    expect(await told("write k = 1 fails with OVERLOADED\nwrite k = 1 fails\ntry write k = 2", stage)).toBe("passed");
    expect(await told("write k = 1 fails with NO_LEADER", stage)).toMatch(
      /Expected: it fails with NO_LEADER\. There was: OVERLOADED, surely not executed/,
    );
    stage.answer = () => ({ type: "unknown", code: "UNCERTAIN" });
    expect(await told("write 3 keys", stage)).toMatch(/it succeeds\. There was: UNCERTAIN, may have been executed/);
  });

  test("ends with what a checker finds, before what the line itself says", async () => {
    const stage = new PaperStage();
    stage.found.push({ checker: "leases", what: "two at once" });
    expect(await told("expect no leader", stage)).toMatch(/The checker of leases has found: two at once/);
    expect(await told("", stage)).toMatch(/The checker of leases has found/);
  });

  test("says when nobody is meant", async () => {
    const stage = new PaperStage();
    stage.view = { ...stage.view, nodes: [viewed("n1"), viewed("n2")] };
    expect(await told("crash leader", stage)).toMatch(/There is no leader now\./);
    expect(await told("expect leader != n1", stage)).toMatch(/This was not so/);
  });

  test("refuses on a live cluster what needs virtual time, before anything has begun", async () => {
    const stage = new PaperStage("live");
    expect(await told("crash n1\nhold any", stage)).toBe(
      "story:3: failed after 0.000 s: hold any\n  Only the simulator can do this.",
    );
    expect(stage.done).toEqual([]);
    expect(await told("crash n1", stage)).toBe("passed");
  });
});

describe("what was written", () => {
  const book = (
    ...writes: readonly (readonly [value: string, begunMs: number, answer: Answer | null, endMs: number])[]
  ) => {
    const one = new WriteBook();
    for (const [value, begunMs, answer, endMs] of writes) {
      const end = one.begin("k", value, begunMs);
      if (answer !== null) end(answer, endMs);
    }
    return one;
  };
  const done: Answer = { type: "done", value: null };

  test("is the last that was acknowledged, or one that may have come after it", () => {
    expect(book(["a", 0, done, 1], ["b", 2, done, 3]).allowed("k")).toEqual(["b"]);
    expect(book(["a", 0, done, 1], ["b", 2, null, 0]).allowed("k")).toEqual(["a", "b"]);
    expect(book(["a", 0, done, 5], ["b", 2, done, 3]).allowed("k")).toEqual(["a", "b"]);
    const refused: Answer = { type: "refused", code: "NO_LEADER" };
    const unknown: Answer = { type: "unknown", code: "UNCERTAIN" };
    expect(book(["a", 0, done, 1], ["b", 2, refused, 3], ["c", 4, unknown, 5]).allowed("k")).toEqual(["a", "c"]);
  });

  test("is asked for only where something was acknowledged", () => {
    expect(book(["a", 0, null, 0]).keys()).toEqual([]);
    expect(book(["a", 0, done, 1]).keys()).toEqual(["k"]);
  });
});
