/** A look is spared only where nothing that the checkers of logs read has changed; members are told apart by both of their names. */
import { expect, test } from "vitest";
import type { ServerState } from "../../src/core/state.ts";
import { initialState } from "../../src/core/state.ts";
import { configurationOfVoters, DEFAULT_TIMING } from "../../src/core/types.ts";
import { ByMember } from "../../src/scenario/by-member.ts";
import { LastLooks } from "../../src/scenario/last-looks.ts";

const self = { id: "n1", incarnation: "one" };
const noOp = (index: number, term: number) => ({ type: "noOp", index, term }) as const;

function fresh(): ServerState {
  return initialState({
    self,
    configuration: configurationOfVoters([self]),
    hardState: { term: 3, votedFor: null },
    timing: DEFAULT_TIMING,
    seed: 1,
    entries: [noOp(1, 1), noOp(2, 2)],
  });
}

test.each<[string, (state: ServerState) => void]>([
  ["the term", (state) => (state.term += 1)],
  ["the role", (state) => (state.role = { name: "stopped" })],
  ["commitIndex", (state) => (state.commitIndex += 1)],
  ["verifiedIndex", (state) => (state.verifiedIndex += 1)],
  ["appliedIndex", (state) => (state.appliedIndex += 1)],
  ["the last entry", (state) => state.log.entries.splice(1, 1, noOp(2, 3))],
  ["the length of the log", (state) => state.log.entries.push(noOp(3, 3))],
  ["where the log begins", (state) => (state.log.base = { index: 0, term: 0 })],
  [
    "the snapshot",
    (state) =>
      (state.snapshot = { last: { index: 1, term: 1 }, configuration: configurationOfVoters([self]), bytes: 1 }),
  ],
  ["the members", (state) => state.log.configurations.push({ index: 2, configuration: configurationOfVoters([self]) })],
])("a change of %s is new, once", (_, change) => {
  const looks = new LastLooks();
  const state = fresh();
  const look = (): boolean => looks.isNew({ life: "n1#1", id: "n1", incarnation: "one", state });
  expect([look(), look()]).toEqual([true, false]);
  change(state);
  expect([look(), look()]).toEqual([true, false]);
});

test("another life is new", () => {
  const looks = new LastLooks();
  const state = fresh();
  const look = (life: string): boolean => looks.isNew({ life, id: "n1", incarnation: "one", state });
  expect([look("n1#1"), look("n1#2"), look("n1#1")]).toEqual([true, true, false]);
});

test("another incarnation, or another id, is another member", () => {
  const known = new ByMember<number>();
  known.set(self, 1);
  known.set({ ...self, incarnation: "two" }, 2);
  known.set({ ...self, id: "n2" }, 3);
  expect(known.get({ ...self })).toBe(1);
  expect(known.get({ ...self, incarnation: "two" })).toBe(2);
  expect(known.get({ id: "n2", incarnation: "two" })).toBeUndefined();
});
