/**
 * Damage at rest: one bit of a node's files is another when it comes back. Law: done to files of a node that is down; in the
 * middle of what is written, where no torn tail explains it.
 */
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { invalid } from "./check-fault.ts";

const FILES = { log: /^segment-.*\.log$/, snapshot: /^snapshot\.dat$/ } as const;

/** @throws GraftError INVALID_OPTION where there is no such file, or nothing in it */
export async function flipBit(folder: string, file: "log" | "snapshot"): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const name = names.find((one) => FILES[file].test(one));
  if (name === undefined) throw invalid("file", file, `one that is in ${folder}`);
  const handle = await open(join(folder, name), "r+");
  try {
    const bytes = await handle.readFile();
    const last = bytes.findLastIndex((byte) => byte !== 0);
    if (last < 0) throw invalid("file", file, "one with something in it");
    const at = Math.floor(last / 2);
    await handle.write(Uint8Array.of((bytes[at] ?? 0) ^ 1), 0, 1, at);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
