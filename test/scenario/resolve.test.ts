import { expect, test } from "vitest";
import { resolvedFault } from "../../src/scenario/resolve.ts";

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
