/** The three messages of nats-io/graft, as bytes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ElectionMessage } from "../../src/ports/election.ts";
import { decodeElection, ELECTION_BYTES_MAX, encodeElection, TERM_MAX } from "../../src/wire/election-codec.ts";
import { toHex } from "./bytes.ts";

const KINDS = ["voteRequest", "voteResponse", "heartbeat"] as const;
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const term = fc.integer({ min: 0, max: TERM_MAX });
const messages: fc.Arbitrary<ElectionMessage> = fc.oneof(
  fc.record({
    type: fc.constant("voteRequest" as const),
    term,
    candidate: name,
    position: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({
    type: fc.constant("voteResponse" as const),
    term,
    candidate: fc.constant("us"),
    granted: fc.boolean(),
    voter: fc.option(name),
  }),
  fc.record({ type: fc.constant("heartbeat" as const), term, leader: name }),
);

describe("on the wire", () => {
  /** By hand from the proto that Go compiles: field 1 varint, 2 string or bool, 3 bytes. */
  test.each<[string, ElectionMessage]>([
    ["08ac021202613a1a020102", { type: "voteRequest", term: 300, candidate: "a:", position: bytesOf("0102") }],
    ["0807120161", { type: "voteRequest", term: 7, candidate: "a", position: new Uint8Array() }],
    ["08071001", { type: "voteResponse", term: 7, candidate: "us", granted: true, voter: null }],
    ["08071001" + "1a0162", { type: "voteResponse", term: 7, candidate: "us", granted: true, voter: "b" }],
    ["0807", { type: "voteResponse", term: 7, candidate: "us", granted: false, voter: null }],
    ["0807120161", { type: "heartbeat", term: 7, leader: "a" }],
  ])("%s", (hex, message) => {
    const decoded = decodeElection(message.type, bytesOf(hex), "us");
    if (hex.includes("613a")) return expect(decoded).toEqual({ ok: false, problem: "malformed" });
    expect(decoded).toEqual({ ok: true, message });
    const bytes = decodeElection(message.type, encodeElection(message), "us");
    expect(bytes).toEqual({ ok: true, message });
  });

  test("what we write of a message is what Go writes, but for the voter's name", () => {
    expect(toHex(encodeElection({ type: "heartbeat", term: 7, leader: "a" }))).toBe("0807120161");
    const vote = { type: "voteResponse", term: 7, candidate: "us", granted: true, voter: "b" } as const;
    expect(toHex(encodeElection(vote)).replaceAll(" ", "")).toBe("080710011a0162");
  });

  test("every message comes back as it was", () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(decodeElection(message.type, encodeElection(message), "us")).toEqual({ ok: true, message });
      }),
    );
  });
});

describe("what is refused", () => {
  test.each([
    ["no name", "voteRequest", "0807", "malformed"],
    ["a name that would be two tokens", "heartbeat", "08071203612e62", "malformed"],
    ["a wildcard", "voteRequest", "080712012a", "malformed"],
    ["a name of 65 bytes", "heartbeat", `08071241${"61".repeat(65)}`, "malformed"],
    ["a voter that is no name", "voteResponse", "08071001" + "1a012a", "malformed"],
    ["a term past what others can follow", "heartbeat", "0881808080808080081201" + "61", "outOfRange"],
    ["a term of 2^64 - 1", "heartbeat", "08ffffffffffffffffff01120161", "outOfRange"],
    ["a term of more than 64 bits", "heartbeat", "08ffffffffffffffffff7f120161", "outOfRange"],
    ["half a message", "voteRequest", "08071205", "malformed"],
  ] as const)("%s", (_, kind, hex, problem) => {
    expect(decodeElection(kind, bytesOf(hex), "us")).toEqual({ ok: false, problem });
  });

  test("more bytes than a server takes", () => {
    const position = new Uint8Array(ELECTION_BYTES_MAX);
    expect(() => encodeElection({ type: "voteRequest", term: 1, candidate: "a", position })).toThrow(RangeError);
    expect(decodeElection("heartbeat", new Uint8Array(ELECTION_BYTES_MAX + 1), "us")).toEqual({
      ok: false,
      problem: "tooLarge",
    });
  });

  test("a name or a number that no message may carry never leaves", () => {
    expect(() => encodeElection({ type: "heartbeat", term: -1, leader: "a" })).toThrow(RangeError);
    expect(() => encodeElection({ type: "heartbeat", term: 1, leader: "a.b" })).toThrow(TypeError);
  });
});

test("any bytes at all are decoded or refused, never thrown at, and nothing of them is kept", () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), fc.uint8Array({ maxLength: 60 }), (kind, bytes) => {
      const decoded = decodeElection(kind, bytes, "us");
      if (!decoded.ok) return;
      const before = structuredClone(decoded.message);
      bytes.fill(0xff);
      expect(decoded.message).toEqual(before);
      expect(typeof decoded.message.term).toBe("number");
    }),
    { numRuns: 5_000 },
  );
});

test("fields that we do not know, and the size that some builds of Go add, are stepped over", () => {
  expect(decodeElection("heartbeat", bytesOf("08071201611803" + "2a0199"), "us")).toEqual({
    ok: true,
    message: { type: "heartbeat", term: 7, leader: "a" },
  });
});
