import { expect, test } from "vitest";
import { rehearse } from "../../src/driver/rehearsal.ts";
import type { Codec, Frame } from "../../src/ports/codec.ts";
import { createCodec } from "../../src/wire/codec.ts";

test("a rehearsal wins several elections, each message through the codec", () => {
  const codec = createCodec();
  const bodies = new Set<string | undefined>();
  const listening: Codec = {
    encode(frame: Frame) {
      bodies.add(frame.message?.body.type);
      return codec.encode(frame);
    },
    decode: (bytes) => codec.decode(bytes),
  };
  expect(rehearse(listening)).toBeGreaterThan(2);
  expect(bodies).toEqual(
    new Set([
      ...["preVoteRequest", "preVoteResponse", "voteRequest", "voteResponse"],
      ...["heartbeat", "heartbeatAck", "appendEntries", "appendAck"],
    ]),
  );
});

test("a rehearsal elects nobody where no message gets through", () => {
  const codec = createCodec();
  const deaf: Codec = { encode: (frame) => codec.encode(frame), decode: () => ({ ok: false, problem: "malformed" }) };
  expect(rehearse(deaf)).toBe(0);
});

test("a rehearsal leaves nothing behind: no timer, no handle, and the next one goes the same way", () => {
  const before = process.getActiveResourcesInfo();
  const first = rehearse(createCodec());
  expect(process.getActiveResourcesInfo()).toEqual(before);
  expect(rehearse(createCodec())).toBe(first);
});
