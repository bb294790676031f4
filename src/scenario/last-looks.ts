/**
 * What servers looked like when their logs were last checked. Law: a look is spared only where nothing that those checkers read
 * has changed since: entries, members and roles are values that are replaced and never changed in place, and a log whose two
 * ends are the same is the same (that what stands between changes with its end, the log's own laws say).
 */
import type { Entry } from "../core/entry.ts";
import type { ServerState } from "../core/state.ts";
import type { Configuration, Index, Term } from "../core/types.ts";
import type { ServerView } from "./server-view.ts";

interface Outline {
  readonly role: ServerState["role"];
  readonly term: Term;
  readonly commitIndex: Index;
  readonly verifiedIndex: Index;
  readonly appliedIndex: Index;
  readonly snapshot: ServerState["snapshot"];
  readonly base: ServerState["log"]["base"];
  readonly length: number;
  readonly last: Entry | undefined;
  readonly configurations: number;
  readonly configuration: Configuration | undefined;
}

function outlineOf({ role, term, commitIndex, verifiedIndex, appliedIndex, snapshot, log }: ServerState): Outline {
  const { base, entries, configurations } = log;
  const configuration = configurations.at(-1)?.configuration;
  return {
    ...{ role, term, commitIndex, verifiedIndex, appliedIndex, snapshot, base, configuration },
    length: entries.length,
    last: entries.at(-1),
    configurations: configurations.length,
  };
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
    if (before !== undefined && isAsIn(before, state)) return false;
    this.#outlines.set(life, outlineOf(state));
    return true;
  }
}
