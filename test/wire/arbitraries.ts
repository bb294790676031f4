/** Frames that a server may send, for property tests. */
import fc from "fast-check";
import type { Entry } from "../../src/core/entry.ts";
import type { Body } from "../../src/core/message.ts";
import type { Configuration, Member } from "../../src/core/types.ts";
import type { ClientErrorCode, ClientRequest, ClientResponse } from "../../src/ports/client-door.ts";
import type { Frame } from "../../src/ports/codec.ts";

const NAME_CHARACTERS = [..."ABCXYZabcxyz0123456789_-"];

export const name = fc.string({ unit: fc.constantFrom(...NAME_CHARACTERS), minLength: 1, maxLength: 64 });

/** Terms, indexes, rounds; the limits come up often. */
export const count = fc.oneof(
  fc.constantFrom(0, 1, 127, 128, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER),
  fc.maxSafeNat(),
);

const last = fc.record({ index: count, term: count });

export const bytes = fc.uint8Array({ maxLength: 40 });

const member: fc.Arbitrary<Member> = fc.record({ id: name, incarnation: name });
const members = fc.uniqueArray(member, { maxLength: 4, selector: ({ id }) => id });

export const configuration: fc.Arbitrary<Configuration> = fc
  .record({ voters: members, outgoing: members, learners: members, one: member, leaseMs: count })
  .map(({ voters, outgoing, learners, one, leaseMs }) => {
    const some = voters.length === 0 ? [one] : voters;
    const others = learners.filter(({ id }) => some.every((voter) => voter.id !== id));
    return { voters: some, outgoing, learners: others, leaseMs };
  });

type Content =
  | { type: "noOp" }
  | { type: "command"; command: Uint8Array }
  | { type: "configuration"; configuration: Configuration };

const content: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ type: fc.constant("noOp" as const) }),
  fc.record({ type: fc.constant("command" as const), command: bytes }),
  fc.record({ type: fc.constant("configuration" as const), configuration }),
);

/** A leader's term, and a batch that it may send: terms climb from prev's to its own. */
const batch = fc
  .record({
    first: fc.integer({ min: 1, max: 2 ** 40 }),
    index: fc.nat({ max: 2 ** 40 }),
    steps: fc.array(fc.record({ step: fc.nat({ max: 2 }), content }), { maxLength: 6 }),
    above: fc.nat({ max: 3 }),
    commitIndex: count,
  })
  .map(({ first, index, steps, above, commitIndex }) => {
    let term = first;
    const entries = steps.map(({ step, content }, place): Entry => {
      term += step;
      return { ...content, index: index + place + 1, term };
    });
    const prev = { index, term: first };
    return { term: term + above, body: { type: "appendEntries" as const, prev, entries, commitIndex } };
  });

const piece = fc
  .record({ data: bytes, before: fc.nat({ max: 2 ** 40 }), after: fc.nat({ max: 9 }), index: count, configuration })
  .map(({ data, before, after, index, configuration }) => {
    const empty = data.length === 0;
    return {
      type: "installSnapshot" as const,
      last: { index, term: 0 },
      configuration,
      totalBytes: empty ? 0 : before + data.length + after,
      offset: empty ? 0 : before,
      data,
    };
  });

/** Those that stand in any term. */
const freeBody: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ type: fc.constant("preVoteRequest" as const), nextTerm: count, last, isHinted: fc.boolean() }),
  fc.record({ type: fc.constant("preVoteResponse" as const), nextTerm: count, granted: fc.boolean() }),
  fc.record({ type: fc.constant("voteRequest" as const), last, transfer: fc.boolean() }),
  fc.record({ type: fc.constant("voteResponse" as const), granted: fc.boolean(), early: fc.boolean() }),
  fc.record(
    {
      type: fc.constant("heartbeat" as const),
      round: count,
      commitIndex: count,
      heir: name,
      connection: fc.stringMatching(/^[!-~]{1,96}$/),
    },
    { requiredKeys: ["type", "round", "commitIndex"] },
  ),
  fc.record({
    type: fc.constant("heartbeatAck" as const),
    round: count,
    verifiedIndex: count,
    matchIndex: count,
    priority: count,
  }),
  fc.record({ type: fc.constant("timeoutNow" as const) }),
  fc.record({ type: fc.constant("appendAck" as const), matchIndex: count }),
  fc.record({ type: fc.constant("appendRefusal" as const), prevIndex: count, hint: last }),
  piece,
  fc.record({
    type: fc.constant("snapshotAck" as const),
    lastIndex: count,
    offset: count,
    installed: fc.boolean(),
  }),
  fc.record({ type: fc.constant("readIndexRequest" as const), requestId: count }),
  fc.record({ type: fc.constant("readIndexResponse" as const), requestId: count, index: count }),
);

export const said: fc.Arbitrary<{ term: number; body: Body }> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ term: count, body: freeBody }) },
  { weight: 1, arbitrary: batch },
);

export const frame: fc.Arbitrary<Frame> = fc
  .record({
    clusterId: name,
    boot: name,
    from: fc.record({ id: name, incarnation: name }),
    message: fc.option(fc.record({ to: fc.option(name), said })),
  })
  .map(({ message, ...head }) => ({
    ...head,
    message: message === null ? null : { from: head.from, to: message.to, ...message.said },
  }));

export const request: fc.Arbitrary<ClientRequest> = fc.oneof(
  fc.record({ type: fc.constant("register" as const) }),
  fc.record({
    type: fc.constant("propose" as const),
    clientId: count.filter((value) => value > 0),
    sequence: count.filter((value) => value > 0),
    command: bytes,
  }),
  bytes.map((command) => ({ type: "propose" as const, clientId: 0, sequence: 0, command })),
  fc.record({
    type: fc.constant("read" as const),
    consistency: fc.constantFrom("linearizable" as const, "stale" as const),
    query: bytes,
  }),
);

export const CODES: readonly ClientErrorCode[] = [
  "NOT_LEADER",
  "OVERLOADED",
  "TOO_LARGE",
  "SESSION_EXPIRED",
  "UNCERTAIN",
  "INVALID_REQUEST",
  "NODE_STOPPED",
];

export const response: fc.Arbitrary<ClientResponse> = fc.oneof(
  fc.record({ type: fc.constant("ok" as const), index: count, result: bytes }),
  fc.record({
    type: fc.constant("error" as const),
    code: fc.constantFrom(...CODES),
    message: fc.string({ maxLength: 50 }),
    mayHaveExecuted: fc.boolean(),
    leader: fc.option(name),
  }),
);
