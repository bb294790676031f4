import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLiteral, isPattern } from "../../src/broker/subject.ts";
import { type Pattern, SubscriptionTable } from "../../src/broker/subscriptions.ts";

/** The naive twin: NATS' rule, said once more, for one pattern and one subject. */
function fits(pattern: string, subject: string): boolean {
  const [want, have] = [pattern.split("."), subject.split(".")];
  if (have.includes("")) return false;
  for (const [i, token] of want.entries()) {
    if (token === ">") return have.length > i;
    if (have[i] === undefined || (token !== "*" && token !== have[i])) return false;
  }
  return want.length === have.length;
}

/** A match as sorted text: lists are compared as sets, groups by their members. */
const told = <S extends Pattern>(plain: readonly S[], queues: readonly (readonly S[])[], nameOf: (s: S) => string) => ({
  plain: plain.map(nameOf).sort(),
  queues: queues.map((members) => members.map(nameOf).sort().join()).sort(),
});

const token = fc.constantFrom("a", "b", "c", "*", ">");
const subjectText = fc.array(fc.oneof(token, fc.constantFrom("a", "b")), { minLength: 1, maxLength: 4 });
const subject = subjectText.map((tokens) => tokens.join("."));
const pattern = subject.filter(isPattern);
const loose = fc.oneof(subject, fc.constantFrom("", ".", "a.", ".a", "a..b"));

test("matches as a comparison with every pattern does, while subscriptions come and go", () => {
  const change = fc.record({ subject: pattern, queue: fc.constantFrom(null, null, "q1", "q2") });
  const act = fc.oneof(
    fc.record({ do: fc.constant("add" as const), what: change }),
    fc.record({ do: fc.constant("remove" as const), which: fc.nat(20) }),
    fc.record({ do: fc.constant("match" as const), subject: loose }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.integer({ min: 2, max: 6 }), (acts, cacheEntriesMax) => {
      const table = new SubscriptionTable<Pattern & { name: string }>(cacheEntriesMax);
      const naive: (Pattern & { name: string })[] = [];
      for (const [i, each] of acts.entries()) {
        if (each.do === "add") {
          const subscription = { ...each.what, name: String(i) };
          table.insert(subscription);
          naive.push(subscription);
        } else if (each.do === "remove") {
          const [gone] = naive.splice(each.which, 1);
          if (gone !== undefined) table.remove(gone);
        } else {
          const found = naive.filter((one) => fits(one.subject, each.subject));
          const groups = [...new Set(found.flatMap(({ queue }) => queue ?? []))];
          const match = table.match(each.subject);
          const expected = told(
            found.filter(({ queue }) => queue === null),
            groups.map((group) => found.filter(({ queue }) => queue === group)),
            ({ name }) => name,
          );
          expect(told(match.plain, match.queues, ({ name }) => name)).toEqual(expected);
        }
        expect(table.size).toBe(naive.length);
        expect(table.cacheEntries).toBeLessThanOrEqual(cacheEntriesMax);
      }
    }),
    { numRuns: 2000 },
  );
});

describe("the table", () => {
  const sub = (text: string, queue: string | null = null) => ({ subject: text, queue });

  test("remembers a subject, and forgets it when a literal subscription to it comes or goes", () => {
    const table = new SubscriptionTable(10);
    const [first, second] = [sub("a.b"), sub("a.b")];
    table.insert(first);
    expect(table.match("a.b")).toBe(table.match("a.b"));
    table.insert(second);
    expect(table.match("a.b").plain).toEqual([first, second]);
    table.remove(first);
    expect(table.match("a.b").plain).toEqual([second]);
  });

  test("a literal subscription leaves what is remembered of other subjects alone", () => {
    const table = new SubscriptionTable(10);
    table.insert(sub("a.*"));
    const before = table.match("a.b");
    table.insert(sub("a.c"));
    expect(table.match("a.b")).toBe(before);
    table.insert(sub("a.>"));
    expect(table.match("a.b").plain).toHaveLength(2);
  });

  test("a list in hand is not changed by a removal", () => {
    const table = new SubscriptionTable(10);
    const only = sub("a");
    table.insert(only);
    const { plain } = table.match("a");
    table.remove(only);
    expect(plain).toEqual([only]);
    expect(table.match("a").plain).toEqual([]);
  });

  test("removing what is not there, or twice, changes nothing", () => {
    const table = new SubscriptionTable(10);
    const only = sub("a.b");
    table.insert(only);
    table.insert(only);
    table.remove(sub("a.b"));
    table.remove(sub("a.b.c"));
    expect(table.size).toBe(1);
    table.remove(only);
    table.remove(only);
    expect(table.size).toBe(0);
  });

  test("takes a hundred thousand subscriptions to one subject", () => {
    const table = new SubscriptionTable(10);
    for (let i = 0; i < 100_000; i++) table.insert(sub("a"));
    for (let i = 0; i < 100_000; i++) table.insert(sub(">"));
    expect(table.match("a").plain).toHaveLength(200_000);
  });
});

describe("subjects", () => {
  test.each([
    ["a", true, true],
    ["a.b", true, true],
    ["a.*", true, false],
    ["*", true, false],
    [">", true, false],
    ["a.>", true, false],
    ["a*", true, true],
    [">a", true, true],
    ["a.>.b", false, false],
    ["", false, false],
    [".", false, false],
    ["a.", false, false],
    [".a", false, false],
    ["a..b", false, false],
  ])("%j: may be subscribed to %j, names one subject %j", (text, asPattern, asLiteral) => {
    expect(isPattern(text)).toBe(asPattern);
    expect(isLiteral(text)).toBe(asLiteral);
  });
});
