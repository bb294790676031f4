/**
 * The user's machine, replicated. Law: deterministic. The same commands in the same order give the same state and results on
 * every node: no clock, no randomness, no input but the commands. An exception in `apply` stops the node that it happens on,
 * rather than letting it diverge.
 */
export interface StateMachine {
  /** Applies one committed command and gives back its result, for whoever proposed it. Throws only on a bug. */
  apply(command: Uint8Array, index: number): Uint8Array;
  /** Reads; changes nothing. Throws GraftError INVALID_OPTION on a query that it does not understand. */
  query(query: Uint8Array): Uint8Array;
  /**
   * The state as it is when called, in chunks of any size; later commands must not show in it, though it may be read while
   * they are applied.
   */
  snapshot(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Replaces the state by one that `snapshot` gave. */
  restore(chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

/** What a module that a worker loads as its state machine exports as `createStateMachine`. */
export type StateMachineFactory = () => StateMachine;
