/**
 * What a scenario says, as plain values: one statement a line.
 *
 * Law: nothing in here names a simulator or a cluster. What only one of them can do is marked (`only`), so that the other can
 * refuse it before anything has begun.
 */

/** `n2`, `leader`, `follower`, `followers`, `all`, or a name that `let` has given. */
export type NodeName = string;

/** A number, or the one that `let` has given a name to, or the one after that. */
export type TermName = number | { readonly name: string; readonly plus: 0 | 1 };

export interface Statement {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** When it is due: so long after the scenario's beginning, or after the statement before. null: at once. */
  readonly due: { readonly type: "at" | "after"; readonly ms: number } | null;
  readonly action: Action;
  /** What only virtual time can do. null: any stage can. */
  readonly only: "simulator" | null;
}

/** What a place cannot play, and where it stands. */
export type Unfit = Pick<Statement, "line" | "text">;

export interface Scenario {
  readonly cluster: ClusterOptions;
  /** The first line that only the simulator can play; null: there is none. */
  readonly simulatorOnly: Unfit | null;
  readonly statements: readonly Statement[];
  /** The highest number of a node that is named: those beyond the cluster's size stand ready to be added. */
  readonly nodes: number;
}

export interface ClusterOptions {
  readonly size: number;
  /** By words between processes of their own, all of which start at once; otherwise it is there from the beginning. */
  readonly isSelfFormed: boolean;
  readonly electionTimeoutMs: readonly [min: number, max: number];
  readonly heartbeatMs: number;
  /** 0: nobody takes a lease. */
  readonly leaseMs: number;
  /** Entries between two snapshots. */
  readonly snapshotEvery: number;
  /** Entries kept behind a snapshot. null: as usual. */
  readonly keepEntries: number | null;
  /** In one AppendEntries, at most. null: as usual. */
  readonly batchEntries: number | null;
  /** Bytes of a log segment. null: as usual. */
  readonly segmentBytes: number | null;
  /** Bytes of a piece of a snapshot. null: as usual. */
  readonly pieceBytes: number | null;
  readonly network: Network;
  /** How much a node would rather lead than others. Those that are not here: 0. */
  readonly priorities: ReadonlyMap<NodeName, number>;
}

export const NETWORKS = ["machine", "lan", "cloud", "wan"] as const;
export type Network = (typeof NETWORKS)[number];

export type Action =
  | { readonly type: "let"; readonly name: string; readonly value: NodeName | "term" }
  | { readonly type: "pass"; readonly forMs: number }
  | { readonly type: "wait"; readonly condition: Condition; readonly withinMs: number }
  /** `forMs` null: now. Otherwise at every moment of that time. */
  | { readonly type: "expect"; readonly condition: Condition; readonly forMs: number | null }
  | { readonly type: "audit" }
  | Operate
  | Fault<NodeName>;

/** What is asked of the cluster, and answered. */
export interface Operate {
  readonly type: "operate";
  readonly operation: Operation;
  /** must: succeeds; begin: is not waited for; try: either way, or no answer; fail: is refused, or has no answer. */
  readonly how: "must" | "begin" | "try" | "fail";
  /** Of a failure; null: any. */
  readonly code: string | null;
  readonly withinMs: number;
}

export type Operation =
  /** `on`: asked of that node itself; null: over NATS, of whoever leads. */
  | { readonly type: "write"; readonly key: string; readonly value: string; readonly on: NodeName | null }
  | {
      readonly type: "writeMany";
      readonly count: number;
      readonly bytes: number;
      readonly on: NodeName | null;
      /** Each only once the one before is answered. */
      readonly oneByOne: boolean;
    }
  | { readonly type: "delete"; readonly key: string }
  | { readonly type: "cas"; readonly key: string; readonly expected: string | null; readonly value: string }
  | {
      readonly type: "read";
      readonly key: string;
      readonly from: NodeName | null;
      readonly isStale: boolean;
      /** What must be there: undefined: anything, null: nothing. */
      readonly value?: string | null;
    }
  | { readonly type: "add" | "remove" | "replace" | "snapshot"; readonly node: NodeName }
  /** null: whom it likes. */
  | { readonly type: "transfer"; readonly node: NodeName | null };

export type Compare = "=" | "!=" | ">" | "<" | ">=" | "<=";

export type Condition =
  /** Somebody leads, or nobody. */
  | { readonly type: "led"; readonly is: boolean }
  | { readonly type: "leader"; readonly compare: "=" | "!="; readonly node: NodeName }
  /** Of the cluster: the highest that a running node is in; or of one node. */
  | { readonly type: "term"; readonly node: NodeName | null; readonly compare: Compare; readonly term: TermName }
  | { readonly type: "role"; readonly node: NodeName; readonly role: Role; readonly is: boolean }
  /** All that is committed is applied: on all voters that run, or on one node. */
  | { readonly type: "applied"; readonly node: NodeName | null }
  | { readonly type: "stopped"; readonly node: NodeName; readonly code: string | null }
  | {
      readonly type: "member";
      readonly node: NodeName;
      readonly as: "voter" | "learner" | "member";
      readonly is: boolean;
    }
  /** `voter` has said to vote for `candidate` (null: for anybody) in `term`. */
  | {
      readonly type: "vote";
      readonly voter: NodeName;
      readonly candidate: NodeName | null;
      readonly term: TermName;
      readonly is: boolean;
    }
  /** How many hold a lease now. */
  | { readonly type: "leases"; readonly count: 0 | 1 }
  | { readonly type: "lease"; readonly node: NodeName; readonly is: boolean }
  /** `node` has, or has not, a snapshot. */
  | { readonly type: "snapshot"; readonly node: NodeName; readonly is: boolean }
  /** While a cluster is being formed: it has said yes to a proposal of `other`; or it waits for `other`. */
  | { readonly type: "forming"; readonly node: NodeName; readonly how: "bound" | "waits"; readonly other: NodeName }
  /** It has heard of another cluster of its name, and counted that. */
  | { readonly type: "crossed"; readonly node: NodeName; readonly is: boolean }
  /** Something that matches is held. */
  | { readonly type: "held"; readonly filter: Filter<NodeName>; readonly is: boolean }
  /** The last write to `key` that was begun. */
  | { readonly type: "answered"; readonly key: string; readonly answer: WriteAnswer };

export const ROLES = ["leading", "following", "campaigning", "running", "down"] as const;
/** campaigning: also while it only asks whether it should. */
export type Role = (typeof ROLES)[number];

export const WRITE_ANSWERS = ["acknowledged", "refused", "unknown", "unanswered", "unacknowledged"] as const;
/** unacknowledged: any but the first. */
export type WriteAnswer = (typeof WRITE_ANSWERS)[number];

/** Which messages. null: any. */
export interface Filter<Node> {
  /** A name of MESSAGE_KINDS. */
  readonly kind: string | null;
  readonly from: Node | null;
  readonly to: Node | null;
}

export const NODE_FAULTS = ["crash", "restart", "stop", "wipe", "resume"] as const;

/** What is done to the world. `forMs` null: until it is taken back. */
export type Fault<Node> =
  /** crash: the process; stop: in good order; wipe: it crashes, and its disk is lost. */
  | { readonly type: (typeof NODE_FAULTS)[number]; readonly nodes: readonly Node[] }
  | {
      readonly type: "pause" | "suspend" | "clog" | "disconnect";
      readonly nodes: readonly Node[];
      readonly forMs: number | null;
    }
  /** Its event loop is busy for `busyMs` out of every `everyMs`. */
  | {
      readonly type: "slowLoop";
      readonly nodes: readonly Node[];
      readonly busyMs: number;
      readonly everyMs: number;
      readonly forMs: number | null;
    }
  /** It crashes in the middle of its next write to the log, half of which is there afterwards. */
  | { readonly type: "tornWrite"; readonly nodes: readonly Node[] }
  /** The machines': all that was not synced is lost. */
  | { readonly type: "powerLoss"; readonly nodes: readonly Node[] }
  /** A second process of that id, on a copy of its data folder. */
  | { readonly type: "copy"; readonly node: Node; readonly as: string }
  /** Another cluster of the same name and ids on the same NATS; its processes have these names. */
  | { readonly type: "rival"; readonly as: readonly string[] }
  | { readonly type: "cut"; readonly links: readonly Link<Node>[] }
  /** One side alone: from all others. */
  | { readonly type: "partition"; readonly sides: readonly (readonly Node[])[] }
  /** From all others. */
  | { readonly type: "isolate"; readonly nodes: readonly Node[] }
  /** Links, partitions, weather and blocked messages are as new; what is held stays held. */
  | { readonly type: "heal" }
  | { readonly type: "link"; readonly links: readonly Link<Node>[]; readonly weather: LinkWeather }
  /** From now on, until `heal`: lost as they are sent. */
  | { readonly type: "block"; readonly filter: Filter<Node> }
  /** From now on, until `release`: kept on their way. */
  | { readonly type: "hold"; readonly filter: Filter<Node> }
  /** With what is held already: nothing more is held, and what was arrives. */
  | { readonly type: "release" }
  | { readonly type: "deliver" | "drop" | "duplicate"; readonly filter: Filter<Node> }
  | { readonly type: "drift"; readonly node: Node; readonly rate: number }
  | { readonly type: "jump"; readonly node: Node; readonly ms: number }
  | { readonly type: "disk"; readonly nodes: readonly Node[]; readonly how: DiskFault }
  /** A bit is flipped while the node is down. */
  | { readonly type: "corrupt"; readonly nodes: readonly Node[]; readonly file: "log" | "snapshot" }
  | { readonly type: "broker"; readonly downMs: number }
  /** stop: its connections end, and its port is shut; pause: they stay open, and nothing passes. */
  | { readonly type: "brokerStop" | "brokerPause"; readonly forMs: number | null }
  /** So many clients write and read until the end, or until there are 0. */
  | { readonly type: "clients"; readonly count: number };

export interface Link<Node> {
  /** null: anybody. */
  readonly from: Node | null;
  readonly to: Node | null;
}

export type LinkWeather =
  | { readonly type: "drop"; readonly chance: number }
  | { readonly type: "duplicate"; readonly chance: number }
  /** A bit of the frame is flipped. */
  | { readonly type: "corrupt"; readonly chance: number }
  | { readonly type: "delay"; readonly minMs: number; readonly maxMs: number }
  | { readonly type: "reorder"; readonly minMs: number; readonly maxMs: number };

export type DiskFault =
  | { readonly type: "slow"; readonly ms: number }
  /** stuck: answers no more; full: refuses writes; fails: a sync is an error; well: none of these. */
  | { readonly type: "stuck" | "full" | "failsFsync" | "well" };
