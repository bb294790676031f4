/**
 * What a node of protocol `graft` says of itself. Law: a plain value, made anew for each who asks; term and vote are the durable
 * ones.
 */
import type { Cause, RoleName } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";
import type { ElectionCounters } from "../ports/election.ts";

/**
 * Guards of protocol `raft` that protocol `graft` cannot have. `preVote`: a node that was away deposes a leader by its higher
 * term. `checkQuorum`: a leader that is cut off behind a living connection goes on leading. `lease`: nobody leads exclusively in
 * real time. `namedVotes`: Go nodes vote without their names, and can vote twice in a term.
 */
export type Guard = "preVote" | "checkQuorum" | "lease" | "namedVotes";

export interface GraftReport {
  readonly protocol: "graft";
  readonly id: NodeId;
  readonly clusterName: string;
  readonly size: number;
  readonly role: RoleName;
  readonly term: Term;
  readonly votedFor: NodeId | null;
  /** null: it knows none. */
  readonly leader: NodeId | null;
  readonly connected: boolean;
  readonly guardsOff: readonly Guard[];
  /**
   * What `isLeader()` says when it says true. "onePerTerm": no other node leads this term, since a majority of `size` named voters,
   * each of which votes once a term, elected this one; there may be an older leader that does not know it yet. "nothing": anonymous
   * votes were needed, and who gave them may have given them to another too. null: this node does not lead.
   */
  readonly promise: "onePerTerm" | "nothing" | null;
  /** Of the election that made it leader; null: it does not lead. */
  readonly votes: { readonly named: readonly NodeId[]; readonly anonymous: number } | null;
  /** Anonymous votes heard since the start: so many were given by nodes of the old kind. */
  readonly anonymousVotes: number;
  /** Terms in which two nodes claimed to lead, since the start. */
  readonly rivalries: number;
  readonly heartbeats: { readonly sent: number; readonly heard: number };
  /** Since a leader was heard; null: never, or it leads itself. */
  readonly lastContactMs: number | null;
  readonly electionsWon: number;
  readonly lastCause: Cause | null;
  readonly saves: number;
  /** Events that listeners missed because they were too slow. */
  readonly eventsDropped: number;
  readonly traffic: Readonly<ElectionCounters>;
  readonly uptimeMs: number;
}
