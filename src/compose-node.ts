/**
 * A node of protocol `raft` as an application holds it. Law: what is read without waiting (`state`, `leader`, `term`) is what
 * the node announced last, and is about the past; `isLeader()` looks at the lease itself, and fails closed.
 *
 * Where the node runs, in a worker or in this thread, is its engine's affair. Commands and reads go over NATS to whoever
 * leads, by a session of their own, as any other client's do.
 */
import { resolve } from "node:path";
import type { NatsConnection } from "./compose-world.ts";
import type { Cause, RoleName, Standing } from "./core/effect.ts";
import type { MemberChange } from "./core/event.ts";
import type { LogPosition, NodeId, Term } from "./core/types.ts";
import { type Listener, Listeners } from "./driver/listeners.ts";
import type { NodeReport } from "./driver/report.ts";
import type { StateHash } from "./driver/state-hash.ts";
import { GraftError } from "./errors.ts";
import { type ClientConnection, commandsOver, connectClient } from "./kv/connect.ts";
import type { CommandClient, Outcome } from "./kv/session-client.ts";
import type { Consistency } from "./ports/client-door.ts";
import type { NatsAccess } from "./ports/nats.ts";
import type { Formation } from "./ports/storage.ts";
import { securityFor } from "./transport/nats-secrets.ts";
import { adoptNats } from "./transport/nats-transport.ts";
import { realClock } from "./transport/real-clock.ts";
import type { Told } from "./why/book.ts";
import type { Why } from "./why/explain.ts";

/** Servers to connect to, or a connection of the application's, which is left open. */
export type RaftNats = NatsAccess | { readonly connection: NatsConnection };

/** What `lead` gives to the work that it is handed. */
interface Leading {
  readonly signal: AbortSignal;
  readonly fencingToken: number;
}

type Work<T> = (lead: Leading) => Promise<T> | T;

/** The node itself, wherever it runs. */
export interface NodeEngine {
  /** @throws GraftError of the folder or of NATS */
  open(): Promise<{ readonly formation: Formation | null; readonly latest: { readonly last: LogPosition } }>;
  formAmongOthers(size: number | null, leaseMs: number): Promise<Formation>;
  start(): Promise<void>;
  isLeader(): boolean;
  lead<T>(work: Work<T>, options?: { readonly signal?: AbortSignal }): Promise<T>;
  report(): Promise<NodeReport>;
  transferLeadership(to: NodeId | null): Promise<void>;
  changeMembers(change: MemberChange, timeoutMs?: number): Promise<void>;
  stateHash(): Promise<StateHash>;
  dumpRecording(file: string | null): Promise<string>;
  /** A leader hands over first. */
  close(): Promise<void>;
  /** Without a hand-over; also of one that never started. */
  stop(): Promise<void>;
}

export interface RaftNodeEvents {
  readonly stateChange: { readonly from: RoleName; readonly to: RoleName; readonly term: Term; readonly cause: Cause };
  /** `leader` null: none is known any more. */
  readonly leaderChange: { readonly leader: NodeId | null; readonly term: Term; readonly cause: Cause };
  /** Why the lead has passed on; again, `refined`, where a later word tells more. */
  readonly why: { readonly why: Why; readonly refined: boolean };
  readonly error: GraftError;
  /** The last event. `error` null: it was closed. */
  readonly stopped: { readonly error: GraftError | null };
}

const WHYS_MAX = 32;

export interface RaftNodeParts {
  readonly id: NodeId;
  readonly clusterName: string;
  readonly engine: NodeEngine;
  readonly nats: RaftNats;
}

export class RaftNode {
  readonly protocol = "raft";
  readonly id: NodeId;
  readonly #parts: RaftNodeParts;
  #standing: Standing = { role: "follower", term: 0, leader: null };
  #isStopped = false;
  #whys: readonly Why[] = [];
  #closing: Promise<void> | null = null;
  #client: Promise<ClientConnection<CommandClient>> | null = null;
  readonly #listeners = {
    stateChange: new Listeners<RaftNodeEvents["stateChange"]>(),
    leaderChange: new Listeners<RaftNodeEvents["leaderChange"]>(),
    why: new Listeners<RaftNodeEvents["why"]>(),
    error: new Listeners<GraftError>(),
    stopped: new Listeners<RaftNodeEvents["stopped"]>(),
  };

  /** Use `startNode`. */
  constructor(parts: RaftNodeParts) {
    this.id = parts.id;
    this.#parts = parts;
  }

  get state(): RoleName {
    return this.#standing.role;
  }

  /** null: none is known. */
  get leader(): NodeId | null {
    return this.#standing.leader;
  }

  get term(): Term {
    return this.#standing.term;
  }

  /** Whether this node holds the lease of the lead at this moment: then no other does. */
  isLeader(): boolean {
    return this.#parts.engine.isLeader();
  }

  /** Why the lead has passed on, as far as this node has heard since its start; latest first, 32 at most. */
  get whys(): readonly Why[] {
    return this.#whys;
  }

  /** The latest of `whys`; null: the lead has not passed on since this node's start. */
  why(): Why | null {
    return this.#whys[0] ?? null;
  }

  /**
   * Waits until this node holds the lease, then does `work`, once; its signal is aborted when the lease is lost. What the work
   * changes elsewhere should be guarded by its fencing token.
   * @throws GraftError NODE_STOPPED where the node stops before it leads; the reason of `signal` where that is aborted before
   */
  lead<T>(work: Work<T>, options?: { readonly signal?: AbortSignal }): Promise<T> {
    return this.#parts.engine.lead(work, options);
  }

  /**
   * Has the cluster execute a command, exactly once, whoever leads; those of one node in the order of the calls.
   * @throws GraftError UNCERTAIN: it may have been executed; any other code: it surely was not
   */
  async propose(command: Uint8Array): Promise<Outcome> {
    return (await this.#commands()).execute(command);
  }

  /** @throws GraftError NO_LEADER, OVERLOADED, TIMED_OUT, TOO_LARGE, INVALID_REQUEST */
  async read(query: Uint8Array, consistency: Consistency = "linearizable"): Promise<Outcome> {
    return (await this.#commands()).query(query, consistency);
  }

  /**
   * Hands its lead to `to`, or to the voter that it heard of last; resolves once it leads no more.
   * @throws GraftError NOT_LEADER, UNKNOWN_NODE, NODE_STOPPED, or TIMED_OUT where nobody took over: it may lead still
   */
  transferLeadership(to: NodeId | null = null): Promise<void> {
    return this.#parts.engine.transferLeadership(to);
  }

  /**
   * Changes the members of the cluster that this node leads. `timeoutMs`: default 60,000.
   * @throws GraftError NOT_LEADER, CHANGE_UNDER_WAY, ALREADY_MEMBER, UNKNOWN_NODE, LAST_VOTER, INVALID_OPTION: nothing was
   * changed; UNCERTAIN or NODE_STOPPED: it may yet commit
   */
  changeMembers(change: MemberChange, timeoutMs?: number): Promise<void> {
    return this.#parts.engine.changeMembers(change, timeoutMs);
  }

  /** @throws GraftError NODE_STOPPED */
  report(): Promise<NodeReport> {
    return this.#parts.engine.report();
  }

  /** What its state machine holds, as one value. @throws GraftError NODE_STOPPED */
  stateHash(): Promise<StateHash> {
    return this.#parts.engine.stateHash();
  }

  /** As `NodeHandle.dumpRecording`. @throws GraftError NOT_RECORDING, RECORDING_NOT_WRITTEN, NODE_STOPPED */
  dumpRecording(file: string | null = null): Promise<string> {
    return this.#parts.engine.dumpRecording(file === null ? null : resolve(file));
  }

  /** Listeners are called after the fact, each in order; none holds up the node. An `error` nobody listens for is a warning. */
  on<Type extends keyof RaftNodeEvents>(type: Type, listener: Listener<RaftNodeEvents[Type]>): this {
    this.#of(type).add(listener);
    return this;
  }

  off<Type extends keyof RaftNodeEvents>(type: Type, listener: Listener<RaftNodeEvents[Type]>): this {
    this.#of(type).remove(listener);
    return this;
  }

  /** A leader hands over first. A borrowed connection stays open, and the state on disk. May be called more than once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** For the engine, and nobody else. */
  hear(from: Standing, to: Standing, cause: Cause): void {
    this.#standing = to;
    const { stateChange, leaderChange } = this.#listeners;
    if (from.role !== to.role) stateChange.tell({ from: from.role, to: to.role, term: to.term, cause });
    if (from.leader !== to.leader) leaderChange.tell({ leader: to.leader, term: to.term, cause });
  }

  /** For the engine, and nobody else. */
  hearWhy({ why, refined }: Told): void {
    const others = this.#whys.filter(({ term }) => term !== why.term);
    this.#whys = [why, ...others].sort((a, b) => b.term - a.term).slice(0, WHYS_MAX);
    this.#listeners.why.tell({ why, refined });
  }

  /** For the engine, and nobody else. */
  stopped(error: GraftError | null): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#standing = { role: "follower", term: this.#standing.term, leader: null };
    if (error !== null && this.#listeners.error.count === 0) process.emitWarning(error);
    else if (error !== null) this.#listeners.error.tell(error);
    this.#listeners.stopped.tell({ error });
  }

  async #close(): Promise<void> {
    const client = await this.#client?.catch(() => null);
    await client?.close();
    await this.#parts.engine.close();
    this.stopped(null);
  }

  async #commands(): Promise<CommandClient> {
    const node = this.id;
    if (this.#closing !== null || this.#isStopped) throw new GraftError("NODE_STOPPED", `${node} is closed`, { node });
    this.#client ??= openClient(this.#parts);
    try {
      return (await this.#client).client;
    } catch (error) {
      this.#client = null;
      throw error;
    }
  }

  #of<Type extends keyof RaftNodeEvents>(type: Type): Listeners<RaftNodeEvents[Type]> {
    const listeners: { readonly [T in keyof RaftNodeEvents]: Listeners<RaftNodeEvents[T]> } = this.#listeners;
    return listeners[type];
  }
}

async function openClient({ id, clusterName, nats }: RaftNodeParts): Promise<ClientConnection<CommandClient>> {
  if ("connection" in nats) {
    const link = adoptNats(nats.connection);
    return commandsOver({ cluster: clusterName, link, clock: realClock, random: Math.random });
  }
  const { servers, ...security } = nats;
  return connectClient({
    ...securityFor(id, security),
    cluster: clusterName,
    servers: typeof servers === "string" ? servers.split(",") : servers,
    name: `graft-${clusterName}-${id}-client`,
  });
}
