/**
 * The subjects of a cluster (protocol `raft`).
 *
 *     graft.<cluster>.from.<id>.all          frames of <id> for everybody
 *     graft.<cluster>.from.<id>.to.<id>      frames of <id> for one
 *     graft.<cluster>.from.<id>.applied      what <id> has applied, for whoever compares (`applied-words`)
 *     graft.<cluster>.form.<id>              what <id> says to all while a cluster is being formed of processes
 *     graft-alive.<cluster>.<id>             subscribed to by <id> alone: that it has a subscriber says that <id> lives
 *     graft.<cluster>.propose, .read         requests of clients, subscribed to by the leader in a queue group
 *     graft.<cluster>.events.<id>            what <id> tells whoever cares: that it leads, and serves clients now
 *     graft.disconnect                       which connections have ended, said by the server alone
 *
 * Law: the sender stands in the subject, so that a server's permissions keep one node from speaking as another. Only names
 * that passed `isName` become part of a subject.
 */
import { isName } from "../wire/names.ts";

/** Who speaks to whom, as a subject says it. */
export interface Addresses {
  readonly cluster: string;
  readonly from: string;
  /** null: to all. */
  readonly to: string | null;
}

export const fromAll = (cluster: string, id: string): string => `${fromOf(cluster, id)}.all`;

export const fromTo = (cluster: string, from: string, to: string): string =>
  `${fromOf(cluster, from)}.to.${checkedName(to)}`;

/** Where `id` tells what it has applied. */
export const appliedBy = (cluster: string, id: string): string => `${fromOf(cluster, id)}.applied`;

/** All that anybody of the cluster says as a node: for those who only listen. */
export const subscriptionToAllFrom = (cluster: string): string => `graft.${checkedName(cluster)}.from.>`;

/** Who tells what it has applied. null: `subject` is about something else. */
export function appliedSpeaker(subject: string): string | null {
  const [graft, , word, id, kind, ...rest] = subject.split(".");
  return graft === "graft" && word === "from" && kind === "applied" && rest.length === 0 && isName(id) ? id : null;
}

/** Broadcasts of everybody. */
export const subscriptionToAll = (cluster: string): string => `graft.${checkedName(cluster)}.from.*.all`;

/** What anybody sends to `id`. */
export const subscriptionToOne = (cluster: string, id: string): string =>
  `graft.${checkedName(cluster)}.from.*.to.${checkedName(id)}`;

/** Where `id` says how it stands to a cluster that is being formed. */
export const formationWords = (cluster: string, id: string): string =>
  `graft.${checkedName(cluster)}.form.${checkedName(id)}`;

/** What everybody says while a cluster is being formed. */
export const subscriptionToFormation = (cluster: string): string => `graft.${checkedName(cluster)}.form.*`;

/** Who speaks in a word of the formation. null: `subject` is none of it. */
export function formationSpeaker(subject: string): string | null {
  const [graft, , form, id, ...rest] = subject.split(".");
  return graft === "graft" && form === "form" && rest.length === 0 && isName(id) ? id : null;
}

/** All that is sent in the name of `id`: with the echo turned off, whatever arrives here was sent by somebody else. */
export const subscriptionToOwnName = (cluster: string, id: string): string => `${fromOf(cluster, id)}.>`;

/** Outside of `graft.>`, so that those who listen to everything are not taken for a living node. */
export const liveness = (cluster: string, id: string): string =>
  `graft-alive.${checkedName(cluster)}.${checkedName(id)}`;

/** Of whichever cluster: a server that imports its own events to here need not know of clusters. */
export const DISCONNECTS = "graft.disconnect";

/** Where clients propose and register. */
export const proposals = (cluster: string): string => `graft.${checkedName(cluster)}.propose`;

/** Where clients read. */
export const reads = (cluster: string): string => `graft.${checkedName(cluster)}.read`;

/** Where `id` tells what has become of it. */
export const events = (cluster: string, id: string): string =>
  `graft.${checkedName(cluster)}.events.${checkedName(id)}`;

/** What all nodes tell. */
export const subscriptionToEvents = (cluster: string): string => `graft.${checkedName(cluster)}.events.*`;

/** The queue group on both: of an old and a new leader, NATS asks one. */
export const LEADERS = "leader";

/** A node answers no request whose answer would land among the cluster's own subjects. */
export const isInbox = (subject: string): boolean => subject !== "" && !/^(graft|graft-alive|\$[^.]*)\./.test(subject);

/** The addresses of a frame's subject; null where `subject` is none. */
export function parseSubject(subject: string): Addresses | null {
  const [graft, cluster, word, from, kind, to, ...rest] = subject.split(".");
  if (graft !== "graft" || word !== "from" || !isName(cluster) || !isName(from) || rest.length > 0) return null;
  if (kind === "all" && to === undefined) return { cluster, from, to: null };
  return kind === "to" && isName(to) ? { cluster, from, to } : null;
}

const fromOf = (cluster: string, id: string): string => `graft.${checkedName(cluster)}.from.${checkedName(id)}`;

function checkedName(name: string): string {
  if (!isName(name)) throw new TypeError(`not a name: ${JSON.stringify(name)}`);
  return name;
}
