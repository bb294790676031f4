import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** One file at a time: what is measured in seconds should not be measured twice at once. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/interop/**/*.test.ts"],
    globalSetup: ["test/build-first.ts"],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    pool: "forks",
    fileParallelism: false,
  },
});
