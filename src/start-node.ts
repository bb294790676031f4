/**
 * `startNode`: one node, in this process. Law: nothing decides here but which protocol is asked for; each has an overload of
 * its own, so that what it gives is known by what is asked.
 *
 * So far a node of protocol `graft` can be had by itself; nodes of protocol `raft` come in clusters (`startCluster`).
 */
import { type GraftNode, type GraftNodeOptions, startGraftNode } from "./compose-graft.ts";
import { GraftError } from "./errors.ts";

/** What every node of whatever protocol offers; all but `close` is synchronous. */
export type ElectedNode = Pick<GraftNode, "id" | "state" | "leader" | "term" | "isLeader" | "on" | "off" | "close">;

/** Where a node runs: in the caller's thread, the only one in which a borrowed connection can be used. Default, and all there is. */
export interface InThread {
  readonly thread?: "same";
}

/**
 * Starts one node and resolves once it hears others; closing it is `node.close()`.
 * @throws GraftError INVALID_OPTION, NATS_*, DATA_FOLDER_*, STATE_*, STORAGE_FAILED: then nothing is left open.
 */
export function startNode(options: GraftNodeOptions & InThread): Promise<GraftNode>;
export async function startNode(options: GraftNodeOptions & InThread): Promise<ElectedNode> {
  const protocol: string = options.protocol ?? "raft";
  if (protocol !== "graft") throw refusal("protocol", protocol, "graft");
  const thread: string = options.thread ?? "same";
  if (thread !== "same") throw refusal("thread", thread, "same");
  return startGraftNode(options);
}

const refusal = (option: string, value: string, allowed: string): GraftError =>
  new GraftError("INVALID_OPTION", `${option} is ${value}: allowed is ${allowed}`, { option, value, allowed });
