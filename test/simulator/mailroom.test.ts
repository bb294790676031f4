/** What a scenario does to messages, clocks and disks of the simulated world. */
import { describe, expect, test } from "vitest";
import type { Body } from "../../src/core/message.ts";
import { Dice } from "../../src/scenario/dice.ts";
import { Broker } from "../../src/simulator/broker.ts";
import { type DiskState, ProcessDisk } from "../../src/simulator/disk.ts";
import { EventLoop } from "../../src/simulator/event-loop.ts";
import { Host } from "../../src/simulator/host.ts";
import { Mailroom } from "../../src/simulator/mailroom.ts";
import { CLIMATES, Weather } from "../../src/simulator/weather.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { createCodec } from "../../src/wire/codec.ts";

const ANY = { kind: null, from: null, to: null };
const HEARTBEAT: Body = { type: "heartbeat", round: 1, commitIndex: 0 };

function post() {
  const loop = new EventLoop();
  const climate = CLIMATES.machine;
  if (climate === undefined) throw new Error("no climate");
  const mailroom = new Mailroom(loop, new Dice("mailroom"));
  const broker = new Broker({
    loop,
    dice: new Dice("broker"),
    weather: new Weather(new Dice("weather"), climate),
    onDelivery: () => undefined,
    intercept: (passing) => mailroom.intercept(passing),
  });
  mailroom.broker = broker;
  const codec = createCodec();
  const heard: string[] = [];
  const connect = (id: string) => broker.connect(id, new Host({ loop, clockRate: 1, onTurn: () => undefined }));
  const links = new Map(["n1", "n2", "n3"].map((id) => [id, connect(id)]));
  const listen = (id: string): void => {
    links.get(id)?.subscribe(
      `graft.c.from.*.to.${id}`,
      ({ bytes }) => {
        const decoded = codec.decode(bytes);
        const term = decoded.ok ? decoded.frame.message?.term : null;
        heard.push(`${id} ${term}`);
      },
      () => undefined,
    );
  };
  for (const id of links.keys()) listen(id);
  const say = (from: string, to: string, term: number, body: Body = HEARTBEAT): void => {
    const member = { id: from, incarnation: "i" };
    const message = { from: member, to, term, body };
    links
      .get(from)
      ?.publish(`graft.c.from.${from}.to.${to}`, codec.encode({ clusterId: "c", boot: "b", from: member, message }));
  };
  const pass = (ms = 20) => loop.run(loop.nowMs + ms);
  return { loop, mailroom, broker, links, heard, say, pass, listen, connect };
}

describe("messages", () => {
  test("that are held wait until they are let go, by kind, sender and receiver", async () => {
    const { mailroom, heard, say, pass } = post();
    await pass();
    mailroom.hold({ kind: "Heartbeat", from: "n1", to: "n2" });
    say("n1", "n2", 1);
    say("n1", "n3", 2);
    say("n3", "n2", 3);
    say("n1", "n2", 4, { type: "timeoutNow" });
    await pass();
    expect(heard.sort()).toEqual(["n2 3", "n2 4", "n3 2"]);
    expect(mailroom.held).toMatchObject([{ type: "heartbeat", from: "n1", to: "n2" }]);
    expect(mailroom.deliver({ kind: "TimeoutNow", from: null, to: null })).toBe(0);
    expect(mailroom.duplicate(ANY)).toBe(1);
    expect(mailroom.deliver({ kind: "Heartbeat", from: null, to: "n2" })).toBe(1);
    await pass();
    expect(heard.filter((one) => one === "n2 1")).toHaveLength(2);
    expect(mailroom.held).toEqual([]);
  });

  test("that are dropped never arrive; after the release nothing is held", async () => {
    const { mailroom, heard, say, pass } = post();
    await pass();
    mailroom.hold(ANY);
    say("n1", "n2", 1);
    await pass();
    expect(mailroom.drop(ANY)).toBe(1);
    say("n1", "n2", 2);
    await pass();
    mailroom.release();
    say("n1", "n2", 3);
    await pass();
    expect(heard).toEqual(["n2 2", "n2 3"]);
  });

  test("that are held go to whoever has the receiver's name by then", async () => {
    const { mailroom, broker, links, heard, say, pass, listen, connect } = post();
    await pass();
    mailroom.hold(ANY);
    say("n1", "n2", 7);
    await pass();
    const before = links.get("n2");
    if (before !== undefined) broker.remove(before);
    links.set("n2", connect("n2"));
    listen("n2");
    await pass();
    mailroom.release();
    await pass();
    expect(heard).toEqual(["n2 7"]);
  });

  test("that are blocked are lost until all is healed", async () => {
    const { mailroom, heard, say, pass } = post();
    await pass();
    mailroom.block({ kind: "Heartbeat", from: "n1", to: null });
    say("n1", "n2", 1);
    await pass();
    mailroom.heal();
    say("n1", "n2", 2);
    await pass();
    expect(heard).toEqual(["n2 2"]);
  });

  test("that are late are so by as much as was said, and keep their order on their link", async () => {
    const { loop, mailroom, heard, say, pass } = post();
    await pass();
    mailroom.delay({ from: "n1", to: "n2", minMs: 50, maxMs: 200 });
    for (let term = 1; term <= 20; term++) say("n1", "n2", term);
    say("n1", "n3", 99);
    const sentMs = loop.nowMs;
    await pass(45);
    expect(heard).toEqual(["n3 99"]);
    await loop.run(sentMs + 250);
    expect(heard.slice(1)).toEqual(Array.from({ length: 20 }, (_, at) => `n2 ${at + 1}`));
  });
});

describe("a clock", () => {
  test("that is made faster or slower goes on from what it shows, sleeps included", async () => {
    const loop = new EventLoop();
    const host = new Host({ loop, clockRate: 1, onTurn: () => undefined });
    const bornMs = host.clock.nowMs();
    const shown: number[] = [];
    const show = (): void => void shown.push(Math.round(host.clock.nowMs() - bornMs));
    loop.at(100, () => host.setClockRate(2));
    loop.at(200, show);
    loop.at(200, () => host.suspend());
    loop.at(300, () => host.resume());
    loop.at(400, show);
    loop.at(400, () => host.setClockRate(0.5));
    loop.at(600, show);
    await loop.run(700);
    expect(shown).toEqual([300, 500, 600]);
    expect(Math.round(host.worldMs(bornMs + 600))).toBe(600);
  });

  test("never lets a timer fire before its moment, and lets it fire soon after, whatever becomes of its rate", async () => {
    const loop = new EventLoop();
    const host = new Host({ loop, clockRate: 1.01, onTurn: () => undefined });
    const dueMs = host.clock.nowMs() + 100;
    const fired: number[] = [];
    host.clock.at(dueMs, () => fired.push(host.clock.nowMs() - dueMs));
    loop.at(50, () => host.setClockRate(0.9));
    await loop.run(200);
    expect(fired).toHaveLength(1);
    expect(fired[0]).toBeGreaterThanOrEqual(0);
    expect(fired[0]).toBeLessThan(1);
  });
});

describe("a disk", () => {
  async function disk(state: DiskState) {
    const loop = new EventLoop();
    const host = new Host({ loop, clockRate: 1, onTurn: () => undefined });
    const files = new MemoryFileSystem();
    await files.makeFolder("/d");
    const file = await new ProcessDisk(files, host, new Dice("disk"), state, () => loop.nowMs).open("/d/f", "create");
    const synced: number[] = [];
    const sync = (): void => void file.sync().then(() => synced.push(loop.nowMs));
    return { loop, synced, sync };
  }

  test("that is slow takes so much longer for a sync", async () => {
    const state: DiskState = { syncMs: [1, 2], stuckUntilMs: 0, slowMs: 200 };
    const { loop, synced, sync } = await disk(state);
    loop.at(0, sync);
    await loop.run(200);
    expect(synced).toEqual([]);
    await loop.run(203);
    expect(synced).toHaveLength(1);
  });

  test("that is stuck answers when it is well again", async () => {
    const state: DiskState = { syncMs: [1, 2], stuckUntilMs: 0, stuck: [] };
    const { loop, synced, sync } = await disk(state);
    loop.at(0, sync);
    await loop.run(60_000);
    expect(synced).toEqual([]);
    const { stuck } = state;
    state.stuck = null;
    for (const goOn of stuck ?? []) goOn();
    loop.at(loop.nowMs, sync);
    await loop.run(60_010);
    expect(synced).toHaveLength(2);
  });
});
