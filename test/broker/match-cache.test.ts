import { expect, test } from "vitest";
import { MatchCache } from "../../src/broker/match-cache.ts";

test("never holds more than its bound, and keeps what is asked for again", () => {
  const cache = new MatchCache<number>(10);
  cache.set("hot", -1);
  for (let i = 0; i < 1000; i++) {
    cache.set(`reply.${i}`, i);
    expect(cache.get("hot")).toBe(-1);
    expect(cache.size).toBeLessThanOrEqual(10);
  }
  expect(cache.get("reply.999")).toBe(999);
  expect(cache.get("reply.0")).toBeUndefined();
});

test("forgets one key, or all, in either generation", () => {
  const cache = new MatchCache<number>(4);
  for (const key of ["a", "b", "c"]) cache.set(key, 1);
  cache.delete("a");
  cache.delete("c");
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([undefined, 1, undefined]);
  cache.clear();
  expect(cache.get("b")).toBeUndefined();
  expect(cache.size).toBe(0);
});
