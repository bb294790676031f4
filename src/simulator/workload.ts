/**
 * Clients: the production client over a simulated connection, each asking one thing after another and writing down what it
 * was told. Law: every value is written by one call only (`scenario/history`); and nothing that a client was not told is in
 * the history.
 */
import { byteStringOf } from "../kv/bytes.ts";
import type { KvClient } from "../kv/client.ts";
import { type ClientConnection, kvOver } from "../kv/connect.ts";
import { encodeQuery } from "../kv/format.ts";
import { ask, readOutcome, toldBy } from "../scenario/ask.ts";
import type { Dice } from "../scenario/dice.ts";
import type { Call, History, Outcome } from "../scenario/history.ts";
import { operationText } from "../scenario/history.ts";
import type { Broker } from "./broker.ts";
import type { EventLoop } from "./event-loop.ts";
import { Host } from "./host.ts";
import type { SimulatedNode } from "./node.ts";
import type { Trace } from "./trace.ts";

export interface ClientOptions {
  readonly name: string;
  readonly dice: Dice;
  readonly loop: EventLoop;
  readonly broker: Broker;
  readonly trace: Trace;
  readonly history: History;
  readonly clusterName: string;
  readonly nodes: readonly SimulatedNode[];
  readonly keys: readonly string[];
  /** Between an answer and the next call, at most. */
  readonly thinkMs: number;
  readonly callTimeoutMs: number;
  /** Told what a client threw that no client may throw. */
  readonly onBug: (error: unknown) => void;
}

const LOCAL_READ_TIMEOUT_MS = 2_000;

export class SimulatedClient {
  readonly #options: ClientOptions;
  readonly #host: Host;
  #connection: ClientConnection<KvClient>;
  #count = 0;
  #isEnding = false;
  /** It has been answered after the end was announced, and asks nothing more. */
  isDone = false;
  /** Seen last, by key: what a compare-and-set may hope for. */
  readonly #seen = new Map<string, string | null>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#host = new Host({ loop: options.loop, clockRate: 1, onTurn: () => undefined });
    this.#connection = this.#connect();
  }

  start(): void {
    this.#thenNext();
  }

  /** From now on each write must succeed; the first that does is the last. */
  end(): void {
    this.#isEnding = true;
  }

  #connect(): ClientConnection<KvClient> {
    const { broker, name, clusterName: cluster, dice, callTimeoutMs } = this.#options;
    const link = broker.connect(name, this.#host);
    return kvOver({ cluster, link, clock: this.#host.clock, random: () => dice.unit(), callTimeoutMs });
  }

  #thenNext(): void {
    if (this.isDone) return;
    const { dice, thinkMs } = this.#options;
    this.#host.inputAfter(this.#isEnding ? 1 : dice.scaled(thinkMs / 30, thinkMs), () => this.#next());
  }

  #next(): void {
    if (this.isDone) return;
    const { dice } = this.#options;
    if (!this.#isEnding && dice.chance(0.01)) this.#forgetSession();
    const key = dice.pick(this.#options.keys);
    if (this.#isEnding) return void this.#last(key);
    const kind = dice.unit();
    if (kind < 0.4) void this.#call(key, { type: "put", value: this.#newValue() });
    else if (kind < 0.55) void this.#call(key, this.#compareAndSet(key));
    else if (kind < 0.6) void this.#call(key, { type: "delete" });
    else if (kind < 0.85) void this.#call(key, { type: "get" });
    else this.#readFromNode(key, dice.chance(0.3));
  }

  /** The client's process begins anew, with another session. What it had asked for stays unknown. */
  #forgetSession(): void {
    void this.#connection.close();
    this.#connection = this.#connect();
  }

  #newValue(): string {
    this.#count += 1;
    return `${this.#options.name}-${this.#count}`;
  }

  #compareAndSet(key: string): Call {
    return { type: "cas", expected: this.#seen.get(key) ?? null, value: this.#newValue() };
  }

  async #last(key: string): Promise<void> {
    const outcome = await this.#call(key, { type: "put", value: this.#newValue() });
    if (outcome.type === "done") this.isDone = true;
  }

  async #call(key: string, call: Call): Promise<Outcome> {
    const { history, loop, name } = this.#options;
    const id = history.begin(name, key, call, loop.nowMs);
    const outcome = await ask(this.#connection.client, key, call).catch((error: unknown) => this.#told(error));
    this.#ended(id, key, call, outcome);
    this.#thenNext();
    return outcome;
  }

  #told(error: unknown): Outcome {
    const told = toldBy(error);
    if (told === null) this.#options.onBug(error);
    return told ?? { type: "unknown" };
  }

  #ended(id: number, key: string, call: Call, outcome: Outcome): void {
    const { history, loop, trace, name } = this.#options;
    history.end(id, outcome, loop.nowMs);
    const ended = { client: name, key, call, isStale: false, startMs: 0, endMs: loop.nowMs, outcome };
    trace.say(operationText(ended));
    if (outcome.type === "read") this.#seen.set(key, outcome.value);
    if (outcome.type === "done" && "value" in call) this.#seen.set(key, call.value);
    if (outcome.type === "conflict") this.#seen.delete(key);
  }

  /** A program on the node's own machine reads there, whether the node leads or not. */
  #readFromNode(key: string, isStale: boolean): void {
    const { dice, nodes, history, loop, name } = this.#options;
    const leaders = nodes.filter(({ isLeader }) => isLeader);
    const node = dice.pick(leaders.length > 0 && dice.chance(0.4) ? leaders : nodes);
    if (node.driver === null) return this.#thenNext();
    const call = { type: "get" } as const;
    const id = history.begin(name, key, call, loop.nowMs, isStale);
    let isOver = false;
    const end = (outcome: Outcome): void => {
      if (isOver) return;
      isOver = true;
      this.#ended(id, key, call, outcome);
      this.#thenNext();
    };
    const consistency = isStale ? "stale" : "linearizable";
    const query = encodeQuery({ type: "get", key: byteStringOf(key) });
    node.read(consistency, query, (response) => end(readOutcome(response)));
    this.#host.inputAfter(LOCAL_READ_TIMEOUT_MS, () => end({ type: "unknown" }));
  }
}
