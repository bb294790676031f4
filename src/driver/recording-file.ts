/**
 * Where recordings go. Law: no file is ever replaced, and a node that stops again and again fills no disk: under names of its
 * own it keeps a few, the earliest, which are nearest to the cause.
 */
import { join } from "node:path";
import { GraftError, isGraftError } from "../errors.ts";
import type { FileSystem } from "../ports/file-system.ts";

/** Of one node in one folder. */
const FILES_MAX = 10;

/** Under the first free name in `folder`; gives the path. @throws GraftError RECORDING_NOT_WRITTEN */
export async function saveInFolder(
  fileSystem: FileSystem,
  folder: string,
  node: string,
  recording: Uint8Array,
): Promise<string> {
  return orNotWritten(folder, async () => {
    await fileSystem.makeFolder(folder);
    const names = await fileSystem.list(folder);
    for (let number = 1; number <= FILES_MAX; number++) {
      const name = `recording-${node}-${number}.graft`;
      if (!names.includes(name)) return write(fileSystem, join(folder, name), recording);
    }
    throw new Error(`there are ${FILES_MAX} recordings of ${node} already`);
  });
}

/** At `path`, where no file may be yet. @throws GraftError RECORDING_NOT_WRITTEN */
export const saveAs = (fileSystem: FileSystem, path: string, recording: Uint8Array): Promise<string> =>
  orNotWritten(path, () => write(fileSystem, path, recording));

async function write(fileSystem: FileSystem, path: string, recording: Uint8Array): Promise<string> {
  const file = await fileSystem.open(path, "create");
  try {
    await file.write(recording, 0);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    await fileSystem.remove(path).catch(() => undefined);
    throw error;
  }
  await file.close();
  return path;
}

async function orNotWritten(file: string, work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (isGraftError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new GraftError("RECORDING_NOT_WRITTEN", `no recording was written to ${file}: ${reason}`, { file, reason });
  }
}
