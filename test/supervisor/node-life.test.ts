import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { GraftError } from "../../src/errors.ts";
import { NodeLife, type NodeLifeOptions } from "../../src/supervisor/node-life.ts";
import type { NodeEvent } from "../../src/supervisor/node-protocol.ts";
import { makeWayForOthers } from "../../src/supervisor/os-thread.ts";
import { lifeOptions, nobodysAddress, silentServer, testFolder } from "./bench.ts";

vi.mock("../../src/supervisor/os-thread.ts", { spy: true });

interface Spawned {
  readonly life: NodeLife;
  readonly events: NodeEvent[];
  readonly options: NodeLifeOptions;
}

async function spawn(options: Partial<NodeLifeOptions> = {}): Promise<Spawned> {
  const all = lifeOptions(await testFolder(), options);
  const events: NodeEvent[] = [];
  const life = new NodeLife(all, (event) => events.push(event));
  onTestFinished(() => life.terminate());
  return { life, events, options: all };
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.fail("nothing was thrown"),
    (error: unknown) => error,
  );

const STOPPED = { code: "NODE_STOPPED", values: { node: "n1" } };

describe("a call to a worker", () => {
  test("that is terminated meanwhile is rejected with NODE_STOPPED", async () => {
    const { life } = await spawn();
    const server = await silentServer();
    const pending = [errorOf(life.call((api) => api.open([server]))), errorOf(life.call((api) => api.open([server])))];
    expect(await errorOf(life.call((api) => api.report()))).toMatchObject(STOPPED);
    await life.terminate();
    for (const error of await Promise.all(pending)) {
      expect(error).toBeInstanceOf(GraftError);
      expect(error).toMatchObject(STOPPED);
    }
  });

  test("that is gone is rejected with NODE_STOPPED, and does not reach for it", async () => {
    const { life } = await spawn();
    await life.terminate();
    expect(life.over).toBe(true);
    const call = life.call(() => expect.fail("the worker was called"));
    expect(await errorOf(call)).toMatchObject(STOPPED);
  });

  test("gets the node's own errors, with class, code and values", async () => {
    const { life } = await spawn();
    const server = await nobodysAddress();
    const error = await errorOf(life.call((api) => api.open([server])));
    expect(error).toBeInstanceOf(GraftError);
    expect(error).toMatchObject({ code: "NATS_UNREACHABLE", message: expect.stringContaining(server.slice(7)) });
    expect(life.over).toBe(false);
  });

  test("is forgotten once it is answered", async () => {
    const { life } = await spawn();
    const call = (): WeakRef<Promise<unknown>> => {
      const answer = life.call((api) => api.report());
      answer.catch(() => undefined);
      return new WeakRef(answer);
    };
    const calls = Array.from({ length: 20 }, call);
    expect(await errorOf(life.call((api) => api.report()))).toMatchObject(STOPPED);
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    // A weak reference holds until the end of the turn in which it was made or looked at.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(calls.filter((call) => call.deref() !== undefined)).toEqual([]);
  });

  test("may be one of hundreds, without a listener for each", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listen);
    onTestFinished(() => void process.off("warning", listen));
    const { life } = await spawn();
    const calls = Array.from({ length: 300 }, () => errorOf(life.call((api) => api.report())));
    for (const error of await Promise.all(calls)) expect(error).toMatchObject(STOPPED);
    expect(warnings).toEqual([]);
  });
});

describe("the end of a worker", () => {
  test("is told once, with no error, where it is terminated, however often", async () => {
    const { life, events } = await spawn();
    await Promise.all([life.terminate(), life.terminate()]);
    await life.terminate();
    expect(await life.ended).toBeNull();
    expect(events).toEqual([]);
  });

  test("comes by itself when its node is closed, after all that it had to say", async () => {
    const { life, events } = await spawn();
    await life.call((api) => api.close());
    expect(await life.ended).toBeNull();
    expect(events).toMatchObject([{ type: "thread" }, { type: "stopped", error: null }]);
  });

  test("by an exception is told with what it died of, and pending calls are rejected", async () => {
    const broken: NodeLifeOptions["logLevel"] = JSON.parse('"no such level"');
    const { life } = await spawn({ logLevel: broken });
    const call = errorOf(life.call((api) => api.report()));
    expect(await life.ended).toMatchObject({ code: "NODE_STOPPED", message: expect.stringContaining("no such level") });
    expect(await call).toMatchObject({ code: "NODE_STOPPED" });
    expect(life.over).toBe(true);
  });
});

test("a worker that is to stand still hears nothing more, not even what was sent right behind that", async () => {
  const { life } = await spawn();
  expect(await errorOf(life.call((api) => api.report()))).toMatchObject(STOPPED);
  const [fromMs, forMs] = [performance.now(), 1_000];
  const frozen = life.freeze(forMs);
  const answer = errorOf(life.call((api) => api.report()));
  await frozen;
  expect(performance.now() - fromMs).toBeLessThan(forMs);
  expect(await answer).toMatchObject(STOPPED);
  expect(performance.now() - fromMs).toBeGreaterThanOrEqual(forMs - 1);
});

describe("a worker that is terminated", () => {
  test("leaves the cores to those that live on, and once it is gone nobody's priority is touched", async () => {
    const options = lifeOptions(await testFolder());
    const { life, first } = await new Promise<{ life: NodeLife; first: NodeEvent }>((resolve) => {
      const life = new NodeLife(options, (first) => resolve({ life, first }));
    });
    const id = process.platform === "linux" ? expect.any(Number) : null;
    expect(first).toEqual({ type: "thread", id });
    vi.mocked(makeWayForOthers).mockClear();
    await life.terminate();
    await life.terminate();
    expect(vi.mocked(makeWayForOthers).mock.calls).toEqual([[id]]);
  });
});
