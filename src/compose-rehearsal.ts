/**
 * A dry run of whole nodes: three of them, over a NATS and disks in memory, elect, serve a client, and lose their leader.
 *
 * Law: it touches nothing but its own values. It is there because code that runs for the first time is slow, and what a follower
 * does when it becomes the leader it has, as a rule, never done before: the first failover of a thread took half as long again
 * as the later ones. It goes by the machine's clock in small turns, beside the node that it is for, and gives up where that takes
 * long. Who leads does not rehearse: its heartbeats would wait for that, and it has just done what would be rehearsed.
 */
import { type OpenNode, openNode } from "./compose.ts";
import { type NodeOptions, realWorld, type World } from "./compose-world.ts";
import type { Standing } from "./core/effect.ts";
import { configurationOfVoters, type Timing } from "./core/types.ts";
import type { Driver } from "./driver/driver.ts";
import type { KvClient } from "./kv/client.ts";
import { kvOver } from "./kv/connect.ts";
import { MemoryFileSystem } from "./storage/memory-file-system.ts";
import { type MemoryLink, MemoryNats } from "./transport/memory-nats.ts";

const CLUSTER = "rehearsal";
const NODES = ["n1", "n2", "n3"];
const TIMING: Timing = { electionTimeoutMinMs: 60, electionTimeoutMaxMs: 120, heartbeatMs: 10, earlyStartStepMs: 10 };
const LEASE_MS = 40;
const CLUSTER_ID = "0".repeat(32);
const KEY = "key";
const FAILOVERS = 4;
const WRITES = 8;
/** Beside shorter timeouts it might cost one. */
const BESIDE_FROM_MS = 150;
/** Of all of it. */
const PATIENCE_MS = 3_000;
/** A thread that ends waits for a call that is under way. */
const CALL_MS = 300;

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const NO_METER = { read: () => null, close: () => undefined };

interface Player {
  readonly id: string;
  readonly link: MemoryLink;
  readonly node: OpenNode;
  driver: Driver | null;
}

export class Rehearsal {
  readonly #nats = new MemoryNats(realWorld.clock);
  readonly #opened: Player[] = [];
  #run: Promise<void> | null = null;
  /** Who has won, and has not been asked after yet. */
  #leader: string | null = null;
  #onLeader: () => void = () => undefined;
  #isOver = false;
  #failovers = 0;
  readonly #isBeside: boolean;

  /** `timing`: of the node that it is for. */
  constructor(timing: Timing) {
    this.#isBeside = timing.electionTimeoutMinMs >= BESIDE_FROM_MS;
  }

  /** How many leaders were lost and replaced. */
  get failovers(): number {
    return this.#failovers;
  }

  /** To be waited for before the node starts: where it is not played beside the node, it is played now. Never rejects. */
  async beforeStart(): Promise<void> {
    if (!this.#isBeside) await this.#once();
  }

  /** How the node stands now. Resolves when what was begun by that is over; never rejects. */
  async heard({ role, leader }: Standing): Promise<void> {
    if (role === "leader") this.close();
    else if (leader !== null && this.#isBeside) await this.#once();
  }

  /** Ends one that is under way, and keeps one from beginning. */
  close(): void {
    this.#isOver = true;
    this.#onLeader();
  }

  #once(): Promise<void> {
    if (!this.#isOver) this.#run ??= this.#begin();
    return this.#run ?? Promise.resolve();
  }

  async #begin(): Promise<void> {
    const timer = setTimeout(() => this.close(), PATIENCE_MS);
    try {
      await this.#play();
    } catch {
      // it was closed, or something failed that the node itself will tell of better
    } finally {
      clearTimeout(timer);
      this.close();
      await Promise.allSettled(this.#opened.map(({ node, driver }) => (driver ?? node).close()));
    }
  }

  async #play(): Promise<void> {
    for (const id of NODES) {
      const link = this.#nats.connect();
      this.#opened.push({ id, link, node: await openNode(this.#optionsOf(id), worldOver(link)), driver: null });
    }
    await this.#form();
    const clock = realWorld.clock;
    const parts = { cluster: CLUSTER, link: this.#nats.connect(), clock, random: Math.random };
    const { client, close } = kvOver({ ...parts, callTimeoutMs: CALL_MS });
    try {
      for (let leader = await this.#nextLeader(); this.#failovers < FAILOVERS; this.#failovers += 1) {
        await this.#use(client);
        this.#opened.find(({ id }) => id === leader)?.link.flap();
        leader = await this.#nextLeader();
      }
    } finally {
      await close();
    }
  }

  async #form(): Promise<void> {
    const voters = this.#opened.map(({ id, node }) => ({ id, incarnation: node.identity.incarnation }));
    const configuration = configurationOfVoters(voters, LEASE_MS);
    for (const { node } of this.#opened) await node.form({ clusterId: CLUSTER_ID, configuration });
    await Promise.all(
      this.#opened.map(async (player) => {
        player.driver = await player.node.start();
      }),
    );
  }

  async #use(client: KvClient): Promise<void> {
    for (let write = 0; write < WRITES && !this.#isOver; write += 1) await client.put(KEY, new Uint8Array([write]));
    await client.get(KEY);
  }

  #optionsOf(nodeId: string): NodeOptions {
    return {
      ...{ nodeId, clusterName: CLUSTER, folder: "/rehearsal", natsServers: [], timing: TIMING },
      ...{ snapshotEvery: 1_000_000, priority: 0, log: QUIET },
      observer: {
        onLease: () => undefined,
        onAnnounce: ({ to }) => {
          if (to.role === "leader") this.#leads(nodeId);
        },
        onStopped: () => undefined,
      },
    };
  }

  #leads(id: string): void {
    this.#leader = id;
    this.#onLeader();
  }

  async #nextLeader(): Promise<string> {
    if (this.#leader === null && !this.#isOver)
      await new Promise<void>((resolve) => {
        this.#onLeader = resolve;
      });
    const leader = this.#leader;
    this.#leader = null;
    if (leader === null || this.#isOver) throw new Error("closed");
    return leader;
  }
}

const worldOver = (link: MemoryLink): World => ({
  ...realWorld,
  fileSystem: new MemoryFileSystem(),
  connect: async () => link,
  openThreadMeter: () => NO_METER,
});
