/** What the disk alone takes: a write of one entry's size behind the last and its fdatasync, one after the other, as a node asks for it. */
import { closeSync, fdatasync, openSync, write, writeSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Scratch } from "./peers/scratch.ts";
import type { Recorder } from "./record.ts";

const COUNT = 2_000;
const BYTES = 400;

export async function syncAlone(record: Recorder): Promise<void> {
  const scratch = new Scratch();
  const descriptor = openSync(join(scratch.path, "file"), "w");
  try {
    // Written beforehand, as the nodes' segments are: a sync then has no blocks to find.
    writeSync(descriptor, Buffer.alloc(COUNT * BYTES));
    await synced(descriptor, Buffer.alloc(1), 0);
    const samples = record.spread(`fdatasync of ${BYTES} B alone`, "ms");
    const bytes = Buffer.alloc(BYTES, 7);
    for (let place = 0; place < COUNT; place += 1) {
      const startedMs = performance.now();
      await synced(descriptor, bytes, place * BYTES);
      samples.add(performance.now() - startedMs);
    }
  } finally {
    closeSync(descriptor);
    scratch.remove();
  }
}

const synced = (descriptor: number, bytes: Buffer, position: number): Promise<void> =>
  new Promise((resolve, reject) => {
    write(descriptor, bytes, 0, bytes.length, position, (error) => {
      if (error) reject(error);
      else fdatasync(descriptor, (failure) => (failure ? reject(failure) : resolve()));
    });
  });
