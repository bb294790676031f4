import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findNatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import { isGraftError } from "../../src/errors.ts";
import { CONNECT, RawClient } from "../conformance/raw-client.ts";
import { natsServerMissing, skipNote } from "../conformance/servers.ts";

const temporaryFolders = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith("graft-nats-")).sort();

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Also where nobody has asked yet how it ended. */
function hasEnded(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

const codeOf = (error: unknown) => (isGraftError(error) ? error.code : error);

describe("finding nats-server", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "graft-path-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("looks through the folders of the path in order, for a file that can be executed", async () => {
    const file = join(folder, "nats-server");
    expect(await findNatsServer(`/nowhere::${folder}`)).toBeNull();
    await writeFile(file, "#!/bin/sh\necho 'no such flag' >&2\nexit 1\n", { mode: 0o600 });
    expect(await findNatsServer(folder)).toBeNull();
    await chmod(file, 0o700);
    expect(await findNatsServer(`/nowhere::${folder}`)).toBe(file);
  });

  test("one that does not start is reported with the end of its log, and leaves no folder behind", async () => {
    const executable = join(folder, "nats-server");
    await writeFile(executable, "#!/bin/sh\necho 'no such flag' >&2\nexit 1\n", { mode: 0o700 });
    const error: unknown = await startNatsServer({ executable }).catch((refusal: unknown) => refusal);
    expect(codeOf(error)).toBe("BROKER_FAILED");
    expect(String(error)).toContain("no such flag");
  });

  test("one that is not there is reported as such", async () => {
    const executable = join(folder, "nothing");
    const error: unknown = await startNatsServer({ executable }).catch((refusal: unknown) => refusal);
    expect(codeOf(error)).toBe("NATS_SERVER_NOT_FOUND");
  });

  test("one that says nothing is given up and killed", async () => {
    const executable = join(folder, "silent");
    await writeFile(executable, "#!/bin/sh\nexec sleep 60\n", { mode: 0o700 });
    const error: unknown = await startNatsServer({ executable, startTimeoutMs: 50 }).catch(
      (refusal: unknown) => refusal,
    );
    expect(codeOf(error)).toBe("BROKER_FAILED");
  });
});

describe.skipIf(natsServerMissing)(`a nats-server of our own${skipNote}`, () => {
  test("greets, and leaves neither process nor folder behind", async () => {
    const before = await temporaryFolders();
    const server = await startNatsServer();
    expect(server.version).toMatch(/^\d+\.\d+/);
    expect(await temporaryFolders()).not.toEqual(before);
    const client = await RawClient.connect(server.port);
    expect(await client.exchange(CONNECT)).toBe("");
    await Promise.all([server.close(), server.close(), client.untilClosed()]);
    expect(isRunning(server.pid)).toBe(false);
  });

  test("leaves none behind either where the process that started it exits without a word", async () => {
    const folder = await mkdtemp(join(tmpdir(), "graft-owner-"));
    const outfile = join(folder, "owner.mjs");
    const contents = `import { startNatsServer } from "./nats-server.ts";
      const { pid } = await startNatsServer();
      process.stdout.write(String(pid), () => process.exit(0));`;
    const resolveDir = join(import.meta.dirname, "../../src/broker");
    await build({ stdin: { contents, resolveDir }, bundle: true, platform: "node", format: "esm", outfile });
    const own = { ...process.env, TMPDIR: folder };
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { env: own });
    await expect.poll(() => hasEnded(Number(stdout))).toBe(true);
    expect(await readdir(folder)).toEqual(["owner.mjs"]);
    await rm(folder, { recursive: true });
  });

  test("can be killed at once", async () => {
    const server = await startNatsServer();
    const client = await RawClient.connect(server.port);
    server.kill();
    await client.untilClosed();
    await server.close();
    expect(isRunning(server.pid)).toBe(false);
  });

  test("listens on the port that it is given", async () => {
    const first = await startNatsServer();
    await first.close();
    const second = await startNatsServer({ port: first.port });
    expect(second.port).toBe(first.port);
    const socket = connect(second.port, "127.0.0.1");
    await once(socket, "data");
    socket.destroy();
    await second.close();
  });
});
