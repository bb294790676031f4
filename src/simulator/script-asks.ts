/**
 * What a scenario asks of the cluster, over the production client or at a node itself, and writes into the history for the
 * judge. Law: nothing is answered that was not: who dies with a request in hand leaves it unanswered.
 */
import type { MemberChange } from "../core/event.ts";
import { isGraftError } from "../errors.ts";
import { byteStringOf } from "../kv/bytes.ts";
import type { KvClient } from "../kv/client.ts";
import { type ClientConnection, kvOver } from "../kv/connect.ts";
import { encodeCommand, encodeQuery } from "../kv/format.ts";
import { ask, readOutcome, toldBy } from "../scenario/ask.ts";
import { type AskDesk, askAt } from "../scenario/ask-desk.ts";
import { answerOf, writeOutcome } from "../scenario/ask-node.ts";
import type { Call, Outcome } from "../scenario/history.ts";
import type { Answer, Asked } from "../scenario/stage.ts";
import { Host } from "./host.ts";
import type { SimulatedNode } from "./node.ts";
import { CLUSTER_NAME, type ScriptWorld } from "./script-world.ts";

const CALL_TIMEOUT_MS = 9_000;
const CONNECTIONS_MAX = 8;
const LOOK_AGAIN_MS = 5;

interface Client {
  readonly connection: ClientConnection<KvClient>;
  waiting: number;
}

export class ScriptAsks {
  readonly #world: ScriptWorld;
  readonly #clients: Client[] = [];
  readonly #desk: AskDesk = {
    call: (key, call, at, isStale) => this.#call(key, call, at, isStale),
    snapshot: (id) => this.#snapshot(id),
    transfer: (to) => this.#atLeader((leader) => leader.driver?.transferLeadership(to)),
    remove: (id) => this.#change(() => ({ type: "remove", id })),
    admit: (id) => this.#admit(id),
  };

  constructor(world: ScriptWorld) {
    this.#world = world;
  }

  ask(asked: Asked): Promise<Answer> {
    return askAt(this.#desk, asked);
  }

  async #call(key: string, call: Call, at: string | null, isStale: boolean): Promise<Answer> {
    const { history, loop } = this.#world;
    const id = history.begin("scenario", key, call, loop.nowMs, isStale);
    const outcome = at === null ? await this.#overNats(key, call) : await this.#atNode(at, key, call, isStale);
    history.end(id, outcome, loop.nowMs);
    return answerOf(outcome);
  }

  async #overNats(key: string, call: Call): Promise<Outcome> {
    const client = this.#idleClient();
    client.waiting += 1;
    try {
      return await ask(client.connection.client, key, call);
    } catch (error) {
      const told = toldBy(error);
      if (told === null) this.#world.judge.report("client", `a client threw ${String(error)}`);
      return told ?? { type: "unknown" };
    } finally {
      client.waiting -= 1;
    }
  }

  /** A client does one thing after another: who must not wait behind another gets one of its own. */
  #idleClient(): Client {
    const least = [...this.#clients].sort((a, b) => a.waiting - b.waiting)[0];
    if (least !== undefined && (least.waiting === 0 || this.#clients.length === CONNECTIONS_MAX)) return least;
    const { loop, broker, dice } = this.#world;
    const name = `client${this.#clients.length + 1}`;
    const host = new Host({ loop, clockRate: 1, onTurn: () => undefined });
    const random = dice.fork(name);
    const connection = kvOver({
      cluster: CLUSTER_NAME,
      link: broker.connect(name, host),
      clock: host.clock,
      random: () => random.unit(),
      callTimeoutMs: CALL_TIMEOUT_MS,
    });
    const client = { connection, waiting: 0 };
    this.#clients.push(client);
    return client;
  }

  #atNode(id: string, key: string, call: Call, isStale: boolean): Promise<Outcome> {
    const node = this.#world.node(id);
    const bytes = byteStringOf(key);
    return new Promise((resolve) => {
      if (node === undefined || node.driver === null) return resolve({ type: "refused", code: "NODE_STOPPED" });
      if (call.type === "get") {
        const query = encodeQuery({ type: "get", key: bytes });
        return void node.read(isStale ? "stale" : "linearizable", query, (given) => resolve(readOutcome(given)));
      }
      if (call.type !== "put") return resolve({ type: "refused", code: "INVALID_REQUEST" });
      const command = encodeCommand({ type: "put", key: bytes, value: Buffer.from(call.value) });
      const request = { type: "propose", clientId: 0, sequence: 0, command } as const;
      node.host?.input(() => node.driver?.ask(request, (given) => resolve(writeOutcome(given))));
    });
  }

  /** Nothing is asked of a node that is not up: it may come up later. */
  #atLeader(perform: (leader: SimulatedNode) => Promise<void> | undefined): Promise<Answer> {
    const { leader } = this.#world.cluster;
    return new Promise((resolve) => {
      if (leader === null) return resolve({ type: "refused", code: "NO_LEADER" });
      const failed = (error: unknown): void => resolve(failureOf(error));
      leader.host?.input(() => void perform(leader)?.then(() => resolve({ type: "done", value: null }), failed));
    });
  }

  /** null: there is nobody to admit. */
  #change(changeOf: () => MemberChange | null): Promise<Answer> {
    const change = changeOf();
    if (change === null) return Promise.resolve({ type: "refused", code: "UNKNOWN_NODE" });
    return this.#atLeader((leader) => leader.driver?.changeMembers(change));
  }

  /** It is started first where it does not run. */
  async #admit(id: string): Promise<Answer> {
    const { cluster, loop } = this.#world;
    const node = this.#world.node(id);
    if (node === undefined) return { type: "refused", code: "UNKNOWN_NODE" };
    if (!node.isUp) cluster.start(node);
    await new Promise<void>((resolve) => {
      const look = (): void => void (node.driver === null ? loop.after(LOOK_AGAIN_MS, look) : resolve());
      look();
    });
    return this.#change(() => {
      const member = cluster.memberOf(node);
      return member === null ? null : { type: "add", member };
    });
  }

  #snapshot(id: string): Promise<Answer> {
    const { loop } = this.#world;
    const node = this.#world.node(id);
    return new Promise((resolve) => {
      const state = node?.state ?? null;
      if (node === undefined || state === null) return resolve({ type: "refused", code: "NODE_STOPPED" });
      const index = state.appliedIndex;
      node.host?.input(() => node.driver?.takeSnapshot());
      const look = (): void => {
        if ((node.state?.snapshot?.last.index ?? 0) >= index) resolve({ type: "done", value: null });
        else loop.after(LOOK_AGAIN_MS, look);
      };
      look();
    });
  }
}

function failureOf(error: unknown): Answer {
  if (!isGraftError(error)) throw error;
  const { code } = error;
  return { type: code === "UNCERTAIN" || code === "TIMED_OUT" ? "unknown" : "refused", code };
}
