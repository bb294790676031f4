/** The sentinel of protocol graft, by messages made by hand and by the codec's own bytes. */
import { describe, expect, test } from "vitest";
import type { ElectionMessage } from "../../../src/ports/election.ts";
import { GraftSentinel } from "../../../src/scenario/sentinel/graft-sentinel.ts";
import { decodeElection, encodeElection } from "../../../src/wire/election-codec.ts";

const heartbeat = (leader: string, term: number): ElectionMessage => ({ type: "heartbeat", term, leader });
const vote = (voter: string | null, candidate: string, term: number): ElectionMessage => ({
  type: "voteResponse",
  term,
  candidate,
  granted: true,
  voter,
});

/** Each goes over the wire first. */
function lawsBrokenBy(...messages: readonly ElectionMessage[]): string[] {
  const laws: string[] = [];
  const sentinel = new GraftSentinel(({ law }) => laws.push(law));
  for (const message of messages) {
    const subjectOf = message.type === "voteResponse" ? message.candidate : "";
    const decoded = decodeElection(message.type, encodeElection(message), subjectOf);
    if (!decoded.ok) throw new Error(decoded.problem);
    sentinel.hear(decoded.message);
  }
  return laws;
}

describe("the sentinel of protocol graft", () => {
  test("finds nothing where each term has one leader", () => {
    expect(lawsBrokenBy(vote("b", "a", 1), heartbeat("a", 1), heartbeat("b", 2), heartbeat("a", 3))).toEqual([]);
  });

  test("tells of two leaders in a term", () => {
    expect(lawsBrokenBy(heartbeat("a", 2), heartbeat("b", 2))).toEqual(["oneLeader"]);
  });

  test("tells of a named voter that votes twice, also of a leader that votes for another", () => {
    expect(lawsBrokenBy(vote("c", "a", 2), vote("c", "b", 2))).toEqual(["oneVote"]);
    expect(lawsBrokenBy(heartbeat("a", 2), vote("a", "b", 2))).toEqual(["oneVote"]);
  });

  test("cannot hold anonymous votes against anybody", () => {
    expect(lawsBrokenBy(vote(null, "a", 2), vote(null, "b", 2))).toEqual([]);
  });

  test("tells of a term that goes back", () => {
    expect(lawsBrokenBy(heartbeat("a", 3), heartbeat("a", 2))).toEqual(["term"]);
    expect(lawsBrokenBy(vote("c", "a", 3), vote("c", "b", 2))).toEqual(["term"]);
  });
});
