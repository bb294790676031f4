import { describe, expect, test } from "vitest";
import { type Configuration, configurationOfVoters, type Member, type NodeId } from "../../src/core/types.ts";
import type { Formation } from "../../src/ports/storage.ts";
import { newFormation, refuseOtherSize, rosterOf } from "../../src/supervisor/formation.ts";
import type { OpenedNode } from "../../src/supervisor/node-protocol.ts";

const ids = (size: number): NodeId[] => Array.from({ length: size }, (_, i) => `n${i + 1}`);
const disk = (id: NodeId): Member => ({ id, incarnation: `${id}-disk` });
const voters = (...members: NodeId[]): Configuration => configurationOfVoters(members.map(disk));

const formed = (size: number, clusterId = "first"): Formation => ({ clusterId, configuration: voters(...ids(size)) });

const node = (
  id: NodeId,
  formation: Formation | null,
  latest: { index?: number; term?: number; configuration?: Configuration } = {},
): [NodeId, OpenedNode] => [
  id,
  {
    incarnation: `${id}-disk`,
    formation,
    latest: {
      last: { index: latest.index ?? 0, term: latest.term ?? 0 },
      configuration: latest.configuration ?? formation?.configuration ?? configurationOfVoters([]),
    },
  },
];

describe("which cluster the opened nodes are", () => {
  test("none yet where all folders are empty: each node becomes a voter, under the incarnation of its folder", () => {
    const nodes = new Map(ids(3).map((id) => node(id, null)));
    expect(rosterOf("data", nodes)).toBeNull();
    const { clusterId, configuration } = newFormation(nodes, 300, "new");
    expect({ clusterId, configuration }).toEqual({
      clusterId: "new",
      configuration: { ...formed(3).configuration, leaseMs: 300 },
    });
  });

  test("the one that all have, as it is", () => {
    const nodes = new Map(ids(3).map((id) => node(id, formed(3))));
    expect(rosterOf("data", nodes)).toEqual({ formation: formed(3), members: ids(3), strangers: [] });
  });

  test("the one that some have, where a crash cut the forming short: the others are to be given the same", () => {
    const nodes = new Map(ids(3).map((id) => node(id, id === "n2" ? formed(3) : null)));
    expect(rosterOf("data", nodes)).toEqual({ formation: formed(3), members: ids(3), strangers: [] });
  });

  test("a member whose folder is gone is a member still", () => {
    const nodes = new Map(["n1", "n3"].map((id) => node(id, formed(3))));
    expect(rosterOf("data", nodes)?.members).toEqual(["n1", "n2", "n3"]);
  });

  test("none where the folders are of two clusters, also of the same members", () => {
    const nodes = new Map(ids(3).map((id) => node(id, formed(3, id === "n3" ? "second" : "first"))));
    expect(() => rosterOf("data", nodes)).toThrow(
      expect.objectContaining({
        code: "DATA_FOLDER_OF_ANOTHER",
        values: expect.objectContaining({ expected: "first", found: "second" }),
      }),
    );
  });
});

describe("who belongs to it", () => {
  const later = { index: 9, term: 2 };

  test("is said by the log that is the most up to date: its term first, then its length", () => {
    const nodes = new Map([
      node("n1", formed(3), { index: 50, term: 1 }),
      node("n2", formed(3), { ...later, configuration: voters("n1", "n2") }),
      node("n3", formed(3), { index: 8, term: 2 }),
    ]);
    expect(rosterOf("data", nodes)).toMatchObject({ members: ["n1", "n2"], strangers: ["n3"] });
  });

  test("learners and outgoing voters belong to it; they are listed by number", () => {
    const configuration: Configuration = {
      ...voters("n2", "n10"),
      outgoing: ["n1", "n2"].map(disk),
      learners: [disk("n3")],
    };
    const nodes = new Map([node("n2", formed(3), { ...later, configuration })]);
    expect(rosterOf("data", nodes)?.members).toEqual(["n1", "n2", "n3", "n10"]);
  });

  test("a member that is given an empty folder learns the latest configuration, not the first", () => {
    const replaced = configurationOfVoters([disk("n1"), disk("n2"), { id: "n3", incarnation: "n3-second" }]);
    const nodes = new Map([node("n1", formed(3), { ...later, configuration: replaced }), node("n2", formed(3))]);
    expect(rosterOf("data", nodes)?.formation).toEqual({ clusterId: "first", configuration: replaced });
  });
});

describe("a size that is asked for", () => {
  test.each([
    [3, 5],
    [5, 3],
    [3, 1],
  ])("is refused where %i belong to it and %i are wanted: the right one is named", (size, wanted) => {
    const roster = rosterOf("data", new Map(ids(size).map((id) => node(id, formed(size)))));
    if (roster === null) return expect.fail("it is formed");
    expect(() => refuseOtherSize("data", roster, wanted)).toThrow(
      expect.objectContaining({
        code: "CLUSTER_SIZE_DIFFERS",
        values: { folder: "data", size: wanted, found: size },
      }),
    );
    expect(() => refuseOtherSize("data", roster, size)).not.toThrow();
  });
});
