/** Copies that are lost for good, as the guard of the quorum counts them. */
import { expect, test } from "vitest";
import { Copies } from "../../src/supervisor/faults/copies.ts";

const NODES = ["n1", "n2", "n3", "n4", "n5"];

test("a majority of whole copies has to be left: damaged, lost and new ones are none", () => {
  const copies = new Copies();
  copies.damaged("n1");
  expect(copies.shortageWithout(["n2"], NODES)).toBeNull();
  copies.lost("n2");
  expect(copies.shortageWithout(["n3"], NODES)).toEqual({ together: ["n4", "n5"], needed: 3 });
  copies.learning("n2");
  expect(copies.isLost("n2")).toBe(false);
  expect(copies.shortageWithout(["n3"], NODES)).not.toBeNull();
  copies.whole("n2");
  expect(copies.shortageWithout(["n3"], NODES)).toBeNull();
});

test("who is lost already is not lost twice", () => {
  const copies = new Copies();
  copies.lost("n1");
  copies.lost("n2");
  expect(copies.shortageWithout(["n2"], NODES)).toBeNull();
});
