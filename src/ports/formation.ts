/**
 * How nodes that run as processes of their own agree on being a cluster: what they say, and what they must not forget. Law:
 * a stance is said only once it is durable, so what was said is never taken back by a crash; and a proposal has an id that is
 * never used a second time, so what is said of it stays true for ever.
 */
import type { Member, NodeId } from "../core/types.ts";
import type { Formation } from "./storage.ts";

/** A cluster that is yet to be. */
export interface FormationProposal {
  /** Of the cluster, should it be formed: 16 random bytes in hex. */
  readonly clusterId: string;
  readonly proposer: Member;
  /** Its first voters, the proposer among them, by id. */
  readonly members: readonly Member[];
  readonly leaseMs: number;
}

/** What an unformed node keeps beside its log. Whoever has a formation in the log is formed, whatever stands here. */
export type FormationRecord =
  | { readonly type: "free" }
  /** It said yes, which binds until the proposer says what became of it. */
  | { readonly type: "bound"; readonly proposal: FormationProposal }
  | { readonly type: "proposing"; readonly proposal: FormationProposal };

export type FormationBody =
  | { readonly type: "free" }
  /** The yes itself; said to all, for its proposer. */
  | { readonly type: "bound"; readonly clusterId: string; readonly proposer: Member }
  | { readonly type: "proposing"; readonly proposal: FormationProposal }
  | { readonly type: "formed"; readonly clusterId: string; readonly members: readonly Member[] }
  /** Of a proposal of the sender's own: it never was formed, and never will be. */
  | { readonly type: "abandoned"; readonly clusterId: string };

/** Said to all who listen. */
export interface FormationWord {
  readonly from: Member;
  /** Of the cluster that it is to be; only nodes that ask for the same size and lease come together. */
  readonly size: number;
  readonly leaseMs: number;
  readonly body: FormationBody;
}

export interface FormationStore {
  /** As it was found; "free" where there is none. Durable. */
  readonly record: FormationRecord;
  /** Resolves once it is durable. One at a time. @throws GraftError STORAGE_FAILED, after which nothing is known. */
  save(record: FormationRecord): Promise<void>;
  /** Into the log. @throws GraftError STORAGE_FAILED */
  form(formation: Formation): Promise<void>;
}

export interface FormationTransport {
  /** Subscribes; resolves once the server knows of it. @throws GraftError NATS_REFUSED, NATS_UNREACHABLE */
  start(onWord: (word: FormationWord) => void): Promise<void>;
  /** Dropped while disconnected. */
  say(word: FormationWord): void;
  close(): void;
}

/** On whom a node waits that is of no cluster yet. */
export type FormationWait =
  /** Too few are there. */
  | { readonly type: "members"; readonly known: readonly NodeId[]; readonly size: number }
  /** A node that is to be of another size, or another lease, and so of another cluster. */
  | { readonly type: "unlike"; readonly node: NodeId; readonly size: number; readonly leaseMs: number }
  /** Somebody else proposes, and has to say what becomes of it. `bound`: this node said yes. `heard`: it was heard lately. */
  | { readonly type: "proposer"; readonly proposer: NodeId; readonly bound: boolean; readonly heard: boolean }
  /** A proposal of its own: their yes is missing. */
  | { readonly type: "answers"; readonly from: readonly NodeId[] };
