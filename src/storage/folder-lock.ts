/**
 * A lock on a folder that dies with its holder.
 *
 * Law: at most one holder at a time on this machine, be it a thread or a process; no holder, however it ended, leaves
 * anything behind that must be cleared away by hand. So the lock is a listening socket, which the kernel closes, and not a
 * file, which stays.
 *
 * The socket is named after the folder's device and inode, so that two paths to one folder meet. Linux: an abstract
 * socket, which has no file at all. Windows: a named pipe. Elsewhere: a socket file in the temporary folder; one that
 * nobody listens on was left by a dead holder, and is taken over.
 *
 * Abstract sockets belong to a network namespace: two containers with networks of their own that share a volume do not
 * see each other's lock. They are found out as two of one id (DUPLICATE_ID).
 */
import { createHash } from "node:crypto";
import { lstat, stat, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileLock } from "../ports/file-system.ts";

const TAKEOVERS_MAX = 3;

/** null: held by somebody else. Rejects where the folder cannot be examined. */
export async function lockFolder(folder: string): Promise<FileLock | null> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `graft-${createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 32)}`;
  if (process.platform === "linux") return lockByName(`\0${name}`);
  if (process.platform === "win32") return lockByName(`\\\\.\\pipe\\${name}`);
  return lockBySocketFile(join(tmpdir(), `${name}.sock`));
}

async function lockByName(path: string): Promise<FileLock | null> {
  const server = await listen(path);
  return server === null ? null : { release: () => closeServer(server) };
}

/** Exported for its test: the way of the platforms whose sockets are files. */
export async function lockBySocketFile(path: string): Promise<FileLock | null> {
  for (let takeovers = 0; takeovers <= TAKEOVERS_MAX; takeovers++) {
    const server = await listen(path);
    if (server !== null) return { release: () => closeServer(server) };
    const found = await inodeOf(path);
    if (await isAlive(path)) return null;
    // Between the two looks another may have taken the dead one's place: only the file that was seen dead goes.
    if (found !== null && (await inodeOf(path)) === found) await unlink(path).catch(() => undefined);
  }
  return null;
}

async function inodeOf(path: string): Promise<bigint | null> {
  try {
    return (await lstat(path, { bigint: true })).ino;
  } catch {
    return null;
  }
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    // Refused: nobody listens. Gone: nobody holds it. Anything else tells nothing, so the holder is taken for alive.
    socket.once("error", (error: NodeJS.ErrnoException) =>
      done(error.code !== "ECONNREFUSED" && error.code !== "ENOENT"),
    );
  });
}

/** null: the name is taken. */
function listen(path: string): Promise<Server | null> {
  return new Promise((done, fail) => {
    const server = createServer((connection) => connection.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? done(null) : fail(error)));
    // Exclusive: in a process of `node:cluster` the primary would otherwise share one socket among all its workers.
    server.listen({ path, exclusive: true }, () => {
      server.unref();
      done(server);
    });
  });
}

const closeServer = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()));
