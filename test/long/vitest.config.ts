import { defineConfig, mergeConfig } from "vitest/config";
import everyday from "../vitest.config.ts";

/** What is disturbed by others, since it measures, or keeps all cores busy. */
const ALONE = ["broker-fuzz", "broker-load", "live-scenarios", "steady"];

/** What is disturbed by those who are busy, and does little but wait itself. */
const QUIET = ["server-cluster", "why"];

const files = (names: readonly string[]): string[] => names.map((name) => `test/long/${name}.test.ts`);
const { include: _, exclude: __, ...settings } = everyday.test ?? {};

/** The tests that take long: some one at a time, then the others two at a time, and the quiet ones for themselves. */
export default mergeConfig(
  { ...everyday, test: settings },
  defineConfig({
    test: {
      projects: [
        {
          extends: true,
          test: { name: "alone", include: files(ALONE), maxWorkers: 1, sequence: { groupOrder: 0 } },
        },
        {
          extends: true,
          test: {
            name: "beside",
            include: files(["*"]),
            exclude: files([...ALONE, ...QUIET]),
            maxWorkers: 2,
            sequence: { groupOrder: 1 },
          },
        },
        {
          extends: true,
          test: { name: "quiet", include: files(QUIET), maxWorkers: 2, sequence: { groupOrder: 2 } },
        },
      ],
    },
  }),
);
