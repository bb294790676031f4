/**
 * Snapshots in the lab. Law: what a snapshot holds is what has been committed up to its last entry, so the lab keeps no bytes
 * of its own, only how many of them have arrived. A piece is saved as soon as it comes, if it is the next one.
 *
 * A server that starts with a snapshot begins its log right behind it, as one does that was sent the snapshot by a leader:
 * so a test gets a leader whose log does not reach back, without the thousands of entries that are kept behind one otherwise.
 */
import type { Effect } from "../../src/core/effect.ts";
import type { Entry } from "../../src/core/entry.ts";
import type { Event } from "../../src/core/event.ts";
import { configurationAt } from "../../src/core/log.ts";
import type { InstallSnapshot, Message } from "../../src/core/message.ts";
import { positionAt } from "../../src/core/snapshot.ts";
import type { ServerState } from "../../src/core/state.ts";
import type { LogPosition, SnapshotMeta, Term } from "../../src/core/types.ts";
import type { LabNode } from "./lab-node.ts";

export interface Arriving {
  readonly term: Term;
  readonly last: LogPosition;
  readonly offset: number;
}

const SNAPSHOT_BYTES = 100;
const PIECE_BYTES = 40;

export class LabSnapshots {
  readonly #committed: readonly Entry[];

  /** `committed` grows with what the laws of the log have seen. */
  constructor(committed: readonly Entry[]) {
    this.#committed = committed;
  }

  /** Of what `node` has applied; it is durable at once. @throws where nothing has been applied since the last one */
  take(node: LabNode, state: ServerState): Event {
    const last = positionAt(state, state.appliedIndex);
    if (last === null || last.index <= (node.snapshot?.last.index ?? 0))
      throw new Error(`${node.id} has nothing new to take a snapshot of`);
    const configuration = configurationAt(state.log, last.index);
    node.snapshot = { last, configuration, bytes: SNAPSHOT_BYTES };
    return { type: "snapshotSaved", snapshot: node.snapshot };
  }

  /** null: another snapshot has taken its place. */
  piece(node: LabNode, state: ServerState, wanted: Extract<Effect, { type: "sendSnapshot" }>): Message | null {
    const { to, last, offset } = wanted;
    if (node.snapshot?.last.index !== last.index) return null;
    const { configuration, bytes: totalBytes } = node.snapshot;
    const data = new Uint8Array(Math.min(PIECE_BYTES, totalBytes - offset));
    const body = { type: "installSnapshot", last, configuration, totalBytes, offset, data } as const;
    return { from: state.self, to, term: state.term, body };
  }

  save(node: LabNode, { term }: ServerState, chunk: InstallSnapshot): Event {
    const { last, configuration, totalBytes } = chunk;
    if (node.snapshot?.last.index === last.index) return { type: "snapshotReceived", snapshot: node.snapshot };
    const goesOn = node.arriving?.term === term && node.arriving.last.index === last.index;
    const before = goesOn ? (node.arriving?.offset ?? 0) : 0;
    const offset = chunk.offset === before ? before + chunk.data.length : before;
    node.arriving = { term, last, offset };
    if (offset < totalBytes) return { type: "snapshotChunkSaved", last, offset };
    node.arriving = null;
    node.snapshot = { last, configuration, bytes: totalBytes };
    return { type: "snapshotReceived", snapshot: node.snapshot };
  }

  /** What a state machine holds that has taken the snapshot up. */
  contents({ last }: Pick<SnapshotMeta, "last">): Entry[] {
    return this.#committed.slice(0, last.index);
  }

  /** The whole log of a server that starts: where what is on disk does not lead up to the snapshot, that stands for all of it. */
  recovered({ snapshot, entries }: LabNode): Entry[] {
    if (snapshot === null || entries[snapshot.last.index - 1]?.term === snapshot.last.term) return entries;
    return this.contents(snapshot);
  }
}
