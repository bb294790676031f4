import { MessageChannel, type MessagePort } from "node:worker_threads";
import { expose, wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { GraftError, isGraftError } from "../../src/errors.ts";
import { installErrorTransfer } from "../../src/supervisor/error-transfer.ts";

interface Thrower {
  /** Throws the error that was agreed on. */
  fail(): Promise<void>;
}

const ports: MessagePort[] = [];

beforeAll(() => installErrorTransfer());
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** What arrives at the other end of a channel where `thrown` is thrown at this one. */
async function across(thrown: unknown, end: "port1" | "port2" = "port1"): Promise<unknown> {
  const channel = new MessageChannel();
  ports.push(channel.port1, channel.port2);
  const thrower: Thrower = {
    async fail() {
      throw thrown;
    },
  };
  expose(thrower, nodeEndpoint(channel[end]));
  const other = wrap<Thrower>(nodeEndpoint(channel[end === "port1" ? "port2" : "port1"]));
  return other.fail().then(
    () => expect.fail("nothing was thrown"),
    (error: unknown) => error,
  );
}

const inUse = (): GraftError =>
  new GraftError("DATA_FOLDER_IN_USE", "a/n1 is held", { folder: "a/n1", pid: 7 }, { cause: new RangeError("EAGAIN") });

describe.each(["port1", "port2"] as const)("an error thrown at %s", (end) => {
  test("keeps its class, code, values, message and stack", async () => {
    const error = inUse();
    const arrived = await across(error, end);
    expect(arrived).not.toBe(error);
    expect(arrived).toBeInstanceOf(GraftError);
    expect(isGraftError(arrived)).toBe(true);
    expect(arrived).toMatchObject({
      code: "DATA_FOLDER_IN_USE",
      message: "a/n1 is held",
      values: { folder: "a/n1", pid: 7 },
      stack: error.stack,
    });
  });

  test("keeps its cause, and the cause's cause", async () => {
    const root = new GraftError("STORAGE_FAILED", "no space", { reason: "ENOSPC" });
    const error = new Error("outer", { cause: new TypeError("middle", { cause: root }) });
    const arrived = await across(error, end);
    expect(arrived).toMatchObject({
      message: "outer",
      cause: { name: "TypeError", message: "middle", cause: { code: "STORAGE_FAILED", values: { reason: "ENOSPC" } } },
    });
    expect(arrived).toHaveProperty("cause.cause", expect.any(GraftError));
  });
});

test("an error that is its own cause arrives, and ends", async () => {
  const error = new Error("round");
  error.cause = error;
  expect(await across(error)).toMatchObject({ message: "round", cause: { message: "round" } });
});

test("an error of another class keeps its name, and gets no code", async () => {
  const arrived = await across(new RangeError("too far"));
  expect(arrived).toMatchObject({ name: "RangeError", message: "too far" });
  expect(arrived).not.toHaveProperty("code");
});

test.each(["a string", 42, null, undefined])("what is thrown and no error arrives as it is: %s", async (thrown) => {
  expect(await across(thrown)).toBe(thrown);
});

test("to install it twice changes nothing", async () => {
  installErrorTransfer();
  expect(await across(inUse())).toMatchObject({ code: "DATA_FOLDER_IN_USE", cause: { message: "EAGAIN" } });
});
