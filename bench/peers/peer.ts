/**
 * A replicated key-value store that is measured, ours or another's: what a benchmark may ask of each.
 *
 * Law: all are asked the same way, for the same values, by clients that are as lean: what a protocol lets a client prepare is
 * prepared before, and what comes back is checked to be a success and no more. A put counts when it is answered, and each
 * peer says what an answer promises (`sync`, `reads`).
 */

/** Called once. null: done. */
export type Done = (error: Error | null) => void;

export interface PeerConnection {
  /** Writes the prepared value to the key of this number. */
  put(key: number, done: Done): void;
  /** Reads it. Of a key that was never written: an error. */
  get(key: number, done: Done): void;
}

export interface Peer {
  readonly name: string;
  /** What an acknowledged write survives. */
  readonly sync: string;
  /** What a read promises. */
  readonly reads: string;
  readonly connections: readonly PeerConnection[];
  /** CPU used so far by everything that serves, and by the clients, in us. */
  cpuUs(): number;
  /** Ends all that was started, and removes its data. */
  close(): Promise<void>;
}

export interface PeerOptions {
  readonly nodes: number;
  readonly connections: number;
  readonly valueBytes: number;
}

export interface PeerKind {
  readonly name: string;
  /** Why it cannot run here, as half a sentence; null: it can. */
  absent(): Promise<string | null>;
  start(options: PeerOptions): Promise<Peer>;
}

/** `reads` of one that only writes. */
export const READ_NOTHING = "nothing";

/** Keys are numbers below this. */
export const KEYS = 4096;

export const keyName = (key: number): string => `key-${key}`;

export const filledValue = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(7);

/** By key number; `key` is below KEYS, so there is one. */
export function prepared<T>(make: (key: number) => T): (key: number) => T {
  const all = Array.from({ length: KEYS }, (_, key) => make(key));
  return (key) => {
    const one = all[key % KEYS];
    if (one === undefined) throw new RangeError(`there is no key ${key}`);
    return one;
  };
}
