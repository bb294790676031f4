/**
 * Chaos on five nodes, as a user starts it: rough, then brutal, each for half of GRAFT_CHAOS_SECONDS (default 30). GRAFT_SEED
 * plans the same faults again.
 */
import { expect, test } from "vitest";
import { Running } from "../cluster/run-cluster.ts";

const SECONDS = Number(process.env.GRAFT_CHAOS_SECONDS ?? 30) / 2;
const SEED = String(process.env.GRAFT_SEED ?? Math.floor(Math.random() * 1e9));

test.each(["rough", "brutal"])(
  `%s chaos with seed ${SEED} breaks nothing`,
  {
    timeout: (SECONDS + 240) * 1000,
  },
  async (level) => {
    process.stdout.write(`${level}: GRAFT_SEED=${SEED}\n`);
    const size = ["--size", "5", "--json", "--log-level", "silent"];
    const chaos = new Running([...size, "--chaos", level, "--seed", SEED, "--duration", `${SECONDS}s`]);
    const { code, lines } = await chaos.finished();
    const summary = lines.at(-1);
    expect({ code, violations: summary?.violations }, `seed ${SEED}`).toEqual({ code: 0, violations: [] });
    expect(summary).toMatchObject({ type: "chaosEnded", verdict: "ok", seed: Number(SEED) });
    expect(Number(summary?.operations)).toBeGreaterThan(SECONDS * 5);
  },
);
