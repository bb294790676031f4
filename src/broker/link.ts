/**
 * One client's socket: bytes in, bytes out, and how many wait.
 *
 * Law: one write a turn; the next only when the system has taken the last, so that `pendingBytes` (added, or written and
 * not yet taken) is all that a slow reader costs. A link ends once, and says so once, before anything else happens to it.
 */
import type { Socket } from "node:net";
import type { EndOfTurn, TurnTask } from "./end-of-turn.ts";
import { Outbox } from "./outbox.ts";
import type { CloseReason } from "./words.ts";

/** Within a turn, this much is handed to the system without waiting for its end. */
const EARLY_FLUSH_BYTES = 256 * 1024;
const LAST_WORDS_BYTES_MAX = 1024 * 1024;

export interface LinkHandlers {
  onBytes(packet: Buffer): void;
  /** The other side, or the network, ended the connection. */
  onLost(reason: CloseReason): void;
  /** `pendingBytes` grew or shrank. */
  onPending(changeBytes: number): void;
}

export class Link implements TurnTask {
  readonly #socket: Socket;
  readonly #handlers: LinkHandlers;
  readonly #turn: EndOfTurn;
  readonly #outbox = new Outbox();
  #inFlightBytes = 0;
  #ended = false;
  /** Whether this turn's end will come by here. */
  #awaited = false;
  #linger: NodeJS.Timeout | null = null;

  constructor(socket: Socket, turn: EndOfTurn, handlers: LinkHandlers) {
    this.#socket = socket;
    this.#turn = turn;
    this.#handlers = handlers;
    socket.on("data", (packet) => {
      if (!this.#ended) handlers.onBytes(packet);
    });
    socket.on("end", () => this.#lost("Client Closed"));
    socket.on("error", (error) => this.#lost("code" in error && error.code === "EPIPE" ? "Write Error" : "Read Error"));
    socket.on("close", () => this.#closed());
  }

  get pendingBytes(): number {
    return this.#outbox.bytes + this.#inFlightBytes;
  }

  addText(text: string): void {
    if (this.#ended) return;
    this.#outbox.addText(text);
    this.#added(text.length);
  }

  addBytes(source: Buffer, start: number, end: number): void {
    if (this.#ended) return;
    this.#outbox.addBytes(source, start, end);
    this.#added(end - start);
  }

  endOfTurn(): void {
    this.#awaited = false;
    this.#writeIfIdle();
  }

  /**
   * Writes what waits, then ends; the other side has `lingerMs` to read it. What still comes in is ignored. Who has left
   * much unread gets no last word: it would be kept in memory for nobody.
   */
  end(lingerMs: number): void {
    if (this.#ended) return;
    if (this.pendingBytes > LAST_WORDS_BYTES_MAX) return this.destroy();
    this.#ended = true;
    this.#write();
    this.#socket.end();
    this.#linger = setTimeout(() => this.#socket.destroy(), lingerMs);
  }

  /** Ends at once; what waits is dropped, and counts no longer. */
  destroy(): void {
    this.#ended = true;
    this.#release();
    this.#socket.destroy();
  }

  #added(bytes: number): void {
    this.#handlers.onPending(bytes);
    this.#awaitTurn();
    if (this.#outbox.bytes >= EARLY_FLUSH_BYTES) this.#writeIfIdle();
  }

  #writeIfIdle(): void {
    if (this.#inFlightBytes === 0 && !this.#ended) this.#write();
  }

  #awaitTurn(): void {
    if (this.#awaited) return;
    this.#awaited = true;
    this.#turn.add(this);
  }

  #write(): void {
    const bytes = this.#outbox.bytes;
    if (bytes === 0) return;
    const chunks = this.#outbox.take();
    const last = chunks.length - 1;
    this.#inFlightBytes += bytes;
    // Corked, all chunks leave in one system call.
    if (last > 0) this.#socket.cork();
    for (let i = 0; i < last; i++) this.#socket.write(chunks[i] ?? "");
    this.#socket.write(chunks[last] ?? "", () => this.#taken(bytes));
    if (last > 0) this.#socket.uncork();
  }

  #taken(bytes: number): void {
    if (this.#inFlightBytes === 0) return;
    this.#inFlightBytes -= bytes;
    this.#handlers.onPending(-bytes);
    if (this.#outbox.bytes > 0 && !this.#ended) this.#awaitTurn();
  }

  #lost(reason: CloseReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#handlers.onLost(reason);
    this.#socket.destroy();
  }

  #closed(): void {
    this.#lost("Client Closed");
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#release();
  }

  #release(): void {
    const bytes = this.pendingBytes;
    this.#inFlightBytes = 0;
    this.#outbox.clear();
    this.#handlers.onPending(-bytes);
  }
}
