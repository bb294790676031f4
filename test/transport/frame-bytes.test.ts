/** The largest frame that a node sends is what it asks of NATS at its start (`FRAME_BYTES_SENT_MAX`). */
import { expect, test } from "vitest";
import { FRAME_BYTES_SENT_MAX } from "../../src/compose.ts";
import type { Entry } from "../../src/core/entry.ts";
import { append, recoveredLog, slice } from "../../src/core/log.ts";
import type { Body } from "../../src/core/message.ts";
import { BATCH_BYTES_MAX } from "../../src/core/replication.ts";
import { BATCH_ENTRIES_MAX } from "../../src/core/state.ts";
import { type Configuration, configurationOfVoters, type Member } from "../../src/core/types.ts";
import { COMMAND_BYTES_MAX } from "../../src/driver/driver.ts";
import { PIECE_BYTES } from "../../src/driver/snapshot-keeper.ts";
import { createCodec } from "../../src/wire/codec.ts";

const LARGEST = Number.MAX_SAFE_INTEGER;
const long = (n: number): string => `n${n}`.padEnd(64, "x");
const members = (from: number): Member[] =>
  Array.from({ length: 99 }, (_, i) => ({ id: long(from + i), incarnation: long(from + i) }));
const JOINT: Configuration = { ...configurationOfVoters(members(0)), outgoing: members(99), learners: members(198) };
const AT_THE_END = { index: LARGEST, term: LARGEST };

function frameBytes(body: Body): number {
  const from = { id: long(1), incarnation: long(1) };
  const message = { from, to: long(2), term: LARGEST, body };
  return createCodec().encode({ clusterId: long(3), boot: long(4), from, message }).length;
}

const commands = (bytes: number, count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => ({
    type: "command",
    index: LARGEST - count + i + 1,
    term: LARGEST,
    command: new Uint8Array(bytes),
  }));

/** As the leader cuts it from its log. */
function batch(entries: readonly Entry[]): Body {
  const base = { index: (entries[0]?.index ?? 1) - 1, term: LARGEST };
  const log = recoveredLog(base, configurationOfVoters([]), []);
  append(log, entries);
  const cut = slice(log, base.index + 1, BATCH_BYTES_MAX, BATCH_ENTRIES_MAX);
  return { type: "appendEntries", prev: base, entries: cut, commitIndex: LARGEST };
}

test.each([
  ["the largest command", batch(commands(COMMAND_BYTES_MAX, 3))],
  ["as many empty commands as a batch takes", batch(commands(0, 10_000))],
  ["a batch of small commands", batch(commands(100, 10_000))],
  ["a batch of middling commands", batch(commands(3_000, 1_000))],
  ["the largest configuration", batch([{ type: "configuration", ...AT_THE_END, configuration: JOINT }])],
  [
    "a piece of a snapshot with the largest configuration",
    {
      type: "installSnapshot",
      last: AT_THE_END,
      configuration: JOINT,
      totalBytes: LARGEST,
      offset: LARGEST - PIECE_BYTES,
      data: new Uint8Array(PIECE_BYTES),
    } as const,
  ],
])("%s fits", (_, body) => expect(frameBytes(body)).toBeLessThanOrEqual(FRAME_BYTES_SENT_MAX));
