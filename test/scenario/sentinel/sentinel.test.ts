/** Each law of the sentinel, kept and broken, in frames made by hand. */
import { describe, expect, test } from "vitest";
import { Sentinel } from "../../../src/scenario/sentinel/sentinel.ts";
import {
  ack,
  append,
  askForVotes,
  breachesOf,
  command,
  frame,
  grant,
  heartbeat,
  lawsBrokenBy,
  memberOf,
} from "./frames.ts";

describe("one leader a term", () => {
  test("leaders of different terms break nothing", () => {
    expect(lawsBrokenBy(heartbeat("n1", 1), heartbeat("n2", 2), heartbeat("n1", 3))).toEqual([]);
  });

  test("two that send heartbeats in a term are told of once, by name", () => {
    const found = breachesOf(heartbeat("n1", 4), heartbeat("n2", 4), heartbeat("n1", 4), heartbeat("n2", 4));
    expect(found).toEqual([{ law: "oneLeader", what: "n1~inc-n1 and n2~inc-n2 both lead term 4" }]);
  });

  test("who sends entries leads as well", () => {
    expect(lawsBrokenBy(heartbeat("n1", 4), append("n2", 4, [command(1, 4)]))).toEqual(["oneLeader"]);
  });

  test("a leader that goes on leading its term after a restart has not won it anew", () => {
    expect(lawsBrokenBy(heartbeat("n1", 4), heartbeat("n1/2", 4))).toEqual(["oneLeader"]);
    expect(lawsBrokenBy(heartbeat("n1", 4), heartbeat("n1/2", 5))).toEqual([]);
  });

  test("another cluster of the same name has leaders of its own", () => {
    expect(lawsBrokenBy(heartbeat("n1", 4), { ...heartbeat("n2", 4), clusterId: "c2" })).toEqual([]);
  });
});

describe("one vote a term", () => {
  test("a vote that is repeated is the same vote", () => {
    expect(lawsBrokenBy(grant("n3", 2, "n1"), grant("n3", 2, "n1"), grant("n3", 3, "n2"))).toEqual([]);
  });

  test("a second one for another is a breach, also after a restart", () => {
    expect(lawsBrokenBy(grant("n3", 2, "n1"), grant("n3", 2, "n2"))).toEqual(["oneVote"]);
    expect(lawsBrokenBy(grant("n3", 2, "n1"), grant("n3/2", 2, "n2"))).toEqual(["oneVote"]);
  });

  test("a leader has voted for itself, who only asked for votes may have forgotten it", () => {
    expect(lawsBrokenBy(heartbeat("n1", 2), grant("n1", 2, "n2"))).toEqual(["oneVote"]);
    expect(lawsBrokenBy(askForVotes("n1", 2), grant("n1/2", 2, "n2"))).toEqual([]);
  });

  test("another incarnation is another voter, and a refusal is no vote", () => {
    const refusal = frame("n3", 2, { type: "voteResponse", granted: false, early: false }, "n2");
    expect(lawsBrokenBy(grant("n3", 2, "n1"), refusal)).toEqual([]);
    const { message, ...rest } = grant("n3", 2, "n2");
    const from = { id: "n3", incarnation: "other" };
    if (message === null) throw new Error("a grant says something");
    expect(lawsBrokenBy(grant("n3", 2, "n1"), { ...rest, from, message: { ...message, from } })).toEqual([]);
  });
});

describe("terms never go back", () => {
  test("within a life, of one kind of message", () => {
    expect(lawsBrokenBy(ack("n2", 5, "n1"), ack("n2", 4, "n1"))).toEqual(["term"]);
    expect(lawsBrokenBy(heartbeat("n1", 5), heartbeat("n1", 4))).toEqual(["term"]);
  });

  test("an answer that waited for the disk may follow a request of the next term", () => {
    expect(lawsBrokenBy(askForVotes("n2", 5), ack("n2", 4, "n1"), ack("n2", 5, "n1"))).toEqual([]);
  });

  test("a restart may forget a term that it only asked in, and none that it has answered in", () => {
    expect(lawsBrokenBy(askForVotes("n2", 5), ack("n2/2", 4, "n1"))).toEqual([]);
    expect(lawsBrokenBy(ack("n2", 5, "n1"), ack("n2/2", 4, "n1"))).toEqual(["term"]);
  });

  test("what an earlier life said late is not held against it", () => {
    expect(lawsBrokenBy(ack("n2", 4, "n1"), ack("n2/2", 5, "n1"), ack("n2", 4, "n1"))).toEqual([]);
  });
});

describe("what is committed", () => {
  test("a leader's commitIndex never goes back within its term", () => {
    expect(lawsBrokenBy(heartbeat("n1", 2, 7), heartbeat("n1", 2, 6))).toEqual(["commitIndex"]);
    expect(lawsBrokenBy(heartbeat("n1", 2, 7), heartbeat("n2", 3, 6), heartbeat("n2", 3, 7))).toEqual([]);
  });

  test("a later leader has it", () => {
    const committed = [append("n1", 2, [command(1, 2), command(2, 2)]), heartbeat("n1", 2, 2)];
    expect(lawsBrokenBy(...committed, append("n2", 3, [command(2, 2), command(3, 3)]))).toEqual([]);
    expect(lawsBrokenBy(...committed, append("n2", 3, [command(2, 3)]))).toEqual(["committedEntries"]);
  });

  test("what was not committed may be replaced", () => {
    const sent = [append("n1", 2, [command(1, 2), command(2, 2)]), heartbeat("n1", 2, 1)];
    expect(lawsBrokenBy(...sent, append("n2", 3, [command(2, 3)]), heartbeat("n2", 3, 2))).toEqual([]);
  });

  test("a leader that was deposed and does not know it may still send the old ones", () => {
    const newer = [append("n2", 3, [command(1, 3)]), heartbeat("n2", 3, 1)];
    expect(lawsBrokenBy(...newer, append("n1", 2, [command(1, 2)]))).toEqual([]);
  });

  test("two leaders that call different entries committed are told of, whichever is heard first", () => {
    const older = [append("n1", 2, [command(1, 2)]), heartbeat("n1", 2, 1)];
    const newer = [append("n2", 3, [command(1, 3)]), heartbeat("n2", 3, 1)];
    expect(lawsBrokenBy(...older, ...newer)).toEqual(["committedEntries"]);
    expect(lawsBrokenBy(...newer, ...older)).toEqual(["committedEntries"]);
  });

  test("an entry that is sent after its commit is judged like one that was sent before", () => {
    const late = [heartbeat("n1", 2, 3), append("n1", 2, [command(3, 2)], 3)];
    expect(lawsBrokenBy(...late, append("n2", 3, [command(3, 3)]))).toEqual(["committedEntries"]);
  });

  test("entries of one index and term are the same", () => {
    expect(lawsBrokenBy(append("n1", 2, [command(1, 2, "a")]), append("n2", 3, [command(1, 2, "a")]))).toEqual([]);
    expect(lawsBrokenBy(append("n1", 2, [command(1, 2, "a")]), append("n2", 3, [command(1, 2, "b")]))).toEqual([
      "logMatching",
    ]);
  });

  test("old indexes are forgotten, the latest are not", () => {
    const entries = Array.from({ length: 30_000 }, (_, at) => command(at + 1, 2));
    const committed = [append("n1", 2, entries), heartbeat("n1", 2, 30_000)];
    expect(lawsBrokenBy(...committed, append("n2", 3, [command(29_999, 3)]))).toContain("committedEntries");
    expect(lawsBrokenBy(...committed, append("n2", 3, [command(5, 3)]))).toEqual([]);
  });
});

describe("what was applied", () => {
  const told = (...digests: readonly string[]) => {
    const breaches: string[] = [];
    const sentinel = new Sentinel(({ law, what }) => breaches.push(`${law}: ${what}`));
    for (const [at, digest] of digests.entries())
      sentinel.hearApplied({ clusterId: "c1", member: memberOf(`n${at + 1}`), block: { from: 1, to: 256, digest } });
    return { breaches, sighted: sentinel.sighted };
  };

  test("the same block has the same digest on all nodes", () => {
    expect(told("00", "00", "00")).toMatchObject({ breaches: [], sighted: { comparisons: 2 } });
  });

  test("one that differs is told of, and against whom", () => {
    expect(told("00", "00", "01").breaches).toEqual([
      "appliedEntries: n3~inc-n3 has applied other entries from 1 to 256 than n1~inc-n1",
    ]);
  });
});

test("a sentinel tells what it has seen, so that its silence means something", () => {
  const sentinel = new Sentinel(() => {});
  for (const one of [heartbeat("n1", 4, 9), heartbeat("n2", 6, 12)]) sentinel.hear(one);
  expect(sentinel.sighted).toEqual({ frames: 2, term: 6, leaders: 2, committedIndex: 12, comparisons: 0 });
});
