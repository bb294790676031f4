import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** For a copy whose sources are run as they are: nothing is built, and nothing is cached outside of the copy. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  cacheDir: fileURLToPath(new URL("../../.vite", import.meta.url)),
  test: {
    include: ["test/{core,driver,storage,transport}/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: "forks",
  },
});
