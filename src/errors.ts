/**
 * Operating errors: what can go wrong without a bug. Each has a stable `code`; `values` fill the message of that code in
 * the user's language (`cli/messages`), and the English message here is for logs and programs.
 */
export type ErrorCode =
  /** An option is out of range: nothing was started. Correct it. */
  | "INVALID_OPTION"
  /** No NATS server answered at the address. Start one, or correct the address. */
  | "NATS_UNREACHABLE"
  /** The server refused the credentials, or a permission is missing. */
  | "NATS_REFUSED"
  /** The connection went away: the node follows, and does not campaign, until it is back. Says nothing of the other nodes. */
  | "NATS_LOST"
  /** The server takes smaller messages than a node must send: raise its max_payload. */
  | "NATS_PAYLOAD_TOO_SMALL"
  /** No nats-server on PATH. Install it, or use the embedded broker. */
  | "NATS_SERVER_NOT_FOUND"
  /** The nats-server that was to be started did not come up. `reason` holds its last words. */
  | "BROKER_FAILED"
  /** The data is of a cluster of another size. Ask for that size; nothing was changed. */
  | "CLUSTER_SIZE_DIFFERS"
  /** A cluster of this name has its members, and this new node is none of them. It can be added to it; nothing was changed. */
  | "CLUSTER_FULL"
  /** The data folder is held by a running node. */
  | "DATA_FOLDER_IN_USE"
  /** The data folder belongs to another node or cluster; nothing in it was changed. */
  | "DATA_FOLDER_OF_ANOTHER"
  /** The data folder cannot be read or written. */
  | "DATA_FOLDER_UNREADABLE"
  /**
   * Damage before the end of the log, or to the snapshot: the node must not vote on what is left. Nothing was changed. Put the
   * folder aside and let the node come back as a new member: a new incarnation, which learns before it votes.
   */
  | "LOG_DAMAGED"
  /** Protocol graft: the node's state file is gone, and its vote with it. Put the folder aside; the node comes back as another. */
  | "STATE_MISSING"
  /** Protocol graft: the state file is empty, as Go leaves it where it is killed while it writes; the vote is lost. As above. */
  | "STATE_EMPTY"
  /** Protocol graft: the state file is damaged. As above. */
  | "STATE_CORRUPT"
  /** Protocol graft: a vote or term was not saved. It was withheld, the node leads no more, goes on, and will try again. */
  | "STATE_NOT_SAVED"
  /** Protocol graft: two nodes lead one term. Somebody voted twice, as Go nodes can, or more nodes run than the size says. */
  | "TWO_LEADERS"
  /** A hook of the application threw, or gave what it must not: the vote was refused, or not asked for. Correct the hook. */
  | "HOOK_FAILED"
  /** A write or sync failed: the node has stopped, and what it knew last is on its disk. Mend the disk, then restart. */
  | "STORAGE_FAILED"
  /** There is no room on the disk: nothing was written, and the node goes on. Make room. */
  | "DISK_FULL"
  /** The state machine's module cannot be loaded, or gives no machine: nothing was started. Correct it. */
  | "MACHINE_UNUSABLE"
  /** The state machine threw on a committed entry: the node has stopped rather than diverge. A bug in the machine. */
  | "APPLY_FAILED"
  /** Another process runs under this node's id and data: both have stopped. Keep one of the folders. */
  | "DUPLICATE_ID"
  /** The node's worker is not running: the call had no answer, and may or may not have had its effect. */
  | "NODE_STOPPED"
  /** No such node in this cluster. */
  | "UNKNOWN_NODE"
  /** The lease of the lead has ended while work was done under it: stop, and let nothing through with its fencing token. */
  | "LEAD_LOST"
  /** The node runs: what was asked is for one that is down. Nothing was changed. */
  | "NODE_RUNNING"
  /** It is a member, learner or voter, under this very incarnation. Nothing was changed. */
  | "ALREADY_MEMBER"
  /** The fault would leave no majority that works together. Nothing was changed; `force` does it all the same. */
  | "FAULT_BREAKS_QUORUM"
  /** Without its last voter there is no cluster. Nothing was changed. */
  | "LAST_VOTER"
  /** One change of members at a time, and none while the lead is handed over. Nothing was changed: try again later. */
  | "CHANGE_UNDER_WAY"
  /** Only the leader can do this: ask it. Nothing was changed. */
  | "NOT_LEADER"
  /** Nothing happened within the time allowed. */
  | "TIMED_OUT"
  /** Too much waits to be committed: the command was not executed. Try again later. */
  | "OVERLOADED"
  /** A command, query or result is larger than can be carried. Nothing was executed. */
  | "TOO_LARGE"
  /** The cluster has forgotten the client's session; the command was not executed. */
  | "SESSION_EXPIRED"
  /** The outcome is not known: the command was executed, or may yet be. `reason` says what was heard last. */
  | "UNCERTAIN"
  /** Nobody led the cluster for as long as was waited: nothing was executed. */
  | "NO_LEADER"
  /** The cluster did not understand the request: nothing was executed. */
  | "INVALID_REQUEST"
  /** A snapshot is not of a form that this version reads: nothing was changed. */
  | "SNAPSHOT_UNREADABLE"
  /** The node keeps no recording: start it with `record`. Nothing was written. */
  | "NOT_RECORDING"
  /** The recording could not be written there: give a file that does not exist, in a folder that can be written. */
  | "RECORDING_NOT_WRITTEN"
  /** A recording is damaged, or of another version: nothing was replayed. */
  | "RECORDING_UNREADABLE"
  /** The node's worker has died by itself too often within a time, and is not started again. Its log tells of what it died. */
  | "RESTARTS_EXHAUSTED"
  /** The node broke one of its own invariants and stopped: a bug; please report it. */
  | "INVARIANT_BROKEN";

export type ErrorValues = Readonly<Record<string, string | number>>;

export class GraftError extends Error {
  readonly code: ErrorCode;
  readonly values: ErrorValues;

  constructor(code: ErrorCode, message: string, values: ErrorValues = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "GraftError";
    this.code = code;
    this.values = values;
  }
}

export const isGraftError = (error: unknown): error is GraftError =>
  error instanceof Error && error.name === "GraftError" && "code" in error;
