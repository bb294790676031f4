/**
 * What `graft-kv` may touch of the process that runs it. Law: nothing in `cli/` reaches for `process`, a file or the network
 * by itself, so that a test can be all of them.
 */
import type { NatsSecurity } from "../supervisor/options.ts";
import type { KvConsistency } from "./kv-arguments.ts";
import type { Environment } from "./language.ts";
import type { OutputStream } from "./world.ts";

export interface KvItem {
  readonly key: string;
  readonly revision: number;
  readonly value: Uint8Array;
}

type Expectation = { readonly type: "absent" } | { readonly type: "revision"; readonly revision: number };

type CasOutcome =
  | { readonly done: true; readonly revision: number }
  | { readonly done: false; readonly revision: number | null };

export interface PageOptions {
  readonly prefix: string;
  readonly after: string;
  readonly consistency: KvConsistency;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** As much of a key-value client as the command line uses. */
export interface KvStore {
  put(key: string, value: Uint8Array): Promise<number>;
  delete(key: string): Promise<number | null>;
  compareAndSet(key: string, expectation: Expectation, value: Uint8Array): Promise<CasOutcome>;
  get(key: string, consistency: KvConsistency): Promise<KvItem | null>;
  list(options: PageOptions): Promise<Page<KvItem>>;
  listKeys(options: PageOptions): Promise<Page<Omit<KvItem, "value">>>;
}

export interface KvTarget extends NatsSecurity {
  readonly servers: readonly string[];
  readonly cluster: string;
  /** For each call. */
  readonly callTimeoutMs: number;
}

export interface KvWorld {
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly stdout: OutputStream & { write(chunk: string | Uint8Array): unknown };
  readonly stderr: OutputStream;
  /** Since the process started. */
  readonly nowMs: () => number;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly connect: (target: KvTarget) => Promise<{ readonly client: KvStore; close(): Promise<void> }>;
}
