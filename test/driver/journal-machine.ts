/**
 * A state machine that remembers every command, in order: two nodes agree when their journals do. Law: what it gives as a
 * snapshot is the state of that moment, and `restore` replaces all that was there.
 */
import type { StateMachine } from "../../src/ports/state-machine.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class JournalMachine implements StateMachine {
  journal: string[] = [];
  restores = 0;
  /** Called before a command is applied. */
  onApply: (command: string, index: number) => void = () => undefined;
  /** Until it resolves, a restore waits. */
  restoreGate: Promise<void> = Promise.resolve();
  /** Bytes in a chunk of a snapshot. */
  readonly chunkBytes: number;

  constructor(chunkBytes = 1 << 20) {
    this.chunkBytes = chunkBytes;
  }

  apply(command: Uint8Array, index: number): Uint8Array {
    const text = decoder.decode(command);
    this.onApply(text, index);
    this.journal.push(text);
    return encoder.encode(`${text}@${index}`);
  }

  /** How many commands there have been. */
  query(query: Uint8Array): Uint8Array {
    if (decoder.decode(query) !== "count") throw new Error("no such query");
    return encoder.encode(String(this.journal.length));
  }

  snapshot(): Iterable<Uint8Array> {
    return inChunks(encoder.encode(JSON.stringify(this.journal)), this.chunkBytes);
  }

  async restore(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    await this.restoreGate;
    this.journal = JSON.parse(Buffer.concat(parts).toString());
    this.restores += 1;
  }
}

function* inChunks(bytes: Uint8Array, chunkBytes: number): Iterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.slice(from, from + chunkBytes);
}
