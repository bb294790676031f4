/**
 * The NATS that a cluster uses: one that is there, a nats-server of our own, or the embedded broker in its own worker. Law:
 * what was started here is ended here, and nothing else is; and what is started again is where it was before.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type NatsServer, startNatsServer } from "../broker/nats-server.ts";
import type { BrokerMessage, BrokerRequest, BrokerWorkerData } from "../broker/protocol.ts";
import { GraftError } from "../errors.ts";
import type { FaultyBroker } from "./faults/fault-desk.ts";
import { FreezeWord, newFreezeBuffer } from "./freeze-word.ts";
import { WORKER_LIMITS } from "./memory.ts";
import { withinMs } from "./within.ts";
import { workerFile } from "./worker-file.ts";

export interface BrokerHandle {
  /** Addresses for the `nats` client. */
  readonly servers: readonly string[];
  /** null: it is not ours to break. */
  readonly faults: FaultyBroker | null;
  close(): Promise<void>;
  /** At once. */
  kill(): void;
}

const CLOSE_MS = 2_000;
/** A port that has just been given up may be busy for a moment yet. */
const START_TRIES = 20;
const TRY_AGAIN_MS = 50;

const usingServers = (servers: readonly string[]): BrokerHandle => ({
  servers,
  faults: null,
  close: async () => undefined,
  kill: () => undefined,
});

/** A broker as it runs, until it ends. */
interface RunningBroker {
  readonly url: string;
  readonly port: number;
  freeze(forMs: number | null): Promise<void>;
  thaw(): void;
  close(): Promise<void>;
  kill(): Promise<void>;
}

async function firstMessage(worker: Worker): Promise<BrokerMessage> {
  const answered = once(worker, "message") as Promise<[BrokerMessage]>;
  const [message] = await answered;
  return message;
}

async function startEmbedded(port: number): Promise<RunningBroker> {
  const freeze = newFreezeBuffer();
  const word = new FreezeWord(freeze);
  const workerData: BrokerWorkerData = { options: { port }, freeze };
  const worker = new Worker(workerFile("broker"), { workerData, name: "broker", resourceLimits: WORKER_LIMITS });
  const tell = (type: BrokerRequest["type"]): void => worker.postMessage({ type } satisfies BrokerRequest);
  const message = await firstMessage(worker);
  if (message.type === "failed") {
    await worker.terminate();
    const { code, message: text, values } = message.error;
    throw new GraftError(code, text, values);
  }
  if (message.type !== "ready") throw new TypeError(`the broker begins with ${message.type}`);
  return {
    url: message.url,
    port: message.port,
    async freeze(forMs) {
      const isFrozen = word.isFrozen;
      word.set(forMs);
      if (isFrozen) return;
      const frozen = firstMessage(worker);
      tell("freeze");
      await frozen;
    },
    thaw: () => word.thaw(),
    async close() {
      word.thaw();
      const exited = once(worker, "exit");
      tell("close");
      if ((await withinMs(CLOSE_MS, exited)) === "late") await worker.terminate();
    },
    kill: async () => void (await worker.terminate()),
  };
}

async function startReal(port: number): Promise<RunningBroker> {
  const server = await startNatsServer({ port });
  let timer: NodeJS.Timeout | undefined;
  const thaw = (): void => {
    clearTimeout(timer);
    signal(server, "SIGCONT");
  };
  return {
    url: server.url,
    port: server.port,
    async freeze(forMs) {
      clearTimeout(timer);
      if (forMs !== null) timer = setTimeout(thaw, forMs);
      signal(server, "SIGSTOP");
    },
    thaw,
    close: () => {
      thaw();
      return server.close();
    },
    kill: () => {
      clearTimeout(timer);
      server.kill();
      return server.close();
    },
  };
}

/** One that has gone meanwhile needs none. */
function signal({ pid }: NatsServer, name: "SIGSTOP" | "SIGCONT"): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** A broker that can be taken away, and put back where it was. */
class OwnBroker implements BrokerHandle, FaultyBroker {
  readonly servers: readonly string[];
  readonly #start: (port: number) => Promise<RunningBroker>;
  readonly #port: number;
  /** null: it is stopped. */
  #running: RunningBroker | null;
  /** One thing after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(start: (port: number) => Promise<RunningBroker>, running: RunningBroker) {
    this.#start = start;
    this.#running = running;
    this.#port = running.port;
    this.servers = [running.url];
  }

  get faults(): FaultyBroker {
    return this;
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      const running = this.#running;
      this.#running = null;
      await running?.kill();
    });
  }

  start(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isClosed) return;
      this.#running ??= await this.#startAgain();
    });
  }

  async freeze(forMs: number | null): Promise<void> {
    await this.#running?.freeze(forMs);
  }

  thaw(): void {
    this.#running?.thaw();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#inTurn(async () => this.#running?.close());
  }

  kill(): void {
    this.#isClosed = true;
    void this.#running?.kill();
  }

  async #startAgain(): Promise<RunningBroker> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#start(this.#port);
      } catch (error) {
        if (tries === START_TRIES) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** @throws GraftError NATS_SERVER_NOT_FOUND, or NATS_UNREACHABLE where a broker does not come up. */
export async function openBroker(
  servers: readonly string[],
  broker: "embedded" | "nats-server",
): Promise<BrokerHandle> {
  if (servers.length > 0) return usingServers(servers);
  const start = broker === "embedded" ? startEmbedded : startReal;
  return new OwnBroker(start, await start(0));
}
