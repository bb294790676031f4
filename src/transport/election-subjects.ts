/**
 * The subjects of protocol `graft`, as nats-io/graft has them.
 *
 *     graft.<cluster>.heartbeat            of the leader, for everybody
 *     graft.<cluster>.vote_request         of a candidate, for everybody
 *     graft.<candidate>.vote_response      votes, for the candidate alone
 *
 * Law: only names become part of a subject. Votes do not carry the cluster's name: two nodes of one id on one server hear
 * each other's votes even where their clusters differ, so ids are random unless they are given.
 */
import { checkedName } from "../wire/names.ts";

export const heartbeats = (cluster: string): string => `graft.${checkedName(cluster, "cluster")}.heartbeat`;

export const voteRequests = (cluster: string): string => `graft.${checkedName(cluster, "cluster")}.vote_request`;

export const voteResponses = (candidate: string): string =>
  `graft.${checkedName(candidate, "candidate")}.vote_response`;
