/**
 * Byte streams that nobody should send, handed to the broker's clients without a network between.
 *
 * Law: the seed decides everything. Each stream is heard twice, by two brokers: once in one packet, once in random pieces;
 * what is answered must be the same, since the protocol is made of bytes and knows no packets. When a stream is over, nothing
 * of it may be left in either.
 */
import { Socket } from "node:net";
import { Client, type ClientHouse } from "../../src/broker/client.ts";
import { EndOfTurn } from "../../src/broker/end-of-turn.ts";
import { Link } from "../../src/broker/link.ts";
import { resolveOptions } from "../../src/broker/options.ts";
import { Router } from "../../src/broker/router.ts";
import { newCounters } from "../../src/broker/stats.ts";
import { TRANSCRIPTS } from "../conformance/transcripts.ts";

type Random = (bound: number) => number;

/** A socket whose other side takes everything at once and remembers it. */
class EagerSocket extends Socket {
  said = "";

  override write(chunk: Uint8Array | string, ...rest: readonly unknown[]): boolean {
    this.said += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1");
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  }

  override end(): this {
    return this;
  }
}

class House implements ClientHouse {
  readonly options = resolveOptions({ controlLineBytesMax: 4096, lingerMs: 1, chooseMember: () => 0 });
  readonly router = new Router(this.options.matchCacheEntriesMax, this.options.chooseMember);
  readonly counters = newCounters();
  pendingBytes = 0;
  readonly #turn = new EndOfTurn();
  #ids = 0;

  clientEnded(): void {}

  /** What is answered to a stream that comes in these packets; "|" marks the end of each connection. */
  hear(packets: readonly Buffer[]): string {
    const socket = new EagerSocket();
    const link: Link = new Link(socket, this.#turn, {
      onBytes: (packet) => client.take(packet),
      onLost: (reason) => client.drop(reason),
      onPending: (changeBytes) => {
        this.pendingBytes += changeBytes;
      },
    });
    const client: Client = new Client(++this.#ids, "127.0.0.1", link, this);
    for (const packet of packets) {
      const lent = Buffer.from(packet);
      socket.emit("data", lent);
      lent.fill("?");
    }
    link.endOfTurn();
    socket.emit("end");
    socket.emit("close", false);
    socket.destroy();
    if (client.heldBytes > 0) throw new Error(`${client.heldBytes} bytes are held for a client that has gone`);
    return socket.said;
  }

  /** What is left when nobody is connected. */
  leftovers(): Record<string, number> {
    return { subscriptions: this.router.subscriptions, pendingBytes: this.pendingBytes };
  }
}

const CONVERSATIONS = TRANSCRIPTS.filter(({ say }) => say.length < 2000).map(({ say }) => Buffer.from(say, "latin1"));
const WORDS = [
  "\r\n",
  "\n",
  " ",
  "PUB ",
  "HPUB ",
  "SUB ",
  "UNSUB ",
  "CONNECT {",
  "-1",
  "999999999",
  "1048576",
  ">",
  "*",
  ".",
];

const slice = (bytes: Buffer, random: Random): Buffer => {
  const from = random(bytes.length + 1);
  return bytes.subarray(from, from + random(bytes.length - from + 1));
};
const insert = (bytes: Buffer, at: number, part: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
const conversation = (random: Random): Buffer => CONVERSATIONS[random(CONVERSATIONS.length)] ?? Buffer.alloc(0);

const MANGLERS: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let i = random(4); i >= 0; i--) copy[random(copy.length)] = random(256);
    return copy;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => insert(bytes, random(bytes.length), Buffer.from(WORDS[random(WORDS.length)] ?? "")),
  (bytes, random) => insert(bytes, random(bytes.length), slice(bytes, random)),
  (bytes, random) => insert(bytes, random(bytes.length), slice(conversation(random), random)),
  (bytes, random) => Buffer.concat([bytes.subarray(0, random(bytes.length)), conversation(random)]),
  (bytes, random) => insert(bytes, random(bytes.length), Buffer.alloc(random(9000), random(256))),
  (bytes, random) =>
    Buffer.from(
      bytes.toString("latin1").replace(/\d+/, () => String(random(2 ** 31))),
      "latin1",
    ),
];

export function mangled(random: Random): Buffer {
  let bytes = conversation(random);
  for (let i = random(3); i >= 0 && bytes.length > 0; i--) {
    bytes = MANGLERS[random(MANGLERS.length)]?.(bytes, random) ?? bytes;
  }
  return bytes;
}

function inPieces(bytes: Buffer, random: Random): Buffer[] {
  const cuts = Array.from({ length: 1 + random(6) }, () => random(bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...cuts]
    .map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length))
    .filter(({ length }) => length > 0);
}

export interface Fuzzed {
  readonly refused: number;
  readonly delivered: number;
  readonly leftovers: readonly Record<string, number>[];
  readonly cacheEntries: number;
}

/** Throws at the first stream that is answered in two ways. `pause` is awaited now and then. */
export async function hearMangled(streams: number, random: Random, pause: () => Promise<void>): Promise<Fuzzed> {
  const [whole, cut] = [new House(), new House()];
  for (let i = 0; i < streams; i++) {
    const bytes = mangled(random);
    const [said, again] = [whole.hear([bytes]), cut.hear(inPieces(bytes, random))];
    if (said !== again) throw new Error(`stream ${i} in pieces is answered otherwise: ${bytes.toString("hex")}`);
    if (i % 500 === 499) await pause();
  }
  await pause();
  return {
    refused: whole.counters.protocolErrors,
    delivered: whole.counters.messagesOut,
    leftovers: [whole.leftovers(), cut.leftovers()],
    cacheEntries: whole.router.cacheEntries,
  };
}
