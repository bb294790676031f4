/**
 * Byte streams that nobody should send: the broker neither dies nor grows. A million with FUZZ_STREAMS=1000000; replay with
 * FUZZ_SEED=<seed>.
 */
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { hearMangled } from "../broker/mangled.ts";
import { randomOf } from "../conformance/dice.ts";

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() >>> 0);
const STREAMS = Number(process.env.FUZZ_STREAMS ?? 300_000);
const ROUNDS = 20;
const MIB = 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Buffers are let go of in a turn after the collection that finds them: the least of a few looks. */
async function settledBytes(): Promise<number> {
  let least = usedBytes();
  for (let look = 0; look < 4; look++) {
    await new Promise((resolve) => setImmediate(resolve));
    least = Math.min(least, usedBytes());
  }
  return least;
}

test(`${STREAMS} mangled streams`, { timeout: 1_800_000 }, async () => {
  const random = randomOf(SEED);
  const used: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { leftovers } = await hearMangled(STREAMS / ROUNDS, random, turn).catch((error: unknown) => {
      throw new Error(`FUZZ_SEED=${SEED}, round ${round}`, { cause: error });
    });
    const nothing = { subscriptions: 0, pendingBytes: 0 };
    expect({ seed: SEED, leftovers }).toEqual({ seed: SEED, leftovers: [nothing, nothing] });
    used.push(await settledBytes());
  }
  const shown = used.map((bytes) => (bytes / MIB).toFixed(1)).join(" ");
  process.stdout.write(`seed ${SEED}: memory after each round, MiB: ${shown}\n`);
  // Single rounds stand out by buffers that the collector lets go of later; what grows, grows in the least of several.
  const least = (from: number, to: number): number => Math.min(...used.slice(from, to));
  expect(least(-5, ROUNDS)).toBeLessThan(least(0, 5) + 4 * MIB);
});
