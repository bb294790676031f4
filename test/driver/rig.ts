/**
 * One node on the bench: the real driver and core over a virtual clock, a disk and a link that the test works by hand.
 *
 * Law: nothing happens by itself. A message is heard after `hear` and `settle`, a write is durable after `sync`. The journal
 * keeps what reached disk and link, in order.
 */
import type { Lease } from "../../src/core/effect.ts";
import type { Body, Heartbeat, HeartbeatAck, Message } from "../../src/core/message.ts";
import { initialState, type ServerState } from "../../src/core/state.ts";
import { configurationOfVoters, type HardState, type Member, type NodeId, type Timing } from "../../src/core/types.ts";
import { Driver } from "../../src/driver/driver.ts";
import type { Announcement, DriverObserver } from "../../src/driver/driver-parts.ts";
import { Sessions } from "../../src/driver/sessions.ts";
import type { GraftError } from "../../src/errors.ts";
import type { ClientRequest, ClientResponse } from "../../src/ports/client-door.ts";
import type { Clock, WallClock } from "../../src/ports/clock.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Storage } from "../../src/ports/storage.ts";
import type { Transport } from "../../src/ports/transport.ts";
import { FakeDoor } from "./fake-door.ts";
import { FakeStorage, newDisk } from "./fake-storage.ts";
import { FakeTransport } from "./fake-transport.ts";
import { JournalMachine } from "./journal-machine.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const TIMING: Timing = {
  electionTimeoutMinMs: 100,
  electionTimeoutMaxMs: 200,
  heartbeatMs: 20,
  earlyStartStepMs: 10,
};

export const member = (id: NodeId): Member => ({ id, incarnation: `${id}-disk` });

export interface RigOptions {
  /** Up to 5. */
  readonly size?: number;
  readonly hardState?: HardState;
  readonly seed?: number;
  /** Default: never. */
  readonly snapshotEvery?: number;
  /** Default: no leases. */
  readonly leaseMs?: number;
}

const LAST = { index: 0, term: 0 };

export const heartbeat = (round: number, commitIndex = 0): Heartbeat => ({ type: "heartbeat", round, commitIndex });

export const heartbeatAck = (round: number, matchIndex = 0): HeartbeatAck => ({
  type: "heartbeatAck",
  round,
  verifiedIndex: matchIndex,
  matchIndex,
  priority: 0,
});

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a client has been told; the law is that it is one answer. */
export interface Asked {
  readonly answers: ClientResponse[];
}

export interface DriverSpec {
  readonly id: NodeId;
  /** n1 to n`size` are the voters. */
  readonly size: number;
  readonly hardState: HardState;
  readonly seed: number;
  readonly storage: Storage;
  readonly door: FakeDoor;
  readonly machine: Sessions;
  /** Default: never. */
  readonly snapshotEvery?: number;
  /** Default: no leases. */
  readonly leaseMs?: number;
  readonly transport: Transport;
  readonly clock: Clock & WallClock;
  readonly log: Log;
  readonly observer: DriverObserver;
}

/** As a node is put together: the core from what the disk holds, the machine from the latest snapshot. */
export function makeDriver({
  id,
  size,
  hardState,
  seed,
  snapshotEvery = Infinity,
  leaseMs = 0,
  ...parts
}: DriverSpec): {
  driver: Driver;
  state: ServerState;
} {
  const self = member(id);
  const voters = Array.from({ length: size }, (_, i) => member(`n${i + 1}`));
  const { base, entries } = parts.storage.recovered;
  const snapshot = parts.storage.snapshots.latest;
  const configuration = snapshot?.configuration ?? configurationOfVoters(voters, leaseMs);
  const isNew = hardState.term === 0;
  const state = initialState({ self, configuration, hardState, timing: TIMING, seed, base, snapshot, entries, isNew });
  const identity = { clusterName: "c", clusterId: "c-id", nodeId: id, incarnation: self.incarnation };
  return { driver: new Driver({ state, identity, ...parts, snapshotEvery }), state };
}

export class Rig {
  readonly journal: string[] = [];
  readonly clock = new VirtualClock();
  readonly storage: FakeStorage;
  readonly door = new FakeDoor();
  readonly machine = new JournalMachine();
  readonly transport = new FakeTransport(this.journal);
  readonly state: ServerState;
  readonly driver: Driver;
  readonly announced: Announcement[] = [];
  readonly leases: (Lease | null)[] = [];
  readonly stopped: (GraftError | null)[] = [];
  readonly logged: { readonly level: string; readonly message: string }[] = [];
  /** Called with each announcement, from within the driver. */
  onAnnounce: (announcement: Announcement) => void = () => undefined;

  constructor(options: RigOptions = {}) {
    const {
      size = 3,
      hardState = { term: 0, votedFor: null },
      seed = 1,
      snapshotEvery = Infinity,
      leaseMs = 0,
    } = options;
    this.storage = new FakeStorage(newDisk(hardState), this.journal);
    const { driver, state } = makeDriver({
      id: "n1",
      size,
      hardState,
      seed,
      storage: this.storage,
      door: this.door,
      machine: new Sessions(this.machine),
      snapshotEvery,
      leaseMs,
      transport: this.transport,
      clock: this.clock,
      log: this.#log(),
      observer: {
        onLease: (lease) => {
          this.leases.push(lease);
          this.journal.push(lease === null ? "lease over" : "lease");
        },
        onAnnounce: (announcement) => {
          this.announced.push(announcement);
          this.onAnnounce(announcement);
        },
        onStopped: (error) => this.stopped.push(error),
      },
    });
    this.driver = driver;
    this.state = state;
  }

  #log(): Log {
    const keep = (level: string) => (_values: object, message: string) => void this.logged.push({ level, message });
    return { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
  }

  /** Puts a message into the inbox; it is heard with the next `settle`. */
  arrive(from: NodeId, term: number, body: Body): void {
    this.transport.handlers.onMessage({ from: member(from), to: "n1", term, body });
  }

  hear(from: NodeId, term: number, body: Body): void {
    this.arrive(from, term, body);
    this.clock.settle();
  }

  hearHeartbeat(from: NodeId, term: number, round = 1, commitIndex = 0): void {
    this.hear(from, term, heartbeat(round, commitIndex));
  }

  /** A client's request; it reaches the core with the next `settle`. */
  ask(request: ClientRequest): Asked {
    const asked: Asked = { answers: [] };
    this.driver.ask(request, (response) => asked.answers.push(response));
    return asked;
  }

  propose(text: string): Asked {
    return this.ask({ type: "propose", clientId: 0, sequence: 0, command: utf8(text) });
  }

  /** This follower has all up to `matchIndex` on its disk. */
  acknowledge(from: NodeId, term: number, matchIndex: number): void {
    this.hear(from, term, { type: "appendAck", matchIndex });
  }

  askForVote(from: NodeId, term: number): void {
    this.hear(from, term, { type: "voteRequest", last: LAST, transfer: false });
  }

  grant(from: NodeId, term: number): void {
    this.hear(from, term, { type: "voteResponse", granted: true, early: false });
  }

  sync(): void {
    if (!this.storage.sync()) throw new Error("nothing is being written");
    this.clock.settle();
  }

  get sent(): readonly Message[] {
    return this.transport.sent;
  }

  sentOf<T extends Body["type"]>(type: T): (Message & { readonly body: Extract<Body, { type: T }> })[] {
    return this.sent.filter((message): message is Message & { readonly body: Extract<Body, { type: T }> } => {
      return message.body.type === type;
    });
  }

  get role(): string {
    return this.state.role.name;
  }
}

/** Heard by nobody yet: connected, following nobody, its early start still to come. */
export async function startedNode(options: RigOptions = {}): Promise<Rig> {
  const rig = new Rig(options);
  await rig.driver.start();
  rig.clock.settle();
  return rig;
}

/** Follows n2, which leads term 1; the term is durable. */
export async function follower(options: RigOptions = {}): Promise<Rig> {
  const rig = await startedNode(options);
  rig.hearHeartbeat("n2", 1);
  rig.sync();
  return rig;
}

/** The fewest others that make a majority with n1. */
const enough = ({ size = 3 }: RigOptions): NodeId[] => ["n2", "n3"].slice(0, Math.floor(size / 2));

/** Asks for votes in term 1; its own is being written. */
export async function candidate(options: RigOptions = {}): Promise<Rig> {
  const rig = await startedNode(options);
  rig.clock.pass(TIMING.earlyStartStepMs);
  for (const id of enough(options)) rig.hear(id, 0, { type: "preVoteResponse", nextTerm: 1, granted: true });
  return rig;
}

/** Leads term 1 by the votes of the fewest; its no-op, entry 1, is being written. */
export async function leader(options: RigOptions = {}): Promise<Rig> {
  const rig = await candidate(options);
  rig.sync();
  for (const id of enough(options)) rig.grant(id, 1);
  return rig;
}

/** Leads term 1, and its no-op is durable here; with `size` above 1 it is not committed. */
export async function settledLeader(options: RigOptions = {}): Promise<Rig> {
  const rig = await leader(options);
  rig.sync();
  return rig;
}

/** Leads term 1; its no-op is committed and applied. */
export async function readyLeader(options: RigOptions = {}): Promise<Rig> {
  const rig = await settledLeader(options);
  for (const id of enough(options)) rig.acknowledge(id, 1, 1);
  return rig;
}
