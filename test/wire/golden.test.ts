/**
 * One frame of each body in hex: the wire, as other processes of other versions see it. A change here is a change of the
 * protocol. To accept one, run vitest with `-u` and say in raft.proto why old nodes can live with it.
 */
import { expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { Body } from "../../src/core/message.ts";
import type { ClientRequest, ClientResponse } from "../../src/ports/client-door.ts";
import type { Frame } from "../../src/ports/codec.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { fromHex, toHex } from "./bytes.ts";

const codec = createCodec();
const from = { id: "n1", incarnation: "inc" };

function frameOf(body: Body | null, to: string | null): Frame {
  const message = body === null ? null : { from, to, term: 300, body };
  return { clusterId: "cid", boot: "boot", from, message };
}

const last = { index: 12, term: 299 };

/** Behind the tag: version, cluster id, from, incarnation, boot. */
const HEAD = "08011203636964" + "1a026e31" + "2203696e63" + "2a04626f6f74";
const TO_N2 = "32026e32";
const TERM_300 = "38ac02";

const configuration = {
  voters: [from, { id: "n2", incarnation: "i2" }],
  outgoing: [from],
  learners: [],
  leaseMs: 44,
};
const MEMBERS = "0a090a026e311203696e63" + "0a080a026e3212026932" + "12090a026e311203696e63" + "202c";
const entries: Entry[] = [
  { type: "noOp", index: 13, term: 299 },
  { type: "command", index: 14, term: 300, command: fromHex("c0de") },
  { type: "command", index: 15, term: 300, command: new Uint8Array() },
  { type: "configuration", index: 16, term: 300, configuration },
];

const golden: [string, Frame, string][] = [
  ["presence", frameOf(null, null), "820100"],
  ["presence in answer", { ...frameOf(null, null), answers: "twin" }, "8201060a047477696e"],
  [
    "preVoteRequest",
    frameOf({ type: "preVoteRequest", nextTerm: 301, last, isHinted: false }, null),
    `${TERM_300}8a010808ad02100c18ab02`,
  ],
  [
    "preVoteResponse",
    frameOf({ type: "preVoteResponse", nextTerm: 301, granted: true }, "n2"),
    `${TO_N2}${TERM_300}92010508ad021001`,
  ],
  ["voteRequest", frameOf({ type: "voteRequest", last, transfer: true }, null), `${TERM_300}9a0107080c10ab021801`],
  [
    "voteResponse",
    frameOf({ type: "voteResponse", granted: true, early: false }, "n2"),
    `${TO_N2}${TERM_300}a2010408011001`,
  ],
  ["heartbeat", frameOf({ type: "heartbeat", round: 1, commitIndex: 12 }, null), `${TERM_300}aa01040801100c`],
  [
    "heartbeatAck",
    frameOf(
      { type: "heartbeatAck", round: Number.MAX_SAFE_INTEGER, verifiedIndex: 12, matchIndex: 11, priority: 5 },
      "n2",
    ),
    `${TO_N2}${TERM_300}b2010f08ffffffffffffff0f100c180b2005`,
  ],
  ["timeoutNow", frameOf({ type: "timeoutNow" }, "n2"), `${TO_N2}${TERM_300}ba0100`],
  [
    "appendEntries",
    frameOf({ type: "appendEntries", prev: last, entries, commitIndex: 11 }, "n2"),
    `${TO_N2}${TERM_300}820247080c10ab02180b220508ab021200220708ac021a02c0de220508ac021a00222708ac022222${MEMBERS}`,
  ],
  ["appendAck", frameOf({ type: "appendAck", matchIndex: 12 }, "n2"), `${TO_N2}${TERM_300}8a0202080c`],
  [
    "appendRefusal",
    frameOf({ type: "appendRefusal", prevIndex: 13, hint: last }, "n2"),
    `${TO_N2}${TERM_300}920207080d100c18ab02`,
  ],
  [
    "installSnapshot",
    frameOf({ type: "installSnapshot", last, configuration, totalBytes: 9, offset: 7, data: fromHex("c0de") }, "n2"),
    `${TO_N2}${TERM_300}9a0231080c10ab021a22${MEMBERS}200928073202c0de`,
  ],
  [
    "snapshotAck",
    frameOf({ type: "snapshotAck", lastIndex: 12, offset: 9, installed: true }, "n2"),
    `${TO_N2}${TERM_300}a20206080c10091801`,
  ],
  ["readIndexRequest", frameOf({ type: "readIndexRequest", requestId: 5 }, "n2"), `${TO_N2}${TERM_300}aa02020805`],
  [
    "readIndexResponse",
    frameOf({ type: "readIndexResponse", requestId: 5, index: 12 }, "n2"),
    `${TO_N2}${TERM_300}b202040805100c`,
  ],
];

test.each(golden)("%s is written, and read, as on the day the protocol was fixed", (_, frame, rest) => {
  const hex = "00".repeat(32) + HEAD + rest;
  expect(toHex(codec.encode(frame))).toBe(hex);
  expect(codec.decode(fromHex(hex))).toEqual({ ok: true, frame });
});

const clients = createClientCodec();
const query = fromHex("c0de");

const requests: [string, ClientRequest, string][] = [
  ["register", { type: "register" }, "0a00"],
  ["propose", { type: "propose", clientId: 300, sequence: 1, command: query }, "120908ac0210011a02c0de"],
  ["propose without a session", { type: "propose", clientId: 0, sequence: 0, command: query }, "12041a02c0de"],
  ["read", { type: "read", consistency: "linearizable", query }, "1a041202c0de"],
  ["stale read", { type: "read", consistency: "stale", query }, "1a0608011202c0de"],
];

test.each(requests)("a request to %s is written, and read, as on the day the protocol was fixed", (_, request, hex) => {
  expect(toHex(clients.encodeRequest(request))).toBe(hex);
  expect(clients.decodeRequest(fromHex(hex))).toEqual({ ok: true, request });
});

const responses: [string, ClientResponse, string][] = [
  ["ok", { type: "ok", index: 300, result: query }, "420708ac021202c0de"],
  [
    "a refusal",
    { type: "error", code: "NOT_LEADER", message: "no", mayHaveExecuted: false, leader: "n2" },
    "4a0c080112026e6f180122026e32",
  ],
  [
    "doubt",
    { type: "error", code: "UNCERTAIN", message: "no", mayHaveExecuted: true, leader: null },
    "4a06080512026e6f",
  ],
];

test.each(responses)("%s is written, and read, as on the day the protocol was fixed", (_, response, hex) => {
  expect(toHex(clients.encodeResponse(response))).toBe(hex);
  expect(clients.decodeResponse(fromHex(hex))).toEqual({ ok: true, response });
});
