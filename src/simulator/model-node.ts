/**
 * One server of the model: the production core over an abstract clock and a disk that loses what is not durable.
 *
 * Law: what a server does here, the production core does: `step` is called as it is, and its invariants are asked after each
 * call. Only what cannot matter to an election is made the same, so that there are finitely many states:
 * - time: a deadline may come at any moment, so all deadlines are one number; whether the leader was heard lately is the model's
 *   choice with each message for which it matters; dice decide nothing but deadlines, so their state is fixed;
 * - hints that a leader is gone do not come: what they do, lift its protection and cut a wait short, happens here at any moment
 *   without them; nor is an heir named, who would be the first to get one;
 * - writes are numbered from the last durable one, and what only holds messages joins the write that it waits for;
 * - what a leader knows of its followers' logs: AppendEntries and its answers are always lost here, as the network may;
 * - leases: there are none (`leaseMs` 0).
 */
import type { Effect } from "../core/effect.ts";
import type { Entry } from "../core/entry.ts";
import type { Event } from "../core/event.ts";
import { checkState, checkStep, snapshot } from "../core/invariants.ts";
import type { Message } from "../core/message.ts";
import { newProgress } from "../core/progress.ts";
import { initialState, type Role, type ServerState } from "../core/state.ts";
import { step } from "../core/step.ts";
import {
  configurationOfVoters,
  DEFAULT_TIMING,
  type HardState,
  type Member,
  type NodeId,
  sameMember,
} from "../core/types.ts";
import { ValueWriter } from "../driver/value-writer.ts";

type Persist = Extract<Effect, { type: "persist" }>;

/** One server between two events, in its canonical form. */
export interface ModelNode {
  readonly state: ServerState;
  /** What a crash leaves. */
  readonly disk: { readonly hardState: HardState; readonly entries: readonly Entry[] };
  /** Asked for and not durable, oldest first. */
  readonly writes: readonly Persist[];
  readonly crashesLeft: number;
}

/** What may happen to one server. */
export type ModelEvent =
  /** Its deadline comes; a leader finds that it has lost touch with the majority. */
  | { readonly type: "deadline" }
  /** `leaderIsFresh`: it has heard its leader within the least election timeout. */
  | { readonly type: "hear"; readonly message: Message; readonly leaderIsFresh: boolean }
  /** The oldest write becomes durable, what it held leaves, and the server learns of it. */
  | { readonly type: "sync" }
  /** The first `kept` writes are durable, though nobody has learnt of it; the others are lost. It starts again. */
  | { readonly type: "crash"; readonly kept: number };

export interface Transition {
  readonly node: ModelNode;
  /** In their canonical form; those of the election alone. */
  readonly sent: readonly Message[];
  /** What the core was told and what it answered, in order, for who reads the path. */
  readonly steps: readonly { readonly event: Event; readonly effects: readonly Effect[] }[];
}

export const MODEL_IDS: readonly NodeId[] = ["n1", "n2", "n3"];
const memberOf = (id: NodeId): Member => ({ id, incarnation: `${id}-disk` });
const CONFIGURATION = configurationOfVoters(MODEL_IDS.map(memberOf));
/** Any finite one: it is never compared but with times that are before or after all. */
const DEADLINE_MS = 1_000;
const SOON_MS = 0;
const LATE_MS = 1_000_000;

/** What breaks a rule; the search ends with it. */
export class ModelViolation extends Error {}

export function newNode(id: NodeId, crashes: number): ModelNode {
  return started(id, { hardState: { term: 0, votedFor: null }, entries: [] }, crashes).node;
}

function started(id: NodeId, disk: ModelNode["disk"], crashesLeft: number): Transition {
  const state = initialState({
    self: memberOf(id),
    configuration: CONFIGURATION,
    hardState: disk.hardState,
    timing: DEFAULT_TIMING,
    seed: 0,
    entries: disk.entries,
  });
  return advanced({ state, disk, writes: [], crashesLeft }, { type: "connected" }, SOON_MS);
}

/** What comes of `event`. @throws ModelViolation, or whatever the core throws. */
export function happen(node: ModelNode, event: ModelEvent): Transition {
  const copy: ModelNode = { ...node, state: structuredClone(node.state) };
  switch (event.type) {
    case "deadline":
      return advanced(copy, { type: "wake" }, LATE_MS);
    case "hear": {
      const { message, leaderIsFresh } = event;
      return advanced(copy, { type: "receive", message }, leaderIsFresh ? SOON_MS : LATE_MS);
    }
    case "sync":
      return synced(copy);
    case "crash":
      return crashed(copy, event.kept);
  }
}

function advanced(node: ModelNode, event: Event, nowMs: number): Transition {
  const { state } = node;
  const before = snapshot(state);
  const effects = step(state, event, nowMs);
  checkStep(before, state);
  checkState(state);
  const added = effects.filter((effect) => effect.type === "persist");
  const writes = added.reduce((queue, write) => enqueued(queue, write, event), node.writes);
  const sent = effects.flatMap((effect) => (effect.type === "send" ? [effect.message] : []));
  return { node: canonical({ ...node, writes }), sent: ofElections(sent, event), steps: [{ event, effects }] };
}

/**
 * What only holds messages goes with the write that it waits for (group commit): the network may lose them, so that they leave
 * later is nothing new; nor is it that a message leaves twice.
 */
function enqueued(queue: readonly Persist[], write: Persist, event: Event): readonly Persist[] {
  const held = new Set(queue.flatMap(({ release }) => release.map(keyOf)));
  const release = ofElections(write.release, event).filter((message) => !held.has(keyOf(message)));
  const last = queue.at(-1);
  if (write.hardState !== null || write.entries.length > 0 || last === undefined)
    return [...queue, { ...write, release }];
  const joined = { ...last, writeId: write.writeId, release: [...last.release, ...release] };
  return [...queue.slice(0, -1), joined];
}

function synced(node: ModelNode): Transition {
  const [write, ...writes] = node.writes;
  if (write === undefined) throw new RangeError("nothing waits for the disk");
  const disk = diskAfter(node.disk, write);
  const event = { type: "persisted", writeId: write.writeId } as const;
  const next = advanced({ ...node, disk, writes }, event, SOON_MS);
  return { ...next, sent: [...ofElections(write.release, null), ...next.sent] };
}

function crashed({ state, disk, writes, crashesLeft }: ModelNode, kept: number): Transition {
  const left = writes.slice(0, kept).reduce(diskAfter, disk);
  const next = started(state.self.id, left, crashesLeft - 1);
  if (next.node.state.term < left.hardState.term)
    throw new ModelViolation(`${state.self.id} starts in a term before the one on its disk`);
  return next;
}

/** Laws of the disk: the term there never goes back, and a vote there stands within its term. */
function diskAfter(disk: ModelNode["disk"], { hardState, entries }: Persist): ModelNode["disk"] {
  const { term, votedFor } = disk.hardState;
  if (hardState !== null && hardState.term < term) throw new ModelViolation("the term on the disk goes back");
  const isOther = hardState?.votedFor == null || votedFor === null || !sameMember(hardState.votedFor, votedFor);
  if (hardState !== null && hardState.term === term && votedFor !== null && isOther)
    throw new ModelViolation(`the vote on the disk for ${votedFor.id} in term ${term} is written over`);
  const [first] = entries;
  const kept = first === undefined ? disk.entries : [...disk.entries.slice(0, first.index - 1), ...entries];
  return { hardState: hardState ?? disk.hardState, entries: kept };
}

/** What may be of use to anybody; the log's own messages are always lost. */
function ofElections(messages: readonly Message[], cause: Event | null): Message[] {
  const heard = cause?.type === "receive" ? cause.message : null;
  return messages.flatMap((message) => {
    const { body, term } = message;
    switch (body.type) {
      case "preVoteRequest":
      case "preVoteResponse":
      case "voteRequest":
      case "voteResponse":
        return [message];
      case "heartbeat":
        return [{ ...message, body: { type: body.type, round: 1, commitIndex: 0 } }];
      case "heartbeatAck":
        // To a leader of this very term it says nothing that matters to an election here.
        if (heard !== null && heard.term === term) return [];
        return [{ ...message, body: { ...body, round: 1, verifiedIndex: 0, matchIndex: 0, priority: 0 } }];
      default:
        return [];
    }
  });
}

/** The same for all that cannot be told apart by what may still happen. Changes the state in place. */
export function canonical({ state, disk, writes, crashesLeft }: ModelNode): ModelNode {
  const durable = state.durableWriteId;
  /** By the place of the write with which it becomes durable, from 1; 0: it is. */
  const numbered = (writeId: number): number =>
    writeId <= durable ? 0 : 1 + writes.filter((write) => write.writeId < writeId).length;
  state.writeId = writes.length;
  state.hardStateWriteId = numbered(state.hardStateWriteId);
  state.durableWriteId = 0;
  state.log.writes = state.log.writes.map((write) => ({ ...write, writeId: numbered(write.writeId) }));
  state.log.configurations = [{ index: 0, configuration: CONFIGURATION }];
  const hasLeader = state.role.name === "follower" && state.role.leader !== null;
  state.heardLeaderAtMs = hasLeader ? SOON_MS : Number.NEGATIVE_INFINITY;
  state.lastAckAtMs = Number.NEGATIVE_INFINITY;
  state.diskBusySinceMs = Number.POSITIVE_INFINITY;
  state.wakeAtMs = DEADLINE_MS;
  state.random.seed = 0;
  state.ignored.notMember = 0;
  state.lease = null;
  state.role = canonicalRole(state, state.role, numbered);
  return {
    state,
    disk,
    writes: writes.map((write) => ({
      ...write,
      writeId: numbered(write.writeId),
      release: write.release
        .map((message) => [keyOf(message), message] as const)
        .sort(byKey)
        .map(([, message]) => message),
    })),
    crashesLeft,
  };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

function canonicalRole({ self }: ServerState, role: Role, numbered: (writeId: number) => number): Role {
  const waits = { electionDeadlineMs: DEADLINE_MS, retryAtMs: DEADLINE_MS };
  const sorted = (ids: ReadonlySet<NodeId>): Set<NodeId> => new Set([...ids].sort());
  switch (role.name) {
    case "follower":
      return { ...role, heir: null, electionDeadlineMs: DEADLINE_MS };
    case "preCandidate":
      return { ...role, granted: sorted(role.granted), refused: sorted(role.refused), ...waits };
    case "candidate": {
      const { ownVoteWriteId, ...rest } = role;
      const sets = { granted: sorted(role.granted), refused: sorted(role.refused), early: new Set<NodeId>() };
      return { ...rest, ...sets, ownVoteWriteId: numbered(ownVoteWriteId), ...waits };
    }
    case "leader": {
      const others = MODEL_IDS.filter((id) => id !== self.id).map(memberOf);
      // Something is on its way to each of them, and never arrives.
      const inFlight = (): { lastIndex: number; bytes: number }[] => [{ lastIndex: 0, bytes: 0 }];
      const progress = others.map((member) => ({ ...newProgress(member, 0, 0), inFlight: inFlight() }));
      return {
        ...role,
        granted: new Set([self.id]),
        round: 1,
        rounds: [],
        heartbeatAtMs: DEADLINE_MS,
        progress: new Map(progress.map((one) => [one.member.id, one])),
        uncommittedBytes: 0,
        electedAtMs: 0,
        leaseFromMs: 0,
        lease: null,
        offerAtMs: Number.POSITIVE_INFINITY,
      };
    }
    case "stopped":
      return role;
  }
}

/** Whether it makes a difference when this server has last heard its leader. */
export const asksForFreshness = ({ state }: ModelNode, { body }: Message): boolean =>
  state.role.name === "follower" &&
  state.role.leader !== null &&
  (body.type === "preVoteRequest" || body.type === "voteRequest");

/** Equal where the values are, whatever objects they are made of. */
export function keyOf(value: unknown): string {
  const writer = new ValueWriter();
  writer.write(value);
  return writer.bytes().toString("latin1");
}

/** A renaming of the servers: the name of `MODEL_IDS[i]` becomes that of `MODEL_IDS[to[i]]`. */
export type Permutation = readonly number[];

export const renamedNode = (node: ModelNode, permutation: Permutation): ModelNode =>
  canonical(renamed(node, permutation));

export const renamedMessage = (message: Message, permutation: Permutation): Message => renamed(message, permutation);

function renamed<T>(value: T, permutation: Permutation): T {
  const names = new Map<string, string>();
  permutation.forEach((to, from) => {
    const [before, after] = [MODEL_IDS[from] ?? "", MODEL_IDS[to] ?? ""];
    names.set(before, after).set(memberOf(before).incarnation, memberOf(after).incarnation);
  });
  const walk = (held: unknown): unknown => {
    if (typeof held === "string") return names.get(held) ?? held;
    if (typeof held !== "object" || held === null || held instanceof Uint8Array) return held;
    if (Array.isArray(held)) return held.map(walk);
    if (held instanceof Set) return new Set([...held].map(walk));
    if (held instanceof Map) return new Map([...held].map(([key, kept]) => [walk(key), walk(kept)]));
    return Object.fromEntries(Object.entries(held).map(([key, kept]) => [key, walk(kept)]));
  };
  return walk(value) as T;
}
