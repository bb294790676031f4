/**
 * What passes between a node and what it rests on, told to the judge: its storage, its codec, its machine. Law: to witness
 * changes nothing; what is confirmed is told before the node hears of it.
 */
import type { Message } from "../core/message.ts";
import type { LogPosition, Member } from "../core/types.ts";
import { isGraftError } from "../errors.ts";
import type { Codec } from "../ports/codec.ts";
import type { SnapshotStore } from "../ports/snapshots.ts";
import type { StateMachine } from "../ports/state-machine.ts";
import type { Storage, StorageBatch } from "../ports/storage.ts";
import type { Judge } from "./judge.ts";

export function witnessedStorage(storage: Storage, life: string, judge: Judge): Storage {
  const { nodeId, incarnation } = storage.recovered.identity;
  const member: Member = { id: nodeId, incarnation };
  judge.found(life, member, storage.recovered, storage.snapshots.latest?.last ?? { index: 0, term: 0 });
  const append = (batch: StorageBatch, done: (error: Error | null) => void): void => {
    judge.durable.writing(member, batch);
    storage.append(batch, (error) => {
      if (error === null) judge.durable.written(member, batch);
      else if (isGraftError(error) && error.code === "DISK_FULL") judge.durable.refused(member);
      done(error);
    });
  };
  return {
    get recovered() {
      return storage.recovered;
    },
    get full() {
      return storage.full;
    },
    get bytesOnDisk() {
      return storage.bytesOnDisk;
    },
    snapshots: witnessedSnapshots(storage.snapshots, (last) => judge.durable.snapshot(member, last)),
    append,
    forget: (base) => storage.forget(base),
    retryRoom: () => storage.retryRoom(),
    close: () => storage.close(),
  };
}

const witnessedSnapshots = (store: SnapshotStore, onCommitted: (last: LogPosition) => void): SnapshotStore => ({
  get latest() {
    return store.latest;
  },
  read: (offset, length) => store.read(offset, length),
  begin: async (last, configuration) => {
    const sink = await store.begin(last, configuration);
    return {
      get offset() {
        return sink.offset;
      },
      write: (chunk) => sink.write(chunk),
      abort: () => sink.abort(),
      commit: async () => {
        const snapshot = await sink.commit();
        onCommitted(snapshot.last);
        return snapshot;
      },
    };
  },
});

/** `onSaid`: told of every message as it is put into bytes. */
export const witnessedCodec = (codec: Codec, onSaid: (message: Message) => void): Codec => ({
  decode: (bytes) => codec.decode(bytes),
  encode: (frame) => {
    if (frame.message !== null) onSaid(frame.message);
    return codec.encode(frame);
  },
});

export const witnessedMachine = (machine: StateMachine, life: string, judge: Judge): StateMachine => ({
  apply: (command, index) => {
    const result = machine.apply(command, index);
    judge.executes(life, index, command, result);
    return result;
  },
  query: (query) => machine.query(query),
  snapshot: () => machine.snapshot(),
  restore: async (chunks) => {
    await machine.restore(chunks);
    judge.restored(life);
  },
});
