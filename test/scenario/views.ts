/** Servers as checkers see them, made by hand. */
import type { Entry } from "../../src/core/entry.ts";
import { initialState, type Leader, type ServerState } from "../../src/core/state.ts";
import { configurationOfVoters, DEFAULT_TIMING } from "../../src/core/types.ts";
import type { ServerView } from "../../src/scenario/server-view.ts";

export const MEMBERS = configurationOfVoters(["n1", "n2", "n3"].map((id) => ({ id, incarnation: id.repeat(16) })));

export const entry = (index: number, term: number): Entry => ({ type: "noOp", index, term });
export const command = (index: number, term: number, text: string): Entry => ({
  type: "command",
  index,
  term,
  command: Buffer.from(text),
});

export interface Shape {
  readonly term: number;
  readonly leads?: boolean;
  readonly commitIndex?: number;
  readonly entries: readonly Entry[];
}

export function view(life: string, { term, leads = false, commitIndex = 0, entries }: Shape): ServerView {
  const id = life.slice(0, 2);
  const self = { id, incarnation: id.repeat(16) };
  const fresh = initialState({
    self,
    configuration: MEMBERS,
    hardState: { term, votedFor: null },
    timing: DEFAULT_TIMING,
    seed: 1,
    entries,
  });
  const role: Leader = {
    name: "leader",
    granted: new Set(["n1", "n2"]),
    round: 1,
    rounds: [],
    heartbeatAtMs: 0,
    firstIndex: 1,
    progress: new Map(),
    uncommittedBytes: 0,
    reads: [],
    transfer: null,
    electedAtMs: 0,
    leaseFromMs: 0,
    lease: null,
    offerAtMs: 0,
    learnersAtMs: Number.POSITIVE_INFINITY,
  };
  const state: ServerState = { ...fresh, commitIndex, ...(leads ? { role } : {}) };
  return { life, id, incarnation: self.incarnation, state };
}
