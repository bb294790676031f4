/**
 * Plain values as bytes, and as little as says all that the core can tell apart.
 *
 * Law: two values that the core could tell apart have different bytes, and what is read back behaves in the core as what was
 * written. The core never looks into a command or a piece of a snapshot, so of bytes only the length is kept: zeros of that
 * length stand for them. Which objects are one and the same is kept where it is asked for (`writeGraph`), since the core
 * compares a few by identity.
 *
 * Texts and shapes (the keys of an object, in order) are spelled out once and then named by number, so a reader must have read
 * all that was written before. Nothing here knows what the values mean, so a field that is added anywhere is covered.
 *
 *   value    tag u8, then
 *     0 null | 1 undefined | 2 false | 3 true
 *     4 number     f64 little-endian, where it is not a whole number from 0 to 2^53 - 1
 *     5 number     varint
 *     6 text       length varint | UTF-8; it gets the next number, from 0
 *     7 text       its number varint
 *     8 bytes      length varint
 *     9 array      count varint | elements; a run of commands stands for as many elements as it holds
 *    10 object     keys varint | each key a text | its values in that order; the shape gets the next number, from 0
 *    11 object     the number of its shape varint | its values
 *    12 map        count varint | key, value, …
 *    13 set        count varint | elements
 *    14 commands   first index | term, varints | groups, each: count | length of each, varints; a count of 0 ends them: log
 *                  entries whose indexes follow each other
 *    15 same       number varint: the object, array, map or set that began as the so-manieth of this graph, from 0
 *    64 to 255     the whole number tag - 64
 *   varint   7 bits a byte, the least first; the highest bit says that more follow
 */
import type { Command } from "../core/entry.ts";

/** The bytes are not what a writer writes. */
export class MalformedValue extends Error {}

const NULL = 0;
const UNDEFINED = 1;
const FALSE = 2;
const TRUE = 3;
const FLOAT = 4;
const WHOLE = 5;
const NEW_TEXT = 6;
const KNOWN_TEXT = 7;
const BYTES = 8;
const ARRAY = 9;
const NEW_SHAPE = 10;
const KNOWN_SHAPE = 11;
const MAP = 12;
const SET = 13;
const COMMANDS = 14;
const SAME = 15;
const SMALL = 64;
const SMALL_MAX = 255 - SMALL;

/** What one value may take at the most: a number, or the head of a longer one. */
const HEAD_BYTES_MAX = 48;
const DEPTH_MAX = 64;
/** Of a command, or a piece of a snapshot; far more than a frame holds. */
const BYTES_MAX = 16 * 1024 * 1024;
/** That the commands of one recording may stand for at the most: far more than a log in memory holds. */
const COMMANDS_MAX = 2 ** 25;

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
        return this.u8(value ? TRUE : FALSE);
      case "undefined":
        return this.u8(UNDEFINED);
      case "object":
        return value === null ? this.u8(NULL) : this.#object(value);
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
        this.#buffer[this.#length++] = WHOLE;
        this.#varint(value);
      }
      return;
    }
    this.#buffer[this.#length++] = FLOAT;
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  #text(value: string): void {
    const known = this.#texts.get(value);
    if (known !== undefined) return this.#head(KNOWN_TEXT, known);
    this.#texts.set(value, this.#texts.size);
    const length = Buffer.byteLength(value);
    this.#head(NEW_TEXT, length);
    this.#room(length);
    this.#length += this.#buffer.write(value, this.#length, "utf8");
  }

  #object(value: object): void {
    if (value instanceof Uint8Array) return this.#head(BYTES, value.length);
    if (this.#begun !== null) {
      const begun = this.#begun.get(value);
      if (begun !== undefined) return this.#head(SAME, begun);
      this.#begun.set(value, this.#begun.size);
    }
    if (Array.isArray(value)) return this.#array(value);
    if (value instanceof Map) {
      this.#head(MAP, value.size);
      for (const [key, held] of value) {
        this.write(key);
        this.write(held);
      }
      return;
    }
    if (value instanceof Set) {
      this.#head(SET, value.size);
      for (const held of value) this.write(held);
      return;
    }
    this.#fields(value as Plain);
  }

  #array(values: readonly unknown[]): void {
    this.#head(ARRAY, values.length);
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
    this.#head(COMMANDS, index);
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
    if (known !== null) this.#head(KNOWN_SHAPE, known.number);
    const shape = known ?? this.#newShape(node, Object.keys(value));
    for (const key of shape.keys) this.write(value[key]);
  }

  #newShape(node: ShapeNode, keys: readonly string[]): Shape {
    const shape = { number: this.#shapeCount++, keys };
    node.shape = shape;
    this.#head(NEW_SHAPE, keys.length);
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

/** Reads what one writer has written, from its beginning. Throws MalformedValue. */
export class ValueReader {
  readonly #buffer: Buffer;
  #at = 0;
  readonly #texts: string[] = [];
  readonly #shapes: (readonly string[])[] = [];
  #begun: object[] | null = null;
  #depth = 0;
  #commandsLeft = COMMANDS_MAX;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  get left(): number {
    return this.#buffer.length - this.#at;
  }

  u8(): number {
    return this.#buffer.readUInt8(this.#take(1));
  }

  u32(): number {
    return this.#buffer.readUInt32LE(this.#take(4));
  }

  f64(): number {
    return this.#buffer.readDoubleLE(this.#take(8));
  }

  readGraph(): unknown {
    this.#begun = [];
    try {
      return this.read();
    } finally {
      this.#begun = null;
    }
  }

  read(): unknown {
    const tag = this.u8();
    if (tag >= SMALL) return tag - SMALL;
    switch (tag) {
      case NULL:
        return null;
      case UNDEFINED:
        return undefined;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case FLOAT:
        return this.f64();
      case WHOLE:
        return this.#varint();
      case NEW_TEXT:
      case KNOWN_TEXT:
        return this.#text(tag);
      case BYTES:
        return standIn(this.#varint());
      case SAME:
        return this.#known(this.#begun ?? []);
      default:
        return this.#nested(tag);
    }
  }

  #nested(tag: number): unknown {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) throw new MalformedValue("values nested too deep");
    try {
      switch (tag) {
        case ARRAY:
          return this.#array(this.#count());
        case NEW_SHAPE:
        case KNOWN_SHAPE:
          return this.#fields(tag === NEW_SHAPE ? this.#newShape() : this.#known(this.#shapes));
        case MAP:
          return this.#map(this.#count());
        case SET:
          return this.#set(this.#count());
        default:
          throw new MalformedValue(`no value begins with ${tag}`);
      }
    } finally {
      this.#depth -= 1;
    }
  }

  #text(tag: number): string {
    if (tag === KNOWN_TEXT) return this.#known(this.#texts);
    const length = this.#varint();
    const at = this.#take(length);
    const text = this.#buffer.toString("utf8", at, at + length);
    this.#texts.push(text);
    return text;
  }

  #begin<T extends object>(value: T): T {
    this.#begun?.push(value);
    return value;
  }

  #array(count: number): unknown[] {
    const values: unknown[] = this.#begin([]);
    while (values.length < count) {
      if (this.#buffer[this.#at] !== COMMANDS) values.push(this.read());
      else this.#commands(values, count);
    }
    return values;
  }

  #commands(values: unknown[], countMax: number): void {
    this.#at += 1;
    let index = this.#varint();
    const term = this.#varint();
    for (let count = this.#varint(); count > 0; count = this.#varint()) {
      const command = standIn(this.#varint());
      this.#commandsLeft -= count;
      if (values.length + count > countMax || this.#commandsLeft < 0)
        throw new MalformedValue("more commands than there are places");
      for (let left = count; left > 0; left--) values.push({ type: "command", index: index++, term, command });
    }
  }

  #newShape(): readonly string[] {
    const keys: string[] = [];
    for (let count = this.#count(); count > 0; count--) {
      const tag = this.u8();
      if (tag !== NEW_TEXT && tag !== KNOWN_TEXT) throw new MalformedValue("a key that is no text");
      const key = this.#text(tag);
      if (key === "__proto__") throw new MalformedValue("a key that is none");
      keys.push(key);
    }
    this.#shapes.push(keys);
    return keys;
  }

  #fields(keys: readonly string[]): object {
    const value: Record<string, unknown> = this.#begin({});
    for (const key of keys) value[key] = this.read();
    return value;
  }

  #map(count: number): Map<unknown, unknown> {
    const map = this.#begin(new Map<unknown, unknown>());
    for (let left = count; left > 0; left--) {
      const key = this.read();
      map.set(key, this.read());
    }
    return map;
  }

  #set(count: number): Set<unknown> {
    const set = this.#begin(new Set<unknown>());
    for (let left = count; left > 0; left--) set.add(this.read());
    return set;
  }

  #known<T>(list: readonly T[]): T {
    const found = list[this.#varint()];
    if (found === undefined) throw new MalformedValue("a number that names nothing");
    return found;
  }

  /** Of an array's elements or the like: where commands do not stand for many, each takes a byte at least. */
  #count(): number {
    const count = this.#varint();
    if (count > this.left + this.#commandsLeft) throw new MalformedValue("more values than there are bytes");
    return count;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (!Number.isSafeInteger(value)) throw new MalformedValue("a number beyond the safe integers");
      if (byte < 128) return value;
    }
  }

  #take(count: number): number {
    if (count > this.left) throw new MalformedValue("a value longer than its bytes");
    const at = this.#at;
    this.#at += count;
    return at;
  }
}

let zeros = new Uint8Array(0);

/** Zeros, one memory for all of them: nobody writes there. */
function standIn(length: number): Uint8Array {
  if (length > BYTES_MAX) throw new MalformedValue(`${length} bytes, which no message holds`);
  if (length > zeros.length) zeros = new Uint8Array(Math.max(length, zeros.length * 2));
  return zeros.subarray(0, length);
}
