import { describe, expect, test } from "vitest";
import { eventJson, failureJson, misuseJson, summaryJson } from "../../src/cli/event-json.ts";
import { EMPTY_TALLY, tallied } from "../../src/cli/tally.ts";
import { GraftError } from "../../src/errors.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";

const stopped = (node: string, failed: boolean): ClusterEvent => ({
  type: "nodeStopped",
  node,
  error: failed ? { code: "STORAGE_FAILED", message: "EIO", values: { reason: "EIO" } } : null,
});

describe("a JSON line", () => {
  test.each([
    [
      { type: "clusterStarted", size: 3, name: "graft", nats: "nats://127.0.0.1:4222" } as const,
      '{"at":1.235,"type":"clusterStarted","size":3,"name":"graft","nats":"nats://127.0.0.1:4222"}\n',
    ],
    [{ type: "nodeStarted", node: "n1" } as const, '{"at":1.235,"type":"nodeStarted","node":"n1"}\n'],
    [
      { type: "stateChange", node: "n1", from: "follower", to: "candidate", term: 2, cause: "preVoteWon" } as const,
      '{"at":1.235,"type":"stateChange","node":"n1","from":"follower","to":"candidate","term":2,"cause":"preVoteWon"}\n',
    ],
    [
      { type: "leaderChange", node: "n1", term: 2 } as const,
      '{"at":1.235,"type":"leaderChange","node":"n1","term":2}\n',
    ],
    [{ type: "nodeRemoved", node: "n4" } as const, '{"at":1.235,"type":"nodeRemoved","node":"n4"}\n'],
    [
      { type: "nodeStopped", node: "n1", error: null } as const,
      '{"at":1.235,"type":"nodeStopped","node":"n1","error":null}\n',
    ],
    [
      { type: "nodeStopped", node: "n1", error: { code: "STORAGE_FAILED", message: "m", values: {} } } as const,
      '{"at":1.235,"type":"nodeStopped","node":"n1","error":{"code":"STORAGE_FAILED","message":"m","values":{}}}\n',
    ],
  ])("of %j has exactly its fields", (event, line) => expect(eventJson(event, 1.23456)).toBe(line));

  test("of an error carries the code, the English message and the values", () => {
    const error = new GraftError("NATS_UNREACHABLE", "m", { servers: "nats://h:1" });
    expect(JSON.parse(failureJson(error, 5))).toEqual({
      at: 5,
      type: "error",
      code: "NATS_UNREACHABLE",
      message: "no NATS server answers at nats://h:1; start one there, or correct --nats.",
      values: { servers: "nats://h:1" },
    });
    expect(JSON.parse(failureJson(new Error("boom"), 5))).toMatchObject({
      type: "error",
      code: "UNEXPECTED",
      values: {},
    });
  });

  test("of a usage error says which option, which value and what the problem is", () =>
    expect(JSON.parse(misuseJson({ type: "badValue", option: "size", value: "0" }, 5))).toEqual({
      at: 5,
      type: "error",
      code: "INVALID_OPTION",
      message: '--size cannot be "0"; allowed: a whole number from 1 to 99. See graft-cluster --help.',
      values: { problem: "badValue", option: "size", value: "0" },
    }));
});

describe("the summary", () => {
  test("counts what happened and times it from the cluster's start", () => {
    const events: [number, ClusterEvent][] = [
      [100, { type: "clusterStarted", size: 3, name: "graft", nats: "nats://h:1" }],
      [110, { type: "nodeStarted", node: "n1" }],
      [110, { type: "nodeStarted", node: "n2" }],
      [120, { type: "stateChange", node: "n1", from: "candidate", to: "leader", term: 1, cause: "electionWon" }],
      [121, { type: "leaderChange", node: "n1", term: 1 }],
      [200, { type: "stateChange", node: "n2", from: "candidate", to: "leader", term: 4, cause: "electionWon" }],
      [201, { type: "leaderChange", node: "n2", term: 4 }],
      [202, { type: "stateChange", node: "n1", from: "leader", to: "follower", term: 3, cause: "lostQuorum" }],
      [300, stopped("n1", true)],
      [300, stopped("n1", true)],
      [301, stopped("n2", false)],
      [302, { type: "clusterStopped" }],
    ];
    const tally = events.reduce((sum, [atMs, event]) => tallied(sum, event, atMs), EMPTY_TALLY);
    expect(JSON.parse(summaryJson(tally, 350.5, false))).toEqual({
      at: 350.5,
      type: "clusterStopped",
      size: 3,
      durationMs: 250.5,
      leaderChanges: 2,
      stateChanges: 3,
      term: 4,
      failedNodes: ["n1"],
      killed: false,
    });
  });

  test("forgives a node that was started again", () => {
    const failed = tallied(EMPTY_TALLY, stopped("n1", true), 1);
    expect(failed.failedNodes).toEqual(["n1"]);
    const restarted = tallied(failed, { type: "nodeStarted", node: "n1" }, 2);
    expect(restarted.failedNodes).toEqual([]);
    expect(restarted.runningNodes).toEqual(["n1"]);
  });
});
