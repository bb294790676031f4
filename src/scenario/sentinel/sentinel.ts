/**
 * A sentinel: judges a cluster by what its nodes say to each other, and asks nobody.
 *
 * Law: it only hears, so it changes nothing; and what it has not heard, it does not judge. Clusters of one name, which
 * differ by their id, are judged each for itself.
 */
import type { Index, Term } from "../../core/types.ts";
import type { AppliedWord } from "../../ports/applied.ts";
import type { Frame } from "../../ports/codec.ts";
import { AppliedEntries } from "./applied.ts";
import { Commitments } from "./commitments.ts";
import { Elections } from "./elections.ts";
import { Docket, type OnBreach } from "./laws.ts";

/** What a sentinel has seen, so that a silence can be told from a good run. */
export interface Sighted {
  readonly frames: number;
  /** The highest. */
  readonly term: Term;
  /** Of how many terms somebody was seen to lead. */
  readonly leaders: number;
  readonly committedIndex: Index;
  /** How often what one node had applied was held against another's. */
  readonly comparisons: number;
}

interface Watched {
  readonly elections: Elections;
  readonly commitments: Commitments;
  readonly applied: AppliedEntries;
}

/** Whoever invents cluster ids is not believed for ever. */
const CLUSTERS_MAX = 16;

export class Sentinel {
  readonly #onBreach: OnBreach;
  readonly #clusters = new Map<string, Watched>();
  #frames = 0;

  constructor(onBreach: OnBreach) {
    this.#onBreach = onBreach;
  }

  hear(frame: Frame): void {
    this.#frames += 1;
    const watched = this.#of(frame.clusterId);
    if (frame.message === null || watched === null) return;
    watched.elections.heard(frame, frame.message);
    watched.commitments.heard(frame.message);
  }

  hearApplied({ clusterId, member, block }: AppliedWord): void {
    this.#of(clusterId)?.applied.heard(member, block);
  }

  get sighted(): Sighted {
    const clusters = [...this.#clusters.values()];
    const highest = (of: (watched: Watched) => number): number => Math.max(0, ...clusters.map(of));
    return {
      frames: this.#frames,
      term: highest(({ elections }) => elections.highestTerm),
      leaders: clusters.reduce((sum, { elections }) => sum + elections.leaders, 0),
      committedIndex: highest(({ commitments }) => commitments.committedIndex),
      comparisons: clusters.reduce((sum, { applied }) => sum + applied.compared, 0),
    };
  }

  #of(clusterId: string): Watched | null {
    const known = this.#clusters.get(clusterId);
    if (known !== undefined) return known;
    if (this.#clusters.size >= CLUSTERS_MAX) return null;
    const docket = new Docket(this.#onBreach);
    const watched = {
      elections: new Elections(docket),
      commitments: new Commitments(docket),
      applied: new AppliedEntries(docket),
    };
    this.#clusters.set(clusterId, watched);
    return watched;
  }
}
