/**
 * What clients asked a key-value store and what they were told. Law: an operation is under way from the moment at which the
 * client called to that at which it was answered, in real time; one whose end is not known may take effect at any time after
 * its beginning, or never.
 *
 * Every value is written by one operation only, so that a value that is read names the operation that wrote it.
 */
export type Call =
  | { readonly type: "get" }
  | { readonly type: "put"; readonly value: string }
  | { readonly type: "delete" }
  /** Writes `value` where `expected` (null: nothing) is what is there. */
  | { readonly type: "cas"; readonly expected: string | null; readonly value: string };

export type Outcome =
  /** Of a get: what was there, null: nothing. */
  | { readonly type: "read"; readonly value: string | null; readonly revision: number | null }
  /** `revision`: of a put or cas, what it wrote; of a delete, what it deleted, null where there was nothing. */
  | { readonly type: "done"; readonly revision: number | null }
  /** Of a cas: something else was there. */
  | { readonly type: "conflict"; readonly revision: number | null }
  /** Surely not executed, and never will be. */
  | { readonly type: "refused"; readonly code: string }
  /** It may have been executed, or may yet be. */
  | { readonly type: "unknown" };

export interface Operation {
  readonly client: string;
  readonly key: string;
  readonly call: Call;
  /** A read that may be answered from any past state. */
  readonly isStale: boolean;
  readonly startMs: number;
  /** Infinity: never answered. */
  readonly endMs: number;
  readonly outcome: Outcome;
}

/** Operations as they happen. */
export class History {
  readonly #operations: (Operation | null)[] = [];
  readonly #open = new Map<number, Operation>();

  begin(client: string, key: string, call: Call, startMs: number, isStale = false): number {
    const id = this.#operations.push(null) - 1;
    const outcome = { type: "unknown" } as const;
    this.#open.set(id, { client, key, call, isStale, startMs, endMs: Number.POSITIVE_INFINITY, outcome });
    return id;
  }

  end(id: number, outcome: Outcome, endMs: number): void {
    const begun = this.#open.get(id);
    if (begun === undefined) throw new RangeError(`operation ${id} is not under way`);
    this.#open.delete(id);
    const isUnknown = outcome.type === "unknown";
    const { client, key, call, isStale, startMs } = begun;
    const overMs = isUnknown ? Number.POSITIVE_INFINITY : endMs;
    this.#operations[id] = { client, key, call, isStale, startMs, endMs: overMs, outcome };
  }

  get underWay(): number {
    return this.#open.size;
  }

  /** In the order in which they began. */
  operations(): Operation[] {
    return this.#operations.flatMap((ended, id) => ended ?? this.#open.get(id) ?? []);
  }
}

export function operationText({ client, key, call, startMs, endMs, outcome, isStale }: Operation): string {
  const asked =
    call.type === "get"
      ? ""
      : call.type === "cas"
        ? ` ${call.expected} -> ${call.value}`
        : call.type === "put"
          ? ` ${call.value}`
          : "";
  const told = JSON.stringify(outcome);
  return `[${startMs.toFixed(2)}, ${endMs.toFixed(2)}] ${client} ${isStale ? "stale " : ""}${call.type} ${key}${asked}: ${told}`;
}
