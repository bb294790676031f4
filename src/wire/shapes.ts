/**
 * What `bounds` must know of raft.proto to judge sizes: which fields hold messages, names or short numbers, and how often
 * they may occur. Law: a message that stands inside another is listed here, or the numbers in it are not looked at.
 */
import { CONNECTION_BYTES_MAX, NAME_BYTES_MAX } from "./names.ts";

export const ENTRIES_MAX = 4096;
export const MEMBERS_MAX = 128;
export const TEXT_BYTES_MAX = 1024;

/** What is counted. Members are counted anew in each entry. */
export const ENTRIES = 0;
export const FIRST_MEMBERS = 1;
export const COUNTERS = 4;

export type Bound =
  | { readonly kind: "version" }
  /** A varint of which a decoder would keep 32 bits. */
  | { readonly kind: "short" }
  /** `ofHead`: it says who sends (`heads`). */
  | { readonly kind: "text"; readonly bytesMax: number; readonly ofHead: boolean }
  | MessageBound;

interface MessageBound {
  readonly kind: "message";
  readonly shape: Shape;
  readonly counter: number;
  readonly countMax: number;
  /** It has bytes that are kept: commands, pieces of a snapshot. */
  readonly holdsBytes: boolean;
}

/** By field number. What is absent is stepped over. */
export type Shape = readonly (Bound | undefined)[];

const NO_COUNTER = -1;

const shapeOf = (fields: Readonly<Record<number, Bound>>): Shape => {
  const shape: (Bound | undefined)[] = new Array(Math.max(0, ...Object.keys(fields).map(Number)) + 1).fill(undefined);
  for (const [number, bound] of Object.entries(fields)) shape[Number(number)] = bound;
  return shape;
};

const message = (shape: Shape, holdsBytes = false): Bound => ({
  kind: "message",
  shape,
  counter: NO_COUNTER,
  countMax: 0,
  holdsBytes,
});
const repeated = (shape: Shape, counter: number, countMax: number): Bound => ({
  kind: "message",
  shape,
  counter,
  countMax,
  holdsBytes: false,
});
const text = (bytesMax: number): Bound => ({ kind: "text", bytesMax, ofHead: false });
const NAME = text(NAME_BYTES_MAX);
const HEAD_NAME: Bound = { kind: "text", bytesMax: NAME_BYTES_MAX, ofHead: true };

/** Numbers and flags only. */
const PLAIN = message(shapeOf({}));

const MEMBER = shapeOf({ 1: NAME, 2: NAME });

const CONFIGURATION = message(
  shapeOf({
    1: repeated(MEMBER, FIRST_MEMBERS, MEMBERS_MAX),
    2: repeated(MEMBER, FIRST_MEMBERS + 1, MEMBERS_MAX),
    3: repeated(MEMBER, FIRST_MEMBERS + 2, MEMBERS_MAX),
  }),
);

const ENTRY = shapeOf({ 2: PLAIN, 4: CONFIGURATION });

export const ENVELOPE: Shape = shapeOf({
  1: { kind: "version" },
  2: HEAD_NAME,
  3: HEAD_NAME,
  4: HEAD_NAME,
  5: HEAD_NAME,
  6: NAME,
  16: message(shapeOf({ 1: NAME })),
  17: PLAIN,
  18: PLAIN,
  19: PLAIN,
  20: PLAIN,
  21: message(shapeOf({ 3: NAME, 4: text(CONNECTION_BYTES_MAX) })),
  22: PLAIN,
  23: PLAIN,
  32: message(shapeOf({ 4: repeated(ENTRY, ENTRIES, ENTRIES_MAX) }), true),
  33: PLAIN,
  34: PLAIN,
  35: message(shapeOf({ 3: CONFIGURATION }), true),
  36: PLAIN,
  37: PLAIN,
  38: PLAIN,
});

export const CLIENT_REQUEST: Shape = shapeOf({ 1: PLAIN, 2: PLAIN, 3: PLAIN });

export const CLIENT_RESPONSE: Shape = shapeOf({
  8: PLAIN,
  9: message(shapeOf({ 1: { kind: "short" }, 2: text(TEXT_BYTES_MAX), 4: NAME })),
});

const MEMBERS = repeated(MEMBER, FIRST_MEMBERS, MEMBERS_MAX);

export const FORMATION_WORD: Shape = shapeOf({
  1: { kind: "short" },
  2: NAME,
  3: NAME,
  4: NAME,
  5: { kind: "short" },
  8: PLAIN,
  9: message(shapeOf({ 1: NAME, 2: message(MEMBER) })),
  10: message(shapeOf({ 1: NAME, 2: MEMBERS })),
  11: message(shapeOf({ 1: NAME, 2: MEMBERS })),
  12: message(shapeOf({ 1: NAME })),
});

/** Of graft.proto. */
export const GO_VOTE_REQUEST: Shape = shapeOf({ 2: NAME });
export const GO_VOTE_RESPONSE: Shape = shapeOf({ 3: NAME });
export const GO_HEARTBEAT: Shape = shapeOf({ 2: NAME });
