import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli/arguments.ts";
import { parseKvArguments } from "../../src/cli/kv-arguments.ts";
import { kvMisuseMessage } from "../../src/cli/kv-text.ts";
import type { Environment } from "../../src/cli/language.ts";
import { sayIn } from "../../src/cli/messages.ts";
import { usageMessage } from "../../src/cli/usage.ts";

const NATS = ["--nats", "nats://h:1"];

/** Both commands must understand the same. */
function securityOf(args: readonly string[], env: Environment = {}): object | null {
  const [cluster, kv] = [parseArguments(args, env), parseKvArguments(["get", "k", ...args], env)];
  if (cluster.type !== "run" || kv.type !== "run") throw new Error(JSON.stringify([cluster, kv]));
  if (cluster.settings.nats === null) return null;
  const { servers, ...security } = cluster.settings.nats;
  expect(kv.settings).toMatchObject({ nats: servers, security });
  expect(Object.keys(kv.settings.security)).toEqual(Object.keys(security));
  return security;
}

describe("who we are to NATS", () => {
  test.each<[string, string[], object]>([
    ["user and password", ["--user", "me", "--password", "pw"], { user: "me", pass: "pw" }],
    ["a token", ["--token", "t"], { token: "t" }],
    ["an nkey", ["--nkey", "keys/{node}.nk"], { nkeyFile: "keys/{node}.nk" }],
    ["creds", ["--creds", "me.creds"], { credsFile: "me.creds" }],
    ["a CA", ["--tlsca", "ca.pem"], { tls: { caFile: "ca.pem" } }],
    ["a certificate", ["--tlscert", "c.pem", "--tlskey", "k.pem"], { tls: { certFile: "c.pem", keyFile: "k.pem" } }],
    ["nothing", [], {}],
  ])("by options: %s", (_, args, security) => expect(securityOf([...NATS, ...args])).toEqual(security));

  test.each<[Environment, object]>([
    [
      { NATS_USER: "me", NATS_PASSWORD: "pw" },
      { user: "me", pass: "pw" },
    ],
    [{ NATS_TOKEN: "t" }, { token: "t" }],
    [{ NATS_NKEY: "n" }, { nkeyFile: "n" }],
    [{ NATS_CREDS: "c" }, { credsFile: "c" }],
    [{ NATS_CA: "ca", NATS_CERT: "c", NATS_KEY: "k" }, { tls: { caFile: "ca", certFile: "c", keyFile: "k" } }],
    [{ NATS_USER: "", NATS_CA: "" }, {}],
  ])("by the environment: %j", (env, security) => expect(securityOf(NATS, env)).toEqual(security));

  test("an option, or a URL, that says who we are leaves the variables for that alone", () => {
    const env = {
      NATS_USER: "other",
      NATS_PASSWORD: "pw",
      NATS_CREDS: "c",
      NATS_CA: "ca",
      NATS_CERT: "x",
      NATS_KEY: "y",
    };
    expect(securityOf([...NATS, "--token", "t"], env)).toMatchObject({ token: "t", tls: { caFile: "ca" } });
    expect(securityOf([...NATS, "--token", "t"], env)).not.toHaveProperty("user");
    expect(securityOf(["--nats", "nats://a:b@h"], env)).not.toHaveProperty("credsFile");
    const own = { tls: { caFile: "ca", certFile: "c", keyFile: "k" } };
    expect(securityOf([...NATS, "--tlscert", "c", "--tlskey", "k"], env)).toMatchObject(own);
  });

  test("the password of a user named by an option may come from the environment", () => {
    const env = { NATS_USER: "other", NATS_PASSWORD: "pw" };
    expect(securityOf([...NATS, "--user", "me"], env)).toEqual({ user: "me", pass: "pw" });
  });

  test("without --nats the variables mean nothing to the cluster, and the options are refused", () => {
    expect(securityOf([], { NATS_TOKEN: "t" })).toBeNull();
    for (const language of ["en", "zh"] as const) {
      const misuse = parseArguments(["--creds", "c"], {});
      if (misuse.type !== "misused") throw new Error("it was understood");
      expect(usageMessage(sayIn(language), misuse.problem)).toMatch(/--creds.*--nats/);
    }
  });
});

test.each(["nats://me:s3cret@h/x", "nats://me:s3cret@h:99999", "http://s3cret@h", "nats://a:s3cret@h,b c"])(
  "of the address %j that cannot be read, no password is repeated",
  (url) => {
    const [cluster, kv] = [parseArguments(["--nats", url], {}), parseKvArguments(["get", "k", "--nats", url], {})];
    if (cluster.type !== "misused" || kv.type !== "misused") throw new Error("it was understood");
    const told = [JSON.stringify([cluster, kv]), usageMessage(sayIn("en"), cluster.problem)];
    expect([...told, kvMisuseMessage(sayIn("en"), kv.problem)].join()).not.toContain("s3cret");
  },
);
