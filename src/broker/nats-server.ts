/**
 * A real nats-server: found on PATH, started on a loopback port, and stopped.
 *
 * Law: it is handed over only once it has greeted a client; and when it is closed, its process and its temporary folder are
 * gone. It ends with this process too, except where this process is killed outright.
 *
 * Its configuration does what the embedded broker does by itself: everybody is in one account without a password, hears
 * disconnect events on `graft.disconnect`, and cannot publish there. The port is read from its log, where it says on what
 * it listens.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { constants, rmSync } from "node:fs";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { GraftError } from "../errors.ts";
import { GRAFT_DISCONNECT_SUBJECT } from "./disconnect-events.ts";

const HOST = "127.0.0.1";
const KILL_AFTER_MS = 5000;
const LOG_LINES_KEPT = 20;

export interface NatsServerOptions {
  /** Default: the one on PATH. */
  readonly executable?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default 10 000 ms. */
  readonly startTimeoutMs?: number;
  /** In place of the accounts below; where it listens is added. Files that it names are looked for from where this process runs. */
  readonly configuration?: string;
}

export interface NatsServer {
  /** nats://127.0.0.1:port */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** As the server gives it, such as "2.10.22". */
  readonly version: string;
  /** Asks it to stop, kills it where it does not, and removes its folder. */
  close(): Promise<void>;
  /** Kills it at once; its folder goes as soon as it has gone. */
  kill(): void;
}

/** The full path of nats-server, or null where no folder of `path` has it. */
export async function findNatsServer(path: string = process.env.PATH ?? ""): Promise<string | null> {
  const name = process.platform === "win32" ? "nats-server.exe" : "nats-server";
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    if (folder !== "" && (await isExecutable(candidate))) return candidate;
  }
  return null;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/**
 * @throws GraftError NATS_SERVER_NOT_FOUND where there is none; BROKER_FAILED where it did not start in time, with the
 * end of its log in the message.
 */
export async function startNatsServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  const executable = options.executable ?? (await findNatsServer());
  if (executable === null || !(await isExecutable(executable))) {
    const where = executable ?? "PATH";
    throw new GraftError("NATS_SERVER_NOT_FOUND", `No nats-server at ${where}.`, { path: where });
  }
  const folder = await mkdtemp(join(tmpdir(), "graft-nats-"));
  const configuration = join(folder, "nats-server.conf");
  await writeFile(configuration, `${listenLine(options.port ?? 0)}${options.configuration ?? openAccounts()}`, {
    mode: 0o600,
  });
  const child = spawn(executable, ["-c", configuration], { stdio: ["ignore", "ignore", "pipe"] });
  const server = new ServerProcess(child, folder);
  try {
    const { port, version } = await server.ready(options.startTimeoutMs ?? 10_000);
    return {
      url: `nats://${HOST}:${port}`,
      port,
      pid: child.pid ?? 0,
      version,
      close: () => server.close(),
      kill: () => server.kill(),
    };
  } catch (cause) {
    await server.close();
    const message = `nats-server did not start: ${server.logEnd(cause)}`;
    throw new GraftError("BROKER_FAILED", message, { reason: server.logEnd(cause) }, { cause });
  }
}

/** -1 is what nats-server calls a free port. */
const listenLine = (port: number): string => `listen: "${HOST}:${port === 0 ? -1 : port}"\n`;

/** The passwords are for nobody: clients come in as `app` without one. */
export function openAccounts(): string {
  const password = (): string => JSON.stringify(randomBytes(24).toString("hex"));
  return `accounts {
  SYS {
    users: [ {user: sys, password: ${password()}} ]
    exports: [ {stream: "$SYS.ACCOUNT.*.DISCONNECT"} ]
  }
  APP {
    users: [ {
      user: app, password: ${password()}
      permissions: { publish: { deny: ["${GRAFT_DISCONNECT_SUBJECT}", "$SYS.ACCOUNT.*.DISCONNECT"] } }
    } ]
    imports: [ {stream: {account: SYS, subject: "$SYS.ACCOUNT.APP.DISCONNECT"}, to: "${GRAFT_DISCONNECT_SUBJECT}"} ]
  }
}
system_account: SYS
no_auth_user: app
`;
}

class ServerProcess {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #exited: Promise<unknown>;
  readonly #log: string[] = [];
  #closed: Promise<void> | null = null;
  readonly #killChild = (): void => {
    this.#child.kill("SIGKILL");
  };
  /** This process exits without having closed it. */
  readonly #leave = (): void => {
    this.#killChild();
    rmSync(this.#folder, { recursive: true, force: true });
  };

  constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    // "error" instead of "exit": it could not even be started.
    this.#exited = Promise.race([once(child, "exit"), new Promise((resolve) => child.once("error", resolve))]).catch(
      () => {},
    );
    process.once("exit", this.#leave);
  }

  /** What to tell of a failed start: the last lines of the log, or the failure itself where it logged nothing. */
  logEnd(cause: unknown): string {
    return this.#log.length > 0 ? this.#log.join(" | ") : String(cause);
  }

  async ready(timeoutMs: number): Promise<{ port: number; version: string }> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const late = new Promise<never>((_, reject) => {
      timeout.addEventListener("abort", () => reject(new Error(`not ready after ${timeoutMs} ms`)), { once: true });
    });
    const gone = this.#exited.then(() => Promise.reject(new Error("it exited")));
    const port = await Promise.race([this.#listeningPort(), gone, late]);
    const version = await Promise.race([greeting(port), gone, late]);
    return { port, version };
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  kill(): void {
    this.#killChild();
    void this.close();
  }

  async #end(): Promise<void> {
    const deadline = setTimeout(this.#killChild, KILL_AFTER_MS);
    this.#child.kill("SIGTERM");
    await this.#exited;
    clearTimeout(deadline);
    process.removeListener("exit", this.#leave);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Reads the log to its end, so that the server never waits for its reader. */
  #listeningPort(): Promise<number> {
    const { stderr } = this.#child;
    if (stderr === null) return Promise.reject(new Error("no log"));
    return new Promise((resolve) => {
      createInterface({ input: stderr }).on("line", (line) => {
        this.#log.push(line);
        if (this.#log.length > LOG_LINES_KEPT) this.#log.shift();
        const port = /Listening for client connections on .*:(\d+)\s*$/.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    });
  }
}

/** The version that a server's INFO tells. */
function greeting(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, HOST);
    let text = "";
    socket.setEncoding("latin1");
    socket.once("error", reject);
    socket.on("data", (part: string) => {
      text += part;
      if (!text.includes("\n")) return;
      socket.destroy();
      resolve(/"version":\s*"([^"]*)"/.exec(text)?.[1] ?? "unknown");
    });
  });
}
