/**
 * What servers looked like when their logs were last checked. Law: a look is spared only where nothing that those checkers read
 * has changed since: entries, members and roles are values that are replaced and never changed in place, and a log whose two
 * ends are the same is the same (that what stands between changes with its end, the log's own laws say).
 */
import type { Entry } from "../core/entry.ts";
import type { ServerState } from "../core/state.ts";
import type { Configuration, Index, Term } from "../core/types.ts";
import type { ServerView } from "./server-view.ts";

/** One for each life, written over by each look that finds something new. */
interface Outline {
  role: ServerState["role"];
  term: Term;
  commitIndex: Index;
  verifiedIndex: Index;
  appliedIndex: Index;
  snapshot: ServerState["snapshot"];
  base: ServerState["log"]["base"];
  length: number;
  last: Entry | undefined;
  configurations: number;
  configuration: Configuration | undefined;
}

const outlineOf = ({ role, term, commitIndex, verifiedIndex, appliedIndex, snapshot, log }: ServerState): Outline => ({
  role,
  term,
  commitIndex,
  verifiedIndex,
  appliedIndex,
  snapshot,
  base: log.base,
  length: log.entries.length,
  last: log.entries[log.entries.length - 1],
  configurations: log.configurations.length,
  configuration: log.configurations[log.configurations.length - 1]?.configuration,
});

/** As `outlineOf`, into one that is there. */
function update(outline: Outline, state: ServerState): void {
  const { entries, base, configurations } = state.log;
  outline.role = state.role;
  outline.term = state.term;
  outline.commitIndex = state.commitIndex;
  outline.verifiedIndex = state.verifiedIndex;
  outline.appliedIndex = state.appliedIndex;
  outline.snapshot = state.snapshot;
  outline.base = base;
  outline.length = entries.length;
  outline.last = entries[entries.length - 1];
  outline.configurations = configurations.length;
  outline.configuration = configurations[configurations.length - 1]?.configuration;
}

/** Field by field, and without an outline of its own: it is asked after every event. */
function isAsIn(before: Outline, state: ServerState): boolean {
  const { entries, base, configurations } = state.log;
  return (
    before.role === state.role &&
    before.term === state.term &&
    before.commitIndex === state.commitIndex &&
    before.verifiedIndex === state.verifiedIndex &&
    before.appliedIndex === state.appliedIndex &&
    before.snapshot === state.snapshot &&
    before.base === base &&
    before.length === entries.length &&
    before.last === entries[entries.length - 1] &&
    before.configurations === configurations.length &&
    before.configuration === configurations[configurations.length - 1]?.configuration
  );
}

export class LastLooks {
  readonly #outlines = new Map<string, Outline>();

  /** Whether there is something new to see. What is there now counts as seen from then on. */
  isNew({ life, state }: ServerView): boolean {
    const before = this.#outlines.get(life);
    if (before === undefined) this.#outlines.set(life, outlineOf(state));
    else if (isAsIn(before, state)) return false;
    else update(before, state);
    return true;
  }
}
