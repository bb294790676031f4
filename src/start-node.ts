/**
 * `startNode`: one node, in this process, of either protocol. Law: nothing decides here but which protocol is asked for.
 *
 * Protocol `raft` is the default of the design; a node of it by itself is not to be had yet: `startCluster` runs whole clusters.
 */
import { type GraftNode, type GraftNodeOptions, startGraftNode } from "./compose-graft.ts";
import { GraftError } from "./errors.ts";

/** What every node of whatever protocol offers, synchronously. */
export type ElectedNode = Pick<GraftNode, "id" | "state" | "leader" | "term" | "isLeader" | "close">;

/** By protocol. */
export interface NodeOptionsByProtocol {
  readonly graft: GraftNodeOptions & {
    /** Where the node runs. A connection of yours can only be used in your thread. Default, and all there is: "same". */
    readonly thread?: "same";
  };
}

export interface NodesByProtocol {
  readonly graft: GraftNode;
}

export type Protocol = keyof NodeOptionsByProtocol;

/**
 * Starts one node and resolves once it hears others; closing it is `node.close()`.
 * @throws GraftError INVALID_OPTION, NATS_*, DATA_FOLDER_*, STATE_*, STORAGE_FAILED: then nothing is left open.
 */
export async function startNode<P extends Protocol>(
  options: NodeOptionsByProtocol[P] & { readonly protocol: P },
): Promise<NodesByProtocol[P]> {
  const protocol: string = options.protocol;
  if (protocol === "graft") return startGraftNode(options);
  const values = { option: "protocol", value: protocol, allowed: "graft" };
  throw new GraftError("INVALID_OPTION", `protocol is ${protocol}: allowed is ${values.allowed}`, values);
}
