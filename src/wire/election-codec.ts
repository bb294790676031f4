/**
 * The codec of protocol `graft`: the three messages of graft.proto, each on a subject of its own, without an envelope.
 *
 * Law: `decode` is total: it bounds the bytes, then decodes, and believes a field only after it was checked; what it yields
 * holds no view of the input. A name is one token of a subject, since answers go to a subject that carries it. Terms end far
 * below where numbers do, so that nobody can be told a term that no other can follow.
 */
import type { Term } from "../core/types.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import type { ElectionMessage } from "../ports/election.ts";
import { boundsProblem } from "./bounds.ts";
import { checkedCount, isCount } from "./counts.ts";
import { copyOf } from "./fields.ts";
import { checkedName, isName } from "./names.ts";
import { bytesFrom, GoHeartbeat, GoVoteRequest, GoVoteResponse } from "./schema.ts";
import { GO_HEARTBEAT, GO_VOTE_REQUEST, GO_VOTE_RESPONSE, type Shape } from "./shapes.ts";

/** What every NATS server takes as it comes. */
export const ELECTION_BYTES_MAX = 1024 * 1024 - 4096;
export const TERM_MAX = 2 ** 52;

type Kind = ElectionMessage["type"];

export type DecodedElection =
  | { readonly ok: true; readonly message: ElectionMessage }
  | { readonly ok: false; readonly problem: DecodeProblem };

/** @throws TypeError, RangeError where a name is none, a number no count, or the position too large. */
export function encodeElection(message: ElectionMessage): Uint8Array {
  const bytes = encoded(message);
  if (bytes.length > ELECTION_BYTES_MAX)
    throw new RangeError(`${bytes.length} bytes: allowed are ${ELECTION_BYTES_MAX}`);
  return bytes;
}

function encoded(message: ElectionMessage): Uint8Array {
  const Term = checkedCount(message.term, "term");
  switch (message.type) {
    case "voteRequest": {
      const Candidate = checkedName(message.candidate, "candidate");
      return GoVoteRequest.encode({ Term, Candidate, CurrentState: message.position }).finish();
    }
    case "voteResponse": {
      const voter = message.voter === null ? "" : checkedName(message.voter, "voter");
      return GoVoteResponse.encode({ Term, Granted: message.granted, voter }).finish();
    }
    case "heartbeat":
      return GoHeartbeat.encode({ Term, Leader: checkedName(message.leader, "leader") }).finish();
  }
}

/** `subjectOf`: whom a vote's subject names, since the vote itself does not. */
export function decodeElection(kind: Kind, bytes: Uint8Array, subjectOf: string): DecodedElection {
  if (bytes.length > ELECTION_BYTES_MAX) return { ok: false, problem: "tooLarge" };
  const problem = boundsProblem(bytes, SHAPES[kind]);
  if (problem !== null) return { ok: false, problem };
  const message = attempted(() => decoded(kind, copyOf(bytes), subjectOf));
  return typeof message === "string" ? { ok: false, problem: message } : { ok: true, message };
}

const SHAPES: Readonly<Record<Kind, Shape>> = {
  voteRequest: GO_VOTE_REQUEST,
  voteResponse: GO_VOTE_RESPONSE,
  heartbeat: GO_HEARTBEAT,
};

function attempted(decode: () => ElectionMessage | DecodeProblem): ElectionMessage | DecodeProblem {
  try {
    return decode();
  } catch {
    return "malformed";
  }
}

function decoded(kind: Kind, bytes: Uint8Array, subjectOf: string): ElectionMessage | DecodeProblem {
  switch (kind) {
    case "voteRequest": {
      const { Term, Candidate, CurrentState } = GoVoteRequest.decode(bytes);
      if (!isTerm(Term)) return "outOfRange";
      return isName(Candidate)
        ? { type: kind, term: Term, candidate: Candidate, position: bytesFrom(CurrentState) }
        : "malformed";
    }
    case "voteResponse": {
      const { Term, Granted, voter } = GoVoteResponse.decode(bytes);
      if (!isTerm(Term)) return "outOfRange";
      if (voter !== "" && !isName(voter)) return "malformed";
      return { type: kind, term: Term, candidate: subjectOf, granted: Granted, voter: voter === "" ? null : voter };
    }
    case "heartbeat": {
      const { Term, Leader } = GoHeartbeat.decode(bytes);
      if (!isTerm(Term)) return "outOfRange";
      return isName(Leader) ? { type: kind, term: Term, leader: Leader } : "malformed";
    }
  }
}

const isTerm = (term: unknown): term is Term => isCount(term) && term <= TERM_MAX;
