/**
 * Nodes of protocol `graft` in virtual time, over a network and disks in memory. Law: nothing runs but at the test's word, and
 * everything that was said can be looked at afterwards.
 */
import { type GraftNode, type GraftNodeOptions, type GraftWorld, startGraftNode } from "../../src/compose-graft.ts";
import type { RoleName } from "../../src/core/effect.ts";
import type { GraftError } from "../../src/errors.ts";
import { decodeBallot } from "../../src/graft/state-file.ts";
import type {
  Ballot,
  ElectionCounters,
  ElectionHandlers,
  ElectionMessage,
  ElectionTransport,
} from "../../src/ports/election.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { VirtualClock } from "../driver/virtual-clock.ts";

const TRAVEL_MS = 1;

export interface Said {
  readonly from: string;
  readonly atMs: number;
  readonly message: ElectionMessage;
}

/** Everybody who has joined, and who can hear whom. */
export class Network {
  readonly said: Said[] = [];
  /** Copies of each message that arrive. */
  copies = 1;
  readonly #clock: VirtualClock;
  readonly #peers = new Map<string, ElectionHandlers>();
  #group: ReadonlySet<string> = new Set();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  join(id: string, handlers: ElectionHandlers): void {
    this.#peers.set(id, handlers);
  }

  leave(id: string): void {
    this.#peers.delete(id);
  }

  has(id: string): boolean {
    return this.#peers.has(id);
  }

  /** Those of `group` hear each other, the others each other. */
  split(group: readonly string[]): void {
    this.#group = new Set(group);
  }

  /** NATS goes away, or comes back, for one. */
  tell(id: string, event: "connected" | "disconnected"): void {
    const peer = this.#peers.get(id);
    if (event === "connected") peer?.onConnected();
    else peer?.onDisconnected("the connection was lost");
  }

  send(from: string, message: ElectionMessage): void {
    this.said.push({ from, atMs: this.#clock.now, message });
    for (let copy = 0; copy < this.copies; copy++)
      this.#clock.at(this.#clock.now + TRAVEL_MS, () => this.#deliver(from, message));
  }

  /** Straight into one node's ear, now. */
  deliver(to: string, message: ElectionMessage): void {
    this.#peers.get(to)?.onMessage(message);
  }

  of<Type extends ElectionMessage["type"]>(type: Type, from?: string): Extract<ElectionMessage, { type: Type }>[] {
    return this.said.flatMap(({ message, from: speaker }) =>
      isOf(message, type) && (from === undefined || speaker === from) ? [message] : [],
    );
  }

  #deliver(from: string, message: ElectionMessage): void {
    for (const [id, handlers] of this.#peers) {
      if (id === from || this.#group.has(id) !== this.#group.has(from)) continue;
      if (message.type === "voteResponse" && message.candidate !== id) continue;
      handlers.onMessage(message);
    }
  }
}

const isOf = <Type extends ElectionMessage["type"]>(
  message: ElectionMessage,
  type: Type,
): message is Extract<ElectionMessage, { type: Type }> => message.type === type;

class NetworkTransport implements ElectionTransport {
  readonly counters: ElectionCounters = { sent: 0, received: 0, droppedDisconnected: 0, malformed: 0, reconnects: 0 };
  readonly echoes = false;
  closed = false;
  readonly #network: Network;
  readonly #id: string;

  constructor(network: Network, id: string) {
    this.#network = network;
    this.#id = id;
  }

  async start(handlers: ElectionHandlers): Promise<void> {
    this.#network.join(this.#id, handlers);
    handlers.onConnected();
  }

  send(message: ElectionMessage): void {
    this.counters.sent += 1;
    this.#network.send(this.#id, message);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.#network.leave(this.#id);
  }
}

/** Somebody of whom only the messages are there; like a Go node where it votes without its name. */
export class FakePeer {
  readonly heard: ElectionMessage[] = [];
  readonly id: string;
  readonly #network: Network;

  constructor(network: Network, id: string) {
    this.id = id;
    this.#network = network;
    network.join(id, {
      onMessage: (message) => this.heard.push(message),
      onConnected: () => undefined,
      onDisconnected: () => undefined,
    });
  }

  last<Type extends ElectionMessage["type"]>(type: Type): Extract<ElectionMessage, { type: Type }> | undefined {
    return this.heard.flatMap((message) => (isOf(message, type) ? [message] : [])).at(-1);
  }

  ask(term: number, position: Uint8Array = new Uint8Array()): void {
    this.#network.send(this.id, { type: "voteRequest", term, candidate: this.id, position });
  }

  vote(candidate: string, term: number, voter: string | null = null): void {
    this.#network.send(this.id, { type: "voteResponse", term, candidate, granted: true, voter });
  }

  beat(term: number, leader = this.id): void {
    this.#network.send(this.id, { type: "heartbeat", term, leader });
  }
}

export const FOLDER = "/data/node";
export const STATE_PATH = `${FOLDER}/graft-state.json`;

export class Rig {
  readonly clock = new VirtualClock();
  readonly network = new Network(this.clock);
  readonly disks = new Map<string, MemoryFileSystem>();
  readonly transports = new Map<string, NetworkTransport>();
  readonly errors = new Map<string, GraftError[]>();
  readonly changes = new Map<string, string[]>();
  readonly nodes: GraftNode[] = [];
  readonly #cluster: { readonly name: string; readonly size: number };
  #seed = 7;

  constructor(size: number, name = "zy") {
    this.#cluster = { name, size };
  }

  get world(): GraftWorld {
    return {
      fileSystem: new MemoryFileSystem(),
      clock: this.clock,
      transport: async (_, id) => this.#transport(id),
      makeId: () => "random",
      randomSeed: () => (this.#seed = (this.#seed * 48271) % 2147483647),
    };
  }

  disk(id: string): MemoryFileSystem {
    const disk = this.disks.get(id) ?? new MemoryFileSystem();
    this.disks.set(id, disk);
    return disk;
  }

  /** On the disk that this id had before. */
  async start(id: string, options: Partial<GraftNodeOptions> = {}): Promise<GraftNode> {
    const node = await this.startUnheard(id, options);
    this.errors.set(id, []);
    this.changes.set(id, []);
    node.on("error", (error) => this.errors.get(id)?.push(error));
    node.on("stateChange", ({ from, to }) => this.changes.get(id)?.push(`${from} -> ${to}`));
    await this.flush();
    return node;
  }

  /** The same, and nobody listens to it. */
  async startUnheard(id: string, options: Partial<GraftNodeOptions> = {}): Promise<GraftNode> {
    const fileSystem = this.disk(id);
    const node = await startGraftNode(
      { protocol: "graft", cluster: this.#cluster, nats: { servers: "memory" }, dataDir: FOLDER, id, ...options },
      { ...this.world, fileSystem },
    );
    this.nodes.push(node);
    return node;
  }

  startAll(...ids: readonly string[]): Promise<GraftNode[]> {
    return Promise.all(ids.map((id) => this.start(id)));
  }

  peer(id = "fake"): FakePeer {
    return new FakePeer(this.network, id);
  }

  ballot(id: string): Ballot {
    return decodeBallot(this.disk(id).contents(STATE_PATH), STATE_PATH);
  }

  codesOf(id: string): string[] {
    return (this.errors.get(id) ?? []).map(({ code }) => code);
  }

  in(role: RoleName): GraftNode[] {
    return this.nodes.filter((node) => node.state === role);
  }

  /** Lets everybody do what needs no time. */
  async flush(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.settle();
    }
  }

  async pass(forMs: number): Promise<void> {
    const untilMs = this.clock.now + forMs;
    await this.flush();
    while (this.clock.nextAlarmMs <= untilMs) {
      this.clock.pass(Math.max(0, this.clock.nextAlarmMs - this.clock.now));
      await this.flush();
    }
    this.clock.pass(untilMs - this.clock.now);
    await this.flush();
  }

  /** In steps of 5 ms; at most 10 s. */
  async until(holds: () => boolean): Promise<void> {
    for (let passedMs = 0; !holds(); passedMs += 5) {
      if (passedMs > 10_000) throw new Error("it did not come about within 10 s");
      await this.pass(5);
    }
  }

  /** Elects `node` of three by the vote of a peer. */
  async elect(node: GraftNode, peer: FakePeer): Promise<void> {
    await this.until(() => node.state === "candidate");
    await this.pass(5);
    peer.vote(node.id, node.term);
    await this.pass(5);
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
  }

  #transport(id: string): NetworkTransport {
    const transport = new NetworkTransport(this.network, id);
    this.transports.set(id, transport);
    return transport;
  }
}

/** Refuses writes as a folder without permission does, until it is told otherwise. */
export function refuseWrites(disk: MemoryFileSystem, refuse: boolean): void {
  const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  disk.failOperation = refuse ? ({ type }) => (type === "create" ? denied : null) : null;
}

/** A position as four bytes, the larger the further. */
export const positionOf = (index: number): Uint8Array => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(index);
  return bytes;
};

export const indexIn = (position: Uint8Array): number =>
  position.length < 4 ? 0 : Buffer.from(position).readUInt32BE(0);
