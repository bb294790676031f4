/** Protobuf by hand, for frames that our encoder would never make. A naive twin: nothing of it comes from `src/wire`. */

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

export function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

export const varintField = (number: number, value: bigint): number[] => [
  ...varint(BigInt(number << 3)),
  ...varint(value),
];

export const bytesField = (number: number, bytes: readonly number[]): number[] => [
  ...varint(BigInt((number << 3) | 2)),
  ...varint(BigInt(bytes.length)),
  ...bytes,
];

export const textField = (number: number, text: string): number[] => bytesField(number, [...Buffer.from(text, "utf8")]);

/** Field numbers of raft.proto. */
export const FIELD = {
  version: 1,
  clusterId: 2,
  from: 3,
  incarnation: 4,
  boot: 5,
  to: 6,
  term: 7,
  presence: 16,
  preVoteRequest: 17,
  preVoteResponse: 18,
  voteRequest: 19,
  voteResponse: 20,
  heartbeat: 21,
  heartbeatAck: 22,
  timeoutNow: 23,
  appendEntries: 32,
  appendAck: 33,
  appendRefusal: 34,
  installSnapshot: 35,
  snapshotAck: 36,
  readIndexRequest: 37,
  readIndexResponse: 38,
} as const;

/** Version and names of a valid envelope, without term and body. */
export const head = (): number[] => [
  ...varintField(FIELD.version, 1n),
  ...textField(FIELD.clusterId, "c1"),
  ...textField(FIELD.from, "n1"),
  ...textField(FIELD.incarnation, "i1"),
  ...textField(FIELD.boot, "b1"),
];

/** A frame with a zero tag around these bytes. */
export const frameBytes = (...envelope: readonly number[]): Uint8Array =>
  new Uint8Array([...new Array<number>(32).fill(0), ...envelope]);
