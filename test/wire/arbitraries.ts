/** Frames that a server may send, for property tests. */
import fc from "fast-check";
import type { Body } from "../../src/core/message.ts";
import type { Frame } from "../../src/ports/codec.ts";

const NAME_CHARACTERS = [..."ABCXYZabcxyz0123456789_-"];

export const name = fc.string({ unit: fc.constantFrom(...NAME_CHARACTERS), minLength: 1, maxLength: 64 });

/** Terms, indexes, rounds; the limits come up often. */
export const count = fc.oneof(
  fc.constantFrom(0, 1, 127, 128, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER),
  fc.maxSafeNat(),
);

const last = fc.record({ index: count, term: count });

export const body: fc.Arbitrary<Body> = fc.oneof(
  fc.record({ type: fc.constant("preVoteRequest" as const), nextTerm: count, last }),
  fc.record({ type: fc.constant("preVoteResponse" as const), nextTerm: count, granted: fc.boolean() }),
  fc.record({ type: fc.constant("voteRequest" as const), last, transfer: fc.boolean() }),
  fc.record({ type: fc.constant("voteResponse" as const), granted: fc.boolean() }),
  fc.record({ type: fc.constant("heartbeat" as const), round: count }),
  fc.record({ type: fc.constant("heartbeatAck" as const), round: count }),
  fc.record({ type: fc.constant("timeoutNow" as const) }),
);

export const frame: fc.Arbitrary<Frame> = fc
  .record({
    clusterId: name,
    boot: name,
    from: fc.record({ id: name, incarnation: name }),
    said: fc.option(fc.record({ to: fc.option(name), term: count, body })),
  })
  .map(({ said, ...head }) => ({ ...head, message: said === null ? null : { from: head.from, ...said } }));
