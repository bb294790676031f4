/**
 * What a node must remember before it has a cluster, and a log to remember in: to whom it has said yes, or what it proposes.
 *
 *     formation.json: { version, checksum, record: { incarnation, stance, proposal } }
 *
 * Law: written aside, synced, renamed, the folder synced: a crash leaves the old record or the new one. What was found is
 * written once more before anybody acts on it, since whoever wrote it may have been killed before the sync. After a write that
 * failed nothing is known, and nothing more is written. The checksum is CRC-32 over the record's JSON.
 *
 * The folder is held by the log's lock while this file is in use. Once the log has a formation, nobody looks here any more.
 */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Member } from "../core/types.ts";
import type { FileSystem } from "../ports/file-system.ts";
import type { FormationProposal, FormationRecord } from "../ports/formation.ts";
import { logDamaged, onDisk, storageFailed, tooNew } from "./refusals.ts";
import { readWhole, writeDurably } from "./segment-file.ts";

export const FORMATION_FILE = "formation.json";
const UNFINISHED_NAME = `${FORMATION_FILE}.new`;
const VERSION = 1;

export interface FormationFileOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  /** Of the folder: what was said under another is not ours. */
  readonly incarnation: string;
}

export interface FormationFile {
  readonly record: FormationRecord;
  /** One at a time. @throws GraftError STORAGE_FAILED */
  save(record: FormationRecord): Promise<void>;
}

/** @throws GraftError LOG_DAMAGED, DATA_FOLDER_UNREADABLE, STORAGE_FAILED */
export async function openFormationFile(options: FormationFileOptions): Promise<FormationFile> {
  const { fileSystem, folder, incarnation } = options;
  const names = await onDisk(fileSystem.list(folder));
  const found = names.includes(FORMATION_FILE) ? await onDisk(read(options)) : null;
  const writer = new Writer(options);
  if (found !== null) await writer.save(found);
  return { record: found ?? { type: "free" }, save: (record) => writer.save(record) };

  async function read({ fileSystem: files, folder: at }: FormationFileOptions): Promise<FormationRecord> {
    const path = join(at, FORMATION_FILE);
    const file = await files.open(path, "existing");
    try {
      return parsed((await readWhole(file)).toString("utf8"), at, path, incarnation);
    } finally {
      await file.close();
    }
  }
}

class Writer {
  readonly #options: FormationFileOptions;
  #failed = false;

  constructor(options: FormationFileOptions) {
    this.#options = options;
  }

  async save(record: FormationRecord): Promise<void> {
    if (this.#failed) throw storageFailed(new Error("a write before this one failed"));
    try {
      await onDisk(this.#replace(record));
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  async #replace(record: FormationRecord): Promise<void> {
    const { fileSystem, folder, incarnation } = this.#options;
    const aside = join(folder, UNFINISHED_NAME);
    if ((await fileSystem.list(folder)).includes(UNFINISHED_NAME)) await fileSystem.remove(aside);
    const file = await fileSystem.open(aside, "create");
    try {
      await writeDurably(file, Buffer.from(textOf(record, incarnation)), 0);
    } finally {
      await file.close();
    }
    await fileSystem.rename(aside, join(folder, FORMATION_FILE));
    await fileSystem.syncFolder(folder);
  }
}

function textOf(record: FormationRecord, incarnation: string): string {
  const body = { incarnation, stance: record.type, proposal: record.type === "free" ? null : record.proposal };
  return `${JSON.stringify({ version: VERSION, checksum: crc32(JSON.stringify(body)), record: body })}\n`;
}

function parsed(text: string, folder: string, path: string, incarnation: string): FormationRecord {
  const whole = jsonOf(text);
  const version = field(whole, "version");
  if (typeof version === "number" && version > VERSION) throw tooNew(folder, FORMATION_FILE, `version ${version}`);
  const body = field(whole, "record");
  if (body === undefined || crc32(JSON.stringify(body)) !== field(whole, "checksum")) throw logDamaged(path, 0);
  if (field(body, "incarnation") !== incarnation) throw logDamaged(path, 0);
  const stance = field(body, "stance");
  if (stance === "free") return { type: "free" };
  const proposal = proposalFrom(field(body, "proposal"));
  if (proposal === null || (stance !== "bound" && stance !== "proposing")) throw logDamaged(path, 0);
  return { type: stance, proposal };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

function proposalFrom(value: unknown): FormationProposal | null {
  const clusterId = field(value, "clusterId");
  const leaseMs = field(value, "leaseMs");
  const proposer = memberFrom(field(value, "proposer"));
  const list = field(value, "members");
  if (typeof clusterId !== "string" || typeof leaseMs !== "number" || proposer === null || !Array.isArray(list))
    return null;
  const members = list.map(memberFrom).filter((member) => member !== null);
  return members.length === list.length ? { clusterId, proposer, members, leaseMs } : null;
}

function memberFrom(value: unknown): Member | null {
  const id = field(value, "id");
  const incarnation = field(value, "incarnation");
  return typeof id === "string" && typeof incarnation === "string" ? { id, incarnation } : null;
}
