import { defineConfig, mergeConfig } from "vitest/config";
import everyday from "../vitest.config.ts";

/** The tests that take a minute or more: one at a time, so that none disturbs another. */
export default mergeConfig(
  { ...everyday, test: { ...everyday.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ["test/long/**/*.test.ts"], fileParallelism: false } }),
);
