/** Each checker, against a cluster that keeps its law and one that breaks it. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import { append, compactTo } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { Commitment } from "../../src/scenario/checkers/commitment.ts";
import { ElectionSafety } from "../../src/scenario/checkers/election-safety.ts";
import { LeaderAppendOnly } from "../../src/scenario/checkers/leader-append-only.ts";
import { LeaderCompleteness } from "../../src/scenario/checkers/leader-completeness.ts";
import { Leases } from "../../src/scenario/checkers/leases.ts";
import { LogMatching } from "../../src/scenario/checkers/log-matching.ts";
import { OneChange } from "../../src/scenario/checkers/one-change.ts";
import { OneVote } from "../../src/scenario/checkers/one-vote.ts";
import { Remembers } from "../../src/scenario/checkers/remembers.ts";
import { SameMachines } from "../../src/scenario/checkers/same-machines.ts";
import { ToldTruth } from "../../src/scenario/checkers/told-truth.ts";
import type { Operation, Outcome } from "../../src/scenario/history.ts";
import { Ledger } from "../../src/scenario/ledger.ts";
import type { ServerView } from "../../src/scenario/server-view.ts";
import { command, entry, MEMBERS, view } from "./views.ts";

let found: string[] = [];
const report = (violation: string): void => void found.push(violation);
beforeEach(() => {
  found = [];
});

describe("election safety", () => {
  test("one leader a term, as often as it is looked at", () => {
    const checker = new ElectionSafety(report);
    checker.look(view("n1#1", { term: 3, leads: true, entries: [] }));
    checker.look(view("n1#1", { term: 3, leads: true, entries: [] }));
    checker.look(view("n2#1", { term: 4, leads: true, entries: [] }));
    expect(found).toEqual([]);
  });

  test.each(["n2#1", "n1#2"])("%s leads where n1#1 has led", (life) => {
    const checker = new ElectionSafety(report);
    checker.look(view("n1#1", { term: 3, leads: true, entries: [] }));
    checker.leads(life, 3);
    expect(found).toEqual([`n1#1 and ${life} both lead term 3`]);
  });
});

describe("one vote", () => {
  const grant = (to: string, term: number, incarnation = "a", granted = true): Message => ({
    from: { id: "n1", incarnation },
    to,
    term,
    body: { type: "voteResponse", granted, early: false },
  });

  test("the same vote may be said twice, and a refusal to anybody", () => {
    const checker = new OneVote(report);
    for (const said of [
      grant("n2", 3),
      grant("n2", 3),
      grant("n3", 3, "a", false),
      grant("n3", 4),
      grant("n3", 3, "b"),
    ])
      checker.said(said);
    expect(found).toEqual([]);
  });

  test("two votes in a term are seen", () => {
    const checker = new OneVote(report);
    checker.said(grant("n2", 3));
    checker.said(grant("n3", 3));
    expect(found).toEqual([expect.stringContaining("votes for n3 in term 3, in which it has voted for n2")]);
  });
});

describe("leader append-only", () => {
  test("a leader that appends, and one that cuts what a snapshot holds", () => {
    const checker = new LeaderAppendOnly(report);
    const seen = view("n1#1", { term: 3, leads: true, entries: [entry(1, 3)] });
    checker.look(seen);
    append(seen.state.log, [entry(2, 3), entry(3, 3)]);
    checker.look(seen);
    compactTo(seen.state.log, 3);
    checker.look(seen);
    expect(found).toEqual([]);
  });

  test("a leader that removes", () => {
    const checker = new LeaderAppendOnly(report);
    checker.look(view("n1#1", { term: 3, leads: true, entries: [entry(1, 3), entry(2, 3)] }));
    checker.look(view("n1#1", { term: 3, leads: true, entries: [entry(1, 3)] }));
    expect(found).toEqual(["n1#1 leads term 3 and removes 2:t3 from its log"]);
  });
});

describe("log matching", () => {
  test("logs that differ in their ends match", () => {
    const checker = new LogMatching(report);
    checker.look(view("n1#1", { term: 3, entries: [entry(1, 1), entry(2, 2)] }));
    checker.look(view("n2#1", { term: 3, entries: [entry(1, 1), entry(2, 3)] }));
    expect(found).toEqual([]);
  });

  test.each([
    ["of the same log", 1, []],
    ["of another, where the end stays as it was", 3, [expect.stringContaining("n2#1 holds 2:t2 no-op after t3")]],
  ])("what stands behind a new beginning %s", (_, term, expected) => {
    const checker = new LogMatching(report);
    const follower = view("n2#1", { term: 3, entries: [entry(1, 1), entry(2, 2)] });
    checker.look(follower);
    compactTo(follower.state.log, 1);
    follower.state.log.base = { index: 1, term };
    checker.look(follower);
    expect(found).toEqual(expected);
  });

  const otherMembers: Entry = { type: "configuration", index: 2, term: 2, configuration: { ...MEMBERS, leaseMs: 7 } };
  const members: Entry = { ...otherMembers, configuration: MEMBERS };

  test.each<[string, Entry, Entry]>([
    ["a no-op and a command", entry(2, 2), command(2, 2, "a")],
    ["a command and a no-op", command(2, 2, "a"), entry(2, 2)],
    ["a configuration and a command", members, command(2, 2, "a")],
    ["two configurations", members, otherMembers],
  ])("%s in the same place", (_, one, other) => {
    const checker = new LogMatching(report);
    checker.look(view("n1#1", { term: 3, entries: [entry(1, 1), one] }));
    checker.look(view("n2#1", { term: 3, entries: [entry(1, 1), other] }));
    expect(found).toHaveLength(1);
  });

  test("the same configuration, read twice from bytes, is the same", () => {
    const checker = new LogMatching(report);
    checker.look(view("n1#1", { term: 3, entries: [entry(1, 1), members] }));
    checker.look(view("n2#1", { term: 3, entries: [entry(1, 1), structuredClone(members)] }));
    expect(found).toEqual([]);
  });

  test.each<[string, Entry[]]>([
    ["another command under the same index and term", [entry(1, 1), command(2, 2, "b")]],
    ["another entry before the same one", [entry(1, 2), command(2, 2, "a")]],
  ])("%s", (_, entries) => {
    const checker = new LogMatching(report);
    checker.look(view("n1#1", { term: 3, entries: [entry(1, 1), command(2, 2, "a")] }));
    checker.look(view("n2#1", { term: 3, entries }));
    expect(found).toHaveLength(1);
  });
});

describe("commitment", () => {
  const committed = (life: string, commitIndex: number, ...entries: Entry[]): ServerView =>
    view(life, { term: 3, commitIndex, entries });

  test("all commit the same, each in its time", () => {
    const checker = new Commitment(report, new Ledger());
    checker.look(committed("n1#1", 2, entry(1, 1), entry(2, 1)));
    checker.look(committed("n2#1", 1, entry(1, 1), entry(2, 2)));
    expect(found).toEqual([]);
  });

  test("somebody commits another entry", () => {
    const checker = new Commitment(report, new Ledger());
    checker.look(committed("n1#1", 2, entry(1, 1), entry(2, 1)));
    checker.look(committed("n2#1", 2, entry(1, 1), entry(2, 2)));
    expect(found).toEqual(["n2#1 commits 2:t2 no-op, and n1#1 committed 2:t1 no-op"]);
  });

  test("commitIndex and term go back", () => {
    const checker = new Commitment(report, new Ledger());
    checker.look(committed("n1#1", 2, entry(1, 1), entry(2, 1)));
    checker.look(view("n1#1", { term: 2, commitIndex: 1, entries: [entry(1, 1)] }));
    expect(found).toHaveLength(2);
  });

  test("a leader commits an entry of its own term, and with it those before; or one of an older term alone", () => {
    const shape = (commitIndex: number) => ({ term: 3, leads: true, commitIndex, entries: [entry(1, 2), entry(2, 3)] });
    const good = new Commitment(report, new Ledger());
    good.look(view("n1#1", shape(0)));
    good.look(view("n1#1", shape(2)));
    expect(found).toEqual([]);
    const bad = new Commitment(report, new Ledger());
    bad.look(view("n1#1", shape(0)));
    bad.look(view("n1#1", shape(1)));
    expect(found).toEqual(["n1#1 leads term 3 and commits 1, an entry of term 2"]);
  });

  test("what a follower knew to be committed when it came to lead may be of any term", () => {
    const checker = new Commitment(report, new Ledger());
    checker.look(committed("n1#1", 0, entry(1, 1)));
    checker.look(view("n1#1", { term: 4, leads: true, commitIndex: 1, entries: [entry(1, 1)] }));
    expect(found).toEqual([]);
  });
});

describe("one change", () => {
  const members = (index: number): Entry => ({ type: "configuration", index, term: 3, configuration: MEMBERS });
  const looked = (leads: boolean): string[] => {
    const ledger = new Ledger();
    ledger.add(members(1), 3, "n1#1");
    const shown = view("n1#1", { term: 3, leads, entries: [] });
    append(shown.state.log, [members(1), members(2)]);
    const checker = new OneChange(report, ledger);
    checker.look(shown);
    expect(found).toEqual([]);
    append(shown.state.log, [members(3)]);
    checker.look(shown);
    return found;
  };

  test("is under way at a time in a leader's log, not counting what is committed", () => {
    expect(looked(true)).toEqual(["n1#1 leads term 3 with changes of members at 2 and 3, none of them committed"]);
  });

  test("is no law of a follower's", () => {
    expect(looked(false)).toEqual([]);
  });
});

describe("leader completeness", () => {
  const ledgerOf = (inTerm: number): Ledger => {
    const ledger = new Ledger();
    ledger.add(entry(1, 1), inTerm, "n1#1");
    ledger.add(entry(2, 2), inTerm, "n1#1");
    return ledger;
  };

  test("a later leader holds all; an earlier one need not", () => {
    new LeaderCompleteness(report, ledgerOf(2)).look(
      view("n2#1", { term: 3, leads: true, entries: [entry(1, 1), entry(2, 2)] }),
    );
    new LeaderCompleteness(report, ledgerOf(5)).look(view("n2#1", { term: 3, leads: true, entries: [entry(1, 1)] }));
    expect(found).toEqual([]);
  });

  test("a later leader lacks one", () => {
    new LeaderCompleteness(report, ledgerOf(2)).look(view("n2#1", { term: 3, leads: true, entries: [entry(1, 1)] }));
    expect(found).toEqual([expect.stringContaining("n2#1 leads term 3 without 2:t2 no-op")]);
  });
});

describe("remembers", () => {
  const from = { id: "n1", incarnation: "n1".repeat(16) };
  const vote = (term: number): Message => ({
    from,
    to: "n2",
    term,
    body: { type: "voteResponse", granted: true, early: false },
  });
  const ack = (term: number, matchIndex: number): Message => ({
    from,
    to: "n2",
    term,
    body: { type: "appendAck", matchIndex },
  });
  const startsWith = (
    said: readonly Message[],
    term: number,
    votedFor: string | null,
    entries: Entry[] = [],
  ): string[] => {
    const checker = new Remembers(report);
    for (const one of said) checker.said(one);
    const { state } = view("n1#2", { term, entries });
    checker.starts("n1#2", { ...state, votedFor: votedFor === null ? null : { id: votedFor, incarnation: "x" } });
    return found;
  };

  test("its term, its vote in it, and what it has acknowledged in it", () => {
    expect(startsWith([vote(3), ack(3, 2)], 3, "n2", [entry(1, 1), entry(2, 3)])).toEqual([]);
  });

  test("in a later term neither: the vote was for another, and entries may have been taken back", () => {
    expect(startsWith([vote(3), ack(3, 2)], 4, null)).toEqual([]);
    expect(startsWith([ack(3, 2), vote(4)], 4, "n2")).toEqual([]);
  });

  test.each([
    ["its term", 2, null, [entry(1, 1), entry(2, 3)], "n1#2 starts in term 2, and has spoken in 3"],
    ["its vote", 3, null, [entry(1, 1), entry(2, 3)], "n1#2 starts in term 3 without its vote for n2"],
    ["for whom it was", 3, "n3", [entry(1, 1), entry(2, 3)], "n1#2 starts in term 3 without its vote for n2"],
    ["an entry", 3, "n2", [entry(1, 1)], "n1#2 starts with a log up to 1, and has acknowledged 2 in this term"],
  ] as const)("or it has forgotten %s", (_what, term, votedFor, entries, problem) => {
    expect(startsWith([vote(3), ack(3, 2)], term, votedFor, [...entries])).toEqual([problem]);
  });
});

describe("same machines", () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text);

  test("the same at the same places, and after a snapshot from there on", () => {
    const checker = new SameMachines(report);
    checker.executes("n1#1", 2, bytes("a"), bytes("r"));
    checker.applied("n1#1", 3);
    checker.executes("n1#1", 4, bytes("b"), bytes("r"));
    checker.restored("n2#1");
    checker.executes("n2#1", 4, bytes("b"), bytes("r"));
    expect(found).toEqual([]);
    expect([...checker.commands()].map(({ index }) => index)).toEqual([2, 4]);
  });

  test.each<[string, (checker: SameMachines) => void]>([
    ["another command", (checker) => checker.executes("n2#1", 2, bytes("b"), bytes("r"))],
    ["another result", (checker) => checker.executes("n2#1", 2, bytes("a"), bytes("s"))],
    ["nothing", (checker) => checker.applied("n2#1", 2)],
    ["a command where others executed none", (checker) => checker.executes("n2#1", 1, bytes("a"), bytes("r"))],
    ["one a second time", (checker) => checker.executes("n1#1", 2, bytes("a"), bytes("r"))],
  ])("%s is seen", (_, breaks) => {
    const checker = new SameMachines(report);
    checker.executes("n1#1", 2, bytes("a"), bytes("r"));
    breaks(checker);
    expect(found.length).toBeGreaterThan(0);
  });
});

describe("leases", () => {
  test("one holder at a time, and then another", () => {
    const checker = new Leases(report);
    checker.held("n1#1", 1, 2);
    checker.held("n1#1", 2, 4);
    checker.held("n2#1", 4, 6);
    checker.held("n1#1", 6, 7);
    expect(found).toEqual([]);
  });

  test("what was held first may be told last", () => {
    const checker = new Leases(report);
    checker.held("n2#1", 5, 9);
    checker.held("n1#1", 1, 6);
    expect(found).toEqual(["n1#1 and n2#1 both hold a lease from 5.000 to 6.000 ms"]);
  });

  test("two at a time are told of once", () => {
    const checker = new Leases(report);
    checker.held("n1#1", 1, 2);
    checker.held("n1#1", 2, 4);
    checker.held("n2#1", 3, 6);
    checker.held("n2#1", 3.5, 3.6);
    expect(found).toEqual(["n1#1 and n2#1 both hold a lease from 3.000 to 4.000 ms"]);
  });
});

describe("told truth", () => {
  const put = (outcome: Outcome): Operation => ({
    client: "c1",
    key: "k",
    call: { type: "put", value: "x" },
    isStale: false,
    startMs: 0,
    endMs: 1,
    outcome,
  });
  const executed = { key: "k", value: "x", revision: 5 };

  test.each<[string, Outcome, (typeof executed)[]]>([
    ["acknowledged and executed", { type: "done", revision: 5 }, [executed]],
    ["refused and not executed", { type: "refused", code: "NO_LEADER" }, []],
    ["unknown and executed", { type: "unknown" }, [executed]],
    ["unknown and not executed", { type: "unknown" }, []],
  ])("%s", (_, outcome, writes) => {
    new ToldTruth(report).finish([put(outcome)], writes);
    expect(found).toEqual([]);
  });

  test.each<[string, Outcome, (typeof executed)[], string]>([
    ["acknowledged and lost", { type: "done", revision: 5 }, [], "acknowledged, and not in the log"],
    ["acknowledged elsewhere", { type: "done", revision: 4 }, [executed], "acknowledged, and not in the log"],
    ["refused and executed", { type: "refused", code: "NO_LEADER" }, [executed], "said not to be executed"],
    ["executed twice", { type: "unknown" }, [executed, { ...executed, revision: 9 }], "executed 2 times: at 5, 9"],
  ])("%s", (_, outcome, writes, what) => {
    new ToldTruth(report).finish([put(outcome)], writes);
    expect(found).toEqual([expect.stringContaining(what)]);
  });

  test("a stale read of what nobody wrote", () => {
    const read = { type: "read", value: "y", revision: 3 } as const;
    new ToldTruth(report).finish([{ ...put(read), call: { type: "get" }, isStale: true }], [executed]);
    expect(found).toEqual([expect.stringContaining("nobody wrote what was read")]);
  });
});
