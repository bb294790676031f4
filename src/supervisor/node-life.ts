/**
 * One life of a node: from the spawning of its worker to the worker's end. Law: a call to a worker that ends is rejected
 * (Comlink alone would leave it waiting for ever), and the end is told once all that the worker said before has been heard.
 */
import { once } from "node:events";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { type Remote, wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { GraftError } from "../errors.ts";
import { installErrorTransfer } from "./error-transfer.ts";
import { FreezeWord, newFreezeBuffer } from "./freeze-word.ts";
import { LeadDesk } from "./lead.ts";
import { LeaseWord, newLeaseBuffer } from "./lease-word.ts";
import { WORKER_LIMITS } from "./memory.ts";
import type { NodeApi, NodeEvent, NodeWorkerData, PlainError } from "./node-protocol.ts";
import { makeWayForOthers } from "./os-thread.ts";
import { workerFile } from "./worker-file.ts";

export type NodeLifeOptions = Omit<NodeWorkerData, "events" | "lease" | "freeze">;

/** How a life ended. */
export interface LifeEnd {
  /** Of the calendar: when the worker was gone. */
  readonly atMs: number;
  /** closed: it said so itself, whatever the reason; terminated: on request; died: neither. */
  readonly how: "closed" | "terminated" | "died";
}

installErrorTransfer();

export class NodeLife {
  readonly #nodeId: string;
  readonly #worker: Worker;
  readonly #api: Remote<NodeApi>;
  readonly #calls = new Set<(error: GraftError) => void>();
  readonly leads: LeadDesk;
  readonly #freeze: FreezeWord;
  #error: PlainError | null = null;
  #over = false;
  #saidStopped = false;
  #isTerminated = false;
  #exitedAtMs = 0;
  #threadId: number | null = null;
  #freezing: Promise<void> = Promise.resolve();
  #onFreezing: () => void = () => undefined;
  /** Resolves when the worker is gone: with what it died of, or null where it was closed or terminated on request. */
  readonly ended: Promise<PlainError | null>;

  constructor(options: NodeLifeOptions, onEvent: (event: NodeEvent) => void) {
    this.#nodeId = options.nodeId;
    const { port1, port2 } = new MessageChannel();
    const lease = newLeaseBuffer();
    this.leads = new LeadDesk(options.nodeId, new LeaseWord(lease));
    const freeze = newFreezeBuffer();
    this.#freeze = new FreezeWord(freeze);
    const workerData: NodeWorkerData = { ...options, lease, freeze, events: port2 };
    this.#worker = new Worker(workerFile("raft-node"), {
      workerData,
      transferList: [port2],
      name: options.nodeId,
      resourceLimits: WORKER_LIMITS,
    });
    this.#api = wrap<NodeApi>(nodeEndpoint(this.#worker));
    port1.on("message", (event: NodeEvent) => {
      if (event.type === "thread") this.#threadId = event.id;
      if (event.type === "freezing") this.#onFreezing();
      if (event.type === "stopped") {
        this.#error = event.error;
        this.#saidStopped = true;
      }
      if (event.type === "lease") this.leads.look();
      onEvent(event);
    });
    this.#worker.on("error", (error: unknown) => {
      this.#error = diedOf(this.#nodeId, error);
    });
    this.ended = this.#end(port1);
  }

  /** Once it is over. */
  get end(): LifeEnd {
    const how = this.#saidStopped ? "closed" : this.#isTerminated ? "terminated" : "died";
    return { atMs: this.#exitedAtMs, how };
  }

  get over(): boolean {
    return this.#over;
  }

  /** @throws GraftError NODE_STOPPED where the worker is gone, or goes before it answers; else whatever the node throws. */
  call<T>(invoke: (api: Remote<NodeApi>) => Promise<T>): Promise<T> {
    if (this.#over) return Promise.reject(this.#stopped());
    return new Promise<T>((resolve, reject) => {
      this.#calls.add(reject);
      invoke(this.#api)
        .then(resolve, reject)
        .finally(() => this.#calls.delete(reject));
    });
  }

  /** Its thread stands still, with its sockets open. Resolves once it does. null: until it is thawed. */
  freeze(forMs: number | null): Promise<void> {
    const isFrozen = this.#freeze.isFrozen;
    this.#freeze.set(forMs);
    if (!isFrozen) {
      const begins = new Promise<void>((resolve) => {
        this.#onFreezing = resolve;
      });
      this.#freezing = Promise.race([begins, this.call((api) => api.freeze())]);
    }
    return this.#freezing;
  }

  thaw(): void {
    this.#freeze.thaw();
  }

  /** At once, flushing nothing. */
  async terminate(): Promise<void> {
    this.#isTerminated = true;
    if (!this.#over) makeWayForOthers(this.#threadId);
    await this.#worker.terminate();
    await this.ended;
  }

  async #end(events: MessagePort): Promise<PlainError | null> {
    // Not `once`, which rejects where the worker dies of an error: that is an end as well.
    const exited = new Promise<void>((resolve) =>
      this.#worker.once("exit", (exitCode) => {
        this.#exitedAtMs = Date.now();
        if (!this.#isTerminated && !this.#saidStopped) this.#error ??= leftWith(this.#nodeId, exitCode);
        resolve();
      }),
    );
    await Promise.all([exited, once(events, "close")]);
    this.#over = true;
    this.leads.close();
    for (const reject of this.#calls) reject(this.#stopped());
    this.#calls.clear();
    return this.#error;
  }

  #stopped(): GraftError {
    const node = this.#nodeId;
    return new GraftError("NODE_STOPPED", `${node} is not running`, { node });
  }
}

/** Nobody caught it, in the worker: its class, code and stack are all that tells where it came from. */
function diedOf(node: string, thrown: unknown): PlainError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const errorCode = "code" in error && typeof error.code === "string" ? { errorCode: error.code } : {};
  return {
    code: "NODE_STOPPED",
    message: error.message,
    values: { node, reason: error.message, class: error.name, ...errorCode },
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

/** It was ended by what nobody threw: `process.exit`, for one. */
function leftWith(node: string, exitCode: number): PlainError {
  const reason = `the worker left with exit code ${exitCode}`;
  return { code: "NODE_STOPPED", message: reason, values: { node, reason, exitCode } };
}
