/**
 * `startNode`: one node by itself. Law: nothing decides here but which protocol is asked for; each has an overload of its own,
 * so that what it gives is known by what is asked.
 */
import { type GraftNode, type GraftNodeOptions, startGraftNode } from "./compose-graft.ts";
import type { RaftNode } from "./compose-node.ts";
import { GraftError } from "./errors.ts";
import { type RaftNodeOptions, startRaftNode } from "./start-raft-node.ts";

/** What every node of whatever protocol offers; all but `close` is synchronous. */
export type ElectedNode = Pick<GraftNode, "id" | "state" | "leader" | "term" | "isLeader" | "on" | "off" | "close">;

/** Where a node of protocol `graft` runs: in the caller's thread. Default, and all there is. */
export interface InThread {
  readonly thread?: "same";
}

/**
 * Starts one node and resolves once it hears others, and, under protocol `raft`, is of a cluster; closing it is `node.close()`.
 * @throws GraftError INVALID_OPTION, NATS_*, DATA_FOLDER_*, STATE_*, LOG_DAMAGED, STORAGE_FAILED, CLUSTER_FULL, DUPLICATE_ID:
 * then nothing is left open.
 */
export function startNode(options: GraftNodeOptions & InThread): Promise<GraftNode>;
export function startNode(options: RaftNodeOptions): Promise<RaftNode>;
export async function startNode(
  options: (GraftNodeOptions & InThread) | RaftNodeOptions,
): Promise<GraftNode | RaftNode> {
  if (options.protocol !== "graft") {
    const protocol: unknown = options.protocol;
    if (protocol !== undefined && protocol !== "raft") throw refusal("protocol", String(protocol), "raft, graft");
    return startRaftNode(options);
  }
  const thread: string = options.thread ?? "same";
  if (thread !== "same") throw refusal("thread", thread, "same");
  return startGraftNode(options);
}

const refusal = (option: string, value: string, allowed: string): GraftError =>
  new GraftError("INVALID_OPTION", `${option} is ${value}: allowed is ${allowed}`, { option, value, allowed });
