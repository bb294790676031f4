/** Random clusters and random histories for the properties: what may happen, and how to make it happen. */
import fc from "fast-check";
import { DRIFT_MAX, type NodeId } from "../../src/core/types.ts";
import { Lab } from "./lab.ts";
import type { LabNode, LabOptions } from "./lab-node.ts";
import { flightsOf } from "./network.ts";

const KINDS = [
  "arrive",
  "arriveAll",
  "drop",
  "duplicate",
  "cut",
  "heal",
  "persist",
  "expire",
  "tick",
  "run",
  "crash",
  "restart",
  "connect",
  "disconnect",
  "transfer",
  "wipe",
  "propose",
  "read",
  "add",
  "remove",
  "snapshot",
] as const;

export type Kind = (typeof KINDS)[number];

/** `x` and `y` choose among what is there when its turn comes. */
export interface Action {
  readonly kind: Kind;
  readonly x: number;
  readonly y: number;
}

const WEIGHTS: Readonly<Record<Kind, number>> = {
  arrive: 20,
  arriveAll: 12,
  drop: 3,
  duplicate: 4,
  cut: 2,
  heal: 2,
  persist: 16,
  expire: 8,
  tick: 2,
  run: 5,
  crash: 2,
  restart: 4,
  connect: 3,
  disconnect: 1,
  transfer: 2,
  wipe: 1,
  propose: 10,
  read: 4,
  add: 2,
  remove: 2,
  snapshot: 3,
};

const action = (kinds: readonly Kind[]): fc.Arbitrary<Action> =>
  fc.record({
    kind: fc.oneof(...kinds.map((kind) => ({ weight: WEIGHTS[kind], arbitrary: fc.constant(kind) }))),
    x: fc.nat(9999),
    y: fc.nat(9999),
  });

export interface History {
  readonly options: LabOptions;
  readonly actions: readonly Action[];
}

interface Bounds {
  readonly actionsMax: number;
  readonly without?: readonly Kind[];
}

export const histories = ({ actionsMax, without = [] }: Bounds): fc.Arbitrary<History> =>
  fc
    .record({
      size: fc.integer({ min: 1, max: 7 }),
      joiners: fc.nat(2),
      seed: fc.integer({ min: 0, max: 2 ** 20 }),
      leaseMs: fc.constantFrom(0, 300, 490),
      priority: fc.nat(3),
      logs: fc.array(fc.record({ index: fc.nat(3), term: fc.integer({ min: 1, max: 2 }), ahead: fc.nat(2) }), {
        minLength: 7,
        maxLength: 7,
      }),
      actions: fc.array(action(KINDS.filter((kind) => !without.includes(kind))), {
        maxLength: actionsMax,
        size: "max",
      }),
    })
    .map(({ size, joiners, seed, leaseMs, priority, logs, actions }) => {
      const ids = logs.slice(0, size).map((_, place) => `n${place + 1}`);
      const voters = ids.slice(0, Math.max(1, size - joiners));
      const newest = Math.max(...logs.map(({ term }) => term));
      const each = <T>(value: (log: (typeof logs)[number]) => T): Record<NodeId, T> =>
        Object.fromEntries(logs.slice(0, voters.length).map((log, place) => [`n${place + 1}`, value(log)]));
      const lasts = each(({ index, term }) => ({ index, term }));
      return {
        // Everybody has heard of the newest term in a log: somebody was elected in it, and nobody may be again.
        options: {
          ids,
          voters,
          seed,
          lasts,
          disks: each(({ ahead }) => ({ term: newest + ahead, votedFor: null })),
          leaseMs,
          drift: leaseMs === 0 ? 0 : DRIFT_MAX,
          priorities: priority === 0 ? {} : { n1: priority },
        },
        actions,
      };
    });

/** The cluster after `actions`, all its servers connected at first. */
export function play({ options, actions }: History, record = false): Lab {
  const lab = new Lab({ ...options, record });
  lab.connectAll();
  for (const one of actions) perform(lab, one);
  return lab;
}

/** What may happen to a cluster whose members and disks stay. */
export const actionsOf = (actionsMax: number): fc.Arbitrary<Action[]> => {
  const kinds = KINDS.filter((kind) => !["wipe", "add", "remove"].includes(kind));
  return fc.array(action(kinds), { maxLength: actionsMax, size: "max" });
};

/** n3 has missed what n1 and n2 hold in a snapshot alone, and its own log, if it has any, is of a term that was overruled. */
export function laggard(seed: number): Lab {
  const disk = { term: 1, votedFor: null };
  const lasts = { n3: { index: seed % 11, term: 1 } };
  const lab = new Lab({ ids: ["n1", "n2", "n3"], seed, disks: { n1: disk, n2: disk, n3: disk }, lasts });
  lab.connect("n1", "n2");
  lab.run(1500);
  for (const id of lab.leading()) lab.propose(id, ...textsOf(lab, 3 + (seed % 5)));
  lab.run(500);
  for (const id of ["n1", "n2"]) beginBehindSnapshot(lab, id);
  lab.run(20);
  lab.connect("n3");
  return lab;
}

export function perform(lab: Lab, { kind, x, y }: Action): void {
  const nodes = [...lab.nodes.values()];
  const pick = (number: number): LabNode => lab.node(nodes[number % nodes.length]?.id ?? "");
  const { id, state, wakeAtMs, snapshot } = pick(x);
  const flight = lab.flights[x % Math.max(1, lab.flights.length)];
  switch (kind) {
    case "arrive":
    case "drop":
      if (flight === undefined) return;
      lab.network.take((one) => one === flight);
      if (kind === "arrive") lab.arrive(flight);
      return;
    case "arriveAll":
      lab.deliver(flightsOf(y % 2 === 0 ? null : `${id}>${pick(y).id}`));
      return;
    case "duplicate":
      return lab.network.duplicate((one) => one === flight);
    case "cut":
      return lab.network.cut(id, pick(y).id);
    case "heal":
      return lab.network.heal();
    case "persist":
      return lab.persist(id, 1 + (y % 3));
    case "expire":
      if (Number.isFinite(wakeAtMs)) lab.expire(id);
      return;
    case "tick":
      return lab.tick(y % 300);
    case "run":
      return lab.run(y % 300);
    case "crash":
      return lab.crash(id);
    case "restart":
      return lab.restart(id);
    case "connect":
      if (state?.connected === false) lab.connect(id);
      return;
    case "disconnect":
      return lab.disconnect(id);
    case "transfer":
      return lab.transfer(id, y % 4 === 0 ? null : pick(y).id);
    case "wipe":
      return lab.wipe(id);
    case "propose":
      lab.propose(leaderOr(lab, id, y), ...textsOf(lab, 1 + (y % 3)));
      return;
    case "read":
      lab.read(y % 2 === 0 ? leaderOr(lab, id, y) : id);
      return;
    case "add":
      lab.add(leaderOr(lab, id, y), pick(y).id);
      return;
    case "remove":
      lab.remove(leaderOr(lab, id, y), pick(y).id);
      return;
    case "snapshot":
      if ((state?.appliedIndex ?? 0) > (snapshot?.last.index ?? 0)) lab.snapshot(id);
      return;
  }
}

/** From now on it has no entries for who lacks them. */
function beginBehindSnapshot(lab: Lab, id: NodeId): void {
  lab.snapshot(id);
  lab.restart(id);
  lab.connect(id);
}

/** One of those that take themselves for leaders, as most clients would ask; `id` where there is none, and now and then. */
function leaderOr(lab: Lab, id: NodeId, y: number): NodeId {
  const leading = lab.leading();
  return y % 8 === 7 ? id : (leading[y % Math.max(1, leading.length)] ?? id);
}

/** Commands unlike all others. */
const textsOf = (lab: Lab, count: number): string[] =>
  Array.from({ length: count }, () => {
    lab.proposed += 1;
    return `c${lab.proposed}`;
  });

/** Every fault ends: links whole, all servers up and connected. What is on the way still arrives. */
export function calm(lab: Lab): void {
  lab.network.heal();
  for (const { id } of lab.nodes.values()) {
    if (lab.node(id).state === null) lab.restart(id);
    if (!lab.state(id).connected) lab.connect(id);
  }
}
