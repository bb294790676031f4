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
    // Vitest leaves one core to itself, which needs little. More of them make nothing faster: all that wait do so beside others.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
