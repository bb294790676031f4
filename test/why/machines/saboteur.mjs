/** Does harm to the thread that it runs in, when it is asked to: a query goes to the leader alone. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const still = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function busy(ms) {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

/** Syncs are late, or fail, for a while: the disk, as far as the node can see. */
const { fdatasync } = fs;
function disk(instead, ms) {
  fs.fdatasync = instead;
  syncBuiltinESMExports();
  setTimeout(() => {
    fs.fdatasync = fdatasync;
    syncBuiltinESMExports();
  }, ms).unref();
}

const harm = {
  slow: (ms) => disk((fd, done) => setTimeout(() => fdatasync(fd, done), ms), ms),
  fail: () => disk((_, done) => setImmediate(done, Object.assign(new Error("EIO: sabotage"), { code: "EIO" })), 1_000),
  pause: (ms) => still(ms),
  block: (ms) => busy(ms),
  throw: () => {
    const error = new TypeError("sabotage");
    error.code = "SABOTAGED";
    throw error;
  },
  reject: () => {
    void Promise.reject(new RangeError("nobody waits for this"));
  },
  exit: () => process.exit(7),
  disconnect: () => {
    for (const handle of process._getActiveHandles()) if (handle.constructor.name === "Socket") handle.destroy();
  },
};

export const createStateMachine = () => ({
  apply: (command) => command,
  query(query) {
    const [what, ms] = Buffer.from(query).toString().split(" ");
    if (what in harm) setImmediate(() => harm[what](Number(ms)));
    return query;
  },
  snapshot: () => [],
  restore: async () => undefined,
});
