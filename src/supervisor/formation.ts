/**
 * Which cluster the opened nodes are, and who of them belongs to it. Laws: a first configuration comes only from nodes that
 * have all shown empty folders; a cluster that has one keeps it, and completes a formation that a crash cut short (DESIGN 4).
 * Who the members are is said by the log that is the most up to date (§5.4.1), not by how many folders there are: whatever was
 * committed is in it, or in the log of a member that it names.
 */
import {
  type Configuration,
  configurationOfVoters,
  type LogPosition,
  type Member,
  type NodeId,
} from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Formation } from "../ports/storage.ts";
import type { OpenedNode } from "./node-protocol.ts";

export interface Roster {
  /** For members whose folder is empty: the cluster's id and its latest configuration. */
  readonly formation: Formation;
  /** By number: n2 before n10. */
  readonly members: readonly NodeId[];
  /** Of the nodes that were opened, those who are not members (any more). */
  readonly strangers: readonly NodeId[];
}

/**
 * The cluster that the `nodes` are of; null: of none, all of them are new.
 * @throws GraftError DATA_FOLDER_OF_ANOTHER where they are of two
 */
export function rosterOf(folder: string, nodes: ReadonlyMap<NodeId, OpenedNode>): Roster | null {
  const formed = [...nodes.values()].flatMap(({ formation, latest }) =>
    formation === null ? [] : [{ clusterId: formation.clusterId, latest }],
  );
  const [first] = formed;
  if (first === undefined) return null;
  for (const other of formed) if (other.clusterId !== first.clusterId) throw ofTwoClusters(folder, first, other);
  const { configuration } = formed.map(({ latest }) => latest).reduce((a, b) => (isNewer(b.last, a.last) ? b : a));
  const members = [...new Set(membersOf(configuration).map(({ id }) => id))].sort(byNumber);
  const strangers = [...nodes.keys()].filter((id) => !members.includes(id));
  return { formation: { clusterId: first.clusterId, configuration }, members, strangers };
}

const isNewer = (a: LogPosition, b: LogPosition): boolean =>
  a.term > b.term || (a.term === b.term && a.index > b.index);

const membersOf = ({ voters, outgoing, learners }: Configuration): Member[] => [...voters, ...outgoing, ...learners];

const NUMBERED = new Intl.Collator("en", { numeric: true });

export const byNumber = (a: NodeId, b: NodeId): number => NUMBERED.compare(a, b);

/** @throws GraftError CLUSTER_SIZE_DIFFERS: to be asked before new folders are made beside the old */
export function refuseOtherSize(folder: string, { members }: Roster, size: number): void {
  if (members.length === size) return;
  throw new GraftError("CLUSTER_SIZE_DIFFERS", `${folder} holds a cluster of ${members.length} nodes`, {
    folder,
    size,
    found: members.length,
  });
}

/** Whom the configuration names, but by another folder than the one that was opened. */
export function strayed({ configuration }: Formation, opened: ReadonlyMap<NodeId, OpenedNode>): Member[] {
  const members = membersOf(configuration);
  return [...opened].flatMap(([id, { incarnation }]) => {
    const known = members.filter((member) => member.id === id);
    const isKnown = known.length === 0 || known.some((member) => member.incarnation === incarnation);
    return isKnown ? [] : [{ id, incarnation }];
  });
}

/** All of `nodes` are voters, under the incarnations of their folders. */
export function newFormation(nodes: ReadonlyMap<NodeId, OpenedNode>, leaseMs: number, clusterId: string): Formation {
  const voters = [...nodes].map(([id, { incarnation }]) => ({ id, incarnation }));
  return { clusterId, configuration: configurationOfVoters(voters, leaseMs) };
}

const ofTwoClusters = (
  folder: string,
  first: Pick<Formation, "clusterId">,
  other: Pick<Formation, "clusterId">,
): GraftError =>
  new GraftError("DATA_FOLDER_OF_ANOTHER", `${folder} holds nodes of two clusters`, {
    folder,
    expected: first.clusterId,
    found: other.clusterId,
  });
