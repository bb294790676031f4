import { describe, expect, test } from "vitest";
import { configurationOfVoters, type NodeId } from "../../src/core/types.ts";
import type { Formation } from "../../src/ports/storage.ts";
import { agreeOnFormation } from "../../src/supervisor/formation.ts";
import type { OpenedNode } from "../../src/supervisor/node-protocol.ts";

const ids = (size: number): NodeId[] => Array.from({ length: size }, (_, i) => `n${i + 1}`);

const formed = (size: number, clusterId = "first"): Formation => ({
  clusterId,
  configuration: configurationOfVoters(
    ids(size).map((id) => ({ id, incarnation: `${id}-disk` })),
    LEASE_MS,
  ),
});

const opened = (size: number, formationOf: (id: NodeId) => Formation | null): ReadonlyMap<NodeId, OpenedNode> =>
  new Map(ids(size).map((id) => [id, { incarnation: `${id}-disk`, formation: formationOf(id) }]));

const LEASE_MS = 300;

const noNewId = (): string => expect.fail("a new cluster was made");

describe("which cluster the opened nodes are", () => {
  test("a new one where all folders are empty: each node a voter, under the incarnation of its folder", () => {
    const nodes = opened(3, () => null);
    expect(agreeOnFormation("data", nodes, LEASE_MS, () => "new")).toEqual(formed(3, "new"));
  });

  test("the one that all have, as it is, whatever lease is wanted", () => {
    const kept = formed(3);
    expect(
      agreeOnFormation(
        "data",
        opened(3, () => kept),
        77,
        noNewId,
      ),
    ).toBe(kept);
  });

  test("the one that some have, where a crash cut the forming short: the others are given the same", () => {
    const kept = formed(3);
    const nodes = opened(3, (id) => (id === "n2" ? kept : null));
    expect(agreeOnFormation("data", nodes, LEASE_MS, noNewId)).toBe(kept);
  });

  test("a wiped node's new incarnation is not a member: the configuration is kept as it was", () => {
    const kept = formed(3);
    const nodes = new Map(opened(3, () => kept)).set("n3", { incarnation: "n3-new-disk", formation: null });
    const { voters } = agreeOnFormation("data", nodes, LEASE_MS, noNewId).configuration;
    expect(voters.map(({ incarnation }) => incarnation)).toEqual(["n1-disk", "n2-disk", "n3-disk"]);
  });

  test.each([
    [3, 5],
    [5, 3],
    [3, 1],
  ])("none where the data is of %i nodes and %i are wanted: the right size is named", (size, wanted) => {
    const nodes = opened(wanted, (id) => (ids(size).includes(id) ? formed(size) : null));
    expect(() => agreeOnFormation("data", nodes, LEASE_MS, noNewId)).toThrow(
      expect.objectContaining({
        code: "CLUSTER_SIZE_DIFFERS",
        values: { folder: "data", size: wanted, found: size },
      }),
    );
  });

  test("none where the folders are of two clusters, also of the same members", () => {
    const nodes = opened(3, (id) => formed(3, id === "n3" ? "second" : "first"));
    expect(() => agreeOnFormation("data", nodes, LEASE_MS, noNewId)).toThrow(
      expect.objectContaining({
        code: "DATA_FOLDER_OF_ANOTHER",
        values: expect.objectContaining({ expected: "first", found: "second" }),
      }),
    );
  });
});
