/** Three nodes from end to end: client, log, disk, network with the real codec, state machine and snapshots, on a virtual clock. */
import { describe, expect, test } from "vitest";
import type { NodeId } from "../../src/core/types.ts";
import type { ClientResponse } from "../../src/ports/client-door.ts";
import { type Life, NetworkRig } from "./network-rig.ts";
import { utf8 } from "./rig.ts";

const IDS: readonly NodeId[] = ["n1", "n2", "n3"];
/** More than the entries that a leader keeps behind its snapshot for those who lag. */
const TRAILING = 4_096;

/** The same for each run: which of a thousand frames are lost. */
function losing(perMille: number): () => boolean {
  let seed = 12_345;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return (seed >> 8) % 1_000 < perMille;
  };
}

class Cluster {
  readonly rig: NetworkRig;
  readonly lives = new Map<NodeId, Life>();
  lossy = false;

  constructor(options: { snapshotEvery?: number; chunkBytes?: number } = {}) {
    const lost = losing(50);
    this.rig = new NetworkRig({
      size: 3,
      delayMs: () => (this.lossy && lost() ? Number.POSITIVE_INFINITY : 1),
      ...options,
    });
  }

  async start(): Promise<void> {
    for (const id of IDS) this.lives.set(id, await this.rig.start(id, undefined, true));
  }

  life(id: NodeId): Life {
    const life = this.lives.get(id);
    if (life === undefined) throw new Error(`${id} is down`);
    return life;
  }

  crash(id: NodeId): () => Promise<void> {
    const disk = this.rig.crash(this.life(id));
    this.lives.delete(id);
    return async () => void this.lives.set(id, await this.rig.start(id, disk, true));
  }

  get leader(): Life | undefined {
    const leaders = [...this.lives.values()].filter(({ door }) => door.isOpen);
    return leaders.sort((a, b) => b.state.term - a.state.term)[0];
  }

  async until(holds: () => boolean, what: string, withinMs = 20_000): Promise<void> {
    for (let passedMs = 0; !holds(); passedMs++) {
      if (passedMs > withinMs) throw new Error(`${what}: not within ${withinMs} ms`);
      await this.rig.pass(1);
    }
  }

  async elect(): Promise<Life> {
    await this.until(() => this.leader !== undefined, "a leader");
    return this.leader as Life;
  }

  propose(text: string): ClientResponse[] {
    if (this.leader === undefined) throw new Error("nobody leads");
    return this.leader.door.knock({ type: "propose", clientId: 0, sequence: 0, command: utf8(text) });
  }

  /** All that are up have applied the same, as far as the log goes. */
  async converge(): Promise<void> {
    const lives = [...this.lives.values()];
    const same = (): boolean =>
      new Set(lives.map(({ driver }) => driver.report().appliedIndex)).size === 1 &&
      lives.every(({ driver }) => driver.report().appliedIndex === driver.report().lastIndex);
    await this.until(same, "all have applied all");
    for (const { stopped } of lives) expect(stopped).toEqual([]);
  }

  /** Proposes `count` commands in batches, each acknowledged before the next. */
  async fill(count: number, prefix: string, padding = ""): Promise<void> {
    for (let done = 0; done < count; done += 500) {
      const batch = Math.min(500, count - done);
      const answers = Array.from({ length: batch }, (_, i) => this.propose(`${prefix}${done + i}${padding}`));
      await this.until(() => answers.every(([answer]) => answer !== undefined), "acknowledged");
      expect(answers.flat().every(({ type }) => type === "ok")).toBe(true);
    }
  }
}

test("what was acknowledged, under loss and the crash of a leader, all nodes apply once and in one order", async () => {
  const cluster = new Cluster();
  await cluster.start();
  await cluster.elect();
  cluster.lossy = true;
  const asked: { text: string; answers: ClientResponse[] }[] = [];
  let restart: () => Promise<void> = async () => undefined;
  for (let i = 0; i < 200; i++) {
    if (i === 100) restart = cluster.crash((await cluster.elect()).id);
    if (i === 150) await restart();
    await cluster.elect();
    const text = `c${i}`;
    asked.push({ text, answers: cluster.propose(text) });
    if (i % 3 === 0) await cluster.rig.pass(2);
  }
  await cluster.rig.pass(1_000);
  cluster.lossy = false;
  await cluster.converge();
  const acknowledged = asked.filter(({ answers }) => answers[0]?.type === "ok").map(({ text }) => text);
  expect(acknowledged.length).toBeGreaterThan(120);
  const [first, ...others] = [...cluster.lives.values()].map(({ machine }) => machine.journal);
  for (const other of others) expect(other).toEqual(first);
  expect(new Set(first).size).toBe(first?.length);
  expect(acknowledged.filter((text) => first?.includes(text) !== true)).toEqual([]);
  const refused = asked.filter(({ answers: [answer] }) => answer?.type === "error" && !answer.mayHaveExecuted);
  expect(refused.filter(({ text }) => first?.includes(text))).toEqual([]);
  for (const { answers } of asked) expect(answers.length).toBeLessThanOrEqual(1);
});

const KIB = "x".repeat(1_000);

/** A leader that has left a follower behind the beginning of its log: only a snapshot can help that one. */
async function laggard(cluster: Cluster) {
  await cluster.start();
  const leader = await cluster.elect();
  const id = IDS.find((one) => one !== leader.id) ?? "";
  await cluster.fill(5, "early");
  await cluster.converge();
  const restart = cluster.crash(id);
  await cluster.fill(700, "large", KIB);
  await cluster.fill(TRAILING + 100, "c");
  await cluster.until(() => leader.state.log.base.index > 100, "the log is cut");
  return { id, restart, leader };
}

const piecesWritten = ({ storage }: Life): number[] =>
  storage.snapshots.journal.filter((line) => line.startsWith("write")).map((line) => Number(line.match(/\d+/)?.[0]));

describe("a follower that needs what the log no longer holds", () => {
  test("gets a snapshot in pieces, then the log, and converges", async () => {
    const cluster = new Cluster({ snapshotEvery: 4_500, chunkBytes: 64 * 1024 });
    const { id, restart } = await laggard(cluster);
    await restart();
    await cluster.converge();
    const life = cluster.life(id);
    expect(life.machine.restores).toBe(1);
    expect(piecesWritten(life).length).toBeGreaterThan(2);
    for (const { machine } of cluster.lives.values()) expect(machine.journal).toEqual(life.machine.journal);
    expect(life.machine.journal).toHaveLength(5 + 700 + TRAILING + 100);
  });

  test("scenario 18: also under loss, and never begins the same snapshot again", async () => {
    const cluster = new Cluster({ snapshotEvery: 4_500, chunkBytes: 64 * 1024 });
    const { id, restart, leader } = await laggard(cluster);
    const { term } = leader.state;
    await restart();
    const life = cluster.life(id);
    let open: () => void = () => undefined;
    life.storage.snapshots.writeGate = new Promise((resolve) => {
      open = resolve;
    });
    await cluster.rig.pass(1_500);
    expect(life.driver.report()).toMatchObject({ role: "follower", leader: leader.id });
    open();
    cluster.lossy = true;
    await cluster.until(() => life.machine.restores === 1, "the snapshot is taken up");
    cluster.lossy = false;
    await cluster.converge();
    const written = piecesWritten(life);
    expect(life.storage.snapshots.journal.filter((line) => line.startsWith("begin"))).toHaveLength(1);
    expect(written).toEqual([...new Set(written)].sort((a, b) => a - b));
    expect(leader.state.term).toBe(term);
  });

  test("scenario 12: whose last entry contradicts the snapshot's loses its whole log, and converges after one", async () => {
    const cluster = new Cluster({ snapshotEvery: 4_500, chunkBytes: 64 * 1024 });
    await cluster.start();
    const old = await cluster.elect();
    await cluster.fill(5, "early");
    await cluster.converge();
    for (const id of IDS)
      if (id !== old.id)
        for (const [a, b] of [
          [id, old.id],
          [old.id, id],
        ] as const)
          cluster.rig.network.cut(a, b);
    for (let i = 0; i < 5_000; i++)
      old.driver.ask({ type: "propose", clientId: 0, sequence: 0, command: utf8(`never${i}`) }, () => undefined);
    await cluster.rig.pass(5);
    const restart = cluster.crash(old.id);
    const leader = await cluster.elect();
    expect(leader.id).not.toBe(old.id);
    await cluster.fill(TRAILING + 700, "c");
    await cluster.until(() => leader.state.log.base.index > 100, "the log is cut");
    await restart();
    const life = cluster.life(old.id);
    const end = leader.state.snapshot?.last;
    expect(life.state.log.entries.some(({ index, term }) => index === end?.index && term !== end.term)).toBe(true);
    for (const id of IDS)
      if (id !== old.id)
        for (const [a, b] of [
          [id, old.id],
          [old.id, id],
        ] as const)
          cluster.rig.network.heal(a, b);
    await cluster.converge();
    expect(life.machine.restores).toBe(1);
    expect(life.machine.journal).toEqual(leader.machine.journal);
    expect(life.machine.journal.some((text) => text.startsWith("never"))).toBe(false);
  });
});
