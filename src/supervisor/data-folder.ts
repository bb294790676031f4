/**
 * Where the nodes of a cluster keep their folders. Law: a folder that was named is never removed; a temporary one always is,
 * at the latest when the process ends.
 */
import { existsSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface DataFolder {
  readonly path: string;
  /** Whether something of that name is in it already. */
  has(name: string): boolean;
  /** Of a temporary folder; otherwise nothing. */
  remove(): Promise<void>;
}

/** Workers that are being terminated may still be writing. */
const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 20 } as const;

/** The folder that the user named, or a new temporary one. */
export const openDataFolder = (named: string | undefined): Promise<DataFolder> =>
  named === undefined ? makeTemporary() : Promise.resolve({ ...folderAt(named), remove: async () => undefined });

const folderAt = (path: string): Pick<DataFolder, "path" | "has"> => ({
  path,
  has: (name) => existsSync(join(path, name)),
});

async function makeTemporary(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), "graft-"));
  const removeAtExit = (): void => rmSync(path, REMOVAL);
  process.once("exit", removeAtExit);
  return {
    ...folderAt(path),
    async remove() {
      await rm(path, REMOVAL);
      process.off("exit", removeAtExit);
    },
  };
}
