/**
 * A node of the floor, in a thread of its own. The first is the leader.
 *
 * Law: nothing is acknowledged before the fdatasync that covers it; one write is under way at a time, and what gathers behind it
 * goes with the next. That is all that is kept: acknowledgements are counts, and nothing is ever read back.
 */
import { fdatasync, openSync, write, writeSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { AnswerSheet } from "../../src/transport/answer-sheet.ts";
import type { LinkFrame, NatsLink } from "../../src/transport/link-transport.ts";
import { connectNats } from "../../src/transport/nats-transport.ts";
import { batchFrom, encodeBatch } from "../../src/wire/client-batches.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";

export const MODEL_NODE = "model-node";
export const PROPOSE = "graft.model.propose";
const APPEND = "graft.model.append";
const ACK = "graft.model.ack";
/** Written beforehand, so that a sync has no blocks to find; then round and round, as segments are used again. */
const FILE_BYTES = 16 * 1024 * 1024;
/** Of one message to the followers. */
const BATCH_REQUESTS = 1024;
const BATCH_BYTES = 512 * 1024;
const ANSWERS_BYTES_MAX = 1024 * 1024 - 4096;
const NUMBER_BYTES = 8;
const RESULT = new Uint8Array(10);

export interface ModelNodeData {
  readonly place: number;
  readonly nodes: number;
  readonly servers: readonly string[];
  readonly folder: string;
}

export async function runModelNode(): Promise<void> {
  const { place, nodes, servers, folder } = workerData as ModelNodeData;
  const link = await connectNats({ servers: [...servers], name: `model-${place}` });
  const disk = new Disk(join(folder, `${place}`));
  if (place === 0) new Leader(link, disk, nodes);
  else follow(link, disk, place);
  await link.flush();
  parentPort?.postMessage("ready");
  parentPort?.on("message", () => {}); // lives until it is terminated
}

/** Group commit: tells the number up to which all is durable. */
class Disk {
  readonly #descriptor: number;
  #position = 0;
  #waiting: Uint8Array[] = [];
  #added = 0;
  #isBusy = false;
  onDurable: (upTo: number) => void = () => {};

  constructor(path: string) {
    this.#descriptor = openSync(path, "w");
    const zeros = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < FILE_BYTES; at += zeros.length) writeSync(this.#descriptor, zeros, 0, zeros.length, at);
  }

  add(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#added += 1;
    if (!this.#isBusy) this.#write();
  }

  #write(): void {
    const bytes = this.#waiting.length === 1 ? (this.#waiting[0] ?? RESULT) : Buffer.concat(this.#waiting);
    const upTo = this.#added;
    this.#waiting = [];
    this.#isBusy = true;
    if (this.#position + bytes.length > FILE_BYTES) this.#position = 0;
    write(this.#descriptor, bytes, 0, bytes.length, this.#position, (error) => {
      if (error) throw error;
      fdatasync(this.#descriptor, (failure) => {
        if (failure) throw failure;
        this.#position += bytes.length;
        this.#isBusy = false;
        this.onDurable(upTo);
        if (!this.#isBusy && this.#waiting.length > 0) this.#write();
      });
    });
  }
}

/** Entries arrive in order on one subject: how many are durable says which. */
function follow(link: NatsLink, disk: Disk, place: number): void {
  disk.onDurable = (upTo) => void link.publish(`${ACK}.${place}`, numberBytes(upTo));
  // Copied: the frame is a view of the socket's chunk, and the write outlives the call.
  link.subscribe(APPEND, ({ bytes }) => disk.add(Buffer.from(bytes)), refused);
}

interface Waiting {
  readonly sheet: AnswerSheet | null;
  readonly position: number;
  readonly reply: string;
}

class Leader {
  readonly #link: NatsLink;
  readonly #disk: Disk;
  readonly #majority: number;
  readonly #codec = createClientCodec();
  #gathered: Uint8Array[] = [];
  #waiting: Waiting[] = [];
  #isAsked = false;
  /** Whose batches are under way, from the number of the first. */
  #underWay: (readonly Waiting[])[] = [];
  #answered = 0;
  /** How many batches are durable, by the node that says so. */
  readonly #durable = new Map<string, number>();

  constructor(link: NatsLink, disk: Disk, nodes: number) {
    this.#link = link;
    this.#disk = disk;
    this.#majority = Math.floor(nodes / 2) + 1;
    disk.onDurable = (upTo) => this.#acknowledged("own", upTo);
    link.subscribe(PROPOSE, (frame) => this.#receive(frame), refused);
    link.subscribe(`${ACK}.*`, ({ subject, bytes }) => this.#acknowledged(subject, numberFrom(bytes)), refused);
  }

  #receive({ bytes, reply }: LinkFrame): void {
    const batch = batchFrom(bytes);
    if (batch === null) this.#take(bytes, { sheet: null, position: 0, reply });
    else {
      const sheet = new AnswerSheet(ANSWERS_BYTES_MAX, (answers) => this.#link.publish(reply, answers));
      for (const [position, each] of batch.entries()) this.#take(each, { sheet, position, reply });
    }
  }

  #take(request: Uint8Array, waiting: Waiting): void {
    this.#gathered.push(request);
    this.#waiting.push(waiting);
    if (this.#isAsked) return;
    this.#isAsked = true;
    setImmediate(() => this.#fanOut());
  }

  #fanOut(): void {
    this.#isAsked = false;
    const [gathered, waiting] = [this.#gathered, this.#waiting];
    this.#gathered = [];
    this.#waiting = [];
    for (let from = 0; from < gathered.length; ) {
      const to = endOfBatch(gathered, from);
      const bytes = encodeBatch(gathered.slice(from, to));
      this.#underWay.push(waiting.slice(from, to));
      this.#link.publish(APPEND, bytes);
      this.#disk.add(bytes);
      from = to;
    }
  }

  #acknowledged(by: string, upTo: number): void {
    this.#durable.set(by, upTo);
    const byCount = [...this.#durable.values()].sort((a, b) => b - a);
    const committed = byCount[this.#majority - 1] ?? 0;
    for (; this.#answered < committed; this.#answered += 1)
      for (const waiting of this.#underWay.shift() ?? []) this.#reply(waiting);
  }

  #reply({ sheet, position, reply }: Waiting): void {
    const answer = this.#codec.encodeResponse({ type: "ok", index: this.#answered + 1, result: RESULT });
    if (sheet === null) this.#link.publish(reply, answer);
    else sheet.add(position, answer);
  }
}

function endOfBatch(gathered: readonly Uint8Array[], from: number): number {
  let to = from;
  let bytes = 0;
  do {
    bytes += gathered[to]?.length ?? 0;
    to += 1;
  } while (to < gathered.length && to - from < BATCH_REQUESTS && bytes < BATCH_BYTES);
  return to;
}

const refused = (reason: string): void => {
  throw new Error(reason);
};

function numberBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(NUMBER_BYTES);
  bytes.writeDoubleBE(value);
  return bytes;
}

const numberFrom = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getFloat64(0);
