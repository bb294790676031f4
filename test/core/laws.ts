/**
 * What only a whole cluster can be asked, over all the lives of its servers. Law: each method throws where its law is broken,
 * and says whose and in which term.
 */
import type { Entry } from "../../src/core/entry.ts";
import type { Message } from "../../src/core/message.ts";
import type { ServerState } from "../../src/core/state.ts";
import {
  type HardState,
  type Member,
  type NodeId,
  type SnapshotMeta,
  sameMember,
  type Term,
} from "../../src/core/types.ts";

interface Server {
  readonly id: NodeId;
  readonly member: Member;
  readonly disk: HardState;
  readonly entries: readonly Entry[];
  /** Where the log does not lead up to it, a start takes it for the whole log. */
  readonly snapshot: SnapshotMeta | null;
}

export class ClusterLaws {
  /** Who has led each term. */
  readonly leaders = new Map<Term, Member>();
  readonly #votes = new Map<string, Member>();

  oneLeaderPerTerm({ id, member }: Server, state: ServerState): void {
    if (state.role.name !== "leader") return;
    const other = this.leaders.get(state.term) ?? member;
    if (!sameMember(other, member)) throw new Error(`election safety: ${id} and ${other.id} lead term ${state.term}`);
    this.leaders.set(state.term, member);
  }

  /** Of what is on disk: a vote that no crash can take back. */
  oneVotePerTerm({ id, member, disk }: Server): void {
    if (disk.votedFor === null) return;
    const key = `${id} ${member.incarnation} ${disk.term}`;
    const other = this.#votes.get(key) ?? disk.votedFor;
    if (!sameMember(other, disk.votedFor))
      throw new Error(`one vote a term: ${id} voted for ${other.id} and ${disk.votedFor.id} in term ${disk.term}`);
    this.#votes.set(key, disk.votedFor);
  }

  /** An answer's term, a vote that it gives, and a leader's own vote for its term are on disk as the message leaves. */
  promiseIsDurable({ id, disk, member, entries, snapshot }: Server, { body, term, to }: Message): void {
    if (body.type === "preVoteRequest" || body.type === "voteRequest" || body.type === "readIndexRequest") return;
    if (disk.term < term) throw new Error(`durable before it leaves: ${id} says ${body.type} of term ${term}`);
    const durableIndex = Math.max(entries.length, snapshot?.last.index ?? 0);
    if ((body.type === "appendAck" || body.type === "heartbeatAck") && durableIndex < body.matchIndex)
      throw new Error(`durable before it leaves: ${id} acknowledges ${body.matchIndex} of ${durableIndex} entries`);
    if (body.type === "snapshotAck" && body.installed && durableIndex < body.lastIndex)
      throw new Error(`durable before it leaves: ${id} acknowledges a snapshot up to ${body.lastIndex}`);
    const leads = body.type === "heartbeat" || body.type === "appendEntries" || body.type === "timeoutNow";
    const votesFor = body.type === "voteResponse" && body.granted ? to : leads ? id : null;
    if (votesFor === null || disk.term > term) return;
    if (disk.votedFor?.id !== votesFor) throw new Error(`durable before it leaves: the vote of ${id} for ${votesFor}`);
    if (leads && !sameMember(disk.votedFor, member)) throw new Error(`${id} leads by a vote of another's`);
  }
}
