/**
 * Snapshots as files.
 *
 * Law: `snapshot.dat` is whole, checked and durable; a new one is written aside, synced, and only then takes its name. So a
 * `snapshot.dat` that fails its check was damaged after it was written, and is refused rather than taken for none: what it
 * held may be nowhere else on this disk.
 *
 *   file      data | meta | trailer
 *   meta      last index u64 | last term u64 | configuration (as in a log record)
 *   trailer   data bytes u64 | meta bytes u32 | crc32 u32 over all before it | version u16 | magic u32
 */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Configuration, LogPosition, SnapshotMeta } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { File, FileSystem } from "../ports/file-system.ts";
import type { SnapshotSink, SnapshotStore } from "../ports/snapshots.ts";
import { ByteReader, ByteWriter, MalformedBytes } from "./bytes.ts";
import { readConfiguration, readPosition, writeConfiguration, writePosition } from "./record.ts";

const NAME = "snapshot.dat";
const ASIDE = `${NAME}.new`;
const MAGIC = 0x4e535247;
const VERSION = 1;
const TRAILER_BYTES = 22;
const READ_BYTES = 256 * 1024;

interface Whole {
  readonly file: File;
  readonly meta: SnapshotMeta;
  readonly fileBytes: number;
}

export class SnapshotFiles implements SnapshotStore {
  readonly #fileSystem: FileSystem;
  readonly #folder: string;
  #whole: Whole | null;
  #unfinished: Sink | null = null;

  constructor(fileSystem: FileSystem, folder: string, whole: Whole | null) {
    this.#fileSystem = fileSystem;
    this.#folder = folder;
    this.#whole = whole;
  }

  get latest(): SnapshotMeta | null {
    return this.#whole?.meta ?? null;
  }

  get bytesOnDisk(): number {
    return (this.#whole?.fileBytes ?? 0) + (this.#unfinished?.offset ?? 0);
  }

  async begin(last: LogPosition, configuration: Configuration): Promise<SnapshotSink> {
    await this.#unfinished?.abort();
    const path = join(this.#folder, ASIDE);
    const names = await this.#fileSystem.list(this.#folder);
    if (names.includes(ASIDE)) await this.#fileSystem.remove(path);
    const file = await this.#fileSystem.open(path, "create");
    this.#unfinished = new Sink(file, last, configuration, (whole) => this.#adopt(whole));
    return this.#unfinished;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (this.#whole === null) return new Uint8Array();
    const { file, meta } = this.#whole;
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, meta.bytes - offset)));
    const read = buffer.length === 0 ? 0 : await file.read(buffer, offset);
    return buffer.subarray(0, read);
  }

  async close(): Promise<void> {
    await this.#unfinished?.abort();
    await this.#whole?.file.close();
  }

  async #adopt(whole: Whole): Promise<void> {
    await this.#fileSystem.rename(join(this.#folder, ASIDE), join(this.#folder, NAME));
    await this.#fileSystem.syncFolder(this.#folder);
    const before = this.#whole;
    this.#whole = whole;
    this.#unfinished = null;
    await before?.file.close();
  }
}

class Sink implements SnapshotSink {
  readonly #file: File;
  readonly #last: LogPosition;
  readonly #configuration: Configuration;
  readonly #adopt: (whole: Whole) => Promise<void>;
  #crc = 0;
  #over = false;
  offset = 0;

  constructor(file: File, last: LogPosition, configuration: Configuration, adopt: (whole: Whole) => Promise<void>) {
    this.#file = file;
    this.#last = last;
    this.#configuration = configuration;
    this.#adopt = adopt;
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#file.write(chunk, this.offset);
    this.#crc = crc32(chunk, this.#crc);
    this.offset += chunk.length;
  }

  async commit(): Promise<SnapshotMeta> {
    this.#over = true;
    const meta = { last: this.#last, configuration: this.#configuration, bytes: this.offset };
    const end = encodeEnd(meta, this.#crc);
    await this.#file.write(end, this.offset);
    await this.#file.sync();
    await this.#adopt({ file: this.#file, meta, fileBytes: this.offset + end.length });
    return meta;
  }

  /** Leaves the file; whoever begins the next one removes it. */
  async abort(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    await this.#file.close();
  }
}

/** Meta and trailer, behind data of which `dataCrc` is the checksum. */
function encodeEnd({ last, configuration, bytes }: SnapshotMeta, dataCrc: number): Buffer {
  const writer = new ByteWriter();
  writePosition(writer, last);
  writeConfiguration(writer, configuration);
  const metaBytes = writer.length;
  const crc = crc32(writer.bytes(), dataCrc);
  writer.u64(bytes);
  writer.u32(metaBytes);
  writer.u32(crc);
  writer.u16(VERSION);
  writer.u32(MAGIC);
  return writer.bytes();
}

/** @throws GraftError LOG_DAMAGED, DATA_FOLDER_UNREADABLE where a newer version wrote it. */
export async function openSnapshots(fileSystem: FileSystem, folder: string): Promise<SnapshotFiles> {
  const names = await fileSystem.list(folder);
  if (!names.includes(NAME)) return new SnapshotFiles(fileSystem, folder, null);
  const path = join(folder, NAME);
  const file = await fileSystem.open(path, "existing");
  try {
    return new SnapshotFiles(fileSystem, folder, await readWhole(file));
  } catch (error) {
    await file.close();
    if (!(error instanceof MalformedBytes)) throw error;
    throw new GraftError("LOG_DAMAGED", `${path} is damaged: ${error.message}`, { file: path, offset: 0 });
  }
}

async function readWhole(file: File): Promise<Whole> {
  const fileBytes = await file.size();
  if (fileBytes < TRAILER_BYTES) throw new MalformedBytes("shorter than its trailer");
  const trailer = new ByteReader(await readAt(file, fileBytes - TRAILER_BYTES, TRAILER_BYTES));
  const bytes = trailer.u64();
  const metaBytes = trailer.u32();
  const crc = trailer.u32();
  const version = trailer.u16();
  if (trailer.u32() !== MAGIC) throw new MalformedBytes("no trailer");
  if (version !== VERSION) throw new MalformedBytes(`format version ${version}`);
  if (bytes + metaBytes + TRAILER_BYTES !== fileBytes) throw new MalformedBytes("lengths that do not add up");
  if ((await crcOf(file, bytes + metaBytes)) !== crc) throw new MalformedBytes("a wrong checksum");
  const reader = new ByteReader(await readAt(file, bytes, metaBytes));
  const last = readPosition(reader);
  return { file, fileBytes, meta: { last, configuration: readConfiguration(reader), bytes } };
}

async function readAt(file: File, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  if (length > 0 && (await file.read(buffer, position)) < length) throw new MalformedBytes("shorter than it says");
  return buffer;
}

async function crcOf(file: File, length: number): Promise<number> {
  let crc = 0;
  for (let position = 0; position < length; position += READ_BYTES)
    crc = crc32(await readAt(file, position, Math.min(READ_BYTES, length - position)), crc);
  return crc;
}
