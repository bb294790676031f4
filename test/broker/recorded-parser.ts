/** A parser that writes down what it makes of its bytes, one line an operation. */
import { type OperationHandlers, Parser, type ParserLimits } from "../../src/broker/parser.ts";

export const LIMITS: ParserLimits = { payloadBytesMax: 1000, controlLineBytesMax: 128 };

export function recordedParser(limits: ParserLimits = LIMITS): { readonly parser: Parser; readonly record: string[] } {
  const record: string[] = [];
  const handlers: OperationHandlers = {
    onConnect: (json) => record.push(`CONNECT ${json}`),
    onPing: () => record.push("PING"),
    onPong: () => record.push("PONG"),
    onPublish: ({ subject, reply, headerBytes, hasHeaders, bytes, start, end }) =>
      record.push(`PUB ${subject} ${reply} ${hasHeaders} ${headerBytes} ${bytes.toString("latin1", start, end)}`),
    onSubscribe: (subject, queue, sid) => record.push(`SUB ${subject} ${queue} ${sid}`),
    onUnsubscribe: (sid, max) => record.push(`UNSUB ${sid} ${max}`),
    onProblem: (problem) => record.push(`! ${problem}`),
  };
  return { parser: new Parser(handlers, limits), record };
}

/** Each packet is overwritten once it was parsed: whoever kept a view of it is found out. */
export function parsed(packets: readonly Buffer[], limits: ParserLimits = LIMITS): string[] {
  const { parser, record } = recordedParser(limits);
  for (const packet of packets) {
    const lent = Buffer.from(packet);
    parser.feed(lent);
    lent.fill("?");
  }
  return record;
}

/** The bytes cut before each of `cuts`. */
export function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [
    0,
    ...[...new Set(cuts)].sort((a, b) => a - b).filter((at) => at > 0 && at < bytes.length),
    bytes.length,
  ];
  return edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
}
