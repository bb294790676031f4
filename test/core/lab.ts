/**
 * A virtual cluster over the pure core: time, links and disks are in the hands of the test, and one seed decides the rest.
 *
 * Laws: it does a driver's duties and no more (what is held leaves only after its write is on disk; a crash loses what is
 * not); and after each step it asks the core's invariants and those that only a cluster has: one leader a term, one vote a
 * term and member over all its lives, nothing promised that is not on the promiser's disk.
 *
 * Two ways to let things happen. By hand: `deliver`, `persist`, `tick`, each in the order the test chooses. By itself:
 * `run`, where messages arrive and writes are done after small random delays.
 */
import type { Effect } from "../../src/core/effect.ts";
import type { Event } from "../../src/core/event.ts";
import { checkState, checkStep, snapshot } from "../../src/core/invariants.ts";
import type { Message } from "../../src/core/message.ts";
import { nextBetween, type RandomState } from "../../src/core/random.ts";
import { initialState, type ServerState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import {
  DEFAULT_TIMING,
  type HardState,
  type LogPosition,
  type Member,
  type NodeId,
  type Timing,
} from "../../src/core/types.ts";
import type { LabNode, LabOptions, Life, Persist } from "./lab-node.ts";
import { ClusterLaws } from "./laws.ts";
import { type Choose, type Flight, Network } from "./network.ts";
import { effectText, eventText, hardStateText, messageText } from "./trace.ts";

export const memberOf = (id: NodeId, disk = 1): Member => ({ id, incarnation: `${id}-disk-${disk}` });

const NO_HARD_STATE: HardState = { term: 0, votedFor: null };
const NO_LOG: LogPosition = { index: 0, term: 0 };
const SYNC_MS = { low: 0.1, high: 4 };

export class Lab {
  nowMs = 0;
  readonly seed: number;
  readonly nodes: ReadonlyMap<NodeId, LabNode>;
  readonly network: Network;
  readonly lives: Life[] = [];
  readonly laws = new ClusterLaws();
  readonly lines: string[] = [];
  /** The text of every change of role, term or leader. */
  readonly changes: string[] = [];
  readonly timing: Timing;
  readonly #options: LabOptions;
  readonly #random: RandomState;
  #requestId = 0;

  constructor(options: LabOptions) {
    this.#options = options;
    this.seed = options.seed;
    this.timing = options.timing ?? DEFAULT_TIMING;
    this.#random = { seed: options.seed };
    this.network = new Network(this.#random, options.lossRate ?? 0);
    this.nodes = new Map(options.ids.map((id) => [id, this.#newNode(id)]));
    for (const node of this.nodes.values()) this.#start(node);
  }

  #newNode(id: NodeId): LabNode {
    const { disks, lasts } = this.#options;
    const last = lasts?.[id] ?? NO_LOG;
    const disk = disks?.[id] ?? NO_HARD_STATE;
    const node = { id, member: memberOf(id), last, disk, state: null, writes: [], wakeAtMs: Infinity, lives: 0 };
    this.laws.oneVotePerTerm(node);
    return node;
  }

  #start(node: LabNode): void {
    node.lives += 1;
    const voters = this.#options.ids.map((id) => memberOf(id));
    const place = this.#options.ids.indexOf(node.id);
    const seed = this.seed * 1009 + place * 31 + node.lives * 7919;
    const { member: self, disk: hardState, last } = node;
    node.state = initialState({ self, configuration: { voters }, hardState, timing: this.timing, seed, last });
    node.wakeAtMs = Infinity;
    if (this.#options.record === true)
      this.lives.push({ first: structuredClone(node.state), taken: [], state: node.state });
  }

  node(id: NodeId): LabNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id} in this cluster`);
    return node;
  }

  /** @throws where the node is down */
  state(id: NodeId): ServerState {
    const { state } = this.node(id);
    if (state === null) throw new Error(`${id} is down`);
    return state;
  }

  // What happens to servers.

  connect(...ids: NodeId[]): void {
    for (const id of ids) this.#step(this.node(id), { type: "connected" });
  }

  connectAll(): void {
    this.connect(...this.nodes.keys());
  }

  disconnect(...ids: NodeId[]): void {
    for (const id of ids) this.#step(this.node(id), { type: "disconnected" });
  }

  transfer(id: NodeId, to: NodeId | null): void {
    this.#requestId += 1;
    this.#step(this.node(id), { type: "transferLeadership", requestId: this.#requestId, to });
  }

  crash(id: NodeId): void {
    const node = this.node(id);
    const lost = node.writes.map(({ effect }) => ` #${effect.writeId}`).join("");
    this.#tell(`${id} crashes${lost === "" ? "" : ` and loses${lost}`}`);
    node.state = null;
    node.writes = [];
    node.wakeAtMs = Infinity;
  }

  restart(id: NodeId): void {
    const node = this.node(id);
    if (node.state !== null) this.crash(id);
    this.#tell(`${id} starts with ${hardStateText(node.disk)}`);
    this.#start(node);
  }

  /** Down, and up again with an empty disk: another member under the same id. */
  wipe(id: NodeId): void {
    const node = this.node(id);
    this.crash(id);
    node.disk = NO_HARD_STATE;
    node.last = NO_LOG;
    node.member = memberOf(id, node.lives + 1);
    this.restart(id);
  }

  /** The clock moves to the deadline of `id`, and only `id` wakes: the others are late. */
  expire(id: NodeId): void {
    const node = this.node(id);
    if (!Number.isFinite(node.wakeAtMs)) throw new Error(`${id} waits for nothing`);
    this.nowMs = Math.max(this.nowMs, node.wakeAtMs);
    this.#wake(node);
  }

  /** Time passes: deadlines come, but nothing arrives, and (unless the disk is prompt) nothing is written. */
  tick(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let node = this.#nextToWake(); node.wakeAtMs <= untilMs; node = this.#nextToWake()) {
      this.nowMs = Math.max(this.nowMs, node.wakeAtMs);
      this.#wake(node);
    }
    this.nowMs = untilMs;
  }

  // Links.

  get flights(): readonly Flight[] {
    return this.network.flights;
  }

  /** Delivers the chosen messages that are on their way now, in order; not those that they give rise to. */
  deliver(choose: Choose = () => true): number {
    const chosen = this.network.take(choose);
    for (const flight of chosen) this.arrive(flight);
    return chosen.length;
  }

  /** Delivers, and what that gives rise to, until no chosen message is on its way. */
  settle(choose: Choose = () => true): void {
    for (let rounds = 0; this.deliver(choose) > 0; rounds += 1) if (rounds > 100) throw new Error("never settles");
  }

  /** `flight` reaches its server, however it came there. */
  arrive({ to, message }: Flight): void {
    const node = this.node(to);
    if (node.state === null) this.#tell(`${to} is down: lost ${messageText(message)}`);
    else this.#step(node, { type: "receive", message });
  }

  // Disks.

  /** The first `count` waiting writes are synced, what they held leaves, and the server learns of it. */
  persist(id: NodeId, count = Infinity): void {
    const node = this.node(id);
    const done = node.writes.splice(0, count);
    for (const { effect } of done) this.#makeDurable(node, effect);
    for (const { effect } of done) for (const message of effect.release) this.#send(node, message);
    const writeId = done.at(-1)?.effect.writeId;
    if (writeId !== undefined) this.#step(node, { type: "persisted", writeId });
  }

  failDisk(id: NodeId): void {
    this.node(id).writes = [];
    this.#step(this.node(id), { type: "persistFailed" });
  }

  // By itself.

  /** Everything takes its course for `ms`: what is on the way arrives, what waits is written, deadlines come. */
  run(ms: number): void {
    const untilMs = this.nowMs + ms;
    while (this.#oneThing(untilMs));
    this.nowMs = untilMs;
  }

  /** `run`, until `holds`. False: not within `limitMs`. */
  runUntil(holds: () => boolean, limitMs: number): boolean {
    const untilMs = this.nowMs + limitMs;
    while (!holds()) if (!this.#oneThing(untilMs)) return false;
    return true;
  }

  /** What is due first; of things due together the inbox comes before the disk, and that before the deadlines. */
  #oneThing(untilMs: number): boolean {
    const flight = this.network.next();
    let writer: LabNode | null = null;
    for (const node of this.nodes.values()) if (dueAtMs(node) < dueAtMs(writer)) writer = node;
    const sleeper = this.#nextToWake();
    const atMs = Math.min(flight?.dueAtMs ?? Infinity, dueAtMs(writer), sleeper.wakeAtMs);
    if (atMs > untilMs) return false;
    this.nowMs = Math.max(this.nowMs, atMs);
    if (flight?.dueAtMs === atMs) {
      this.network.take((one) => one === flight);
      this.arrive(flight);
    } else if (writer !== null && dueAtMs(writer) === atMs) this.persist(writer.id);
    else this.#wake(sleeper);
    return true;
  }

  /** The servers that lead now, as they think. */
  leading(): NodeId[] {
    return [...this.nodes.values()].filter(({ state }) => state?.role.name === "leader").map(({ id }) => id);
  }

  #nextToWake(): LabNode {
    const nodes = [...this.nodes.values()];
    return nodes.reduce((first, node) => (node.wakeAtMs < first.wakeAtMs ? node : first));
  }

  #wake(node: LabNode): void {
    node.wakeAtMs = Infinity;
    this.#step(node, { type: "wake" });
  }

  #step(node: LabNode, event: Event): void {
    const { state } = node;
    if (state === null) return;
    this.#tell(eventText(node.id, event));
    const before = snapshot(state);
    try {
      const effects = step(state, event, this.nowMs);
      if (this.#options.record === true) this.#record(state, event, effects);
      checkStep(before, state);
      checkState(state);
      this.laws.oneLeaderPerTerm(node, state);
      for (const effect of effects) this.#perform(node, effect);
    } catch (error) {
      throw new Error(`lab seed ${this.seed}, at ${this.nowMs} ms, ${node.id}`, { cause: error });
    }
    if (this.#options.promptDisk === true && node.writes.length > 0) this.persist(node.id);
  }

  #record(state: ServerState, event: Event, effects: readonly Effect[]): void {
    this.lives.findLast((life) => life.state === state)?.taken.push({ event, nowMs: this.nowMs, effects });
  }

  #perform(node: LabNode, effect: Effect): void {
    const line = effectText(node.id, effect);
    if (line !== null) this.#tell(line);
    if (effect.type === "send") this.#send(node, effect.message);
    else if (effect.type === "wakeAt") node.wakeAtMs = effect.atMs;
    else if (effect.type === "persist")
      node.writes.push({ effect, dueAtMs: this.nowMs + nextBetween(this.#random, SYNC_MS.low, SYNC_MS.high) });
    else if (effect.type === "announce" && line !== null)
      this.changes.push(`${Math.round(this.nowMs)} ms${line.slice(1)}`);
  }

  #send(node: LabNode, message: Message): void {
    this.laws.promiseIsDurable(node, message);
    if (node.state?.connected !== true) return;
    const to = message.to === null ? this.#options.ids.filter((id) => id !== node.id) : [message.to];
    for (const id of to) if (!this.network.post(message, id, this.nowMs)) this.#tell(`    lost on ${node.id}>${id}`);
  }

  #makeDurable(node: LabNode, { hardState }: Persist): void {
    if (hardState === null) return;
    node.disk = hardState;
    this.laws.oneVotePerTerm(node);
  }

  #tell(line: string): void {
    if (this.#options.record !== true) this.lines.push(line);
  }
}

const dueAtMs = (node: LabNode | null): number => node?.writes[0]?.dueAtMs ?? Infinity;
