/** The built commands against servers that ask who they are: what they are told stays secret, whatever they print. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect, type NatsConnection, nkeyAuthenticator } from "nats";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { type NatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import { connectKv } from "../../src/kv/connect.ts";
import { startCluster } from "../../src/supervisor/cluster.ts";
import { type NkeyUser, newNkeyUser, Operator } from "../conformance/accounts.ts";
import { Authority, opensslMissing } from "../conformance/certificates.ts";
import { REAL_SERVERS } from "../conformance/servers.ts";
import { Running } from "./run-cluster.ts";

const KV = fileURLToPath(new URL("../../dist/kv.js", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../examples/nats-server.conf", import.meta.url));
const TIMING = { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 };

const folder = mkdtempSync(join(tmpdir(), "graft-secure-cluster-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

async function serve(executable: string | null, configuration: string): Promise<NatsServer> {
  const server = await startNatsServer({ executable: executable ?? "", configuration });
  onTestFinished(() => server.close());
  return server;
}

interface Ended {
  readonly code: number;
  readonly told: string;
}

/** Both streams of a command, whatever becomes of it. */
const kv = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, LANG: "C.UTF-8", ...env } };
    const child = execFile(process.execPath, [KV, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, told: stdout + stderr }),
    );
  });

interface Mode {
  readonly name: string;
  readonly configuration: string;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: readonly string[];
}

function modes(): Mode[] {
  const [right, wrong] = [newNkeyUser(), newNkeyUser()];
  const operator = new Operator();
  const [creds, foreign] = [operator.newUser("me"), new Operator().newUser("me")];
  const all = [
    {
      name: "user and password",
      configuration: 'authorization { users: [ {user: "me", password: "s3cret-right"} ] }\n',
      right: ["--user", "me"],
      wrong: ["--user", "me", "--password", "s3cret-wrong"],
      env: { NATS_PASSWORD: "s3cret-right" },
      secrets: ["s3cret"],
    },
    {
      name: "a token",
      configuration: 'authorization { token: "s3cret-right" }\n',
      right: ["--token", "s3cret-right"],
      wrong: ["--token", "s3cret-wrong"],
      env: {},
      secrets: ["s3cret"],
    },
    {
      name: "an nkey",
      configuration: `authorization { users: [ {nkey: ${right.publicKey}} ] }\n`,
      right: ["--nkey", file("right.nk", right.seed)],
      wrong: ["--nkey", file("wrong.nk", wrong.seed)],
      env: {},
      secrets: [right.seed, wrong.seed],
    },
    {
      name: "creds",
      configuration: operator.configuration(),
      right: ["--creds", file("right.creds", creds)],
      wrong: ["--creds", file("wrong.creds", foreign)],
      env: {},
      secrets: [creds, foreign].flatMap((text) => text.split("\n").filter((line) => /^(SU|ey)/.test(line))),
    },
  ];
  return opensslMissing ? all : [...all, tlsMode()];
}

function tlsMode(): Mode {
  const [authority, other] = [new Authority(folder, "ca"), new Authority(folder, "other")];
  const [server, mine, forged] = [
    authority.sign("server", "IP:127.0.0.1"),
    authority.sign("me", "DNS:me"),
    other.sign("me", "DNS:me"),
  ];
  const flags = ({ cert, key }: typeof mine) => ["--tlsca", authority.cert, "--tlscert", cert, "--tlskey", key];
  return {
    name: "certificates",
    configuration: `tls {\n cert_file: "${server.cert}"\n key_file: "${server.key}"\n ca_file: "${authority.cert}"\n verify: true\n}\n`,
    right: flags(mine),
    wrong: flags(forged),
    env: {},
    secrets: [mine.key, forged.key].flatMap((path) => readFileSync(path, "latin1").split("\n").slice(1, -2)),
  };
}

const MODES = modes();

for (const kind of REAL_SERVERS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    test.each(MODES)("the commands with $name", async ({ configuration, right, wrong, env, secrets }) => {
      const { url } = await serve(kind.executable, configuration);
      const at = ["--nats", url];
      const running = new Running([...at, ...right, "--json", "--log-level", "trace"], env);
      await running.line(({ type }) => type === "leaderChange");
      expect(await kv(env, "put", "k", "v", ...at, ...right)).toMatchObject({ code: 0 });
      const get = ["get", "k", ...at, ...wrong];
      const [failed, ...refused] = await Promise.all([
        new Running([...at, ...wrong, "--json", "--log-level", "trace"]).finished(),
        kv({}, ...get),
        kv({}, ...get, "--json"),
      ]);
      running.child.kill("SIGINT");
      const ended = await running.finished();
      const told = [...refused.map((each) => each.told), JSON.stringify([ended, failed])].join("\n");
      expect([...refused.map(({ code }) => code), ended.code, failed.code]).toEqual([1, 1, 0, 1]);
      expect(failed.lines.at(-1)).toMatchObject({ type: "error", code: "NATS_REFUSED" });
      for (const { told: line } of refused)
        expect(line).toMatch(/Authorization Violation|does not accept the TLS client certificate/);
      for (const secret of secrets) expect(told.includes(secret)).toBe(false);
    });

    describe("examples/nats-server.conf", () => {
      const users = new Map(["n1", "n2", "n3", "client"].map((name) => [name, newNkeyUser()]));

      const configured = (): string =>
        [...users].reduce(
          (text, [name, user]) =>
            text.replace(new RegExp(`^${name.toUpperCase()} = .*$`, "m"), `${name.toUpperCase()} = ${user.publicKey}`),
          readFileSync(EXAMPLE, "utf8"),
        );

      function userNamed(name: string): NkeyUser {
        const user = users.get(name);
        if (user === undefined) throw new Error("no such user");
        return user;
      }

      async function connectedAs(name: string, url: string): Promise<NatsConnection> {
        const authenticator = nkeyAuthenticator(Buffer.from(userNamed(name).seed));
        const connection = await connect({ servers: url, authenticator });
        onTestFinished(() => connection.close());
        return connection;
      }

      /** What the server says to a publication, told after a flush behind it; "" where it was taken. */
      async function answerTo(connection: NatsConnection, subject: string): Promise<string> {
        const told: string[] = [];
        const watching = (async () => {
          for await (const { type, data } of connection.status()) told.push(`${type} ${JSON.stringify(data)}`);
        })();
        watching.catch(() => {});
        connection.publish(subject, new Uint8Array([1]));
        await connection.flush();
        await connection.flush();
        return told.join();
      }

      test("lets a cluster and its clients do all that they do, and nobody speak as another", async () => {
        const { url } = await serve(kind.executable, configured());
        for (const [name, { seed }] of users) file(`${name}.nk`, seed);
        const complaints: string[] = [];
        const cluster = await startCluster({
          nats: { servers: url, nkeyFile: join(folder, "{node}.nk") },
          timing: TIMING,
          onLog: (line) => complaints.push(line),
        });
        onTestFinished(() => cluster.close());
        const leader = await cluster.waitForLeader();
        const nkeyFile = join(folder, "client.nk");
        const { client, close } = await connectKv({ servers: [url], name: "test", cluster: "graft", nkeyFile });
        onTestFinished(close);
        await client.put("k", Buffer.from("1"));
        await cluster.node(leader).transferLeadership();
        await client.put("k", Buffer.from("2"));
        await cluster.node(leader).crash();
        await cluster.node(leader).restart();
        const found = await client.get("k", "linearizable");
        expect(Buffer.from(found?.value ?? []).toString()).toBe("2");
        expect(complaints).toEqual([]);

        const before = await cluster.node("n3").report();
        const [n2, outsider] = [await connectedAs("n2", url), await connectedAs("client", url)];
        for (const [connection, subject] of [
          [n2, "graft.graft.from.n1.all"],
          [n2, "graft.graft.from.n1.to.n3"],
          [n2, "graft.graft.propose"],
          [n2, "graft.disconnect"],
          [outsider, "graft.graft.from.n1.all"],
          [outsider, "graft.graft.from.client.all"],
          [outsider, "graft.disconnect"],
          [outsider, "graft-alive.graft.n1"],
        ] as const)
          expect(await answerTo(connection, subject), subject).toMatch(/PERMISSIONS_VIOLATION/);
        expect(await answerTo(n2, "graft.graft.from.n2.to.n3")).toBe("");
        // The last was taken, so those before it were dropped by the server: of n1's name there came no noise.
        await expect
          .poll(async () => (await cluster.node("n3").report()).traffic.malformed)
          .toBe(before.traffic.malformed + 1);
      });
    });
  });
}
