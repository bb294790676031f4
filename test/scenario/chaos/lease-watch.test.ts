/** Two leases at once are told of only where it is certain. */
import { expect, test } from "vitest";
import { LeaseWatch } from "../../../src/scenario/chaos/lease-watch.ts";

/** Says one after another what it holds, then the last for ever. */
const holder = (id: string, ...answers: readonly boolean[]) => {
  let asked = 0;
  return {
    id,
    isLeader() {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? false;
      asked += 1;
      return answer;
    },
  };
};

function watched(...nodes: readonly ReturnType<typeof holder>[]) {
  const found: string[] = [];
  const watch = new LeaseWatch((what) => found.push(what));
  watch.look(nodes);
  watch.look(nodes);
  return { found, samples: watch.samples, held: watch.held };
}

test("one holder is as it should be", () => {
  expect(watched(holder("n1", true), holder("n2", false))).toEqual({ found: [], samples: 2, held: 2 });
});

test("two holders are told of once", () => {
  expect(watched(holder("n1", true), holder("n2", true), holder("n3", false)).found).toEqual([
    "n1 and n2 both hold a lease",
  ]);
});

test("a lease that ended between two looks is none", () => {
  expect(watched(holder("n1", true, false), holder("n2", true)).found).toEqual([]);
});
