import { expect, test } from "vitest";
import { type Cast, oneIn, resolvedFault, severalIn } from "../../src/scenario/resolve.ts";

const NODES = ["n1", "n2", "n3"];
const idOf = (name: string): string => (name === "leader" ? "n2" : name);
const idsOf = (name: string): string[] => {
  if (name === "all") return NODES;
  return name === "followers" ? ["n1", "n3"] : [idOf(name)];
};
const sidesOf = (...sides: string[][]) => resolvedFault({ type: "partition", sides }, idOf, idsOf);

test("one side alone is parted from all others", () => {
  expect(sidesOf(["leader"])).toEqual({ type: "partition", sides: [["n2"], ["n1", "n3"]] });
  expect(sidesOf(["n1", "n2"])).toEqual({ type: "partition", sides: [["n1", "n2"], ["n3"]] });
});

test("sides that are named are as they are named: who is on none talks to all", () =>
  expect(sidesOf(["leader"], ["n3"])).toEqual({ type: "partition", sides: [["n2"], ["n3"]] }));

test("a follower runs and does not lead; where nobody leads, or nobody follows, nobody is meant", () => {
  const cast: Cast = { leader: "n2", ids: NODES, isRunning: (id) => id !== "n1" };
  expect(["leader", "follower", "n1"].map((name) => oneIn(cast, name))).toEqual(["n2", "n3", "n1"]);
  expect(["all", "followers", "n1", "follower"].map((name) => severalIn(cast, name))).toEqual([
    NODES,
    ["n3"],
    null,
    null,
  ]);
  const none: Cast = { leader: null, ids: NODES, isRunning: () => false };
  expect([oneIn(none, "leader"), oneIn(none, "follower"), severalIn(none, "followers")]).toEqual([null, null, []]);
});
