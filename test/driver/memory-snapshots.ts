/**
 * Snapshots in memory, with what the port promises and nothing more. Law: the latest is replaced only by `commit`; a sink is
 * good until the next `begin`, and its use after that throws.
 */
import type { Configuration, LogPosition } from "../../src/core/types.ts";
import { GraftError } from "../../src/errors.ts";
import type { SnapshotMeta, SnapshotSink, SnapshotStore } from "../../src/ports/snapshots.ts";

interface Whole {
  readonly meta: SnapshotMeta;
  readonly data: Uint8Array;
}

export class MemorySnapshots implements SnapshotStore {
  /** begin, write and commit, in order. */
  readonly journal: string[] = [];
  #whole: Whole | null;
  #open: SnapshotSink | null = null;
  /** Until it resolves, a write waits. */
  writeGate: Promise<void> = Promise.resolve();
  /** There is no room for a write. */
  full = false;

  constructor(whole: Whole | null = null) {
    this.#whole = whole;
  }

  get latest(): SnapshotMeta | null {
    return this.#whole?.meta ?? null;
  }

  /** What a loss of power leaves: the latest whole one. */
  afterCrash(): MemorySnapshots {
    return new MemorySnapshots(this.#whole);
  }

  async begin(last: LogPosition, configuration: Configuration): Promise<SnapshotSink> {
    this.journal.push(`begin ${last.index}`);
    const chunks: Uint8Array[] = [];
    let offset = 0;
    const mustBeOpen = (): void => {
      if (this.#open !== sink) throw new Error("this snapshot has been dropped");
    };
    const sink: SnapshotSink = {
      get offset() {
        return offset;
      },
      write: async (chunk) => {
        await this.writeGate;
        mustBeOpen();
        if (this.full) throw new GraftError("DISK_FULL", "no space left", { reason: "no space left" });
        this.journal.push(`write ${offset}+${chunk.length}`);
        chunks.push(chunk.slice());
        offset += chunk.length;
      },
      commit: async () => {
        mustBeOpen();
        this.journal.push(`commit ${last.index}`);
        const meta = { last, configuration, bytes: offset };
        this.#whole = { meta, data: new Uint8Array(Buffer.concat(chunks)) };
        this.#open = null;
        return meta;
      },
      abort: async () => {
        this.journal.push(`abort ${last.index}`);
        this.#open = null;
      },
    };
    this.#open = sink;
    return sink;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    return (this.#whole?.data ?? new Uint8Array()).slice(offset, offset + length);
  }
}
