/**
 * Where a scenario is played: the simulator, worker threads, or nodes on a real NATS. Law: a stage knows nothing of the
 * language; it is told what to do in plain values whose nodes are ids, lets time pass, and shows what can be seen.
 */
import type { RoleName } from "../core/effect.ts";
import type { MessageType } from "./language/kinds.ts";
import type { ClusterOptions, Fault, Operation } from "./language/syntax.ts";

export interface NodeView {
  readonly id: string;
  readonly isRunning: boolean;
  /** null: it does not run. */
  readonly role: RoleName | null;
  readonly term: number;
  readonly commitIndex: number;
  readonly appliedIndex: number;
  /** Of the last entry in its snapshot; 0: it has none. */
  readonly snapshotIndex: number;
  readonly hasLease: boolean;
  /** Why it stopped, or did not start, by itself; null: it did not. */
  readonly stopCode: string | null;
  /** By its present incarnation, as far as the cluster has decided. */
  readonly membership: "voter" | "learner" | "none";
  /** Of another cluster, of the same name. */
  readonly isRival?: boolean;
  /** It has heard of such a cluster. */
  readonly isCrossed: boolean;
  /** While its cluster is being formed: on whom it waits; none: on nobody in particular, or it is formed. */
  readonly waitsFor: readonly string[];
  /** To whose proposal it has said yes, while that holds; null: to none. */
  readonly boundTo: string | null;
}

/** Said in so many words; who votes for itself says nothing. */
export interface SaidVote {
  readonly voter: string;
  readonly candidate: string;
  readonly term: number;
}

export interface HeldMessage {
  readonly type: MessageType;
  readonly from: string;
  readonly to: string;
}

export interface View {
  readonly nodes: readonly NodeView[];
  /** The highest index that any node takes for committed. */
  readonly committedIndex: number;
  /** Granted, since the beginning. */
  readonly votes: readonly SaidVote[];
  readonly held: readonly HeldMessage[];
}

export type Answer =
  /** `value`: of a read; null: nothing was there. */
  | { readonly type: "done"; readonly value: string | null }
  /** Surely not executed. */
  | { readonly type: "refused"; readonly code: string }
  /** It may have been executed, or may yet be. */
  | { readonly type: "unknown"; readonly code: string };

/** `operation` of one key each: `writeMany` is taken apart before. */
export type Asked = Exclude<Operation, { readonly type: "writeMany" }>;

export interface Found {
  readonly checker: string;
  readonly what: string;
}

export interface Stage {
  readonly kind: "simulator" | "live";
  /** Since the scenario began. */
  readonly nowMs: number;
  /** Resolves when the cluster of `options` is formed and its nodes run; nodes up to number `nodes` stand ready to be added. */
  begin(options: ClusterOptions, nodes: number): Promise<void>;
  look(): View;
  /** Of a world that is not looked at all the time: what `look` shows next is as of now. */
  refresh?(): Promise<void>;
  /** Lets time pass until `check` says so (true), or until `withinMs` are over (false), or something was found (false). */
  until(check: (view: View) => boolean, withinMs: number): Promise<boolean>;
  /** Never rejects. */
  ask(asked: Asked): Promise<Answer>;
  /** @throws Refusal where it cannot do that */
  fault(fault: Fault<string>): Promise<void>;
  /** What the checkers have found so far. */
  readonly found: readonly Found[];
  /** Nothing more will happen: what can only be judged now is, and everything is taken down. */
  end(): Promise<void>;
}

/** A stage cannot do what it is asked. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Refusal";
  }
}
