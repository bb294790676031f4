/**
 * The clients of a scenario on a cluster that lives: what the story asks, and a load beside it. Law: all of it goes by the
 * production client or to a node itself, is written into the history, and nothing is written there that was not told.
 */
import { isGraftError } from "../errors.ts";
import type { KvClient } from "../kv/client.ts";
import { type ClientConnection, connectKv } from "../kv/connect.ts";
import type { NatsSecurity } from "../ports/nats.ts";
import { ask } from "./ask.ts";
import { type AskNode, answerOf, askNode } from "./ask-node.ts";
import type { Call, History, Outcome } from "./history.ts";
import type { Answer, Found } from "./stage.ts";

export interface LiveClientsOptions {
  readonly servers: readonly string[];
  readonly security: NatsSecurity;
  readonly cluster: string;
  readonly history: History;
  readonly nowMs: () => number;
  /** From 0 to 1, exclusive. */
  readonly random: () => number;
}

const CALL_TIMEOUT_MS = 9_000;
/** Who must not wait behind another: a story may begin many things. */
const CONCURRENCY = 256;
const LOAD_CALL_TIMEOUT_MS = 3_000;
const LOAD_KEYS = 5;
const THINK_MS = 100;

export class LiveClients {
  readonly #options: LiveClientsOptions;
  readonly #asking: ClientConnection<KvClient>;
  readonly #loading: ClientConnection<KvClient>;
  readonly found: Found[] = [];
  #load = 0;
  #written = 0;

  private constructor(
    options: LiveClientsOptions,
    asking: ClientConnection<KvClient>,
    loading: ClientConnection<KvClient>,
  ) {
    this.#options = options;
    this.#asking = asking;
    this.#loading = loading;
  }

  /** @throws GraftError NATS_UNREACHABLE, NATS_REFUSED */
  static async connect(options: LiveClientsOptions): Promise<LiveClients> {
    const { servers, security, cluster } = options;
    const own = { ...security, servers, cluster, name: "scenario", concurrency: CONCURRENCY };
    const asking = await connectKv({ ...own, callTimeoutMs: CALL_TIMEOUT_MS });
    return new LiveClients(options, asking, await connectKv({ ...own, callTimeoutMs: LOAD_CALL_TIMEOUT_MS }));
  }

  /** `node` null: over NATS, of whoever leads. Never rejects. */
  async ask(key: string, call: Call, node: AskNode | null, isStale: boolean): Promise<Answer> {
    const { client } = this.#asking;
    const perform = node === null ? () => ask(client, key, call) : () => askNode(node, key, call, isStale);
    return answerOf(await this.#noted("scenario", key, call, isStale, perform));
  }

  /** From now on so many ask one thing after another; those of before ask nothing more. */
  load(count: number): void {
    this.#load += 1;
    for (let client = 1; client <= count; client++) void this.#keepAsking(`load${this.#load}-${client}`, this.#load);
  }

  async close(): Promise<void> {
    this.load(0);
    await Promise.all([this.#asking.close(), this.#loading.close()]);
  }

  async #keepAsking(client: string, load: number): Promise<void> {
    const { random } = this.#options;
    while (load === this.#load) {
      const key = `load-${1 + Math.floor(random() * LOAD_KEYS)}`;
      const call = this.#drawn(client, random());
      await this.#noted(client, key, call, false, () => ask(this.#loading.client, key, call));
      await new Promise((resolve) => setTimeout(resolve, THINK_MS * random()));
    }
  }

  #drawn(client: string, dice: number): Call {
    if (dice < 0.5) return { type: "get" };
    if (dice < 0.55) return { type: "delete" };
    this.#written += 1;
    return { type: "put", value: `${client}-${this.#written}` };
  }

  async #noted(
    client: string,
    key: string,
    call: Call,
    isStale: boolean,
    ask: () => Promise<Outcome>,
  ): Promise<Outcome> {
    const { history, nowMs } = this.#options;
    const id = history.begin(client, key, call, nowMs(), isStale);
    const outcome = await ask().catch((error: unknown) => this.#told(error));
    history.end(id, outcome, nowMs());
    return outcome;
  }

  /** Only an error of the client's own says that nothing was done; any other is a bug. */
  #told(error: unknown): Outcome {
    if (!isGraftError(error)) this.found.push({ checker: "client", what: `a client threw ${String(error)}` });
    else if (error.code !== "UNCERTAIN" && error.code !== "NODE_STOPPED") return { type: "refused", code: error.code };
    return { type: "unknown" };
  }
}
