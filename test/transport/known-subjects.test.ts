/** Subjects that are kept are those that `subjects` gives, and strangers cannot make a node keep many. */
import { expect, test } from "vitest";
import { KnownSubjects } from "../../src/transport/known-subjects.ts";
import { fromAll, fromTo, parseSubject } from "../../src/transport/subjects.ts";

test("a subject is the same the first time and later, for each receiver and for all", () => {
  const known = new KnownSubjects("c", "n1");
  for (let round = 0; round < 2; round++) {
    expect(known.to(null)).toBe(fromAll("c", "n1"));
    expect(known.to("n2")).toBe(fromTo("c", "n1", "n2"));
    expect(known.to("n3")).toBe(fromTo("c", "n1", "n3"));
    for (const subject of [fromTo("c", "n2", "n1"), fromAll("c", "n2"), "graft.c.from.n2", "x"])
      expect(known.addressesOf(subject)).toEqual(parseSubject(subject));
  }
});

test("what is taken apart is kept, until there are more than a cluster can have", () => {
  const known = new KnownSubjects("c", "n1");
  const first = known.addressesOf(fromAll("c", "n2"));
  expect(known.addressesOf(fromAll("c", "n2"))).toBe(first);
  for (let stranger = 0; stranger < 256; stranger++) known.addressesOf(fromAll("c", `s${stranger}`));
  expect(known.addressesOf(fromAll("c", "n2"))).not.toBe(first);
});
