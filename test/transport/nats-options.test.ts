import { expect, test } from "vitest";
import { isGraftError } from "../../src/errors.ts";
import { natsAddress } from "../../src/transport/nats-options.ts";

const of = (...servers: string[]) => natsAddress({ servers, name: "n" });

test("addresses are completed, and shown without their credentials", () => {
  expect(of("localhost:4222").servers).toEqual(["nats://localhost:4222"]);
  expect(of("nats://u:p@h:1", "tls://h", "[::1]:4222").servers).toEqual(["nats://h:1", "tls://h", "nats://[::1]:4222"]);
});

test("credentials are taken out of the URL, decoded; a lone one is a token", () => {
  expect(of("nats://me:p%40ss:x@h").credentials).toEqual({ user: "me", pass: "p@ss:x" });
  expect(of("nats://h", "nats://s3cret@h2").credentials).toEqual({ token: "s3cret" });
  expect(of("nats://h").credentials).toEqual({});
});

test("credentials of the options go before those of a URL", () => {
  const { credentials } = natsAddress({ servers: ["nats://a:b@h"], name: "n", user: "me", pass: "pw" });
  expect(credentials).toEqual({ user: "me", pass: "pw" });
});

test("tls is asked for by the scheme", () => {
  expect([of("tls://h").tls, of("nats://h").tls]).toEqual([true, false]);
});

test("what cannot be an address is refused, without repeating a password", () => {
  for (const bad of [
    "",
    "ws://h",
    "nats://",
    "nats://u:secret@",
    "u:secret@h o",
    "h:99999999",
    "nats://u:secret@h/x/y",
  ]) {
    let error: unknown;
    try {
      of(bad);
    } catch (thrown) {
      error = thrown;
    }
    expect(isGraftError(error) && error.code, bad).toBe("INVALID_OPTION");
    expect(`${String(error)} ${JSON.stringify(isGraftError(error) && error.values)}`).not.toContain("secret");
  }
  expect(() => natsAddress({ servers: [], name: "n" })).toThrow(/none/);
});
