/**
 * Performs what the core asks, and tells it what happened: inbox, drain, step, persist, send.
 *
 * Laws, in the order in which a drain keeps them:
 * - the inbox is taken, then the time sampled, and a deadline looked at last (`inbox.ts`);
 * - requests leave during the drain; what was held leaves after the sync that covers it (`persist.ts`);
 * - an exception of the core, or on the way to the disk, is a broken invariant: the node stops, and nothing that the step
 *   asked for is done.
 */
import type { Effect, Standing } from "../core/effect.ts";
import type { Entry } from "../core/entry.ts";
import type { Event, MemberChange, Proposal } from "../core/event.ts";
import { checkState, checkStep, snapshot } from "../core/invariants.ts";
import type { Message } from "../core/message.ts";
import { configurationIn, standing } from "../core/state.ts";
import { step } from "../core/step.ts";
import { leaseMarginMs, type NodeId } from "../core/types.ts";
import { type GraftError, isGraftError } from "../errors.ts";
import type { ClientRequest, Respond } from "../ports/client-door.ts";
import type { Formation, Storage } from "../ports/storage.ts";
import type { Transport } from "../ports/transport.ts";
import type { TransferBy } from "../why/testimony.ts";
import { AppliedBlocks } from "./applied-blocks.ts";
import { DiskRoom } from "./disk-room.ts";
import { duplicateId, invariantBroken, notLeader, notRecording, storageError } from "./driver-errors.ts";
import type { Announcement, DriverParts } from "./driver-parts.ts";
import { type Drained, Inbox } from "./inbox.ts";
import { MachineHost } from "./machine-host.ts";
import { MemberDesk } from "./member-desk.ts";
import { Persister } from "./persist.ts";
import { type NodeReport, NodeTally } from "./report.ts";
import { failure, RequestDesk } from "./request-desk.ts";
import { encodeEnvelope } from "./sessions.ts";
import { SnapshotKeeper } from "./snapshot-keeper.ts";
import { hashOf, type StateHash } from "./state-hash.ts";
import { TransferDesk } from "./transfer-desk.ts";
import { Witness } from "./witness.ts";

/** Of a command with what the session adds. */
export const COMMAND_BYTES_MAX = 257 * 1024;

/** A new member has this long to be caught up, unless it is given another time. */
const CHANGE_MEMBERS_MS = 60_000;

/** The calendar is read in whole ms, twice. */
const WALL_STEP_MS = 2;

export class Driver {
  readonly #parts: DriverParts;
  readonly #persister: Persister;
  readonly #tally: NodeTally;
  readonly #transfers: TransferDesk;
  readonly #members: MemberDesk;
  /** What the world was told last. */
  #told: Standing;
  readonly #requests: RequestDesk;
  readonly #host: MachineHost;
  readonly #snapshots: SnapshotKeeper;
  readonly #room: DiskRoom;
  readonly #inbox: Inbox<Event>;
  readonly #witness: Witness | null;
  /** Gathered until the drain, so that what arrives together goes into the log, and to the others, together. */
  #proposals: Proposal[] = [];
  #reads: number[] = [];
  /** The state machine has been given entries, and the core does not know yet that it is done with them. */
  #hasApplied = false;
  /** By how much the calendar was ahead of the clock when last looked at. */
  #wallAheadMs: number;
  #stopping: Promise<void> | null = null;

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.#inbox = new Inbox(parts.clock, (drained) => this.#drain(drained));
    this.#tally = new NodeTally(parts.clock.nowMs());
    this.#wallAheadMs = parts.clock.wallMs() - parts.clock.nowMs();
    // Starts elsewhere in each life: the leader's late answer to a read of a former life must not allow one of this life.
    let lastRequestId = (parts.state.random.seed >>> 0) * 2 ** 20;
    const nextRequestId = (): number => ++lastRequestId;
    this.#transfers = new TransferDesk(parts.clock, nextRequestId);
    this.#members = new MemberDesk(parts.clock, nextRequestId, (requestId, change) =>
      this.#push({ type: "changeMembers", requestId, change }),
    );
    this.#requests = new RequestDesk(parts.state.appliedIndex, nextRequestId);
    const { appliedIndex } = parts.state;
    const blocks = parts.onBlock === undefined ? null : new AppliedBlocks(appliedIndex, parts.onBlock);
    this.#host = new MachineHost(parts.machine, this.#requests, appliedIndex, blocks);
    const { state, storage, snapshotEvery, pieceBytes } = parts;
    const handlers = {
      push: (event: Event) => this.#push(event),
      send: (message: Message) => this.#send(message),
      failed: (error: unknown) => this.#fail(storageError(error)),
    };
    this.#snapshots = new SnapshotKeeper(state, storage.snapshots, this.#host, snapshotEvery, handlers, pieceBytes);
    this.#told = standing(parts.state);
    const { term, votedFor } = parts.state;
    this.#persister = new Persister(
      parts.storage,
      { term, votedFor },
      {
        release: (message) => this.#send(message),
        persisted: (writeId) => this.#push({ type: "persisted", writeId }),
        failed: (error) => this.#fail(storageError(error)),
        broken: (error) => this.#fail(isGraftError(error) ? error : invariantBroken(error)),
        withheld: () => this.#room.watch(),
      },
    );
    this.#room = new DiskRoom(parts, this.#persister, () => this.#snapshots.retry());
    const surroundings = () => ({ diskFull: this.#room.full, reconnects: parts.transport.counters.reconnects });
    const { witness, clock } = parts;
    this.#witness = witness === undefined ? null : new Witness(witness, state, clock, surroundings);
  }

  /** Resolves once the node hears others, and they it. */
  async start(): Promise<void> {
    const { transport, identity, log } = this.#parts;
    await transport.start(identity, {
      onMessage: (message) => this.#receive(message),
      onConnected: (connection) => this.#push({ type: "connected", connection }),
      onDisconnected: (reason) => {
        log.warn({ reason }, "lost NATS: stepping down until it is back");
        this.#push({ type: "disconnected" });
      },
      onDuplicateId: () => this.#fail(duplicateId(identity.nodeId)),
      onPeerGone: (id) => this.#push({ type: "peerGone", id }),
      onConnectionEnded: (connection) => this.#push({ type: "connectionEnded", connection }),
    });
    this.#witness?.start();
  }

  report(): NodeReport {
    const { state, identity, transport, clock } = this.#parts;
    const { syncs, durable } = this.#persister;
    const disk = { diskFull: this.#room.full, logBytes: this.#parts.storage.bytesOnDisk };
    return this.#tally.report(state, this.#told, durable, identity, transport.counters, syncs, disk, clock.nowMs());
  }

  /**
   * Hands the lead to `to`, or to the voter heard of last; resolves once this node leads no more.
   * @throws GraftError NOT_LEADER, UNKNOWN_NODE, or TIMED_OUT when the heir did not win: this node may lead still.
   */
  transferLeadership(to: NodeId | null, by: TransferBy = "request"): Promise<void> {
    if (this.#stopping !== null) return Promise.reject(notLeader(this.#parts.identity.nodeId));
    this.#witness?.transferAsked(by);
    const { requestId, done } = this.#transfers.open(to, this.#parts.state.timing.electionTimeoutMinMs);
    this.#push({ type: "transferLeadership", requestId, to });
    return done;
  }

  /**
   * Adds a member (as a learner, which becomes a voter by itself once it has caught up), removes one, or replaces one: an `add`
   * of the same id under another incarnation. Resolves once that is committed and an added member votes.
   * @throws GraftError NOT_LEADER, CHANGE_UNDER_WAY, ALREADY_MEMBER, UNKNOWN_NODE, LAST_VOTER, INVALID_OPTION: nothing was
   * changed; UNCERTAIN: the lead was lost, or `timeoutMs` (default 60,000) is over, and the change may yet commit.
   */
  changeMembers(change: MemberChange, timeoutMs = CHANGE_MEMBERS_MS): Promise<void> {
    if (this.#stopping !== null) return Promise.reject(notLeader(this.#parts.identity.nodeId));
    return this.#members.open(change, timeoutMs);
  }

  /** What a node that is to join this cluster has to know: its id, and the latest configuration. */
  formation(): Formation {
    const { state, identity } = this.#parts;
    return { clusterId: identity.clusterId, configuration: configurationIn(state) };
  }

  /** Takes a snapshot of all that is applied, though none may be due; it is there when the report says so. */
  takeSnapshot(): void {
    if (this.#stopping === null) this.#snapshots.takeNow();
  }

  /** What the state machine holds, as one value: the same on all nodes that have applied the same entries. */
  stateHash(): Promise<StateHash> {
    return hashOf(this.#host);
  }

  /**
   * Writes what the node has done lately to `file`, where none may be yet, or where it writes it by itself when it fails; gives
   * the path.
   * @throws GraftError NOT_RECORDING, RECORDING_NOT_WRITTEN
   */
  async dumpRecording(file: string | null): Promise<string> {
    const { recorder, identity } = this.#parts;
    if (recorder === undefined) throw notRecording(identity.nodeId);
    return recorder.dump(null, file);
  }

  /** A client's request, from wherever. `respond` is called once, sometimes before this returns. */
  ask(request: ClientRequest, respond: Respond): void {
    if (this.#stopping !== null) return respond(failure("NODE_STOPPED", "the node has stopped", false, null));
    if (request.type === "read") return this.#askToRead(request, respond);
    if (this.#requests.joins(request, respond)) return;
    const outcome = this.#host.outcomeOf(request);
    if (outcome !== null) return respond(outcome);
    if (this.#room.full) return respond(this.#room.refusal(this.#told.leader));
    const command = encodeEnvelope(request);
    if (command.length > COMMAND_BYTES_MAX) {
      const message = `a command of ${command.length} bytes: allowed are ${COMMAND_BYTES_MAX}`;
      return respond(failure("TOO_LARGE", message, false, null));
    }
    const requestId = this.#requests.openCommand(this.#parts.clock.nowMs(), respond, request);
    this.#proposals.push({ requestId, command });
    this.#inbox.askForDrain();
  }

  #askToRead({ consistency, query }: Extract<ClientRequest, { type: "read" }>, respond: Respond): void {
    const serve = (): void => respond(this.#host.query(query));
    if (consistency === "stale") return serve();
    this.#reads.push(this.#requests.openRead(this.#parts.clock.nowMs(), respond, serve));
    this.#inbox.askForDrain();
  }

  /** Takes part no more, and lets go of connection and folder. The state stays on disk (DESIGN 3.7). */
  close(): Promise<void> {
    return this.#stop({ type: "stop" }, null);
  }

  #receive(message: Message): void {
    if (message.body.type === "heartbeat") this.#tally.heartbeats += 1;
    if (this.#room.turnsAway(message)) return;
    this.#push({ type: "receive", message });
  }

  #push(event: Event): void {
    this.#inbox.push(event);
  }

  #drain({ events, nowMs, firedAtMs }: Drained<Event>): void {
    try {
      this.#witness?.beat(nowMs);
      if (this.#hasSlept(nowMs)) this.#step({ type: "suspended" }, nowMs);
      for (const event of events) this.#step(event, nowMs);
      this.#takeRequests(nowMs);
      if (firedAtMs !== null && this.#parts.state.wakeAtMs <= firedAtMs) this.#step({ type: "wake" }, nowMs);
      this.#takeApplied(nowMs);
      this.#members.look(this.#parts.state);
      this.#requests.expire(nowMs);
      this.#inbox.wakeAt(Math.min(this.#parts.state.wakeAtMs, this.#requests.expiresAtMs), nowMs);
      this.#persister.flush();
      this.#room.watch();
    } catch (error) {
      this.#fail(isGraftError(error) ? error : invariantBroken(error));
    }
  }

  /** The calendar went on while the clock stood still. That it may have been set proves nothing, and is taken for the same. */
  #hasSlept(nowMs: number): boolean {
    const aheadMs = this.#parts.clock.wallMs() - nowMs;
    const gainedMs = aheadMs - this.#wallAheadMs;
    this.#wallAheadMs = aheadMs;
    return gainedMs > leaseMarginMs(configurationIn(this.#parts.state).leaseMs) + WALL_STEP_MS;
  }

  #takeRequests(nowMs: number): void {
    const proposals = this.#proposals;
    const requestIds = this.#reads;
    this.#proposals = [];
    this.#reads = [];
    if (proposals.length > 0) this.#step({ type: "propose", proposals }, nowMs);
    if (requestIds.length > 0) this.#step({ type: "readIndex", requestIds }, nowMs);
  }

  /**
   * What this drain has applied is told in it, which spares each commit a turn of its own. What that hands over in its turn is
   * told in the next drain: a long log to be applied must not keep the heartbeats waiting.
   */
  #takeApplied(nowMs: number): void {
    if (!this.#hasApplied) return;
    this.#hasApplied = false;
    this.#step({ type: "applied", index: this.#host.appliedIndex }, nowMs);
    if (!this.#hasApplied) return;
    this.#hasApplied = false;
    this.#push({ type: "applied", index: this.#host.appliedIndex });
  }

  #step(event: Event, nowMs: number): void {
    const { state } = this.#parts;
    const before = snapshot(state);
    this.#witness?.before();
    const effects = this.#coreStep(event, nowMs);
    checkStep(before, state);
    checkState(state);
    this.#witness?.after(event, nowMs);
    for (const effect of effects)
      if (effect.type === "announce") this.#announceWhenDurable(effect, event, nowMs);
      else this.#perform(effect);
  }

  #announceWhenDurable(announcement: Announcement, event: Event, nowMs: number): void {
    const tellWhy = this.#witness?.take(announcement, event, nowMs);
    this.#persister.tellWhenDurable(() => {
      this.#announce(announcement);
      tellWhy?.();
    });
  }

  #coreStep(event: Event, nowMs: number): Effect[] {
    const { state, recorder } = this.#parts;
    recorder?.takes(event, nowMs);
    const effects = step(state, event, nowMs);
    recorder?.gave(effects);
    return effects;
  }

  #perform(effect: Exclude<Effect, Announcement>): void {
    switch (effect.type) {
      case "send":
        return this.#send(effect.message);
      case "persist":
        return this.#persister.add(effect);
      case "answer":
        this.#transfers.answer(effect.requestId, effect.answer);
        this.#members.answer(effect.requestId, effect.answer);
        return this.#requests.answer(effect.requestId, effect.answer, this.#told.leader);
      case "apply":
        return this.#apply(effect.entries);
      case "sendSnapshot":
        return this.#snapshots.sendPiece(effect.to, effect.last, effect.offset);
      case "saveSnapshotChunk":
        return this.#snapshots.savePiece(effect.chunk);
      case "restoreSnapshot":
        return this.#snapshots.restore();
      case "compactLog":
        return this.#room.forget(effect.base);
      case "setLease":
        return this.#parts.observer.onLease(effect.lease);
      case "probePeer":
        return this.#parts.transport.probe(effect.to);
      case "wakeAt":
        return; // `#drain` reads the state at its end
    }
  }

  #apply(entries: readonly Entry[]): void {
    this.#host.apply(entries);
    this.#hasApplied = true;
    this.#snapshots.applied();
  }

  /** From what was told before, which may be older than what was: a stop does not wait for the disk. */
  #announce({ to, cause }: Announcement): void {
    const from = this.#told;
    this.#told = to;
    this.#tally.hear(from, to, cause);
    if (to.role !== "leader") {
      this.#transfers.lostTheLead();
      this.#members.lostTheLead(this.#parts.state);
      this.#requests.lostTheLead(to.leader);
    }
    this.#turnDoor(from, to);
    this.#parts.observer.onAnnounce({ type: "announce", from, to, cause });
  }

  /** Clients are served by the leader alone. */
  #turnDoor(from: Standing, to: Standing): void {
    const { door } = this.#parts;
    if (to.role === "leader" && from.role !== "leader") door.open((request, respond) => this.ask(request, respond));
    if (to.role !== "leader" && from.role === "leader") door.shut();
  }

  #send(message: Message): void {
    if (message.body.type === "heartbeat") this.#tally.heartbeats += 1;
    this.#parts.transport.send(message);
  }

  #fail(error: GraftError): void {
    if (this.#stopping !== null) return;
    this.#parts.log.error({ code: error.code, err: error }, error.message);
    void this.#stop({ type: error.code === "STORAGE_FAILED" ? "persistFailed" : "stop" }, error);
  }

  /** `#stopping` is set first: whoever is told of the stop may ask for it again. */
  #stop(event: Event, error: GraftError | null): Promise<void> {
    if (this.#stopping !== null) return this.#stopping;
    this.#stopping = Promise.resolve().then(() => this.#letGo(error));
    this.#takeNoPart(event, error);
    return this.#stopping;
  }

  #takeNoPart(event: Event, error: GraftError | null): void {
    const { state, clock, observer } = this.#parts;
    const nowMs = clock.nowMs();
    this.#witness?.before();
    this.#inbox.stop();
    this.#persister.stop();
    for (const effect of this.#coreStep(event, nowMs)) {
      if (effect.type === "setLease") observer.onLease(effect.lease);
      if (effect.type !== "announce") continue;
      const tellWhy = this.#witness?.take(effect, event, nowMs, error?.code);
      this.#announce(effect);
      tellWhy?.();
    }
    this.#witness?.close();
    this.#room.stop();
    this.#transfers.close();
    this.#members.close(state);
    this.#requests.close();
  }

  /** Folder and connection are let go of each for itself, and the end is told, whatever becomes of either. */
  async #letGo(error: GraftError | null): Promise<void> {
    const { transport, storage, log, observer } = this.#parts;
    const closed = (part: Transport | Storage): Promise<void> =>
      part.close().catch((err: unknown) => log.warn({ err }, "did not close in order"));
    await closed(transport);
    if (error !== null) await this.#keepRecording(error);
    await closed(storage);
    observer.onStopped(error);
  }

  async #keepRecording({ code, message }: GraftError): Promise<void> {
    const { recorder, log } = this.#parts;
    await recorder?.dump({ code, message }, null).then(
      (recording) => log.warn({ recording }, "wrote down what the node had done before it stopped"),
      (err: unknown) => log.warn({ err }, "could not write down what the node had done before it stopped"),
    );
  }
}
