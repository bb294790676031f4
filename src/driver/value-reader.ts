/**
 * Reads plain values, as `plain-values.ts` draws them. Law: whatever the bytes are, they are read in bounded memory and depth, or
 * refused with MalformedValue.
 */
import { MalformedValue, SMALL, TAGS } from "./plain-values.ts";

const DEPTH_MAX = 64;
/** Of a command, or a piece of a snapshot; far more than a frame holds. */
const BYTES_MAX = 16 * 1024 * 1024;
/** That the commands of one recording may stand for at the most: far more than a log in memory holds. */
const COMMANDS_MAX = 2 ** 25;

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
      case TAGS.null:
        return null;
      case TAGS.undefined:
        return undefined;
      case TAGS.false:
        return false;
      case TAGS.true:
        return true;
      case TAGS.float:
        return this.f64();
      case TAGS.whole:
        return this.#varint();
      case TAGS.newText:
      case TAGS.knownText:
        return this.#text(tag);
      case TAGS.bytes:
        return standIn(this.#varint());
      case TAGS.same:
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
        case TAGS.array:
          return this.#array(this.#count());
        case TAGS.newShape:
        case TAGS.knownShape:
          return this.#fields(tag === TAGS.newShape ? this.#newShape() : this.#known(this.#shapes));
        case TAGS.map:
          return this.#map(this.#count());
        case TAGS.set:
          return this.#set(this.#count());
        default:
          throw new MalformedValue(`no value begins with ${tag}`);
      }
    } finally {
      this.#depth -= 1;
    }
  }

  #text(tag: number): string {
    if (tag === TAGS.knownText) return this.#known(this.#texts);
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
      if (this.#buffer[this.#at] !== TAGS.commands) values.push(this.read());
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
      if (tag !== TAGS.newText && tag !== TAGS.knownText) throw new MalformedValue("a key that is no text");
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
