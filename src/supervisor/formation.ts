/**
 * Which cluster the opened nodes are. Law: a first configuration comes only from nodes that have all shown empty folders; a
 * cluster that has one keeps it, and completes a formation that a crash cut short (DESIGN 4).
 */
import { configurationOfVoters, type NodeId } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Formation } from "../ports/storage.ts";
import type { OpenedNode } from "./node-protocol.ts";

/**
 * The formation of all `nodes`: the one that some have already, or a new one.
 * @throws GraftError CLUSTER_SIZE_DIFFERS where the data is of a cluster of another size, DATA_FOLDER_OF_ANOTHER where it is
 * of two.
 */
export function agreeOnFormation(
  folder: string,
  nodes: ReadonlyMap<NodeId, OpenedNode>,
  leaseMs: number,
  makeClusterId: () => string,
): Formation {
  const kept = [...nodes.values()].flatMap(({ formation }) => (formation === null ? [] : [formation]));
  const [first] = kept;
  if (first === undefined) return newFormation(nodes, leaseMs, makeClusterId());
  for (const other of kept) if (other.clusterId !== first.clusterId) throw ofTwoClusters(folder, first, other);
  refuseOtherSize(folder, nodes, [...nodes.keys()]);
  return first;
}

/**
 * Refuses a cluster of `wanted` where `nodes`, perhaps not all of them yet, belong to one of others: to be asked before new
 * folders are made beside the old.
 * @throws GraftError CLUSTER_SIZE_DIFFERS
 */
export function refuseOtherSize(
  folder: string,
  nodes: ReadonlyMap<NodeId, OpenedNode>,
  wanted: readonly NodeId[],
): void {
  for (const { formation } of nodes.values()) {
    if (formation === null) continue;
    const members = formation.configuration.voters.map(({ id }) => id);
    if (members.length === wanted.length && members.every((id) => wanted.includes(id))) continue;
    throw new GraftError("CLUSTER_SIZE_DIFFERS", `${folder} holds a cluster of ${members.length} nodes`, {
      folder,
      size: wanted.length,
      found: members.length,
    });
  }
}

function newFormation(nodes: ReadonlyMap<NodeId, OpenedNode>, leaseMs: number, clusterId: string): Formation {
  const voters = [...nodes].map(([id, { incarnation }]) => ({ id, incarnation }));
  return { clusterId, configuration: configurationOfVoters(voters, leaseMs) };
}

const ofTwoClusters = (folder: string, first: Formation, other: Formation): GraftError =>
  new GraftError("DATA_FOLDER_OF_ANOTHER", `${folder} holds nodes of two clusters`, {
    folder,
    expected: first.clusterId,
    found: other.clusterId,
  });
