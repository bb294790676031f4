/** The checkers that compare what servers say, believe and decide with what disks have confirmed, and with one another. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import { append } from "../../src/core/log.ts";
import type { Body, Message } from "../../src/core/message.ts";
import { DEFAULT_TIMING, type Member } from "../../src/core/types.ts";
import type { Recovered, StorageBatch } from "../../src/ports/storage.ts";
import { Backed } from "../../src/scenario/checkers/backed.ts";
import { OwnCommitFirst } from "../../src/scenario/checkers/own-commit-first.ts";
import { Promises } from "../../src/scenario/checkers/promises.ts";
import { QuorumContact } from "../../src/scenario/checkers/quorum-contact.ts";
import { Reads } from "../../src/scenario/checkers/reads.ts";
import { Snapshots } from "../../src/scenario/checkers/snapshots.ts";
import { Verified } from "../../src/scenario/checkers/verified.ts";
import { Durable, isMajority } from "../../src/scenario/durable.ts";
import { Ledger } from "../../src/scenario/ledger.ts";
import { entry, MEMBERS, view } from "./views.ts";

let found: string[] = [];
const report = (violation: string): void => void found.push(violation);
beforeEach(() => {
  found = [];
});

const member = (id: string, incarnation = id.repeat(16)): Member => ({ id, incarnation });
const nothing: StorageBatch = { formation: null, hardState: null, entries: [], restartFrom: null };
const vote = (term: number, id: string): StorageBatch => ({ ...nothing, hardState: { term, votedFor: member(id) } });
const log = (...entries: Entry[]): StorageBatch => ({ ...nothing, entries });

function disks(written: Readonly<Record<string, readonly StorageBatch[]>>): Durable {
  const durable = new Durable();
  for (const [id, batches] of Object.entries(written))
    for (const batch of batches) {
      durable.writing(member(id), batch);
      durable.written(member(id), batch);
    }
  return durable;
}

const recovered = (entries: readonly Entry[], term = 3, votedFor: string | null = "n1"): Recovered => ({
  identity: { clusterName: "c", nodeId: "n1", incarnation: "n1".repeat(16) },
  formation: null,
  hardState: { term, votedFor: votedFor === null ? null : member(votedFor) },
  base: { index: 0, term: 0 },
  entries,
  tornBytes: 0,
});

const NO_SNAPSHOT = { index: 0, term: 0 };

describe("what a disk holds for certain", () => {
  test("entries replace all from the first on; a snapshot stands for what is before its end", () => {
    const durable = disks({ n1: [log(entry(1, 1), entry(2, 1), entry(3, 1)), log(entry(2, 2))] });
    expect([1, 2, 3].map((index) => durable.termAt(member("n1"), index))).toEqual([1, 2, null]);
    durable.snapshot(member("n1"), { index: 2, term: 2 });
    expect(durable.termAt(member("n1"), 1)).toBe("inSnapshot");
    durable.written(member("n1"), { ...nothing, restartFrom: { index: 7, term: 3 } });
    expect([6, 7, 8].map((index) => durable.holds(member("n1"), index, 3))).toEqual([true, true, false]);
  });

  test("another incarnation's disk is another", () => {
    const durable = disks({ n1: [vote(3, "n2"), log(entry(1, 1))] });
    expect(durable.holds(member("n1", "new"), 1, 1)).toBe(false);
    expect(durable.voteOf(member("n1", "new"), 3)).toBeNull();
    expect(durable.voteOf(member("n1"), 3)).toBe("n2");
  });

  const before = { n1: [vote(3, "n1"), log(entry(1, 1), entry(2, 3))] };

  test("is found by the next life, what was under way or not", () => {
    const durable = disks(before);
    durable.writing(member("n1"), log(entry(2, 4)));
    expect(durable.found(member("n1"), recovered([entry(1, 1), entry(2, 4)], 4, null), NO_SNAPSHOT)).toBeNull();
  });

  test.each<[string, Recovered, string]>([
    ["the term", recovered([entry(1, 1), entry(2, 3)], 2), "term 3 and the vote for n1 were confirmed"],
    ["the vote", recovered([entry(1, 1), entry(2, 3)], 3, null), "term 3 and the vote for n1 were confirmed"],
    ["an entry", recovered([entry(1, 1)]), "the entry 2:t3 was confirmed, and is not found"],
    ["which entry it was", recovered([entry(1, 1), entry(2, 2)]), "the entry 2:t3 was confirmed, and is not found"],
  ])("or it has lost %s", (_, now, what) => {
    expect(disks(before).found(member("n1"), now, NO_SNAPSHOT)).toContain(what);
  });

  test("or its snapshot", () => {
    const durable = disks({});
    durable.snapshot(member("n1"), { index: 9, term: 1 });
    expect(durable.found(member("n1"), recovered([]), { index: 4, term: 1 })).toContain(
      "a snapshot up to 9 was confirmed",
    );
  });

  test("a snapshot that ends in another entry than the log has there leaves nothing of the log, one that ends in the same all behind it", () => {
    const found = (term: number): string | null =>
      disks(before).found(member("n1"), { ...recovered([]), base: { index: 1, term } }, { index: 1, term });
    expect(found(2)).toBeNull();
    expect(found(1)).toBe("the entry 2:t3 was confirmed, and is not found");
  });

  test("a majority is one of the new voters and, while joint, of the old", () => {
    const joint = { ...MEMBERS, outgoing: ["n3", "n4", "n5"].map((id) => member(id)) };
    const among =
      (...ids: string[]) =>
      ({ id }: Member): boolean =>
        ids.includes(id);
    expect(isMajority(MEMBERS, among("n1", "n2"))).toBe(true);
    expect(isMajority(MEMBERS, among("n1"))).toBe(false);
    expect(isMajority(joint, among("n1", "n2", "n3"))).toBe(false);
    expect(isMajority(joint, among("n1", "n3", "n4"))).toBe(true);
  });
});

describe("backed", () => {
  const led = (commitIndex: number) =>
    view("n1#1", { term: 3, leads: true, commitIndex, entries: [entry(1, 1), entry(2, 3)] });
  const elected = { n1: [vote(3, "n1")], n2: [vote(3, "n1")] };

  test("by votes and by copies on the disks of a majority", () => {
    const durable = disks(elected);
    const checker = new Backed(report, durable);
    checker.look(led(0));
    for (const id of ["n2", "n3"]) durable.written(member(id), log(entry(1, 1), entry(2, 3)));
    checker.look(led(2));
    expect(found).toEqual([]);
  });

  test.each<[string, Durable]>([
    ["only its own vote", disks({ n1: [vote(3, "n1")] })],
    ["a vote for another", disks({ n1: [vote(3, "n1")], n2: [vote(3, "n3")] })],
    ["a vote in another term", disks({ n1: [vote(3, "n1")], n2: [vote(2, "n1")] })],
  ])("a leader with %s", (_, durable) => {
    new Backed(report, durable).look(led(0));
    expect(found).toEqual(["n1#1 leads term 3, for which no majority has voted"]);
  });

  const said = (term: number, to: string, granted = true): Message => ({
    ...{ from: member("n2"), to, term },
    body: { type: "voteResponse", granted, early: false },
  });

  test("also by a vote that went to the disk together with a later term, and left no more than that there", () => {
    const durable = disks({ n1: [vote(3, "n1")], n2: [vote(4, "n3")] });
    durable.said(said(3, "n1"));
    new Backed(report, durable).look(led(0));
    expect(found).toEqual([]);
  });

  test("not by a vote that was refused", () => {
    const durable = disks({ n1: [vote(3, "n1")], n2: [vote(4, "n3")] });
    durable.said(said(3, "n1", false));
    new Backed(report, durable).look(led(0));
    expect(found).toEqual(["n1#1 leads term 3, for which no majority has voted"]);
  });

  test.each<[string, Durable]>([
    ["is not on the disk", disks({ n1: [vote(3, "n1")], n2: [vote(2, "n1")] })],
    ["the disk has given to another", disks({ n1: [vote(3, "n1")], n2: [vote(3, "n3"), vote(4, "n3")] })],
  ])("not by a vote that was said and that %s", (_, durable) => {
    durable.said(said(3, "n1"));
    new Backed(report, durable).look(led(0));
    expect(found).toEqual(["n1#1 leads term 3, for which no majority has voted"]);
  });

  test.each<[string, StorageBatch]>([
    ["one copy", nothing],
    ["a copy of another entry", log(entry(1, 1), entry(2, 2))],
  ])("a commit with its own and %s", (_, other) => {
    const durable = disks(elected);
    const checker = new Backed(report, durable);
    checker.look(led(0));
    durable.written(member("n1"), log(entry(1, 1), entry(2, 3)));
    durable.written(member("n2"), other);
    checker.look(led(2));
    expect(found).toEqual(["n1#1 leads term 3 and commits 2:t3, which no majority holds"]);
  });

  test("what it had heard to be committed before it led, others have counted", () => {
    new Backed(report, disks(elected)).look(led(1));
    expect(found).toEqual([]);
  });
});

describe("promises", () => {
  const said = (body: Body, term = 3): Message => ({ from: member("n1"), to: "n2", term, body });
  const { state } = view("n1#1", { term: 3, entries: [entry(1, 1), entry(2, 3)] });
  const granted = said({ type: "voteResponse", granted: true, early: false });
  const acked = said({ type: "appendAck", matchIndex: 2 });
  const kept = disks({ n1: [vote(3, "n2"), log(entry(1, 1), entry(2, 3))] });

  test("of a vote, a term and entries that are on disk; requests promise nothing", () => {
    const checker = new Promises(report, kept);
    for (const one of [granted, acked]) checker.said("n1#1", one, state);
    checker.said("n1#1", said({ type: "timeoutNow" }, 9), state);
    checker.look(view("n1#1", { term: 3, entries: [entry(1, 1), entry(2, 3)] }));
    expect(found).toEqual([]);
  });

  test.each<[string, Message, Durable, string]>([
    ["term", said({ type: "appendRefusal", prevIndex: 1, hint: { index: 0, term: 0 } }, 4), kept, "its disk has 3"],
    ["vote", granted, disks({ n1: [vote(3, "n3")] }), "its disk has n3"],
    ["entry", acked, disks({ n1: [vote(3, "n2"), log(entry(1, 1))] }), "its disk has less"],
    ["right entry", acked, disks({ n1: [vote(3, "n2"), log(entry(1, 1), entry(2, 2))] }), "its disk has t2"],
  ])("without the %s", (_, message, durable, what) => {
    new Promises(report, durable).said("n1#1", message, state);
    expect(found).toEqual([expect.stringContaining(what)]);
  });

  test("an acknowledgement of an older term may be of what was overwritten since", () => {
    const later = view("n1#1", { term: 4, entries: [] }).state;
    new Promises(report, disks({ n1: [vote(4, "n2")] })).said("n1#1", acked, later);
    expect(found).toEqual([]);
  });

  test("what is believed to be durable, and is not", () => {
    new Promises(report, disks({ n1: [log(entry(1, 1), entry(2, 2))] })).look(
      view("n1#1", { term: 3, entries: [entry(1, 1), entry(2, 3)] }),
    );
    expect(found).toEqual(["n1#1 takes 2:t3 for durable, and its disk has not confirmed it"]);
  });
});

describe("verified", () => {
  const looked = (verifiedIndex: number, ...entries: Entry[]): string[] => {
    const checker = new Verified(report);
    checker.look(view("n1#1", { term: 3, leads: true, entries: [entry(1, 1), entry(2, 3)] }));
    const follower = view("n2#1", { term: 3, entries });
    follower.state.verifiedIndex = verifiedIndex;
    checker.look(follower);
    return found;
  };

  test("what the leader of the term holds; behind it the log may be any", () => {
    expect(looked(2, entry(1, 1), entry(2, 3), entry(3, 2))).toEqual([]);
    expect(looked(1, entry(1, 1), entry(2, 2))).toEqual([]);
    expect(looked(0, entry(1, 2))).toEqual([]);
  });

  test.each<[string, number, Entry[], string]>([
    ["another's entry", 2, [entry(1, 1), entry(2, 2)], "n1#1, its leader, holds t3"],
    ["more than the leader has", 3, [entry(1, 1), entry(2, 3), entry(3, 2)], "n1#1, its leader, has none there"],
    ["more than there is", 2, [entry(1, 1)], "its log ends at 1"],
  ])("%s", (_, verifiedIndex, entries, what) => {
    expect(looked(verifiedIndex, ...entries)).toEqual([expect.stringContaining(what)]);
  });
});

describe("snapshots", () => {
  const ledger = new Ledger();
  ledger.add({ type: "configuration", index: 1, term: 1, configuration: MEMBERS }, 1, "n1#1");
  ledger.add(entry(2, 2), 2, "n1#1");
  const withSnapshot = (index: number, term: number, configuration = MEMBERS) => {
    const seen = view("n1#1", { term: 3, entries: [] });
    seen.state.snapshot = { last: { index, term }, configuration, bytes: 1 };
    return seen;
  };

  test("of what was committed, one after the other", () => {
    const checker = new Snapshots(report, ledger);
    for (const seen of [withSnapshot(1, 1), withSnapshot(2, 2), withSnapshot(2, 2)]) checker.look(seen);
    expect(found).toEqual([]);
  });

  test.each<[string, ReturnType<typeof withSnapshot>[], string]>([
    ["with a wrong term", [withSnapshot(2, 3)], "n1#1 has a snapshot up to 2:t3, and n1#1 committed 2:t2 no-op"],
    ["with other members", [withSnapshot(2, 2, { ...MEMBERS, voters: [] })], "with other members"],
    ["that goes back", [withSnapshot(2, 2), withSnapshot(1, 1)], "has a snapshot up to 1, and had one up to 2"],
  ])("%s", (_, seen, what) => {
    const checker = new Snapshots(report, ledger);
    for (const one of seen) checker.look(one);
    expect(found).toEqual([expect.stringContaining(what)]);
  });
});

describe("reads", () => {
  test("of all that was committed when they were asked, not of what was later", () => {
    const ledger = new Ledger();
    ledger.add(entry(1, 1), 1, "n1#1");
    const served = new Reads(report, ledger).asked("n2#1");
    ledger.add(entry(2, 1), 1, "n1#1");
    served(1);
    expect(found).toEqual([]);
    served(0);
    expect(found).toEqual(["n2#1 serves a read of 0, and 1 was committed before it was asked"]);
  });
});

describe("own commit first", () => {
  const change: Entry = { type: "configuration", index: 2, term: 3, configuration: MEMBERS };
  const led = (commitIndex: number, leads = true) => {
    const seen = view("n1#1", { term: 3, leads, commitIndex, entries: [] });
    append(seen.state.log, [entry(1, 3), change]);
    return seen;
  };

  test("a leader that has committed in its term may change members; what a follower holds is not its doing", () => {
    const checker = new OwnCommitFirst(report);
    checker.look(led(1));
    checker.look(led(0, false));
    expect(found).toEqual([]);
  });

  test("one that has not may not", () => {
    new OwnCommitFirst(report).look(led(0));
    expect(found).toEqual(["n1#1 leads term 3 and changes members at 2, before it has committed 1"]);
  });
});

describe("quorum contact", () => {
  const { heartbeatMs } = DEFAULT_TIMING;
  const { state } = view("n1#1", { term: 3, leads: true, entries: [] });
  const beat: Message = {
    from: member("n1"),
    to: null,
    term: 3,
    body: { type: "heartbeat", round: 1, commitIndex: 0 },
  };
  const ack: Message = {
    from: member("n2"),
    to: "n1",
    term: 3,
    body: { type: "heartbeatAck", round: 1, verifiedIndex: 0, matchIndex: 0, priority: 0 },
  };
  const lead = (beats: number, isAnswered: (beat: number) => boolean): string[] => {
    const checker = new QuorumContact(report, DEFAULT_TIMING);
    for (let count = 0; count < beats; count++) {
      checker.said("n1#1", beat, state, count * heartbeatMs);
      if (isAnswered(count)) checker.said("n2#1", ack, null, count * heartbeatMs + 1);
    }
    return found;
  };

  test("a leader that is answered by a majority, or soon stops", () => {
    expect(lead(200, () => true)).toEqual([]);
    expect(lead(15, () => false)).toEqual([]);
  });

  test("one that leads on without", () => {
    expect(lead(50, (count) => count < 5)).toEqual(["n1#1 still leads term 3, and has long heard no majority"]);
  });
});
