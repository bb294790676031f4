import { defineConfig, mergeConfig } from "vitest/config";
import everyday from "../vitest.config.ts";

/** What is disturbed by others, since it measures, has many processes of its own, or keeps all cores busy. */
const ALONE = ["broker-fuzz", "broker-load", "live-scenarios", "server-cluster", "steady", "why"];

const files = (names: readonly string[]): string[] => names.map((name) => `test/long/${name}.test.ts`);
const { include: _, exclude: __, ...settings } = everyday.test ?? {};

/** The tests that take a minute or more: some one at a time, then the others two at a time. */
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
            exclude: files(ALONE),
            maxWorkers: 2,
            sequence: { groupOrder: 1 },
          },
        },
      ],
    },
  }),
);
