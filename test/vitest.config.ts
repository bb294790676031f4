import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/long/**", "test/interop/**"],
    globalSetup: ["test/build-first.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: "forks",
    // One more than there are cores: many tests wait for a cluster to do something in real time, and hardly use theirs.
    maxWorkers: availableParallelism() + 1,
  },
});
