/**
 * The way to the disk. Law: what a write releases leaves after the sync that covers it, in the order of the writes; one write
 * is under way at a time, and all that gathers behind it goes with the next, under one sync (group commit). A write that
 * failed is the last: nothing is released after it, nor once the node stops. What the world is told waits in the same queue
 * while it holds a term or a vote, so nobody hears of one that a crash could still take back; it does not wait for entries,
 * since a leader whose disk is slow must be able to say that it leads no more.
 *
 * Entries for which the disk has no room are withheld, with all that promises them, until `retry`. Terms and votes do not
 * wait for them: storage keeps room for those, and a vote promises nothing of the log (§5.4.1 compared the longer log, the one
 * in memory). Nothing is reported as persisted meanwhile, so a node that cannot write its log wins no election.
 */
import type { Effect } from "../core/effect.ts";
import type { Entry } from "../core/entry.ts";
import type { Message } from "../core/message.ts";
import type { HardState, LogPosition } from "../core/types.ts";
import { isGraftError } from "../errors.ts";
import type { Storage, StorageBatch } from "../ports/storage.ts";

export type PersistEffect = Extract<Effect, { type: "persist" }>;

/** In the order of the core's effects. */
type Waiting = PersistEffect | { readonly type: "tell"; readonly tell: () => void };

export interface PersistHandlers {
  /** Durable now: may leave. */
  release(message: Message): void;
  persisted(writeId: number): void;
  failed(error: Error): void;
  /** A bug, here or in what was called: nothing is written or released any more. */
  broken(error: unknown): void;
  /** The disk has no room: call `retry` once it may have some. */
  withheld(): void;
}

export class Persister {
  readonly #storage: Storage;
  readonly #handlers: PersistHandlers;
  #waiting: Waiting[] = [];
  /** The write under way; null: none is. */
  #writing: readonly Waiting[] | null = null;
  /** For want of room, before what waits. */
  #withheld: readonly Waiting[] = [];
  #retrying = false;
  #over = false;
  /** Syncs done since the start. */
  syncs = 0;
  /** The last that is on disk. */
  durable: HardState;

  constructor(storage: Storage, durable: HardState, handlers: PersistHandlers) {
    this.#storage = storage;
    this.durable = durable;
    this.#handlers = handlers;
  }

  add(effect: PersistEffect): void {
    this.#waiting.push(effect);
  }

  /** Calls `tell` once every term and vote that was added before is durable: at once where it is. In the order of the calls. */
  tellWhenDurable(tell: () => void): void {
    const mustWait = [this.#writing ?? [], this.#withheld, this.#waiting].some((queue) =>
      queue.some((before) => before.type === "tell" || before.hardState !== null),
    );
    if (mustWait) this.#waiting.push({ type: "tell", tell });
    else tell();
  }

  /** Also while what was withheld is being tried again. */
  get withholds(): boolean {
    return this.#withheld.length > 0 || this.#retrying;
  }

  /** What was withheld goes first, all of it at once. */
  retry(): void {
    if (this.#writing !== null || this.#withheld.length === 0) return;
    this.#retrying = true;
    this.#waiting = [...this.#withheld, ...this.#waiting];
    this.#withheld = [];
    this.flush();
  }

  /**
   * Writes nothing, so that what `forget` was told takes effect: no other write may come while the disk is full. False: a write
   * is under way, try later.
   */
  touch(): boolean {
    if (this.#writing !== null || this.#over) return false;
    this.#append(this.#withheld, NOTHING, () => undefined);
    return true;
  }

  /** Starts on what waits, unless a write is under way: then that one's end does. */
  flush(): void {
    this.#guarded(() => this.#flush());
  }

  #flush(): void {
    if (this.#writing !== null || this.#over || this.#waiting.length === 0) return;
    if (this.#withheld.length > 0) return this.#flushTerms();
    const batch = this.#waiting;
    this.#waiting = [];
    const hardState = lastHardState(batch);
    const { entries, restartFrom } = mergedLog(batch);
    if (hardState === null && entries.length === 0 && restartFrom === null) {
      this.#retrying = false;
      return this.#confirm(batch);
    }
    this.#append(batch, { ...NOTHING, hardState, entries, restartFrom }, () => this.#confirm(batch));
  }

  /** For good: a write under way may still become durable, but nobody hears of it, and none follows it. */
  stop(): void {
    this.#over = true;
  }

  /** Behind entries that are withheld: terms and votes alone, and what rests on no more than those. */
  #flushTerms(): void {
    const batch = [...this.#withheld, ...this.#waiting];
    this.#waiting = [];
    const hardState = lastHardState(batch);
    const confirm = (): void => {
      this.#withheld = batch.flatMap((waiting) => this.#releaseTerms(waiting));
    };
    if (hardState === null) return confirm();
    this.#withheld = [];
    this.#append(batch, { ...NOTHING, hardState }, confirm);
  }

  /** `batch` is what is being written, and withheld where there is no room. */
  #append(batch: readonly Waiting[], written: StorageBatch, confirm: () => void): void {
    this.#writing = batch;
    this.#guarded(() =>
      this.#storage.append(written, (error) => {
        this.#writing = null;
        this.#retrying = false;
        if (this.#over) return;
        if (error !== null) return this.#refused(batch, error);
        this.syncs += 1;
        this.durable = written.hardState ?? this.durable;
        this.#guarded(confirm);
        this.flush();
      }),
    );
  }

  #refused(batch: readonly Waiting[], error: Error): void {
    if (isGraftError(error) && error.code === "DISK_FULL") {
      this.#withheld = batch;
      this.#handlers.withheld();
      return;
    }
    this.#over = true;
    this.#handlers.failed(error);
  }

  /** Whoever calls has no `catch`, often no caller of its own: an exception there would end the process, not the node. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#over = true;
      this.#handlers.broken(error);
    }
  }

  /** Performs what rests on terms and votes alone; gives what is left. */
  #releaseTerms(waiting: Waiting): Waiting[] {
    if (waiting.type === "tell") {
      waiting.tell();
      return [];
    }
    for (const message of waiting.release) if (!promisesEntries(message)) this.#handlers.release(message);
    return [{ ...waiting, hardState: null, release: waiting.release.filter(promisesEntries) }];
  }

  #confirm(batch: readonly Waiting[]): void {
    let writeId = 0;
    for (const waiting of batch) {
      if (waiting.type === "tell") waiting.tell();
      else {
        for (const message of waiting.release) this.#handlers.release(message);
        writeId = waiting.writeId;
      }
    }
    if (writeId > 0) this.#handlers.persisted(writeId);
  }
}

const NOTHING: StorageBatch = { formation: null, hardState: null, entries: [], restartFrom: null };

/** All other answers promise a term or a vote at most. */
const promisesEntries = ({ body }: Message): boolean =>
  body.type === "appendAck" || (body.type === "snapshotAck" && body.installed);

/** Later states contain the earlier ones: a term only grows, and a vote stands within it. */
function lastHardState(batch: readonly Waiting[]): HardState | null {
  let last: HardState | null = null;
  for (const waiting of batch) if (waiting.type === "persist") last = waiting.hardState ?? last;
  return last;
}

/**
 * What the disk is to hold in the end: each write's entries replace all from their first index on, and a new beginning replaces
 * all before it.
 */
function mergedLog(batch: readonly Waiting[]): Pick<StorageBatch, "entries" | "restartFrom"> {
  const [only] = batch;
  if (batch.length === 1 && only?.type === "persist") return only;
  const entries: Entry[] = [];
  let restartFrom: LogPosition | null = null;
  for (const write of batch) {
    if (write.type !== "persist") continue;
    if (write.restartFrom !== null) {
      restartFrom = write.restartFrom;
      entries.length = 0;
    }
    const [first] = write.entries;
    if (first === undefined) continue;
    const kept = first.index - (entries[0]?.index ?? first.index);
    // Most writes replace nothing, and to set a length costs more than to ask for it.
    if (kept < entries.length) entries.length = Math.max(0, kept);
    for (const entry of write.entries) entries.push(entry);
  }
  return { entries, restartFrom };
}
