/**
 * A virtual cluster over the pure core: time, links and disks are in the hands of the test, and one seed decides the rest.
 *
 * Laws: it does a driver's duties and no more (what is held leaves only after its write is on disk; a crash loses what is
 * not); and after each step it asks the core's invariants and those that only a cluster has: one leader a term, one vote a
 * term and member over all its lives, nothing promised that is not on the promiser's disk, and the laws of the log.
 *
 * Two ways to let things happen. By hand: `deliver`, `persist`, `tick`, each in the order the test chooses. By itself:
 * `run`, where messages arrive and writes are done after small random delays.
 */
import type { Effect } from "../../src/core/effect.ts";
import type { Entry } from "../../src/core/entry.ts";
import type { Event, MemberChange } from "../../src/core/event.ts";
import { checkState, checkStep, snapshot } from "../../src/core/invariants.ts";
import { lastPosition, termAt } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { nextBetween, type RandomState } from "../../src/core/random.ts";
import { initialState, type ServerState } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import {
  configurationOfVoters,
  DEFAULT_TIMING,
  type HardState,
  type LogPosition,
  type Member,
  type NodeId,
  type Term,
  type Timing,
} from "../../src/core/types.ts";
import type { LabNode, LabOptions, Life, Persist, Taken } from "./lab-node.ts";
import { LabSnapshots } from "./lab-snapshots.ts";
import { ClusterLaws } from "./laws.ts";
import { LeaseLaws } from "./lease-laws.ts";
import { type Before, LogLaws } from "./log-laws.ts";
import { type Choose, type Flight, Network } from "./network.ts";
import { answerText, effectText, eventText, hardStateText, messageText } from "./trace.ts";

export const memberOf = (id: NodeId, disk = 1): Member => ({ id, incarnation: `${id}-disk-${disk}` });

const NO_HARD_STATE: HardState = { term: 0, votedFor: null };
const commandOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const entriesOf = (terms: readonly Term[]): Entry[] =>
  terms.map((term, place) => {
    const index = place + 1;
    return { type: "command", index, term, command: commandOf(`old ${index}:t${term}`) };
  });

const termsUpTo = ({ index, term }: LogPosition = { index: 0, term: 0 }): Term[] =>
  Array.from({ length: index }, () => term);

const SYNC_MS = { low: 0.1, high: 4 };

export class Lab {
  nowMs = 0;
  readonly seed: number;
  readonly nodes: ReadonlyMap<NodeId, LabNode>;
  readonly network: Network;
  readonly lives: Life[] = [];
  readonly laws = new ClusterLaws();
  readonly log = new LogLaws();
  readonly leases = new LeaseLaws();
  readonly snapshots = new LabSnapshots(this.log.committed);
  readonly lines: string[] = [];
  /** The text of every change of role, term or leader. */
  readonly changes: string[] = [];
  readonly timing: Timing;
  /** Counted by who invents commands. */
  proposed = 0;
  readonly #options: LabOptions;
  readonly #random: RandomState;
  readonly #answers = new Map<number, string>();
  readonly #ran = new Set<string>();
  readonly #stalled = new Set<NodeId>();
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
    const { disks, lasts, logs } = this.#options;
    const entries = entriesOf(logs?.[id] ?? termsUpTo(lasts?.[id]));
    const disk = disks?.[id] ?? NO_HARD_STATE;
    const down = { applied: [], state: null, writes: [], arriving: null, news: [], wakeAtMs: Infinity, lives: 0 };
    const { drift = 0 } = this.#options;
    const clockRate = drift === 0 ? 1 : nextBetween(this.#random, 1 - drift, 1 + drift);
    const node: LabNode = { id, member: memberOf(id), disk, entries, snapshot: null, clockRate, ...down };
    this.laws.oneVotePerTerm(node);
    this.log.matches(id, entries, 0);
    this.log.diskKeepsCommitted(node, entries);
    return node;
  }

  #start(node: LabNode): void {
    node.lives += 1;
    const founders = this.#foundersKnownTo(node).map((id) => memberOf(id));
    const configuration = configurationOfVoters(founders, this.#options.leaseMs);
    const place = this.#options.ids.indexOf(node.id);
    const seed = this.seed * 1009 + place * 31 + node.lives * 7919;
    node.entries = this.snapshots.recovered(node);
    const { member: self, disk: hardState, snapshot } = node;
    const base = snapshot?.last ?? { index: 0, term: 0 };
    node.applied = this.snapshots.contents({ last: base });
    const isNew = !this.#ran.has(self.incarnation);
    this.#ran.add(self.incarnation);
    node.state = initialState({
      self,
      configuration: snapshot?.configuration ?? configuration,
      hardState,
      timing: this.timing,
      seed,
      base,
      snapshot,
      entries: node.entries.slice(base.index),
      isNew,
      priority: this.#options.priorities?.[node.id] ?? 0,
    });
    node.wakeAtMs = Infinity;
    if (this.#options.record === true)
      this.lives.push({ first: structuredClone(node.state), taken: [], state: node.state });
  }

  /** Who joins later starts without a configuration, and is told. */
  #foundersKnownTo({ id }: LabNode): readonly NodeId[] {
    const { ids, voters = ids } = this.#options;
    return voters.includes(id) ? voters : [];
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
    this.#step(this.node(id), { type: "transferLeadership", requestId: this.#newRequest(), to });
  }

  /** Each text a command; texts are best distinct, so that an entry tells whose it is. */
  propose(id: NodeId, ...texts: string[]): number[] {
    const proposals = texts.map((text) => ({ requestId: this.#newRequest(), command: commandOf(text) }));
    this.#step(this.node(id), { type: "propose", proposals });
    return proposals.map(({ requestId }) => requestId);
  }

  /** Whatever it is answered must not be older than what has been committed anywhere by now. */
  read(id: NodeId): number {
    const requestId = this.#newRequest();
    this.log.readBegins(requestId);
    this.#step(this.node(id), { type: "readIndex", requestIds: [requestId] });
    return requestId;
  }

  /** `id` is asked to add a server, as it is now, to the members. */
  add(id: NodeId, joiner: NodeId): number {
    return this.#changeMembers(id, { type: "add", member: this.node(joiner).member });
  }

  remove(id: NodeId, leaver: NodeId): number {
    return this.#changeMembers(id, { type: "remove", id: leaver });
  }

  #changeMembers(id: NodeId, change: MemberChange): number {
    const requestId = this.#newRequest();
    this.#step(this.node(id), { type: "changeMembers", requestId, change });
    return requestId;
  }

  #newRequest(): number {
    this.#requestId += 1;
    return this.#requestId;
  }

  /** What a request was answered, in words; undefined: nothing yet. */
  answerTo(requestId: number | undefined): string | undefined {
    return this.#answers.get(requestId ?? 0);
  }

  /** Of all that `id` has applied. Its log begins behind it when it starts the next time. */
  snapshot(id: NodeId): void {
    const node = this.node(id);
    this.#step(node, this.snapshots.take(node, this.state(id)));
  }

  crash(id: NodeId): void {
    const node = this.node(id);
    const lost = node.writes.map(({ effect }) => ` #${effect.writeId}`).join("");
    this.#tell(`${id} crashes${lost === "" ? "" : ` and loses${lost}`}`);
    node.state = null;
    node.writes = [];
    node.arriving = null;
    node.wakeAtMs = Infinity;
    this.leases.lost(node, this.nowMs);
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
    node.entries = [];
    node.snapshot = null;
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

  /** What is asked of it from now on it never does, and never refuses. */
  stallDisk(id: NodeId): void {
    this.#stalled.add(id);
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
    const told = eventText(node.id, event);
    if (told !== null) this.#tell(told);
    const before = { ...snapshot(state), lastIndex: lastPosition(state.log).index };
    const nowMs = this.nowMs * node.clockRate;
    try {
      const effects = step(state, event, nowMs);
      if (this.#options.record === true) this.#record(state, { event, nowMs, effects });
      checkStep(before, state);
      checkState(state);
      this.laws.oneLeaderPerTerm(node, state);
      this.#askLogLaws(node, state, before, effects);
      for (const effect of effects) this.#perform(node, state, effect);
    } catch (error) {
      throw new Error(`lab seed ${this.seed}, at ${this.nowMs} ms, ${node.id}`, { cause: error });
    }
    for (const news of node.news.splice(0)) this.#step(node, news);
    const { handedIndex, appliedIndex } = state;
    if (handedIndex > appliedIndex && event.type !== "applied")
      this.#step(node, { type: "applied", index: handedIndex });
    if (this.#options.promptDisk === true && node.writes.length > 0) this.persist(node.id);
  }

  #askLogLaws(node: LabNode, state: ServerState, before: Before, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== "persist" || effect.entries.length === 0) continue;
      const prevIndex = (effect.entries[0]?.index ?? 0) - 1;
      this.log.matches(node.id, effect.entries, termAt(state.log, prevIndex));
    }
    if (state.role.name === "leader" && before.role !== "leader") this.log.newLeaderHoldsAll(node.id, state);
    this.log.commits(node.id, state, before);
  }

  #record(state: ServerState, taken: Taken): void {
    this.lives.findLast((life) => life.state === state)?.taken.push(taken);
  }

  #perform(node: LabNode, state: ServerState, effect: Effect): void {
    const line = effectText(node.id, effect);
    if (line !== null) this.#tell(line);
    if (effect.type === "send") this.#send(node, effect.message);
    else if (effect.type === "wakeAt") node.wakeAtMs = trueMs(node, effect.atMs);
    else if (effect.type === "setLease") this.leases.set(node, effect.lease, this.nowMs);
    else if (effect.type === "apply") this.log.applies(node, effect.entries);
    else if (effect.type === "answer") this.#hearAnswer(effect);
    else if (effect.type === "persist")
      node.writes.push({ effect, dueAtMs: this.#stalled.has(node.id) ? Infinity : this.#syncedAtMs() });
    else if (effect.type === "sendSnapshot") this.#sendPiece(node, state, effect);
    else if (effect.type === "saveSnapshotChunk") node.news.push(this.snapshots.save(node, state, effect.chunk));
    else if (effect.type === "restoreSnapshot") node.applied = this.snapshots.contents(effect.snapshot);
    else if (effect.type === "announce" && line !== null)
      this.changes.push(`${Math.round(this.nowMs)} ms${line.slice(1)}`);
  }

  #syncedAtMs(): number {
    return this.nowMs + nextBetween(this.#random, SYNC_MS.low, SYNC_MS.high);
  }

  #sendPiece(node: LabNode, state: ServerState, wanted: Extract<Effect, { type: "sendSnapshot" }>): void {
    const message = this.snapshots.piece(node, state, wanted);
    if (message === null) return;
    this.#tell(`  ${messageText(message)}`);
    this.#send(node, message);
  }

  #hearAnswer({ requestId, answer }: Extract<Effect, { type: "answer" }>): void {
    this.#answers.set(requestId, answerText(answer));
    if (answer.type === "readAt") this.log.readIsServed(requestId, answer.index);
  }

  #send(node: LabNode, message: Message): void {
    this.laws.promiseIsDurable(node, message);
    if (node.state?.connected !== true) return;
    const to = message.to === null ? this.#options.ids.filter((id) => id !== node.id) : [message.to];
    for (const id of to) if (!this.network.post(message, id, this.nowMs)) this.#tell(`    lost on ${node.id}>${id}`);
  }

  #makeDurable(node: LabNode, { hardState, entries, restartFrom }: Persist): void {
    const [first] = entries;
    if (restartFrom !== null) {
      if (node.snapshot?.last.index !== restartFrom.index) throw new Error(`${node.id} begins anew behind no snapshot`);
      const kept = this.snapshots.contents(node.snapshot);
      this.log.diskKeepsCommitted(node, kept);
      node.entries = kept;
    }
    if (first !== undefined) {
      if (first.index > node.entries.length + 1) throw new Error(`${node.id} leaves a gap before ${first.index}`);
      const kept = [...node.entries.slice(0, first.index - 1), ...entries];
      this.log.diskKeepsCommitted(node, kept);
      node.entries = kept;
    }
    if (hardState === null) return;
    node.disk = hardState;
    this.laws.oneVotePerTerm(node);
  }

  #tell(line: string): void {
    if (this.#options.record !== true) this.lines.push(line);
  }
}

/** When a clock shows `atMs`, or just after. */
const trueMs = ({ clockRate }: LabNode, atMs: number): number =>
  clockRate === 1 ? atMs : atMs / clockRate + Number.EPSILON * Math.abs(atMs) * 4;

const dueAtMs = (node: LabNode | null): number => node?.writes[0]?.dueAtMs ?? Infinity;
