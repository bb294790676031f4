/** Majorities against naive twins. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLost, isQuorum, isVoter, majority, quorumReached, rank } from "../../src/core/quorum.ts";
import { type Configuration, configurationOfVoters, type Member } from "../../src/core/types.ts";
import { a, b, c, member } from "./unit.ts";

const IDS = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
const members = (ids: readonly string[]): Member[] => ids.map((id) => member(id));
const configuration = fc
  .record({ voters: fc.subarray(IDS), outgoing: fc.option(fc.subarray(IDS, { minLength: 1 }), { nil: [], freq: 2 }) })
  .map(
    ({ voters, outgoing }): Configuration => ({
      voters: members(voters),
      outgoing: members(outgoing),
      learners: [],
      leaseMs: 0,
    }),
  );
/** Ids of voters and of others. */
const someIds = fc.subarray([...IDS, "x", "y"]).map((ids) => new Set(ids));

/** More yes than no, among the voters, and while joint among the outgoing ones as well. */
const naiveQuorum = ({ voters, outgoing }: Configuration, granted: ReadonlySet<string>): boolean =>
  moreYesThanNo(voters, granted) && (outgoing.length === 0 || moreYesThanNo(outgoing, granted));

const moreYesThanNo = (voters: readonly Member[], granted: ReadonlySet<string>): boolean => {
  let yes = 0;
  let no = 0;
  for (const { id } of voters)
    if (granted.has(id)) yes += 1;
    else no += 1;
  return yes > no;
};

describe("a majority", () => {
  test.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
    [6, 4],
    [7, 4],
  ])("of %i voters is %i", (voters, least) => {
    expect(majority(voters)).toBe(least);
  });

  test("is more yes than no; strangers do not count", () => {
    fc.assert(
      fc.property(configuration, someIds, (voters, granted) => {
        fc.pre(voters.voters.length > 0);
        expect(isQuorum(voters, granted)).toBe(naiveQuorum(voters, granted));
      }),
    );
  });

  test("of no voters is never reached", () => {
    expect(isQuorum(configurationOfVoters([]), new Set(["a"]))).toBe(false);
    expect(quorumReached(configurationOfVoters([]), () => 1)).toBe(Number.NEGATIVE_INFINITY);
  });

  test("shares a voter with every other majority", () => {
    fc.assert(
      fc.property(configuration, someIds, someIds, (voters, one, other) => {
        fc.pre(isQuorum(voters, one) && isQuorum(voters, other));
        expect(voters.voters.some(({ id }) => one.has(id) && other.has(id))).toBe(true);
      }),
    );
  });

  test("is lost just when all who have not refused are none", () => {
    fc.assert(
      fc.property(configuration, someIds, (voters, refused) => {
        fc.pre(voters.voters.length > 0);
        const left = new Set(IDS.filter((id) => !refused.has(id)));
        expect(isLost(voters, refused)).toBe(!naiveQuorum(voters, left));
      }),
    );
  });
});

describe("what a majority has reached", () => {
  test("is the highest value that so many have reached, tried one by one", () => {
    const values = fc.array(fc.oneof(fc.nat(5), fc.constant(Number.NEGATIVE_INFINITY)), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(configuration, values, (voters, reached) => {
        fc.pre(voters.voters.length > 0);
        const of = ({ id }: Member): number => reached[IDS.indexOf(id)] ?? Number.NaN;
        const holds = (value: number): boolean =>
          naiveQuorum(voters, new Set(IDS.filter((id) => of(member(id)) >= value)));
        const best = [...new Set(reached)].sort((x, y) => y - x).find(holds);
        expect(quorumReached(voters, of)).toBe(best ?? Number.NEGATIVE_INFINITY);
      }),
    );
  });
});

describe("voters", () => {
  test("are known by id and incarnation", () => {
    const voters = configurationOfVoters([a, b]);
    expect(isVoter(voters, b)).toBe(true);
    expect(isVoter(voters, c)).toBe(false);
    expect(isVoter(voters, member("b", "b-disk-2"))).toBe(false);
  });

  test("are ranked by id, in whatever order the configuration names them", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(IDS), (ids) => {
        const voters = configurationOfVoters(members(ids));
        for (const id of ids) expect(rank(voters, id)).toBe([...ids].sort().indexOf(id));
      }),
    );
  });
});
