/**
 * What the run's last line sums up. Law: a fold over the cluster's events, nothing else; a node counts as failed from the
 * error that stopped it until it is started again.
 */
import type { ClusterEvent } from "../supervisor/events.ts";

export interface Tally {
  readonly size: number;
  /** null: the cluster has not started. */
  readonly startedAtMs: number | null;
  readonly leaderChanges: number;
  readonly stateChanges: number;
  /** The highest seen. */
  readonly term: number;
  readonly failedNodes: readonly string[];
  readonly runningNodes: readonly string[];
}

export const EMPTY_TALLY: Tally = {
  size: 0,
  startedAtMs: null,
  leaderChanges: 0,
  stateChanges: 0,
  term: 0,
  failedNodes: [],
  runningNodes: [],
};

export function tallied(tally: Tally, event: ClusterEvent, atMs: number): Tally {
  switch (event.type) {
    case "clusterStarted":
      return { ...tally, size: event.size, startedAtMs: atMs };
    case "stateChange":
      return {
        ...tally,
        stateChanges: tally.stateChanges + 1,
        term: Math.max(tally.term, event.term),
      };
    case "leaderChange":
      return {
        ...tally,
        leaderChanges: tally.leaderChanges + 1,
        term: Math.max(tally.term, event.term),
      };
    case "nodeStarted":
      return {
        ...tally,
        failedNodes: without(tally.failedNodes, event.node),
        runningNodes: [...without(tally.runningNodes, event.node), event.node],
      };
    case "nodeStopped":
      return {
        ...tally,
        failedNodes: [...without(tally.failedNodes, event.node), ...(event.error === null ? [] : [event.node])],
        runningNodes: without(tally.runningNodes, event.node),
      };
    case "nodeGivenUp":
      return { ...tally, failedNodes: [...without(tally.failedNodes, event.node), event.node] };
    case "why":
    case "nodeHung":
    case "nodeAnswers":
    case "nodeRemoved":
    case "nodeReadmitted":
    case "faultBegan":
    case "faultEnded":
    case "clusterStopped":
      return tally;
  }
}

const without = (nodes: readonly string[], node: string): string[] => nodes.filter((other) => other !== node);

export const durationMs = (tally: Tally, nowMs: number): number => nowMs - (tally.startedAtMs ?? nowMs);
