import { describe, expect, test } from "vitest";
import type { Codec, Frame } from "../../src/ports/codec.ts";
import { createMemoryNetwork, type MemoryNetwork, type MemoryTransport } from "../../src/transport/memory-transport.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { heartbeat, identityOf, Recorder } from "./node.ts";
import { VirtualClock } from "./virtual-clock.ts";

interface Peer {
  readonly transport: MemoryTransport;
  readonly told: Recorder;
}

async function join(network: MemoryNetwork, id: string, changes = {}, boot = `${id}-boot`): Promise<Peer> {
  const transport = network.transport(boot);
  const told = new Recorder();
  await transport.start(identityOf(id, changes), told);
  return { transport, told };
}

async function three(codec: Codec = createCodec()) {
  const clock = new VirtualClock();
  const logged: string[] = [];
  const network = createMemoryNetwork({ codec, clock, log: (message) => logged.push(message) });
  const n1 = await join(network, "n1");
  const n2 = await join(network, "n2");
  const n3 = await join(network, "n3");
  network.flush();
  return { clock, network, n1, n2, n3, logged };
}

describe("delivery", () => {
  test("a broadcast reaches all others, a direct message its receiver alone, and nobody hears itself", async () => {
    const { network, n1, n2, n3 } = await three();
    n1.transport.send(heartbeat("n1", 1));
    n1.transport.send(heartbeat("n1", 2, "n3"));
    network.flush();
    expect([n1.told.rounds, n2.told.rounds, n3.told.rounds]).toEqual([[], [1], [1, 2]]);
  });

  test("nothing arrives before it is delivered", async () => {
    const { network, n1, n2 } = await three();
    n1.transport.send(heartbeat("n1", 1, "n2"));
    expect(n2.told.messages).toEqual([]);
    expect(network.inFlight.map(({ from, to }) => [from, to])).toEqual([["n1", "n2"]]);
    expect([network.deliverNext(), network.deliverNext()]).toEqual([true, false]);
    expect(n2.told.messages).toEqual([heartbeat("n1", 1, "n2")]);
  });

  test("a cut link loses what is sent and what is in flight, in its direction only, until it heals", async () => {
    const { network, n1, n2 } = await three();
    n1.transport.send(heartbeat("n1", 1, "n2"));
    network.cut("n1", "n2");
    n1.transport.send(heartbeat("n1", 2, "n2"));
    n2.transport.send(heartbeat("n2", 3, "n1"));
    network.heal("n1", "n2");
    n1.transport.send(heartbeat("n1", 4, "n2"));
    network.flush();
    expect([n1.told.rounds, n2.told.rounds]).toEqual([[3], [4]]);
  });

  test("held frames wait for their release, in the order their owner chooses", async () => {
    const { network, n1, n2 } = await three();
    network.hold("n1", "n2");
    for (const round of [1, 2, 3]) n1.transport.send(heartbeat("n1", round, "n2"));
    network.unhold("n1", "n2");
    n1.transport.send(heartbeat("n1", 4, "n2"));
    network.flush();
    const [first, second] = network.held;
    network.release((frame) => frame === second);
    network.release((frame) => frame === first);
    network.release();
    expect(n2.told.rounds).toEqual([4, 2, 1, 3]);
    expect(network.held).toEqual([]);
  });

  test("a scheduled network delivers at the clock's time, and loses what takes for ever", async () => {
    const clock = new VirtualClock();
    const schedule = { clock, delayMs: ({ to }: { to: string }) => (to === "n3" ? Number.POSITIVE_INFINITY : 7) };
    const network = createMemoryNetwork({ codec: createCodec(), clock, schedule });
    const [n1, n2, n3] = [await join(network, "n1"), await join(network, "n2"), await join(network, "n3")];
    n1.transport.send(heartbeat("n1", 1));
    clock.advance(6);
    expect(n2.told.rounds).toEqual([]);
    clock.advance(1);
    expect([n2.told.rounds, n3.told.rounds]).toEqual([[1], []]);
  });
});

describe("a node whose connection goes", () => {
  test("is told, sends nothing, counts what it did not send, and hears nothing of the time between", async () => {
    const { network, n1, n2 } = await three();
    n2.transport.send(heartbeat("n2", 1, "n1"));
    n1.transport.disconnect("gone");
    n1.transport.send(heartbeat("n1", 2));
    n2.transport.send(heartbeat("n2", 3, "n1"));
    network.flush();
    n1.transport.connect();
    network.flush();
    expect(n1.told.events).toEqual(["connected", "disconnected: gone", "connected"]);
    expect(n2.told.messages).toEqual([]);
    expect(n1.transport.counters).toMatchObject({ droppedDisconnected: 1, reconnects: 1 });
  });

  test("says on its return that it is here", async () => {
    const { network, n1 } = await three();
    n1.transport.disconnect();
    n1.transport.connect();
    expect(network.inFlight.map(({ subject, to }) => [subject, to])).toEqual([
      ["graft.zy.from.n1.all", "n2"],
      ["graft.zy.from.n1.all", "n3"],
    ]);
  });

  test("calls no handler once it is closed", async () => {
    const { network, n1, n2 } = await three();
    n2.transport.send(heartbeat("n2", 1, "n1"));
    await n1.transport.close();
    network.flush();
    n1.transport.connect();
    expect(n1.told.events).toEqual(["connected"]);
  });
});

describe("what is not for the node is counted and dropped", () => {
  /** Encodes what a test wants to be sent instead. */
  const lying = (change: (frame: Frame) => Frame): Codec => {
    const codec = createCodec();
    return { encode: (frame) => codec.encode(change(frame)), decode: (bytes) => codec.decode(bytes) };
  };

  test("a body that names another sender than its subject", async () => {
    const other = { id: "n3", incarnation: "n3-inc" };
    const { network, n1, n2 } = await three(
      lying((frame) =>
        frame.message === null ? frame : { ...frame, from: other, message: { ...frame.message, from: other } },
      ),
    );
    n1.transport.send(heartbeat("n1", 1, "n2"));
    network.flush();
    expect(n2.told.messages).toEqual([]);
    expect(n2.transport.counters.misaddressed).toBe(1);
  });

  test("a body that names another receiver than its subject, or none, or one where the subject has none", async () => {
    for (const [said, meant] of [
      ["n2", "n3"],
      ["n2", null],
      [null, "n2"],
    ] as const) {
      const { network, n1, n2 } = await three(
        lying((frame) => (frame.message === null ? frame : { ...frame, message: { ...frame.message, to: meant } })),
      );
      n1.transport.send(heartbeat("n1", 1, said));
      network.flush();
      expect(n2.told.messages).toEqual([]);
      expect(n2.transport.counters.misaddressed).toBe(1);
    }
  });

  test("a frame of another cluster of the same name, logged once (SCENARIO 19)", async () => {
    const { network, n1, n2, logged } = await three();
    const stranger = await join(network, "n9", { clusterId: "c2" });
    for (const round of [1, 2, 3]) stranger.transport.send(heartbeat("n9", round));
    network.flush();
    expect([n1.told.messages, n2.told.messages]).toEqual([[], []]);
    expect(n1.transport.counters.otherCluster).toBe(4);
    const lines = logged.filter((line) => line.startsWith("another cluster"));
    expect(lines.length).toBe(3); // Each of n1, n2, n3 says it once.
  });

  test("a frame of another cluster in our own name is no double", async () => {
    const { clock, network, n1 } = await three();
    const stranger = await join(network, "n1", { clusterId: "c2" }, "other-boot");
    for (let count = 0; count < 5; count += 1) {
      stranger.transport.send(heartbeat("n1", 1));
      network.flush();
      clock.advance(60);
    }
    expect([n1.told.count("duplicate"), stranger.told.count("duplicate")]).toEqual([0, 0]);
  });

  test("a frame that cannot be decoded", async () => {
    const codec = createCodec();
    const { network, n1, n2, logged } = await three({
      encode: (frame) => (frame.message === null ? codec.encode(frame) : new Uint8Array(40).fill(7)),
      decode: (bytes) => codec.decode(bytes),
    });
    n1.transport.send(heartbeat("n1", 1, "n2"));
    n1.transport.send(heartbeat("n1", 2, "n2"));
    network.flush();
    expect(n2.transport.counters).toMatchObject({ malformed: 2, misaddressed: 0 });
    expect(logged.length).toBe(1);
  });
});

describe("one id, two machines (SCENARIO 22)", () => {
  async function goOn(network: MemoryNetwork, clock: VirtualClock, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1) {
      network.flush();
      clock.advance(1);
      await Promise.resolve();
    }
  }

  test("both stop, though each closes as soon as it knows, and neither takes the other's frames for messages", async () => {
    const clock = new VirtualClock();
    const network = createMemoryNetwork({ codec: createCodec(), clock });
    const twins = [await join(network, "n1", {}, "boot-a")];
    await goOn(network, clock, 500);
    twins.push(await join(network, "n1", {}, "boot-b"));
    const closing: Promise<void>[] = [];
    for (const { told, transport } of twins) {
      void told.until(() => told.count("duplicate") > 0).then(() => closing.push(transport.close()));
    }
    await goOn(network, clock, 500);
    expect(twins.map(({ told }) => told.count("duplicate"))).toEqual([1, 1]);
    expect(twins.map(({ told }) => told.messages.length)).toEqual([0, 0]);
    await Promise.all(closing);
    expect(clock.waiting).toBe(0);
    expect(twins.every(({ transport }) => transport.counters.framesSent < 12)).toBe(true);
  });

  test("a late frame of a former life stops nobody", async () => {
    const clock = new VirtualClock();
    const network = createMemoryNetwork({ codec: createCodec(), clock });
    const former = await join(network, "n1", {}, "boot-a");
    const witness = await join(network, "n1", { incarnation: "n1-inc" }, "boot-b");
    network.hold("n1", "n1");
    former.transport.send(heartbeat("n1", 1));
    former.transport.disconnect("crashed");
    network.release();
    await goOn(network, clock, 500);
    expect(witness.told.count("duplicate")).toBe(0);
  });

  test("our own boot in our own name is an echo", async () => {
    const clock = new VirtualClock();
    const network = createMemoryNetwork({ codec: createCodec(), clock });
    const first = await join(network, "n1", {}, "same");
    const second = await join(network, "n1", {}, "same");
    for (let count = 0; count < 5; count += 1) {
      second.transport.send(heartbeat("n1", count));
      await goOn(network, clock, 60);
    }
    expect([first.told.count("duplicate"), second.told.count("duplicate")]).toEqual([0, 0]);
    expect(first.told.messages).toEqual([]);
  });

  test("another incarnation under our id is counted, logged once, and stops nobody", async () => {
    const { clock, network, n1, logged } = await three();
    const other = await join(network, "n1", { incarnation: "new" }, "boot-b");
    network.flush();
    for (const to of ["n2", "n3"]) {
      const message = heartbeat("n1", 1, to);
      other.transport.send({ ...message, from: { id: "n1", incarnation: "new" } });
      await goOn(network, clock, 60);
    }
    expect(n1.told.count("duplicate")).toBe(0);
    expect(n1.transport.counters.misaddressed).toBe(3);
    expect(logged.filter((line) => line.startsWith("another member"))).toHaveLength(1);
  });
});

test("a node cannot speak in another's name", async () => {
  const { n1 } = await three();
  expect(() => n1.transport.send(heartbeat("n2", 1))).toThrow(TypeError);
});
