/** The simulated world: its dice, its time, its network, and the wall around it. */
import { createHash, randomBytes } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { Dice } from "../../src/scenario/dice.ts";
import { Broker } from "../../src/simulator/broker.ts";
import { EventLoop } from "../../src/simulator/event-loop.ts";
import { forbidRealWorld, type Guard } from "../../src/simulator/guard.ts";
import { Host } from "../../src/simulator/host.ts";
import { CLIMATES, cutLink, Weather } from "../../src/simulator/weather.ts";
import { matches } from "../../src/wire/subject-pattern.ts";

describe("dice", () => {
  test("throw the same for the same name, on every machine", () => {
    const dice = new Dice("seed 1");
    const throws = Array.from({ length: 1_000 }, () => dice.bits());
    const digest = createHash("sha256").update(throws.join()).digest("hex").slice(0, 16);
    expect(digest).toBe("9a91659fa55c3903");
  });

  test("of a part do not depend on what else has been thrown", () => {
    const quiet = new Dice("a");
    const busy = new Dice("a");
    for (let count = 0; count < 100; count++) busy.bits();
    expect(busy.fork("disk").bits()).toBe(quiet.fork("disk").bits());
    expect(quiet.fork("disk").bits()).not.toBe(quiet.fork("net").bits());
  });

  test("are fair enough", () => {
    const dice = new Dice("fair");
    const counts = [0, 0, 0, 0, 0, 0];
    for (let count = 0; count < 60_000; count++) {
      const side = dice.below(6);
      counts[side] = (counts[side] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(0.95 * Math.max(...counts));
  });
});

describe("virtual time", () => {
  test("runs what is due in the order of its moment, then of its being asked for, and stops where it is told", async () => {
    const loop = new EventLoop();
    const seen: string[] = [];
    loop.at(5, () => seen.push(`b at ${loop.nowMs}`));
    loop.at(5, () => seen.push(`c at ${loop.nowMs}`));
    loop.at(1, () => loop.after(2, () => seen.push(`a at ${loop.nowMs}`)));
    loop.at(9, () => seen.push("too late"));
    await loop.run(7);
    expect(seen).toEqual(["a at 3", "b at 5", "c at 5"]);
    expect(loop.nowMs).toBe(7);
  });

  test("lets every promise settle before the next event", async () => {
    const loop = new EventLoop();
    const seen: string[] = [];
    const chain = async (): Promise<void> => {
      for (let step = 0; step < 50; step++) await Promise.resolve();
      seen.push("settled");
    };
    loop.at(1, () => void chain());
    loop.at(1, () => seen.push("next"));
    await loop.run(2);
    expect(seen).toEqual(["settled", "next"]);
  });

  test("keeps its order with many events", async () => {
    const loop = new EventLoop();
    const dice = new Dice("heap");
    const seen: number[] = [];
    for (let count = 0; count < 2_000; count++) {
      const atMs = dice.below(500);
      loop.at(atMs, () => seen.push(atMs));
    }
    await loop.run(1_000);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen).toHaveLength(2_000);
  });

  test("takes hops in their order among the rest, and looks only after what is behind them", async () => {
    const loop = new EventLoop();
    const seen: string[] = [];
    loop.afterEvent = () => seen.push("look");
    loop.at(1, () => seen.push("a"));
    loop.hop(2, () => {
      seen.push("hop");
      loop.at(2, () => seen.push("asked for by it"));
    });
    loop.hop(9, () => seen.push("too late"));
    loop.at(2, () => seen.push("b"));
    await loop.run(5);
    expect(seen).toEqual(["look", "a", "look", "hop", "b", "look", "asked for by it", "look"]);
    expect([loop.nowMs, loop.events]).toEqual([5, 4]);
  });

  test("ends with what an event throws", async () => {
    const loop = new EventLoop();
    loop.at(1, () => {
      throw new Error("from within");
    });
    await expect(loop.run(2)).rejects.toThrow("from within");
  });
});

describe("the wall around it", () => {
  let guard: Guard | null = null;
  afterEach(() => guard?.lift());

  test.each<[string, () => unknown]>([
    ["setTimeout", () => setTimeout(() => undefined, 1)],
    ["setImmediate", () => setImmediate(() => undefined)],
    ["random", () => Math.random()],
    ["now", () => Date.now()],
    ["now", () => performance.now()],
    ["randomBytes", () => randomBytes(1)],
  ])("%s cannot be reached", (name, reach) => {
    guard = forbidRealWorld();
    expect(reach).toThrow("real world");
    expect(guard.caught).toEqual([name]);
    guard.lift();
    expect(reach).not.toThrow();
  });
});

describe("a paused process", () => {
  test("does nothing until it goes on: then timers, then input, then what waits for input", async () => {
    const loop = new EventLoop();
    const host = new Host({ loop, clockRate: 1, onTurn: () => undefined });
    const seen: string[] = [];
    host.pause();
    host.clock.afterInput(() => seen.push("after input"));
    host.inputAfter(1, () => seen.push("input"));
    host.clock.at(host.clock.nowMs() + 2, () => seen.push("timer"));
    await loop.run(5);
    expect(seen).toEqual([]);
    host.resume();
    await loop.run(6);
    expect(seen).toEqual(["timer", "input", "after input"]);
  });

  test("that dies does nothing more", async () => {
    const loop = new EventLoop();
    const host = new Host({ loop, clockRate: 1, onTurn: () => undefined });
    const seen: string[] = [];
    host.inputAfter(1, () => seen.push("input"));
    host.die();
    await loop.run(5);
    expect(seen).toEqual([]);
  });

  test("a timer never fires before its moment by its own clock, however that drifts", async () => {
    const loop = new EventLoop();
    const dice = new Dice("timers");
    let early = 0;
    for (let count = 0; count < 500; count++) {
      const { clock } = new Host({ loop, clockRate: dice.between(0.999, 1.001), onTurn: () => undefined });
      const atMs = clock.nowMs() + dice.between(0, 100);
      clock.at(atMs, () => {
        if (clock.nowMs() < atMs) early += 1;
      });
    }
    await loop.run(200);
    expect(early).toBe(0);
  });
});

function network() {
  const loop = new EventLoop();
  const climate = CLIMATES.machine;
  if (climate === undefined) throw new Error("no climate");
  const weather = new Weather(new Dice("weather"), climate);
  const broker = new Broker({ loop, dice: new Dice("broker"), weather, onDelivery: () => undefined });
  const connect = (name: string) => broker.connect(name, new Host({ loop, clockRate: 1, onTurn: () => undefined }));
  return { loop, weather, broker, connect };
}

const bytes = (text: string): Uint8Array => Buffer.from(text);
const nothing = (): void => undefined;

describe("the simulated NATS", () => {
  test.each([
    ["graft.c.from.*.all", "graft.c.from.n1.all", true],
    ["graft.c.from.*.all", "graft.c.from.n1.to.n2", false],
    ["graft.c.from.n1.>", "graft.c.from.n1.to.n2", true],
    ["graft.c.from.n1.>", "graft.c.from.n1", false],
    ["a.b", "a.b.c", false],
  ])("%s and %s match: %s", (pattern, subject, expected) => {
    expect(matches(pattern.split("."), subject.split("."))).toBe(expected);
  });

  test("frames of one connection keep their order, and are not echoed", async () => {
    const { loop, connect } = network();
    const [a, b] = [connect("a"), connect("b")];
    const seen: string[] = [];
    const hear = (frame: { bytes: Uint8Array }): void => void seen.push(Buffer.from(frame.bytes).toString());
    b.subscribe("s", hear, nothing);
    a.subscribe("s", () => seen.push("echo"), nothing);
    await loop.run(10);
    for (let count = 0; count < 20; count++) a.publish("s", bytes(String(count)));
    await loop.run(100);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, at) => String(at)));
  });

  test("one of a queue group is asked, and a request to nobody is answered so", async () => {
    const { loop, connect } = network();
    const [a, b, c] = [connect("a"), connect("b"), connect("c")];
    let heard = 0;
    for (const link of [b, c]) link.subscribe("q", () => (heard += 1), nothing, "group");
    const answers: boolean[] = [];
    a.subscribe("inbox.*", ({ isNoResponders }) => answers.push(isNoResponders), nothing);
    await loop.run(10);
    a.publish("q", bytes("x"), "inbox.1");
    a.publish("nobody", bytes("x"), "inbox.2");
    await loop.run(100);
    expect(heard).toBe(1);
    expect(answers).toEqual([true]);
  });

  test("a cut link passes nothing one way; a lost connection tells its client, and comes back with its subscriptions", async () => {
    const { loop, connect, weather } = network();
    const [a, b] = [connect("a"), connect("b")];
    const seen: string[] = [];
    b.subscribe("s", ({ bytes: got }) => seen.push(Buffer.from(got).toString()), nothing);
    b.watch({ onDown: () => seen.push("down"), onUp: () => seen.push("up") });
    await loop.run(10);
    const cut = cutLink("a", "b");
    weather.begin(cut);
    a.publish("s", bytes("lost"));
    await loop.run(60);
    weather.end(cut);
    b.lose(5, 20);
    a.publish("s", bytes("lost too"));
    await loop.run(100);
    a.publish("s", bytes("heard"));
    await loop.run(200);
    expect(seen).toEqual(["down", "up", "heard"]);
  });

  test("a clogged line holds what is said, and then brings all of it", async () => {
    const { loop, connect } = network();
    const [a, b] = [connect("a"), connect("b")];
    const seen: string[] = [];
    b.subscribe("s", ({ bytes: got }) => seen.push(Buffer.from(got).toString()), nothing);
    await loop.run(10);
    a.clog(500);
    a.publish("s", bytes("1"));
    a.publish("s", bytes("2"));
    await loop.run(400);
    expect(seen).toEqual([]);
    await loop.run(600);
    expect(seen).toEqual(["1", "2"]);
  });
});
