/**
 * One frame of each body in hex: the wire, as other processes of other versions see it. A change here is a change of the
 * protocol. To accept one, run vitest with `-u` and say in raft.proto why old nodes can live with it.
 */
import { expect, test } from "vitest";
import type { Body } from "../../src/core/message.ts";
import type { Frame } from "../../src/ports/codec.ts";
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

const golden: [string, Frame, string][] = [
  ["presence", frameOf(null, null), "820100"],
  [
    "preVoteRequest",
    frameOf({ type: "preVoteRequest", nextTerm: 301, last }, null),
    `${TERM_300}8a010808ad02100c18ab02`,
  ],
  [
    "preVoteResponse",
    frameOf({ type: "preVoteResponse", nextTerm: 301, granted: true }, "n2"),
    `${TO_N2}${TERM_300}92010508ad021001`,
  ],
  ["voteRequest", frameOf({ type: "voteRequest", last, transfer: true }, null), `${TERM_300}9a0107080c10ab021801`],
  ["voteResponse", frameOf({ type: "voteResponse", granted: true }, "n2"), `${TO_N2}${TERM_300}a201020801`],
  ["heartbeat", frameOf({ type: "heartbeat", round: 1 }, null), `${TERM_300}aa01020801`],
  [
    "heartbeatAck",
    frameOf({ type: "heartbeatAck", round: Number.MAX_SAFE_INTEGER }, "n2"),
    `${TO_N2}${TERM_300}b2010908ffffffffffffff0f`,
  ],
  ["timeoutNow", frameOf({ type: "timeoutNow" }, "n2"), `${TO_N2}${TERM_300}ba0100`],
];

test.each(golden)("%s is written, and read, as on the day the protocol was fixed", (_, frame, rest) => {
  const hex = "00".repeat(32) + HEAD + rest;
  expect(toHex(codec.encode(frame))).toBe(hex);
  expect(codec.decode(fromHex(hex))).toEqual({ ok: true, frame });
});
