/**
 * Where the nodes of a cluster keep their folders. Law: a folder that was named is never removed; a temporary one always is,
 * at the latest when the process ends.
 */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface DataFolder {
  readonly path: string;
  /** Of a temporary folder; otherwise nothing. */
  remove(): Promise<void>;
}

/** Workers that are being terminated may still be writing. */
const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 20 } as const;

/** The folder that the user named, or a new temporary one. */
export async function openDataFolder(named: string | undefined): Promise<DataFolder> {
  if (named !== undefined) return { path: named, remove: async () => undefined };
  const path = await mkdtemp(join(tmpdir(), "graft-"));
  const removeAtExit = (): void => rmSync(path, REMOVAL);
  process.once("exit", removeAtExit);
  return {
    path,
    async remove() {
      await rm(path, REMOVAL);
      process.off("exit", removeAtExit);
    },
  };
}
