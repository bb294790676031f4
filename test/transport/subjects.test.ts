import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fromAll,
  fromTo,
  isInbox,
  liveness,
  parseSubject,
  proposals,
  reads,
  subscriptionToAll,
  subscriptionToOne,
  subscriptionToOwnName,
} from "../../src/transport/subjects.ts";
import { name } from "../wire/arbitraries.ts";

test("the subjects are those of the design", () => {
  expect(fromAll("zy", "n1")).toBe("graft.zy.from.n1.all");
  expect(fromTo("zy", "n1", "n2")).toBe("graft.zy.from.n1.to.n2");
  expect(subscriptionToAll("zy")).toBe("graft.zy.from.*.all");
  expect(subscriptionToOne("zy", "n2")).toBe("graft.zy.from.*.to.n2");
  expect(subscriptionToOwnName("zy", "n1")).toBe("graft.zy.from.n1.>");
  expect(liveness("zy", "n1")).toBe("graft-alive.zy.n1");
  expect([proposals("zy"), reads("zy")]).toEqual(["graft.zy.propose", "graft.zy.read"]);
});

test("a subject reads back as the names it was made of, even where a name is a word of the subject", () => {
  const tricky = fc.oneof(name, fc.constantFrom("all", "to", "from", "graft"));
  fc.assert(
    fc.property(tricky, tricky, tricky, (cluster, from, to) => {
      expect(parseSubject(fromAll(cluster, from))).toEqual({ cluster, from, to: null });
      expect(parseSubject(fromTo(cluster, from, to))).toEqual({ cluster, from, to });
    }),
  );
});

test("what is no subject of a frame reads as nothing", () => {
  const others = [
    "",
    "graft",
    "graft.zy.from.n1",
    "graft.zy.from.n1.all.x",
    "graft.zy.from.n1.to",
    "graft.zy.from.n1.to.n2.x",
    "graft.zy.from..all",
    "graft.zy.from.*.all",
    "graft.zy.from.n1.to.>",
    "graft.zy.events.n1",
    "raft.zy.from.n1.all",
    `graft.zy.from.${"x".repeat(65)}.all`,
    "graft-alive.zy.n1",
  ];
  for (const subject of others) expect(parseSubject(subject), subject).toBeNull();
});

test("names that would change the meaning of a subject are refused", () => {
  for (const bad of ["", "*", ">", "a.b", "a b", "n\r\nPUB x 0", "é"]) {
    expect(() => fromAll(bad, "n1")).toThrow(TypeError);
    expect(() => fromTo("zy", bad, "n2")).toThrow(TypeError);
    expect(() => fromTo("zy", "n1", bad)).toThrow(TypeError);
    expect(() => subscriptionToOne("zy", bad)).toThrow(TypeError);
    expect(() => liveness(bad, "n1")).toThrow(TypeError);
  }
});

test("an answer is published to a client's subject, never to one of the cluster's or the server's", () => {
  for (const inbox of ["_INBOX.abc.1", "my.replies", "graftless.x"]) expect(isInbox(inbox), inbox).toBe(true);
  for (const own of ["", "graft.zy.from.n1.all", "graft.zy.propose", "graft-alive.zy.n1", "$SYS.x", "$SRV.PING"])
    expect(isInbox(own), own).toBe(false);
});
