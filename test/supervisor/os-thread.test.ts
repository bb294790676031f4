/** Threads and their priority, asked of the operating system itself. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants, getPriority } from "node:os";
import { describe, expect, test } from "vitest";
import { makeWayForOthers, ownThreadId } from "../../src/supervisor/os-thread.ts";

const isLinux = process.platform === "linux";

describe("a thread that is about to end", () => {
  test.runIf(isLinux)("is known by its id: that of a main thread is its process'", () => {
    expect(ownThreadId()).toBe(process.pid);
  });

  test.runIf(isLinux)("runs when nobody else wants to", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      await once(child, "spawn");
      expect(getPriority(child.pid)).toBeLessThan(constants.priority.PRIORITY_LOW);
      makeWayForOthers(child.pid ?? null);
      expect(getPriority(child.pid)).toBe(constants.priority.PRIORITY_LOW);
    } finally {
      child.kill("SIGKILL");
    }
  });

  test("is left alone where nobody knows it, or it has ended already", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    const own = getPriority();
    makeWayForOthers(null);
    makeWayForOthers(child.pid ?? null);
    expect(getPriority()).toBe(own);
  });
});
