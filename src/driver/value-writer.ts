/**
 * Writes plain values, as `plain-values.ts` draws them. Law: what a reader needs to know of what was written before, it has read
 * before: a writer that is rewound writes for nobody but who compares bytes.
 */
import type { Command } from "../core/entry.ts";
import { SMALL, SMALL_MAX, TAGS } from "./plain-values.ts";

/** What one value may take at the most: a number, or the head of a longer one. */
const HEAD_BYTES_MAX = 48;

type Plain = Readonly<Record<string, unknown>>;

/** Shapes by their keys, a key a level. */
interface ShapeNode {
  readonly next: Map<string, ShapeNode>;
  shape: Shape | null;
}

interface Shape {
  readonly number: number;
  readonly keys: readonly string[];
}

const isCommand = (value: unknown): value is Command =>
  typeof value === "object" &&
  value !== null &&
  "command" in value &&
  "type" in value &&
  value.type === "command" &&
  "index" in value &&
  value.command instanceof Uint8Array;

export class ValueWriter {
  #buffer: Buffer;
  #length = 0;
  readonly #texts = new Map<string, number>();
  readonly #shapes: ShapeNode = { next: new Map(), shape: null };
  #shapeCount = 0;
  /** While a graph is written: what has begun so far. */
  #begun: Map<object, number> | null = null;

  constructor(capacity = 1024) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** A view, good until the next write. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** What was written so far is gone; the texts and shapes that it has named stay known. */
  rewind(): void {
    this.#length = 0;
  }

  u8(value: number): void {
    this.#room();
    this.#buffer[this.#length++] = value;
  }

  u32(value: number): void {
    this.#room();
    this.#length = this.#buffer.writeUInt32LE(value, this.#length);
  }

  f64(value: number): void {
    this.#room();
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  /** A value in which it does not matter which objects are the same. */
  write(value: unknown): void {
    switch (typeof value) {
      case "number":
        return this.#number(value);
      case "string":
        return this.#text(value);
      case "boolean":
        return this.u8(value ? TAGS.true : TAGS.false);
      case "undefined":
        return this.u8(TAGS.undefined);
      case "object":
        return value === null ? this.u8(TAGS.null) : this.#object(value);
      default:
        throw new TypeError(`a ${typeof value} is no plain value`);
    }
  }

  /** A value in which it does. */
  writeGraph(value: unknown): void {
    this.#begun = new Map();
    try {
      this.write(value);
    } finally {
      this.#begun = null;
    }
  }

  #number(value: number): void {
    this.#room();
    if (value >= 0 && Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value <= SMALL_MAX) this.#buffer[this.#length++] = SMALL + value;
      else {
        this.#buffer[this.#length++] = TAGS.whole;
        this.#varint(value);
      }
      return;
    }
    this.#buffer[this.#length++] = TAGS.float;
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  #text(value: string): void {
    const known = this.#texts.get(value);
    if (known !== undefined) return this.#head(TAGS.knownText, known);
    this.#texts.set(value, this.#texts.size);
    const length = Buffer.byteLength(value);
    this.#head(TAGS.newText, length);
    this.#room(length);
    this.#length += this.#buffer.write(value, this.#length, "utf8");
  }

  #object(value: object): void {
    if (value instanceof Uint8Array) return this.#head(TAGS.bytes, value.length);
    if (this.#begun !== null) {
      const begun = this.#begun.get(value);
      if (begun !== undefined) return this.#head(TAGS.same, begun);
      this.#begun.set(value, this.#begun.size);
    }
    if (Array.isArray(value)) return this.#array(value);
    if (value instanceof Map) {
      this.#head(TAGS.map, value.size);
      for (const [key, held] of value) {
        this.write(key);
        this.write(held);
      }
      return;
    }
    if (value instanceof Set) {
      this.#head(TAGS.set, value.size);
      for (const held of value) this.write(held);
      return;
    }
    this.#fields(value as Plain);
  }

  #array(values: readonly unknown[]): void {
    this.#head(TAGS.array, values.length);
    for (let at = 0; at < values.length; ) {
      const value = values[at];
      if (isCommand(value)) at += this.#commands(value, values, at);
      else {
        this.write(value);
        at += 1;
      }
    }
  }

  /** As many as follow each other in one term; gives how many. */
  #commands(first: Command, values: readonly unknown[], from: number): number {
    const { index, term } = first;
    this.#head(TAGS.commands, index);
    this.#varint(term);
    let taken = 0;
    for (let next: Command | null = first; next !== null; ) {
      const { length } = next.command;
      let count = 0;
      for (; next !== null && next.command.length === length; count++)
        next = followerAt(values, from + taken + count + 1, index + taken + count + 1, term);
      taken += count;
      this.#room();
      this.#varint(count);
      this.#varint(length);
    }
    this.#room();
    this.#varint(0);
    return taken;
  }

  #fields(value: Plain): void {
    let node = this.#shapes;
    for (const key in value) node = childOf(node, key);
    const known = node.shape;
    if (known !== null) this.#head(TAGS.knownShape, known.number);
    const shape = known ?? this.#newShape(node, Object.keys(value));
    for (const key of shape.keys) this.write(value[key]);
  }

  #newShape(node: ShapeNode, keys: readonly string[]): Shape {
    const shape = { number: this.#shapeCount++, keys };
    node.shape = shape;
    this.#head(TAGS.newShape, keys.length);
    for (const key of keys) this.#text(key);
    return shape;
  }

  #head(tag: number, value: number): void {
    this.#room();
    this.#buffer[this.#length++] = tag;
    this.#varint(value);
  }

  /** Of a safe integer from 0; there is room. */
  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#buffer[this.#length++] = 128 | (rest % 128);
    this.#buffer[this.#length++] = rest;
  }

  #room(bytes = 0): void {
    const needed = this.#length + bytes + HEAD_BYTES_MAX;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

/** The command that stands at `at`, if it goes on with a run. The first of a run was looked at more closely. */
function followerAt(values: readonly unknown[], at: number, index: number, term: number): Command | null {
  const value = values[at] as Partial<Command> | null | undefined;
  if (value?.type !== "command" || value.index !== index || value.term !== term) return null;
  return value.command === undefined ? null : (value as Command);
}

function childOf(node: ShapeNode, key: string): ShapeNode {
  const known = node.next.get(key);
  if (known !== undefined) return known;
  const child = { next: new Map(), shape: null };
  node.next.set(key, child);
  return child;
}
