/**
 * What Linux tells of the calling thread: time on a core, and time in the queue for one (`schedstat`: "time spent on the cpu, time
 * spent waiting on a runqueue", in ns). Law: it is opened by the thread that it is about; where there is no such file, nothing is
 * told.
 */
import { closeSync, openSync, readSync } from "node:fs";
import type { ThreadMeter, ThreadUse } from "../ports/thread-meter.ts";

const FILE = "/proc/thread-self/schedstat";
const NS_PER_MS = 1e6;

export function openThreadMeter(): ThreadMeter {
  let file = opened();
  const buffer = Buffer.alloc(128);
  return {
    read(): ThreadUse | null {
      if (file === null) return null;
      try {
        const length = readSync(file, buffer, 0, buffer.length, 0);
        const [ran, waited] = buffer.toString("latin1", 0, length).split(" ").map(Number);
        if (ran === undefined || waited === undefined || Number.isNaN(ran + waited)) return null;
        return { ranMs: ran / NS_PER_MS, waitedMs: waited / NS_PER_MS };
      } catch {
        return null;
      }
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function opened(): number | null {
  try {
    return openSync(FILE, "r");
  } catch {
    return null;
  }
}
