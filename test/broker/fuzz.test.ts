/** Replay a failure with FUZZ_SEED=<seed>; FUZZ_STREAMS sets how many. test/long has the million. */
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import { randomOf } from "../conformance/dice.ts";
import { CONNECT, RawClient } from "../conformance/raw-client.ts";
import { hearMangled, mangled } from "./mangled.ts";

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() >>> 0);
const STREAMS = Number(process.env.FUZZ_STREAMS ?? 20_000);

test(`${STREAMS} mangled streams are answered by their bytes alone, and leave nothing behind`, async () => {
  const fuzzed = await hearMangled(STREAMS, randomOf(SEED), turn).catch((error: unknown) => {
    throw new Error(`FUZZ_SEED=${SEED}`, { cause: error });
  });
  const nothing = { subscriptions: 0, pendingBytes: 0 };
  expect({ seed: SEED, left: fuzzed.leftovers }).toEqual({ seed: SEED, left: [nothing, nothing] });
  // That the streams were neither all refused at once nor all harmless.
  expect(fuzzed.refused).toBeGreaterThan(STREAMS / 10);
  expect(fuzzed.delivered).toBeGreaterThan(STREAMS / 50);
});

test("500 of them over real connections end no other connection, and the broker still serves", async () => {
  const broker = await startBroker({ lingerMs: 50 });
  const random = randomOf(SEED);
  const witness = await RawClient.connect(broker.port);
  await witness.exchange(`${CONNECT}SUB witness 1\r\n`);
  for (let i = 0; i < 500; i++) {
    const client = await RawClient.connect(broker.port);
    client.socket.write(mangled(random));
    client.reset();
  }
  while (broker.stats().connections > 1) await turn();
  await witness.exchange("PUB witness 2\r\nhi\r\n");
  expect(witness.output).toContain("MSG witness 1 2\r\nhi\r\n");
  expect(broker.stats()).toMatchObject({ connections: 1, subscriptions: 1, heldBytes: 0, pendingBytes: 0 });
  await witness.end();
  await broker.close();
});
