/**
 * Puts a node of protocol `graft` together from its parts: elections among nodes of ours and of nats-io/graft, and nothing
 * beside them. Law: all is checked before anything is opened; a part that fails to open takes down those opened before it.
 */
import { randomBytes, randomInt } from "node:crypto";
import type { NatsConnection } from "./compose-world.ts";
import type { Cause, RoleName, Standing } from "./core/effect.ts";
import { DEFAULT_TIMING, type NodeId, type Term, type Timing, timingProblem } from "./core/types.ts";
import { ElectionDriver, type PositionHooks } from "./driver/election-driver.ts";
import type { GraftReport } from "./driver/election-report.ts";
import { type Listener, Listeners } from "./driver/listeners.ts";
import { GraftError } from "./errors.ts";
import { type ElectionFolder, openElectionFolder } from "./graft/data-folder.ts";
import { initialElection } from "./graft/state.ts";
import type { Clock } from "./ports/clock.ts";
import type { ElectionTransport } from "./ports/election.ts";
import type { FileSystem } from "./ports/file-system.ts";
import { realFileSystem } from "./storage/file-system.ts";
import { createElectionTransport } from "./transport/election-transport.ts";
import type { NatsOptions } from "./transport/nats-options.ts";
import { securityFor } from "./transport/nats-secrets.ts";
import { adoptNats, connectNats } from "./transport/nats-transport.ts";
import { realClock } from "./transport/real-clock.ts";
import { isName } from "./wire/names.ts";

export type { NatsConnection } from "./compose-world.ts";

/** Servers to connect to, or a connection that is there. */
export type NatsSource =
  | (Omit<NatsOptions, "servers" | "name"> & { readonly servers: string | readonly string[] })
  | { readonly connection: NatsConnection };

export interface GraftNodeOptions {
  /** The protocol of nats-io/graft: elections only, in clusters that nodes of ours and Go nodes share. */
  readonly protocol: "graft";
  /** `size`: of all nodes, ours and Go's. More than that must never run. */
  readonly cluster: { readonly name: string; readonly size: number };
  readonly nats: NatsSource;
  /** Made where it is not there; one node each. Holds `graft-state.json`, which Go reads too. */
  readonly dataDir: string;
  /**
   * `[A-Za-z0-9_-]{1,64}`, unique over all clusters on the same NATS servers, since votes go to `graft.<id>.vote_response`.
   * Default: random, made with the folder and kept.
   */
  readonly id?: NodeId;
  /** Default 500, 1000 and 100 ms, as in Go. */
  readonly timing?: Partial<Omit<Timing, "earlyStartStepMs">>;
  /** Default: no position, and every candidate's is good enough. */
  readonly hooks?: PositionHooks;
}

export interface StateChange {
  readonly from: RoleName;
  readonly to: RoleName;
  readonly term: Term;
  readonly cause: Cause;
}

export interface LeaderChange {
  /** null: none is known any more. */
  readonly leader: NodeId | null;
  readonly term: Term;
  readonly cause: Cause;
}

export interface GraftNodeEvents {
  readonly stateChange: StateChange;
  readonly leaderChange: LeaderChange;
  readonly error: GraftError;
  /** The last event. `error` null: it was closed. */
  readonly stopped: { readonly error: GraftError | null };
}

/** What a node has of the outside: the machine's own, unless a test hands in another. */
export interface GraftWorld {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  transport(options: GraftNodeOptions, id: NodeId): Promise<ElectionTransport>;
  makeId(): NodeId;
  /** 32 random bits. */
  randomSeed(): number;
}

const realWorld: GraftWorld = {
  fileSystem: realFileSystem,
  clock: realClock,
  transport: connectTransport,
  makeId: () => randomBytes(13).toString("hex"),
  randomSeed: () => randomInt(2 ** 32),
};

const NO_HOOKS: PositionHooks = { currentState: () => new Uint8Array(), grantVote: () => true };

/** A running node of protocol `graft`. */
export class GraftNode {
  readonly protocol = "graft";
  readonly id: NodeId;
  readonly #driver: ElectionDriver;
  readonly #listeners = {
    stateChange: new Listeners<StateChange>(),
    leaderChange: new Listeners<LeaderChange>(),
    error: new Listeners<GraftError>(),
    stopped: new Listeners<GraftNodeEvents["stopped"]>(),
  };

  /** Use `startNode`. */
  constructor(options: GraftNodeOptions, world: GraftWorld, folder: ElectionFolder, transport: ElectionTransport) {
    const { cluster, hooks = NO_HOOKS } = options;
    const { id, ballot } = folder;
    this.id = id;
    const { echoes } = transport;
    const timing = timingOf(options);
    const state = initialElection({ self: id, size: cluster.size, ballot, seed: world.randomSeed(), timing, echoes });
    this.#driver = new ElectionDriver({
      state,
      clusterName: cluster.name,
      ballot,
      store: folder,
      transport,
      clock: world.clock,
      hooks,
      observer: {
        onStanding: (from, to, cause) => this.#tell(from, to, cause),
        onError: (error) => this.#tellError(error),
        onStopped: (error) => {
          if (error !== null) this.#tellError(error);
          this.#listeners.stopped.tell({ error });
        },
      },
    });
  }

  /** "follower", "candidate", "leader" or "stopped", as it was last told. */
  get state(): RoleName {
    return this.#driver.standing.role;
  }

  /** null: it knows none. */
  get leader(): NodeId | null {
    return this.#driver.standing.leader;
  }

  /** Durable. */
  get term(): Term {
    return this.#driver.standing.term;
  }

  /**
   * Whether this node leads, by all that it knows now. It is a role, not a lease: another node may lead at the same moment, in
   * another term, or, where Go nodes vote, in this one. `report().promise` says which.
   */
  isLeader(): boolean {
    return this.#driver.isLeader();
  }

  report(): GraftReport {
    const dropped = Object.values(this.#listeners).map((listeners) => listeners.dropped);
    return { ...this.#driver.report(), eventsDropped: dropped.reduce((sum, one) => sum + one, 0) };
  }

  /**
   * Listeners are called after the fact, each in order, and the next time only when the promise they gave is done; none holds up
   * the node or another listener. An `error` that nobody listens for is a warning of the process.
   */
  on<Type extends keyof GraftNodeEvents>(type: Type, listener: Listener<GraftNodeEvents[Type]>): this {
    this.#of(type).add(listener);
    return this;
  }

  off<Type extends keyof GraftNodeEvents>(type: Type, listener: Listener<GraftNodeEvents[Type]>): this {
    this.#of(type).remove(listener);
    return this;
  }

  start(): Promise<void> {
    return this.#driver.start();
  }

  /** Takes part no more; a borrowed connection stays open, and the state on disk. May be called more than once. */
  close(): Promise<void> {
    return this.#driver.close();
  }

  #of<Type extends keyof GraftNodeEvents>(type: Type): Listeners<GraftNodeEvents[Type]> {
    const listeners: { readonly [T in keyof GraftNodeEvents]: Listeners<GraftNodeEvents[T]> } = this.#listeners;
    return listeners[type];
  }

  #tell(from: Standing, to: Standing, cause: Cause): void {
    const { stateChange, leaderChange } = this.#listeners;
    if (from.role !== to.role) stateChange.tell({ from: from.role, to: to.role, term: to.term, cause });
    if (from.leader !== to.leader) leaderChange.tell({ leader: to.leader, term: to.term, cause });
  }

  #tellError(error: GraftError): void {
    if (this.#listeners.error.count === 0) process.emitWarning(error);
    else this.#listeners.error.tell(error);
  }
}

/**
 * Starts a node; resolves once it hears others.
 * @throws GraftError INVALID_OPTION, NATS_*, DATA_FOLDER_*, STATE_*, STORAGE_FAILED: then nothing is left open.
 */
export async function startGraftNode(options: GraftNodeOptions, world: GraftWorld = realWorld): Promise<GraftNode> {
  checkGraftOptions(options);
  const folder = await openElectionFolder({
    fileSystem: world.fileSystem,
    folder: options.dataDir,
    clusterName: options.cluster.name,
    id: options.id ?? null,
    makeId: world.makeId,
  });
  const transport = await world.transport(options, folder.id).catch(async (error: unknown) => {
    await folder.close();
    throw error;
  });
  const node = new GraftNode(options, world, folder, transport);
  try {
    await node.start();
    return node;
  } catch (error) {
    await node.close();
    throw error;
  }
}

async function connectTransport({ cluster, nats }: GraftNodeOptions, nodeId: NodeId): Promise<ElectionTransport> {
  const { name: clusterName } = cluster;
  if ("connection" in nats)
    return createElectionTransport({ link: adoptNats(nats.connection), clusterName, nodeId, echoes: true });
  const { servers, ...rest } = nats;
  const list = typeof servers === "string" ? servers.split(",") : servers;
  const link = await connectNats({
    ...rest,
    ...securityFor(nodeId, rest),
    servers: list,
    name: `graft-${clusterName}-${nodeId}`,
  });
  return createElectionTransport({ link, clusterName, nodeId, echoes: false });
}

function timingOf({ timing }: GraftNodeOptions): Timing {
  const { electionTimeoutMinMs: minMs, electionTimeoutMaxMs, heartbeatMs } = { ...DEFAULT_TIMING, ...timing };
  return { ...DEFAULT_TIMING, electionTimeoutMinMs: minMs, electionTimeoutMaxMs, heartbeatMs };
}

const NAME_ALLOWED = "1 to 64 letters, digits, _ or -";

/** Also what the compiler would refuse: who calls may have none. */
function checkGraftOptions(options: GraftNodeOptions): void {
  const { cluster, nats, dataDir, id, hooks } = options;
  const { name, size } = cluster ?? {};
  must(isName(name), "cluster.name", name, NAME_ALLOWED);
  must(Number.isSafeInteger(size) && size >= 1 && size <= 99, "cluster.size", size, "1 to 99");
  must(hooks === undefined || areHooks(hooks), "hooks", hooks, "two functions, currentState and grantVote");
  must(isSource(nats), "nats", typeof nats, "servers, or a connection");
  must(typeof dataDir === "string" && dataDir !== "" && !dataDir.includes("\0"), "dataDir", dataDir, "a folder");
  must(id === undefined || isName(id), "id", id, NAME_ALLOWED);
  const problem = timingProblem(timingOf(options));
  must(problem === null, "timing", problem, "heartbeat <= min / 3, min < max, all from 1 ms to an hour");
}

const areHooks = (hooks: unknown): boolean =>
  typeof hooks === "object" &&
  hooks !== null &&
  ["currentState", "grantVote"].every((name) => typeof Reflect.get(hooks, name) === "function");

function isSource(nats: unknown): boolean {
  if (typeof nats !== "object" || nats === null) return false;
  if ("connection" in nats) return typeof nats.connection === "object" && nats.connection !== null;
  return "servers" in nats && (typeof nats.servers === "string" || Array.isArray(nats.servers));
}

function must(holds: boolean, option: string, given: unknown, allowed: string): void {
  if (holds) return;
  const value = typeof given === "number" ? given : String(given);
  throw new GraftError("INVALID_OPTION", `${option} is ${value}: allowed is ${allowed}`, { option, value, allowed });
}
