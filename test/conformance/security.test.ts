/** Every way to prove who we are, to real servers: the right one is let in, and of a wrong one the error names the cause. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type NatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import { type GraftError, isGraftError } from "../../src/errors.ts";
import type { NatsSecurity } from "../../src/ports/nats.ts";
import { connectNats, type NatsLink } from "../../src/transport/nats-transport.ts";
import { newNkeyUser, Operator } from "./accounts.ts";
import { Authority, opensslMissing, type Signed } from "./certificates.ts";
import { REAL_SERVERS } from "./servers.ts";

const REFUSED_WITHIN_MS = 3000;

const folder = mkdtempSync(join(tmpdir(), "graft-security-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

async function admitted(server: NatsServer, security: NatsSecurity, url = server.url): Promise<NatsLink> {
  const link = await connectNats({ servers: [url], name: "test", ...security });
  cleanups.push(() => link.close());
  await link.flush();
  return link;
}

async function refusal(server: NatsServer, security: NatsSecurity, url = server.url): Promise<GraftError> {
  const startMs = performance.now();
  const error: unknown = await connectNats({ servers: [url], name: "test", ...security }).then(
    () => "it was let in",
    (reason: unknown) => reason,
  );
  expect(performance.now() - startMs).toBeLessThan(REFUSED_WITHIN_MS);
  if (!isGraftError(error)) throw new Error(`no GraftError: ${String(error)}`);
  expect(error.message).toContain(server.url);
  return error;
}

/** Nothing that is told of an error may hold what was to be kept secret. */
function expectSilence(error: GraftError, ...secrets: readonly string[]): void {
  const { message, stack, values, cause } = error;
  const told = [message, stack, JSON.stringify(values), String(cause)].join("\n");
  for (const secret of secrets) expect(told).not.toContain(secret);
}

for (const kind of REAL_SERVERS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    async function serve(configuration: string): Promise<NatsServer> {
      const server = await startNatsServer({ configuration, executable: kind.executable ?? "" });
      cleanups.push(() => server.close());
      return server;
    }

    const VIOLATION = /Authorization Violation/;

    test("user and password", async () => {
      const server = await serve('authorization { users: [ {user: "me", password: "s3cret-right"} ] }\n');
      await admitted(server, { user: "me", pass: "s3cret-right" });
      const { port } = server;
      await admitted(server, {}, `nats://me:s3cret-right@127.0.0.1:${port}`);
      for (const error of [
        await refusal(server, { user: "me", pass: "s3cret-wrong" }),
        await refusal(server, {}, `nats://me:s3cret-wrong@127.0.0.1:${port}`),
        await refusal(server, {}),
      ]) {
        expect(error).toMatchObject({ code: "NATS_REFUSED", values: { reason: expect.stringMatching(VIOLATION) } });
        expectSilence(error, "s3cret-wrong");
      }
    });

    test("a token", async () => {
      const server = await serve('authorization { token: "s3cret-right" }\n');
      await admitted(server, { token: "s3cret-right" });
      const error = await refusal(server, { token: "s3cret-wrong" });
      expect(error).toMatchObject({ code: "NATS_REFUSED", values: { reason: expect.stringMatching(VIOLATION) } });
      expectSilence(error, "s3cret-wrong");
    });

    test("an nkey, read anew at each connection", async () => {
      const [right, wrong] = [newNkeyUser(), newNkeyUser()];
      const server = await serve(`authorization { users: [ {nkey: ${right.publicKey}} ] }\n`);
      const nkeyFile = file("user.nk", `# of a test\n${right.seed}\n`);
      await admitted(server, { nkeyFile });
      file("user.nk", wrong.seed);
      const error = await refusal(server, { nkeyFile });
      expect(error).toMatchObject({ code: "NATS_REFUSED", values: { reason: expect.stringMatching(VIOLATION) } });
      expectSilence(error, wrong.seed);
    });

    test("creds", async () => {
      const operator = new Operator();
      const server = await serve(operator.configuration());
      await admitted(server, { credsFile: file("right.creds", operator.newUser("me")) });
      const stranger = new Operator().newUser("me");
      const error = await refusal(server, { credsFile: file("wrong.creds", stranger) });
      expect(error).toMatchObject({ code: "NATS_REFUSED", values: { reason: expect.stringMatching(VIOLATION) } });
      expectSilence(error, ...stranger.split("\n").filter((line) => /^(SU|ey)/.test(line)));
    });

    describe.skipIf(opensslMissing)(`TLS${opensslMissing ? " (skipped: no openssl)" : ""}`, () => {
      let authority: Authority;
      let other: Authority;
      let own: Signed;
      beforeAll(() => {
        authority = new Authority(folder, `ca-${kind.name.replaceAll(" ", "-")}`);
        other = new Authority(folder, `other-${kind.name.replaceAll(" ", "-")}`);
        own = authority.sign("server", "IP:127.0.0.1");
      });

      const tlsBlock = ({ cert, key }: Signed, more = ""): string =>
        `tls {\n cert_file: "${cert}"\n key_file: "${key}"\n ${more}\n}\n`;

      test("a CA of one's own vouches for the server", async () => {
        const server = await serve(tlsBlock(own));
        await admitted(server, { tls: { caFile: authority.cert } });
        await admitted(server, { tls: { caFile: authority.cert } }, `tls://127.0.0.1:${server.port}`);
        for (const security of [{}, { tls: { caFile: other.cert } }]) {
          const error = await refusal(server, security);
          expect(error.code).toBe("NATS_REFUSED");
          expect(error.values.reason).toMatch(/signed by nobody that is trusted here/);
        }
      });

      test("the server's certificate must be for the name that was asked for", async () => {
        const server = await serve(tlsBlock(authority.sign("elsewhere", "DNS:elsewhere")));
        const error = await refusal(server, { tls: { caFile: authority.cert } });
        expect(error.code).toBe("NATS_REFUSED");
        expect(error.values.reason).toMatch(/is for another name .*127\.0\.0\.1/);
      });

      test("a server asks for our own certificate", async () => {
        const server = await serve(tlsBlock(own, `ca_file: "${authority.cert}"\n verify: true`));
        const [mine, forged] = [authority.sign("me", "DNS:me"), other.sign("me", "DNS:me")];
        const caFile = authority.cert;
        await admitted(server, { tls: { caFile, certFile: mine.cert, keyFile: mine.key } });
        const none = await refusal(server, { tls: { caFile } });
        expect(none).toMatchObject({ code: "NATS_REFUSED" });
        expect(none.values.reason).toMatch(/asks for a TLS client certificate/);
        const bad = await refusal(server, { tls: { caFile, certFile: forged.cert, keyFile: forged.key } });
        expect(bad).toMatchObject({ code: "NATS_REFUSED" });
        expect(bad.values.reason).toMatch(/does not accept the TLS client certificate/);
      });

      test("a server without TLS is refused where a file for TLS is given", async () => {
        const server = await serve("");
        await admitted(server, {});
        const error = await refusal(server, { tls: { caFile: authority.cert } });
        expect(error).toMatchObject({ code: "NATS_REFUSED", values: { reason: "no tls" } });
      });
    });
  });
}

describe("before anything is connected", () => {
  const nowhere = "nats://127.0.0.1:1";
  const seed = newNkeyUser().seed;
  test.each<[string, NatsSecurity, string]>([
    ["two ways at once", { token: "s3cret", user: "me" }, "user, token"],
    ["a password of nobody", { pass: "s3cret" }, "pass"],
    ["an nkey file that is not there", { nkeyFile: join(folder, "none") }, "nkeyFile"],
    ["an nkey file without a seed", { nkeyFile: file("noise", "s3cret") }, "nkeyFile"],
    ["a creds file without creds", { credsFile: file("seed-only", seed) }, "credsFile"],
    ["a CA that is no certificate", { tls: { caFile: file("noise.pem", "s3cret") } }, "tls.caFile"],
    ["a certificate without its key", { tls: { certFile: file("cert.pem", "s3cret") } }, "tls"],
    [
      "a key that is none",
      { tls: { certFile: file("cert2.pem", "s3cret"), keyFile: file("key2.pem", "s3cret") } },
      "tls.certFile",
    ],
  ])("%s is refused by name, and what is secret is not repeated", async (_, security, option) => {
    const error: unknown = await connectNats({ servers: [nowhere], name: "test", ...security }).catch(
      (reason: unknown) => reason,
    );
    if (!isGraftError(error)) throw new Error(String(error));
    expect([error.code, error.values.option]).toEqual(["INVALID_OPTION", option]);
    expectSilence(error, "s3cret", seed);
  });
});
