import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Body } from "../../src/core/message.ts";
import type { Frame } from "../../src/ports/codec.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { said as anySaid, frame, name } from "./arbitraries.ts";
import { bytesField, FIELD, frameBytes, head, textField, varint, varintField } from "./bytes.ts";

const codec = createCodec();

const problemOf = (bytes: Uint8Array): string => {
  const decoded = codec.decode(bytes);
  return decoded.ok ? "accepted" : decoded.problem;
};

const bodyOf = (bytes: Uint8Array): Body | undefined => {
  const decoded = codec.decode(bytes);
  return decoded.ok ? decoded.frame.message?.body : undefined;
};

const heartbeat = (round = 1): Frame => {
  const from = { id: "n1", incarnation: "i1" };
  return {
    clusterId: "c1",
    boot: "b1",
    from,
    message: { from, to: null, term: 3, body: { type: "heartbeat", round, commitIndex: 0 } },
  };
};

const saying = (said: Body, term = 3): Frame => {
  const from = { id: "n1", incarnation: "i1" };
  return { clusterId: "c1", boot: "b1", from, message: { from, to: "n2", term, body: said } };
};

describe("round trip", () => {
  test("every frame comes back as it was", () => {
    fc.assert(
      fc.property(frame, (sent) => {
        expect(codec.decode(codec.encode(sent))).toEqual({ ok: true, frame: sent });
      }),
      { numRuns: 2000 },
    );
  });

  test("a frame in a Buffer at an odd offset reads the same as one in an array of its own", () => {
    fc.assert(
      fc.property(frame, fc.integer({ min: 1, max: 7 }), (sent, offset) => {
        const bytes = codec.encode(sent);
        const chunk = Buffer.alloc(bytes.length + offset + 3, 0xff);
        chunk.set(bytes, offset);
        expect(codec.decode(chunk.subarray(offset, offset + bytes.length))).toEqual({ ok: true, frame: sent });
      }),
    );
  });

  test("what was decoded does not change when the input is overwritten", () => {
    const bytes = codec.encode(heartbeat());
    const decoded = codec.decode(bytes);
    bytes.fill(0xff);
    expect(decoded).toEqual({ ok: true, frame: heartbeat() });
  });

  test("terms and rounds are plain numbers, present or absent", () => {
    for (const bytes of [codec.encode(heartbeat()), frameBytes(...head(), ...bytesField(FIELD.heartbeat, []))]) {
      const decoded = codec.decode(bytes);
      if (!decoded.ok || decoded.frame.message === null) throw new Error("not decoded");
      const { message } = decoded.frame;
      expect(typeof message.term).toBe("number");
      expect(message.body.type === "heartbeat" && typeof message.body.round).toBe("number");
    }
  });
});

describe("encode", () => {
  const unsafe = [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY];

  test("throws on a term that is no safe integer, instead of sending another", () => {
    for (const term of unsafe) {
      expect(() => codec.encode(saying({ type: "timeoutNow" }, term))).toThrow(RangeError);
    }
  });

  test("throws on any unsafe number of any body", () => {
    for (const bad of unsafe) {
      const bodies: Body[] = [
        { type: "preVoteRequest", nextTerm: bad, last: { index: 1, term: 1 }, isHinted: false },
        { type: "preVoteRequest", nextTerm: 1, last: { index: bad, term: 1 }, isHinted: false },
        { type: "preVoteRequest", nextTerm: 1, last: { index: 1, term: bad }, isHinted: false },
        { type: "preVoteResponse", nextTerm: bad, granted: true },
        { type: "voteRequest", last: { index: bad, term: 1 }, transfer: false },
        { type: "voteRequest", last: { index: 1, term: bad }, transfer: false },
        { type: "heartbeat", round: bad, commitIndex: 0 },
        { type: "heartbeat", round: 0, commitIndex: bad },
        { type: "heartbeatAck", round: bad, verifiedIndex: 0, matchIndex: 0, priority: 0 },
        { type: "heartbeatAck", round: 0, verifiedIndex: bad, matchIndex: 0, priority: 0 },
        { type: "heartbeatAck", round: 0, verifiedIndex: 0, matchIndex: bad, priority: 0 },
        { type: "heartbeatAck", round: 0, verifiedIndex: 0, matchIndex: 0, priority: bad },
        { type: "appendAck", matchIndex: bad },
        { type: "appendRefusal", prevIndex: bad, hint: { index: 1, term: 1 } },
        { type: "appendRefusal", prevIndex: 1, hint: { index: bad, term: 1 } },
        { type: "appendRefusal", prevIndex: 1, hint: { index: 1, term: bad } },
        { type: "snapshotAck", lastIndex: bad, offset: 0, installed: true },
        { type: "snapshotAck", lastIndex: 1, offset: bad, installed: true },
        { type: "readIndexRequest", requestId: bad },
        { type: "readIndexResponse", requestId: bad, index: 1 },
        { type: "readIndexResponse", requestId: 1, index: bad },
      ];
      for (const said of bodies) expect(() => codec.encode(saying(said)), said.type).toThrow(RangeError);
    }
  });

  test("throws on a BigInt in a number's place", () => {
    const bad: unknown = 7n;
    expect(() => codec.encode(saying({ type: "heartbeat", round: bad as number, commitIndex: 0 }))).toThrow(RangeError);
  });

  test("throws on a name that could not stand in a subject", () => {
    for (const bad of ["", "a.b", "a b", "*", ">", "ä", "x".repeat(65)]) {
      expect(() => codec.encode({ ...heartbeat(), clusterId: bad })).toThrow(TypeError);
      expect(() => codec.encode({ ...heartbeat(), boot: bad })).toThrow(TypeError);
      const from = { id: bad, incarnation: "i1" };
      expect(() => codec.encode({ ...heartbeat(), from, message: null })).toThrow(TypeError);
    }
  });

  test("throws when the message is somebody else's", () => {
    const from = { id: "n2", incarnation: "i2" };
    expect(() => codec.encode({ ...heartbeat(), from })).toThrow(TypeError);
  });

  test("throws when the frame is larger than its receivers would take", () => {
    expect(() => createCodec({ frameBytesMax: 40 }).encode(heartbeat())).toThrow(RangeError);
  });
});

describe("decode", () => {
  test("refuses a frame above the bound without reading it", () => {
    const small = createCodec({ frameBytesMax: 64 });
    expect(small.decode(codec.encode(heartbeat())).ok).toBe(true);
    const padded = frameBytes(...head(), ...bytesField(FIELD.timeoutNow, []), ...bytesField(99, new Array(64).fill(0)));
    expect(problemOf(padded)).toBe("accepted");
    expect(small.decode(padded)).toEqual({ ok: false, problem: "tooLarge" });
    const unread = new Proxy(padded, {
      get: (target, key) => {
        if (key !== "length") throw new Error(`read ${String(key)}`);
        return target.length;
      },
    });
    expect(small.decode(unread)).toEqual({ ok: false, problem: "tooLarge" });
  });

  test("refuses what is too short to hold a tag and an envelope", () => {
    for (let length = 0; length <= 32; length += 1) expect(problemOf(new Uint8Array(length))).toBe("malformed");
  });

  test("refuses a tag that is not zero, whichever byte it is", () => {
    for (let index = 0; index < 32; index += 1) {
      const bytes = codec.encode(heartbeat());
      bytes[index] = 1;
      expect(problemOf(bytes)).toBe("malformed");
    }
  });

  test("refuses every version but 1, and one that only looks like 1 in 32 bits", () => {
    const rest = head().slice(2);
    const said = bytesField(FIELD.timeoutNow, []);
    expect(problemOf(frameBytes(...varintField(1, 1n), ...rest, ...said))).toBe("accepted");
    expect(problemOf(frameBytes(...rest, ...said))).toBe("unknownVersion");
    for (const version of [0n, 2n, 128n, 2n ** 31n, 2n ** 32n + 1n, 2n ** 64n - 1n]) {
      expect(problemOf(frameBytes(...varintField(1, version), ...rest, ...said))).toBe("unknownVersion");
    }
  });

  test("says unknownVersion of a newer version, whatever else we make of it", () => {
    const tooLong = textField(FIELD.from, "x".repeat(500));
    expect(problemOf(frameBytes(...varintField(1, 2n), ...tooLong))).toBe("unknownVersion");
  });

  test("refuses a body that it does not know, and a frame without any", () => {
    expect(problemOf(frameBytes(...head()))).toBe("unknownBody");
    expect(problemOf(frameBytes(...head(), ...bytesField(47, [1, 2, 3])))).toBe("unknownBody");
  });

  test("skips fields that it does not know, in the envelope and in every body", () => {
    const stranger = [
      ...varintField(900, 2n ** 64n - 1n),
      ...textField(901, "a later field"),
      ...[...varint(BigInt((902 << 3) | 1)), 1, 2, 3, 4, 5, 6, 7, 8],
      ...[...varint(BigInt((903 << 3) | 5)), 1, 2, 3, 4],
    ];
    expect(bodyOf(frameBytes(...stranger, ...head(), ...stranger, ...bytesField(FIELD.timeoutNow, stranger)))).toEqual({
      type: "timeoutNow",
    });
    const round = [...stranger, ...varintField(1, 5n), ...stranger];
    expect(bodyOf(frameBytes(...head(), ...bytesField(FIELD.heartbeat, round)))).toEqual({
      type: "heartbeat",
      round: 5,
      commitIndex: 0,
    });
  });

  test("takes the last of a repeated field and the last of several bodies, as protobuf has it", () => {
    const bytes = frameBytes(
      ...head(),
      ...varintField(FIELD.term, 4n),
      ...bytesField(FIELD.heartbeat, varintField(1, 5n)),
      ...varintField(FIELD.term, 6n),
      ...bytesField(FIELD.voteResponse, varintField(1, 1n)),
    );
    const decoded = codec.decode(bytes);
    expect(decoded.ok && decoded.frame.message).toMatchObject({
      term: 6,
      body: { type: "voteResponse", granted: true, early: true },
    });
  });

  test("refuses a name with a character of a subject, a name too long, and bytes that are not text", () => {
    const said = bytesField(FIELD.timeoutNow, []);
    for (const field of [FIELD.clusterId, FIELD.from, FIELD.incarnation, FIELD.boot, FIELD.to]) {
      for (const bad of ["a.b", "a b", "*", ">", "n\u0000", "n\n", "é", "x".repeat(65)]) {
        expect(problemOf(frameBytes(...head(), ...said, ...textField(field, bad))), bad).toBe("malformed");
      }
      expect(problemOf(frameBytes(...head(), ...said, ...bytesField(field, [0xff, 0xfe])))).toBe("malformed");
      expect(problemOf(frameBytes(...head(), ...said, ...textField(field, "x".repeat(64))))).toBe("accepted");
    }
  });

  test("refuses a frame that lacks one of its names", () => {
    for (const field of [FIELD.clusterId, FIELD.from, FIELD.incarnation, FIELD.boot]) {
      expect(problemOf(frameBytes(...head(), ...textField(field, ""), ...bytesField(FIELD.timeoutNow, [])))).toBe(
        "malformed",
      );
    }
  });

  test("refuses a presence that names a receiver", () => {
    expect(problemOf(frameBytes(...head(), ...bytesField(FIELD.presence, [])))).toBe("accepted");
    expect(problemOf(frameBytes(...head(), ...textField(FIELD.to, "n2"), ...bytesField(FIELD.presence, [])))).toBe(
      "malformed",
    );
  });

  test("refuses field number 0, groups, wire types that do not exist, and lengths that run past the end", () => {
    for (const bad of [[0x00, 0x00], [0x02, 0x00], [0x0b, 0x0c], [0x0c], [0x0e], [0x0f], [0x12], [0x12, 0x05, 0x61]]) {
      expect(problemOf(frameBytes(...head(), ...bytesField(FIELD.timeoutNow, []), ...bad)), String(bad)).toBe(
        "malformed",
      );
      expect(problemOf(frameBytes(...head(), ...bytesField(FIELD.timeoutNow, bad))), String(bad)).toBe("malformed");
    }
    expect(problemOf(frameBytes(...head(), 0x12, 0xff, 0xff, 0xff, 0xff, 0x0f))).toBe("malformed");
  });

  test("never accepts a frame that was cut short inside a field", () => {
    fc.assert(
      fc.property(frame, fc.nat(), (sent, cut) => {
        const bytes = codec.encode(sent);
        const decoded = codec.decode(bytes.subarray(0, cut % bytes.length));
        expect(decoded.ok).toBe(false);
      }),
    );
  });
});

describe("2^53, byte by byte", () => {
  /** The most that is right, and everything above it that a careless reader would round or cut. */
  const accepted: [string, number[], number][] = [
    ["2^53 - 1", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], Number.MAX_SAFE_INTEGER],
    ["2^53 - 2", [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], Number.MAX_SAFE_INTEGER - 1],
    ["2^32", [0x80, 0x80, 0x80, 0x80, 0x10], 2 ** 32],
    ["2^31", [0x80, 0x80, 0x80, 0x80, 0x08], 2 ** 31],
    ["1 in ten bytes", [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 1],
    ["0", [0x00], 0],
  ];
  const refused: [string, number[]][] = [
    ["2^53", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ["2^53 + 1, which rounds to 2^53", [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ["2^53 + 2", [0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ["2^63", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ["2^64 - 1, or -1", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ["2^64, whose low 64 bits are 0", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]],
    ["2^64 + 1, whose low 64 bits are 1", [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]],
  ];
  const eleven = [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00];

  /** Every field that holds a number. */
  const places: [string, (raw: number[]) => Uint8Array][] = [
    ["term", (raw) => frameBytes(...head(), FIELD.term << 3, ...raw, ...bytesField(FIELD.timeoutNow, []))],
    ...(
      [
        ["preVoteRequest", 3],
        ["preVoteResponse", 1],
        ["voteRequest", 2],
        ["heartbeat", 2],
        ["heartbeatAck", 3],
        ["appendAck", 1],
        ["appendRefusal", 3],
        ["snapshotAck", 2],
        ["readIndexRequest", 1],
        ["readIndexResponse", 2],
      ] as const
    ).flatMap(([said, fields]): [string, (raw: number[]) => Uint8Array][] =>
      Array.from({ length: fields }, (_, index) => [
        `${said} field ${index + 1}`,
        (raw: number[]) => frameBytes(...head(), ...bytesField(FIELD[said], [(index + 1) << 3, ...raw])),
      ]),
    ),
  ];

  test.each(places)("%s takes what is safe and refuses what is not", (_, place) => {
    for (const [label, raw] of accepted) expect(problemOf(place(raw)), label).toBe("accepted");
    for (const [label, raw] of refused) expect(problemOf(place(raw)), label).toBe("outOfRange");
    expect(problemOf(place(eleven))).toBe("malformed");
  });

  test("a safe value is read exactly", () => {
    for (const [label, raw, value] of accepted) {
      const decoded = codec.decode(frameBytes(...head(), ...bytesField(FIELD.heartbeat, [0x08, ...raw])));
      expect(decoded.ok && decoded.frame.message?.body, label).toEqual({
        type: "heartbeat",
        round: value,
        commitIndex: 0,
      });
    }
  });

  test("agrees with BigInt arithmetic on any 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const said = bodyOf(frameBytes(...head(), ...bytesField(FIELD.heartbeat, varintField(1, value))));
        const fits = value <= BigInt(Number.MAX_SAFE_INTEGER);
        expect(said).toEqual(fits ? { type: "heartbeat", round: Number(value), commitIndex: 0 } : undefined);
      }),
      { examples: [[2n ** 53n - 1n], [2n ** 53n], [2n ** 53n + 1n]] },
    );
  });
});

test("bodies of the property tests cover every type", () => {
  const seen = new Set(fc.sample(anySaid, 2000).map(({ body }) => body.type));
  expect(seen.size).toBe(14);
  expect(fc.sample(name, 10).every((text) => text.length > 0)).toBe(true);
});
