import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TRANSCRIPTS } from "../conformance/transcripts.ts";
import { cutAt, LIMITS, parsed, recordedParser } from "./recorded-parser.ts";

const CONVERSATION = Buffer.from(
  [
    'CONNECT {"verbose":false,"name":"\u00e9"}',
    "PING",
    "sub  a.*\tworkers 1 ",
    "SUB b 2",
    "PUB a.b 5",
    "he\r\no",
    "PUB a.b 0",
    "",
    "HPUB a.b reply.1 12 17",
    "NATS/1.0\r\n\r\nhello",
    "PUB a.b reply.2 600",
    "x".repeat(600),
    'INFO {"a":1}',
    "+OK",
    "UNSUB 1 3",
    "UNSUB 2",
    `PUB ${"s".repeat(124)} 1`,
    "y",
    "PONG",
    "",
  ].join("\r\n"),
);

const EXPECTED = [
  'CONNECT {"verbose":false,"name":"\u00e9"}',
  "PING",
  "SUB a.* workers 1",
  "SUB b null 2",
  "PUB a.b  false 0 he\r\no",
  "PUB a.b  false 0 ",
  "PUB a.b reply.1 true 12 NATS/1.0\r\n\r\nhello",
  `PUB a.b reply.2 false 0 ${"x".repeat(600)}`,
  "UNSUB 1 3",
  "UNSUB 2 null",
  `PUB ${"s".repeat(124)}  false 0 y`,
  "PONG",
];

describe("cutting the bytes into packets changes nothing", () => {
  test("in one packet", () => {
    expect(parsed([CONVERSATION])).toEqual(EXPECTED);
  });

  test("one byte at a time", () => {
    expect(parsed([...CONVERSATION].map((byte) => Buffer.of(byte)))).toEqual(EXPECTED);
  });

  test("in two packets, at every place", () => {
    for (let at = 1; at < CONVERSATION.length; at++) {
      expect(parsed(cutAt(CONVERSATION, [at])), `cut at ${at}`).toEqual(EXPECTED);
    }
  });

  test("in any packets", () => {
    const cuts = fc.array(fc.nat(CONVERSATION.length), { maxLength: 40 });
    fc.assert(
      fc.property(cuts, (at) => {
        expect(parsed(cutAt(CONVERSATION, at))).toEqual(EXPECTED);
      }),
    );
  });

  test("for every transcript, refusals included", () => {
    const limits = { payloadBytesMax: 1_048_576, controlLineBytesMax: 4096 };
    for (const { name, say } of TRANSCRIPTS) {
      const bytes = Buffer.from(say, "latin1");
      const whole = parsed([bytes], limits);
      expect(
        parsed(
          [...bytes].map((byte) => Buffer.of(byte)),
          limits,
        ),
        name,
      ).toEqual(whole);
      for (let at = 1; at < Math.min(bytes.length, 300); at++) {
        expect(parsed(cutAt(bytes, [at]), limits), `${name}, cut at ${at}`).toEqual(whole);
      }
    }
  });

  test("for two conversations behind each other", () => {
    expect(parsed([Buffer.concat([CONVERSATION, CONVERSATION])])).toEqual([...EXPECTED, ...EXPECTED]);
  });
});

describe("bytes that mean nothing", () => {
  const byte = fc.nat(255);
  /** Edits of a good conversation reach deeper than noise does. */
  const edit = fc.record({
    at: fc.nat(CONVERSATION.length - 1),
    removed: fc.nat(4),
    put: fc.array(byte, { maxLength: 4 }),
  });
  const mutated = fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce<Buffer>(
        (bytes, { at, removed, put }) =>
          Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + removed)]),
        CONVERSATION,
      ),
    );
  const noise = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
  const words = fc
    .array(
      fc.constantFrom(
        "PUB ",
        "hpub ",
        "SUB ",
        "UNSUB",
        "CONNECT {",
        "PI",
        "NG",
        "\r\n",
        "\n",
        " ",
        "a.b",
        "9",
        "-ERR ",
        "\r",
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => Buffer.from(parts.join("")));
  const heldMax = LIMITS.controlLineBytesMax + 2 + LIMITS.payloadBytesMax + 2;

  test("never make it throw, hold more than its bound, or depend on the packets", { timeout: 120_000 }, () => {
    const streams = fc.oneof(mutated, noise, words);
    const cuts = fc.array(fc.nat(1500), { maxLength: 8 });
    fc.assert(
      fc.property(streams, cuts, (bytes, at) => {
        const { parser, record } = recordedParser();
        for (const packet of cutAt(bytes, at)) {
          parser.feed(packet);
          expect(parser.heldBytes).toBeLessThanOrEqual(heldMax);
        }
        expect(record.filter((line) => line.startsWith("!")).length).toBeLessThanOrEqual(1);
        expect(record).toEqual(parsed([bytes]));
      }),
      { numRuns: 20_000 },
    );
  });

  test("without a newline are not collected without end", () => {
    const { parser, record } = recordedParser();
    parser.feed(Buffer.from("SUB "));
    for (let i = 0; i < 1000; i++) parser.feed(Buffer.from("a".repeat(100)));
    expect(record).toEqual(["! controlLineTooLong"]);
    expect(parser.heldBytes).toBe(0);
  });

  test("behind a PING cost nothing", () => {
    const { parser, record } = recordedParser();
    parser.feed(Buffer.from("PING"));
    for (let i = 0; i < 1000; i++) parser.feed(Buffer.from("a".repeat(100)));
    expect(parser.heldBytes).toBe(0);
    parser.feed(Buffer.from("\n"));
    expect(record).toEqual(["PING"]);
  });
});

test("the longest control line is the same with CR LF and with LF, whole or cut", () => {
  const line = (length: number, ending: string) => Buffer.from(`SUB ${"a".repeat(length - 2)} 1${ending}`);
  for (const ending of ["\n", "\r\n"]) {
    const [longest, longer] = [line(128, ending), line(129, ending)];
    for (let at = 1; at < longest.length; at++) {
      expect(parsed(cutAt(longest, [at]))).toEqual([`SUB ${"a".repeat(126)} null 1`]);
      expect(parsed(cutAt(longer, [at]))).toEqual(["! controlLineTooLong"]);
    }
  }
});

test("a handler that stops the parser stops it within the packet", () => {
  const { parser, record } = recordedParser();
  const write = record.push.bind(record);
  record.push = (line: string) => {
    parser.stop();
    return write(line);
  };
  parser.feed(Buffer.from("PING\r\nPING\r\n"));
  parser.feed(Buffer.from("PING\r\n"));
  expect(record).toHaveLength(1);
});

test("what is held is let go once it is complete", () => {
  const { parser } = recordedParser();
  parser.feed(Buffer.from("PUB a 900\r\nx"));
  expect(parser.heldBytes).toBeGreaterThanOrEqual(902);
  parser.feed(Buffer.from(`${"x".repeat(899)}\r\n`));
  expect(parser.heldBytes).toBe(0);
});
