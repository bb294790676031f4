import { describe, expect, test } from "vitest";
import {
  batchAt,
  decodeSegmentHeader,
  END_MARK_BYTES,
  encodeBatch,
  encodeSegmentHeader,
  findBatches,
  tornBytesAt,
} from "../../src/storage/segment.ts";

const RECORDS = Buffer.from("three records of one batch, say");

function segmentWith(position: number, generation = 5, size = 1024): Buffer {
  const segment = Buffer.alloc(size);
  encodeBatch({ generation, sequence: 9, position, size }, RECORDS).copy(segment, position);
  return segment;
}

describe("a segment's header", () => {
  test("comes back as it was written", () => {
    expect(decodeSegmentHeader(encodeSegmentHeader(2 ** 40, 4096))).toEqual({
      type: "valid",
      version: 2,
      generation: 2 ** 40,
      size: 4096,
    });
  });

  test("with any bit flipped is none", () => {
    for (let bit = 0; bit < 32 * 8; bit++) {
      const header = encodeSegmentHeader(3, 4096);
      header.writeUInt8(header.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeSegmentHeader(header), `bit ${bit}`).toEqual({ type: "none" });
    }
  });
});

describe("a batch", () => {
  test("comes back as it was written, with its end", () => {
    const batch = batchAt(segmentWith(100), 100);
    expect(batch).toMatchObject({ generation: 5, sequence: 9, position: 100, end: 100 + 32 + RECORDS.length });
    expect(batch?.records.toString()).toBe(RECORDS.toString());
  });

  test("with any bit flipped is none", () => {
    for (let bit = 0; bit < (32 + RECORDS.length) * 8; bit++) {
      const segment = segmentWith(64);
      const at = 64 + (bit >> 3);
      segment.writeUInt8(segment.readUInt8(at) ^ (1 << (bit & 7)), at);
      expect(batchAt(segment, 64), `bit ${bit}`).toBeNull();
    }
  });

  test("copied to another place in the segment is none", () => {
    const segment = segmentWith(64);
    segment.copyWithin(400, 64, 300);
    expect(batchAt(segment, 400)).toBeNull();
    expect([...findBatches(segment, 0)].map(({ position }) => position)).toEqual([64]);
  });

  test("that reaches beyond the segment is none", () => {
    const whole = segmentWith(64);
    expect(batchAt(whole.subarray(0, 64 + 32 + RECORDS.length), 64)).not.toBeNull();
    expect(batchAt(whole.subarray(0, 64 + 32 + RECORDS.length - 1), 64)).toBeNull();
    expect(batchAt(whole.subarray(0, 70), 64)).toBeNull();
  });

  test("carries its end mark, as far as the segment has room for one", () => {
    const length = 32 + RECORDS.length;
    const room = (size: number): number =>
      encodeBatch({ generation: 1, sequence: 1, position: 32, size }, RECORDS).length - length;
    expect(room(1024)).toBe(END_MARK_BYTES);
    expect(room(32 + length + 5)).toBe(5);
    expect(room(32 + length)).toBe(0);
  });
});

describe("a torn batch", () => {
  test("counts whole where its length can be read, and as what is left of its head otherwise", () => {
    const whole = segmentWith(64);
    for (let kept = 0; kept < 32 + RECORDS.length; kept++) {
      const segment = Buffer.alloc(1024);
      whole.copy(segment, 64, 64, 64 + kept);
      const torn = tornBytesAt(segment, 64, 5);
      if (kept === 0) expect(torn).toBe(0);
      else if (kept < 29) expect(torn, `${kept} kept`).toBeLessThanOrEqual(kept);
      else expect(torn, `${kept} kept`).toBe(32 + RECORDS.length);
      if (kept > 0) expect(torn, `${kept} kept`).toBeGreaterThan(0);
    }
  });

  test("at the very end of a segment is counted within it", () => {
    const segment = Buffer.alloc(100);
    segment.fill(7, 90);
    expect(tornBytesAt(segment, 90, 1)).toBe(10);
    expect(tornBytesAt(segment, 100, 1)).toBe(0);
  });
});
