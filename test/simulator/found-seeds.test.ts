/** Seeds that failed once, and what each has found. What a seed draws may change with the code; what it found has a test of its own. */
import { expect, test } from "vitest";
import { simulate } from "../../src/simulator/run.ts";

test.each([
  [1_000_847, "a member promoted before it knew of that voted for nobody, and the cluster had no leader for ever"],
  [1_004_822, "the same, in a change that removed one of the two voters who could still vote"],
  [
    1_001_672,
    "a log that a snapshot had made void, at a crash before the log was begun anew, was taken for a lost one",
  ],
  [
    3_007_096,
    "a restarted follower that was asked what it had, and whose answer was lost, was never sent anything again",
  ],
  [
    3_002_723,
    "a full disk that failed while it was looked at for room stayed full, and its node led and refused for ever",
  ],
  [3_004_654, "the same"],
  [3_008_021, "the checker missed votes that went to the disk together with a later term"],
  [
    3_005_187,
    "a server that learned of its own removal and that it was committed at once kept its timeout, and stopped when it ran out",
  ],
  [
    4_003_126,
    "a command that came twice was taken, and then refused for a full disk as surely not executed, which the client believed",
  ],
  [
    3_029_760,
    "the same, refused by its leader that led no more, while the answer to the first copy waited for the disk",
  ],
  [
    4_031_401,
    "a second snapshot arrived before the first was taken up, and was in its place: entries that it held were about to be applied again",
  ],
])("seed %i passes: %s", { timeout: 60_000 }, async (seed) => {
  expect((await simulate({ seed, nodes: null })).violations).toEqual([]);
});
