/**
 * Performs what an election asks, and tells it what happened: inbox, drain, step, save, send.
 *
 * Laws, as in `driver.ts`: the time is sampled after the inbox is taken; a deadline is looked at last, once all that had arrived
 * has been heard, so that a pause starts no election; what was held leaves after the save that covers it; an exception of the
 * core is a broken invariant, and the node stops.
 *
 * The application's hooks are asked here, not in the core: `grantVote` when a request is heard, `currentState` when one leaves.
 * A hook that throws costs a vote, never the node.
 */
import type { Cause, Standing } from "../core/effect.ts";
import type { NodeId } from "../core/types.ts";
import { GraftError, isGraftError } from "../errors.ts";
import { restsOnNamedVotes, standingOf, step } from "../graft/election.ts";
import { brokenInvariant, electionSnapshot } from "../graft/invariants.ts";
import type { ElectionEffect, ElectionEvent } from "../graft/protocol.ts";
import type { ElectionState } from "../graft/state.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ballot, BallotStore, ElectionMessage, ElectionTransport } from "../ports/election.ts";
import { BallotKeeper } from "./ballot-keeper.ts";
import type { GraftReport } from "./election-report.ts";
import { type Drained, Inbox } from "./inbox.ts";

/** Where the application's own state machine stands, so that the one who knows most is elected. Both synchronous. */
export interface PositionHooks {
  /** This node's position, opaque to everybody but `grantVote`. */
  currentState(): Uint8Array;
  /** Whether a candidate at `position` is as far as this node, and may have its vote. */
  grantVote(position: Uint8Array): boolean;
}

export interface ElectionObserver {
  onStanding(from: Standing, to: Standing, cause: Cause): void;
  /** The node goes on. */
  onError(error: GraftError): void;
  /** The node has stopped, and let go of its folder and connection. `error` null: it was closed. Called once. */
  onStopped(error: GraftError | null): void;
}

export interface ElectionParts {
  readonly state: ElectionState;
  readonly clusterName: string;
  readonly ballot: Ballot;
  readonly store: BallotStore;
  readonly transport: ElectionTransport;
  readonly clock: Clock;
  readonly hooks: PositionHooks;
  readonly observer: ElectionObserver;
}

export class ElectionDriver {
  readonly #parts: ElectionParts;
  readonly #keeper: BallotKeeper;
  readonly #startedAtMs: number;
  readonly #tally = { sent: 0, heard: 0, electionsWon: 0, anonymousVotes: 0, rivalries: 0 };
  #told: Standing;
  #lastCause: Cause | null = null;
  readonly #inbox: Inbox<ElectionEvent>;
  /** Known at once, before the core hears of it. */
  #connected = false;
  #stopping: Promise<void> | null = null;

  constructor(parts: ElectionParts) {
    this.#parts = parts;
    this.#inbox = new Inbox(parts.clock, (drained) => this.#drain(drained));
    this.#startedAtMs = parts.clock.nowMs();
    this.#told = standingOf(parts.state);
    this.#keeper = new BallotKeeper(parts.store, parts.ballot, {
      release: (message) => this.#send(message),
      saved: (writeId, ballot) => this.#push({ type: "persisted", writeId, ballot }),
      notSaved: (error) => this.#notSaved(error),
      failed: (error) => this.#fail(coded(error, "STORAGE_FAILED")),
    });
  }

  /** Resolves once the node hears others. */
  async start(): Promise<void> {
    await this.#parts.transport.start({
      onMessage: (message) => this.#receive(message),
      onConnected: () => {
        this.#connected = true;
        this.#push({ type: "connected" });
      },
      onDisconnected: (reason) => {
        this.#connected = false;
        this.#parts.observer.onError(new GraftError("NATS_LOST", `lost NATS: ${reason}`, { reason }));
        this.#push({ type: "disconnected" });
      },
    });
  }

  /** As it was last told: never a term that is not on disk. */
  get standing(): Standing {
    return this.#told;
  }

  /**
   * It leads, by all that it knows now; false as soon as it knows better, also where that has not been told yet, and where it
   * has sent no heartbeat for the shortest election timeout: the others may have elected another meanwhile.
   */
  isLeader(): boolean {
    const { role, timing } = this.#parts.state;
    if (!this.#connected || role.name !== "leader" || this.#told.role !== "leader") return false;
    return this.#parts.clock.nowMs() < role.heartbeatSentAtMs + timing.electionTimeoutMinMs;
  }

  report(): Omit<GraftReport, "eventsDropped"> {
    const { state, clusterName, transport, clock } = this.#parts;
    const { role, self: id, size } = state;
    const { sent, heard, ...tally } = this.#tally;
    const leads = role.name === "leader" && this.#connected && this.#told.role === "leader" ? role : null;
    const contactMs = clock.nowMs() - state.heardLeaderAtMs;
    return {
      protocol: "graft",
      id,
      clusterName,
      size,
      ...this.#told,
      votedFor: this.#keeper.durable.votedFor,
      connected: this.#connected,
      guardsOff: ["preVote", "checkQuorum", "lease", "namedVotes"],
      promise: leads === null ? null : restsOnNamedVotes(size, leads) ? "onePerTerm" : "nothing",
      votes: leads === null ? null : { named: [...leads.named], anonymous: leads.anonymous },
      ...tally,
      heartbeats: { sent, heard },
      lastContactMs: leads === null && Number.isFinite(contactMs) ? contactMs : null,
      lastCause: this.#lastCause,
      saves: this.#keeper.saves,
      traffic: { ...transport.counters },
      uptimeMs: clock.nowMs() - this.#startedAtMs,
    };
  }

  /** Takes part no more, and lets go of connection and folder. What it voted stays on disk. */
  close(): Promise<void> {
    return this.#stop(null);
  }

  #receive(message: ElectionMessage): void {
    if (message.type === "heartbeat") this.#tally.heard += 1;
    if (message.type === "voteResponse" && message.voter === null && message.granted) this.#tally.anonymousVotes += 1;
    this.#push({ type: "receive", message, acceptable: true });
  }

  #push(event: ElectionEvent): void {
    this.#inbox.push(event);
  }

  #drain({ events, nowMs, firedAtMs }: Drained<ElectionEvent>): void {
    try {
      for (const event of events) this.#step(this.#judged(event), nowMs);
      if (firedAtMs !== null && this.#parts.state.wakeAtMs <= firedAtMs) this.#step({ type: "wake" }, nowMs);
      this.#inbox.wakeAt(this.#parts.state.wakeAtMs, nowMs);
      this.#keeper.flush();
    } catch (error) {
      this.#fail(coded(error, "INVARIANT_BROKEN"));
    }
  }

  /** Only where it can matter: of an old term, or in our own name, a request is refused whatever its position. */
  #judged(event: ElectionEvent): ElectionEvent {
    if (event.type !== "receive" || event.message.type !== "voteRequest") return event;
    const { term, candidate, position } = event.message;
    const { state, hooks } = this.#parts;
    if (term < state.term || candidate === state.self) return event;
    return { ...event, acceptable: this.#hooked(() => hooks.grantVote(position)) === true };
  }

  /** null: it threw, which was told. */
  #hooked<T>(hook: () => T): T | null {
    try {
      return hook();
    } catch (error) {
      this.#parts.observer.onError(coded(error, "HOOK_FAILED"));
      return null;
    }
  }

  #step(event: ElectionEvent, nowMs: number): void {
    const { state } = this.#parts;
    if (this.#stopping !== null) return;
    const before = electionSnapshot(state);
    const effects = step(state, event, nowMs);
    const broken = brokenInvariant(before, state);
    if (broken !== null) throw new Error(`invariant ${broken} is broken in term ${state.term}`);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: ElectionEffect): void {
    switch (effect.type) {
      case "send":
        return this.#send(effect.message);
      case "persist":
        return this.#keeper.add(effect.writeId, effect.ballot, effect.release);
      case "announce":
        return this.#keeper.tellWhenDurable(() => this.#tell(effect.to, effect.cause));
      case "twoLeaders":
        return this.#tellRivals(effect.term, effect.leader, effect.other);
      case "duplicateId":
        return this.#fail(duplicateId(this.#parts.state.self));
    }
  }

  #tellRivals(term: number, leader: NodeId, other: NodeId): void {
    this.#tally.rivalries += 1;
    const message = `${leader} and ${other} both lead term ${term}: a node has voted twice, or more run than the size says`;
    this.#parts.observer.onError(new GraftError("TWO_LEADERS", message, { term, leader, other }));
  }

  /** After a save that failed the core is ahead of the disk: of a term that is not there nobody is told. */
  #tell(now: Standing, cause: Cause): void {
    const { term } = this.#keeper.durable;
    const to = now.term <= term ? now : { role: now.role, term, leader: null };
    const from = this.#told;
    if (from.role === to.role && from.term === to.term && from.leader === to.leader) return;
    this.#told = to;
    this.#lastCause = cause;
    if (to.role === "leader" && from.role !== "leader") this.#tally.electionsWon += 1;
    this.#parts.observer.onStanding(from, to, cause);
  }

  #send(message: ElectionMessage): void {
    const { transport, hooks } = this.#parts;
    if (message.type === "heartbeat") this.#tally.sent += 1;
    if (message.type !== "voteRequest") return transport.send(message);
    const position = this.#hooked(() => bytesOnly(hooks.currentState()));
    // Without a position a request could win the vote of somebody who is further: this election is let go by.
    if (position !== null) this.#hooked(() => transport.send({ ...message, position }));
  }

  /** It may have been a leader that had to give way: that is told, with the term that the disk knows. */
  #notSaved(error: unknown): void {
    this.#parts.observer.onError(coded(error, "STATE_NOT_SAVED"));
    this.#push({ type: "persistFailed" });
    this.#tell({ role: "follower", term: this.#parts.state.term, leader: null }, "diskFailed");
  }

  #fail(error: GraftError): void {
    void this.#stop(error);
  }

  #stop(error: GraftError | null): Promise<void> {
    if (this.#stopping !== null) return this.#stopping;
    this.#stopping = Promise.resolve().then(() => this.#letGo(error));
    this.#inbox.stop();
    const { state, clock } = this.#parts;
    for (const effect of step(state, { type: "stop" }, clock.nowMs()))
      if (effect.type === "announce") this.#tell(effect.to, effect.cause);
    return this.#stopping;
  }

  /** A write under way is waited for: the folder is not given to another before that. */
  async #letGo(error: GraftError | null): Promise<void> {
    const { transport, store, observer } = this.#parts;
    const ends = [transport.close(), this.#keeper.stop().then(() => store.close())];
    for (const end of await Promise.allSettled(ends))
      if (end.status === "rejected") observer.onError(coded(end.reason, "STORAGE_FAILED"));
    observer.onStopped(error);
  }
}

/** The encoder would take a string for base64. */
function bytesOnly(position: unknown): Uint8Array {
  if (position instanceof Uint8Array) return position;
  throw new TypeError("currentState() gave no Uint8Array");
}

function coded(
  error: unknown,
  code: "STORAGE_FAILED" | "INVARIANT_BROKEN" | "HOOK_FAILED" | "STATE_NOT_SAVED",
): GraftError {
  if (isGraftError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new GraftError(code, reason, { reason }, { cause: error });
}

const duplicateId = (node: NodeId): GraftError =>
  new GraftError("DUPLICATE_ID", `another process runs as ${node} on a copy of its data folder`, { node });
