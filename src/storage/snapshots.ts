/**
 * Snapshots as files.
 *
 * Law: `snapshot.dat` is whole, checked and durable; a new one is written aside, synced, and only then takes its name. So a
 * `snapshot.dat` that fails its check was damaged after it was written, and is refused rather than taken for none: what it
 * held may be nowhere else on this disk.
 *
 * A disk without room for a new one (DISK_FULL) costs that one alone; a sync that fails is a failure of the disk like any
 * other.
 *
 *   file      data | meta | trailer
 *   meta      last index u64 | last term u64 | configuration (see entry-record.ts; in version 1 without its lease)
 *   trailer   data bytes u64 | meta bytes u32 | crc32 u32 over all before it and the version | version u16 | magic u32
 *             in version 1 the crc is over data and meta only; the trailer keeps its form in every version
 */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Configuration, LogPosition, SnapshotMeta } from "../core/types.ts";
import type { File, FileSystem } from "../ports/file-system.ts";
import type { SnapshotSink, SnapshotStore } from "../ports/snapshots.ts";
import { ByteReader, ByteWriter, MalformedBytes } from "./bytes.ts";
import { readConfiguration, readConfigurationOfVersion1, writeConfiguration } from "./entry-record.ts";
import { readPosition, writePosition } from "./record.ts";
import { logDamaged, needingRoom, onDisk, tooNew } from "./refusals.ts";

export const SNAPSHOT_NAME = "snapshot.dat";
export const UNFINISHED_SNAPSHOT_NAME = `${SNAPSHOT_NAME}.new`;
const MAGIC = 0x4e535247;
/** 1 is still read. */
const VERSION = 2;
const TRAILER_BYTES = 22;
/** From the crc on. */
const SEAL_BYTES = 10;
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

  begin(last: LogPosition, configuration: Configuration): Promise<SnapshotSink> {
    return onDisk(this.#begin(last, configuration));
  }

  async #begin(last: LogPosition, configuration: Configuration): Promise<SnapshotSink> {
    await this.#unfinished?.abort();
    const path = join(this.#folder, UNFINISHED_SNAPSHOT_NAME);
    await this.#dropAside();
    const file = await needingRoom(this.#fileSystem.open(path, "create"));
    const sink = new Sink(file, last, configuration, {
      adopt: (whole) => this.#adopt(whole),
      drop: async () => {
        if (this.#unfinished !== sink) return;
        this.#unfinished = null;
        await this.#dropAside();
      },
    });
    this.#unfinished = sink;
    return sink;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (this.#whole === null) return new Uint8Array();
    const { file, meta } = this.#whole;
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, meta.bytes - offset)));
    const read = buffer.length === 0 ? 0 : await onDisk(file.read(buffer, offset));
    return buffer.subarray(0, read);
  }

  async close(): Promise<void> {
    await this.#unfinished?.abort();
    await this.#whole?.file.close();
  }

  async #dropAside(): Promise<void> {
    const names = await this.#fileSystem.list(this.#folder);
    if (names.includes(UNFINISHED_SNAPSHOT_NAME))
      await this.#fileSystem.remove(join(this.#folder, UNFINISHED_SNAPSHOT_NAME));
  }

  async #adopt(whole: Whole): Promise<void> {
    await needingRoom(
      this.#fileSystem.rename(join(this.#folder, UNFINISHED_SNAPSHOT_NAME), join(this.#folder, SNAPSHOT_NAME)),
    );
    await this.#fileSystem.syncFolder(this.#folder);
    const before = this.#whole;
    this.#whole = whole;
    this.#unfinished = null;
    await before?.file.close();
  }
}

/** What becomes of the file in the end. */
interface SinkEnd {
  adopt(whole: Whole): Promise<void>;
  drop(): Promise<void>;
}

class Sink implements SnapshotSink {
  readonly #file: File;
  readonly #last: LogPosition;
  readonly #configuration: Configuration;
  readonly #end: SinkEnd;
  #crc = 0;
  #over = false;
  offset = 0;

  constructor(file: File, last: LogPosition, configuration: Configuration, end: SinkEnd) {
    this.#file = file;
    this.#last = last;
    this.#configuration = configuration;
    this.#end = end;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#check();
    await onDisk(needingRoom(this.#file.write(chunk, this.offset)));
    this.#crc = crc32(chunk, this.#crc);
    this.offset += chunk.length;
  }

  async commit(): Promise<SnapshotMeta> {
    this.#check();
    return onDisk(this.#commit());
  }

  async #commit(): Promise<SnapshotMeta> {
    const meta = { last: this.#last, configuration: this.#configuration, bytes: this.offset };
    const end = encodeEnd(meta, this.#crc);
    await needingRoom(this.#file.write(end, this.offset));
    await this.#file.sync();
    await this.#end.adopt({ file: this.#file, meta, fileBytes: this.offset + end.length });
    this.#over = true;
    return meta;
  }

  /** Gives its room back, so that it does not keep a full disk full. */
  async abort(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    await this.#file.close();
    await this.#end.drop();
  }

  #check(): void {
    if (this.#over) throw new Error("the snapshot was committed or given up");
  }
}

/** Meta and trailer, behind data of which `dataCrc` is the checksum. */
function encodeEnd({ last, configuration, bytes }: SnapshotMeta, dataCrc: number): Buffer {
  const writer = new ByteWriter();
  writePosition(writer, last);
  writeConfiguration(writer, configuration);
  const metaBytes = writer.length;
  writer.u64(bytes);
  writer.u32(metaBytes);
  writer.u32(withVersion(crc32(writer.bytes(), dataCrc), VERSION));
  writer.u16(VERSION);
  writer.u32(MAGIC);
  return writer.bytes();
}

/** So that a damaged version is not taken for another one. */
const withVersion = (crc: number, version: number): number => crc32(Uint8Array.of(version & 0xff, version >>> 8), crc);

/**
 * Looks only. `opened` collects the file, so that the caller can close it whatever happens.
 * @throws GraftError LOG_DAMAGED, or DATA_FOLDER_UNREADABLE where a newer version wrote it.
 */
export async function openSnapshots(
  fileSystem: FileSystem,
  folder: string,
  names: readonly string[],
  opened: File[],
): Promise<SnapshotFiles> {
  if (!names.includes(SNAPSHOT_NAME)) return new SnapshotFiles(fileSystem, folder, null);
  const path = join(folder, SNAPSHOT_NAME);
  const file = await fileSystem.open(path, "existing");
  opened.push(file);
  const found = await readWhole(file);
  if (found.type === "damaged") throw logDamaged(path, 0);
  if (found.type === "tooNew") throw tooNew(folder, SNAPSHOT_NAME, `snapshot version ${found.version}`);
  return new SnapshotFiles(fileSystem, folder, found.whole);
}

type Found =
  | { readonly type: "whole"; readonly whole: Whole }
  | { readonly type: "damaged" }
  | { readonly type: "tooNew"; readonly version: number };

async function readWhole(file: File): Promise<Found> {
  try {
    return await readChecked(file);
  } catch (error) {
    if (error instanceof MalformedBytes) return { type: "damaged" };
    throw error;
  }
}

async function readChecked(file: File): Promise<Found> {
  const fileBytes = await file.size();
  if (fileBytes < TRAILER_BYTES) throw new MalformedBytes("shorter than its trailer");
  const trailer = new ByteReader(await readAt(file, fileBytes - TRAILER_BYTES, TRAILER_BYTES));
  const bytes = trailer.u64();
  const metaBytes = trailer.u32();
  const crc = trailer.u32();
  const version = trailer.u16();
  if (trailer.u32() !== MAGIC) throw new MalformedBytes("no trailer");
  if (bytes + metaBytes + TRAILER_BYTES !== fileBytes) throw new MalformedBytes("lengths that do not add up");
  const found =
    version === 1
      ? await crcOf(file, bytes + metaBytes)
      : withVersion(await crcOf(file, fileBytes - SEAL_BYTES), version);
  if (found !== crc) throw new MalformedBytes("a wrong checksum");
  if (version > VERSION) return { type: "tooNew", version };
  const reader = new ByteReader(await readAt(file, bytes, metaBytes));
  const last = readPosition(reader);
  const configuration = version === 1 ? readConfigurationOfVersion1(reader) : readConfiguration(reader);
  if (reader.left > 0) throw new MalformedBytes("a meta part longer than what it says");
  return { type: "whole", whole: { file, fileBytes, meta: { last, configuration, bytes } } };
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
