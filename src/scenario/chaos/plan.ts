/**
 * What chaos does, and when. Law: one seed, one plan, whatever the cluster makes of it: nothing in here looks at a clock or a
 * cluster. Whoever leads when a fault is due is meant by `leader`.
 *
 * Up to `rough` what is hurt at one time is never so much that no majority is left: a plan counts each node it hurts until the
 * fault is over and the node has had time to come back, and `leader` as one more, since it cannot know which that is.
 */
import type { Dice } from "../dice.ts";
import type { Fault, Link } from "../language/syntax.ts";

export const CHAOS_LEVELS = ["gentle", "rough", "brutal"] as const;
export type ChaosLevel = (typeof CHAOS_LEVELS)[number];

interface Due {
  /** Since the beginning. */
  readonly atMs: number;
  /** After which it is over by itself. */
  readonly forMs: number;
}

export interface PlannedFault extends Due {
  readonly type: "fault";
  readonly fault: Fault<string>;
  /** Also where it leaves no majority. A disk is never lost by force: that would cost what was acknowledged. */
  readonly force: boolean;
}

/** guest: one more is a member for a while; leave: `seat` is empty for a while, and then another node's. */
export type Change = { readonly type: "guest" } | { readonly type: "leave"; readonly seat: string };

export type Planned = PlannedFault | (Due & Change);

export interface PlanOptions {
  readonly level: ChaosLevel;
  readonly dice: Dice;
  readonly nodes: readonly string[];
  /** The longest: by it the faults' times are measured. */
  readonly electionTimeoutMs: number;
}

interface Manner {
  /** Between two faults, in ms. */
  readonly every: readonly [number, number];
  readonly kinds: readonly Kind[];
  readonly force: boolean;
  /** Lifetimes, in longest election timeouts. */
  readonly lasts: readonly [number, number];
  readonly isOneAtATime: boolean;
}

type Kind =
  | "crash"
  | "pause"
  | "clog"
  | "isolate"
  | "partition"
  | "oneWay"
  | "cutLink"
  | "disconnect"
  | "loss"
  | "delay"
  | "duplicate"
  | "slowDisk"
  | "fullDisk"
  | "failingDisk"
  | "wipe"
  | "drift"
  | "jump"
  | "guest"
  | "leave"
  | "broker";

const GENTLE: readonly Kind[] = ["crash", "pause", "loss", "delay", "slowDisk", "disconnect"];
const ROUGH: readonly Kind[] = [
  ...GENTLE,
  "crash",
  "clog",
  "isolate",
  "partition",
  "oneWay",
  "cutLink",
  "duplicate",
  "fullDisk",
  "failingDisk",
  "wipe",
  "drift",
  "jump",
  "guest",
  "leave",
];

const MANNERS: Readonly<Record<ChaosLevel, Manner>> = {
  gentle: { every: [3_000, 6_000], kinds: GENTLE, force: false, lasts: [0.3, 1.5], isOneAtATime: true },
  rough: { every: [600, 2_500], kinds: ROUGH, force: false, lasts: [0.3, 4], isOneAtATime: false },
  brutal: { every: [150, 1_200], kinds: [...ROUGH, "broker"], force: true, lasts: [0.3, 5], isOneAtATime: false },
};

/** What leases allow for: a clock beyond it may cost a promise (DESIGN 4). */
const DRIFT_MAX = 0.01;
const JUMP_MS_MAX = 3_600_000;

/** A node that was hurt needs about so many election timeouts to be of use again. */
const RECOVERY = 2;

interface Hurt {
  readonly node: string;
  readonly untilMs: number;
}

/** Without end: take as much of it as there is time. */
export function* chaosPlan({ level, dice, nodes, electionTimeoutMs }: PlanOptions): Generator<Planned, never> {
  const { every, kinds, force, lasts, isOneAtATime } = MANNERS[level];
  const sparable = force ? nodes.length : Math.floor((nodes.length - 1) / 2);
  let hurt: Hurt[] = [];
  let changingUntilMs = 0;
  for (let atMs = dice.between(...every); ; atMs += dice.between(...every)) {
    hurt = hurt.filter(({ untilMs }) => untilMs > atMs);
    const forMs = Math.round(electionTimeoutMs * dice.scaled(...lasts));
    const drawing = drawn(dice.pick(kinds), nodes, Math.max(1, sparable), dice);
    const { hurts } = drawing;
    const isChange = "change" in drawing;
    const untilMs = atMs + forMs + RECOVERY * electionTimeoutMs;
    const after = hurtAsWell(hurt, hurts, untilMs);
    const isTooMuch = after.length > sparable || (isOneAtATime && hurt.length > 0);
    if (isTooMuch && hurts.length > 0 && !force) continue;
    // One change of members at a time.
    if (isChange && atMs < changingUntilMs) continue;
    hurt = after;
    if (isChange) changingUntilMs = untilMs;
    const due = { atMs: Math.round(atMs), forMs };
    if ("change" in drawing) yield { ...due, ...drawing.change };
    else yield { ...due, type: "fault", fault: drawing.fault, force: force && drawing.fault.type !== "wipe" };
  }
}

/** Who is hurt again is hurt for as long as the longer one says; but `leader` may be another one by then. */
function hurtAsWell(hurt: readonly Hurt[], again: readonly string[], untilMs: number): Hurt[] {
  const isAgain = ({ node }: Hurt): boolean => node !== "leader" && again.includes(node);
  const longest = (node: string): number =>
    Math.max(untilMs, ...hurt.filter((one) => isAgain(one) && one.node === node).map((one) => one.untilMs));
  return [...hurt.filter((one) => !isAgain(one)), ...again.map((node) => ({ node, untilMs: longest(node) }))];
}

type Drawn = ({ readonly fault: Fault<string> } | { readonly change: Change }) & {
  /** Who is of no use meanwhile. */
  readonly hurts: readonly string[];
};

/** `sparable`: at least 1. */
function drawn(kind: Kind, nodes: readonly string[], sparable: number, dice: Dice): Drawn {
  const victim = dice.chance(0.4) ? "leader" : dice.pick(nodes);
  const group = dice.shuffled(nodes).slice(0, 1 + dice.below(sparable));
  const forMs = null;
  switch (kind) {
    case "crash":
      return { fault: { type: "crash", nodes: [victim] }, hurts: [victim] };
    case "pause":
    case "clog":
    case "disconnect":
      return { fault: { type: kind, nodes: [victim], forMs }, hurts: [victim] };
    case "isolate":
      return { fault: { type: "isolate", nodes: group }, hurts: group };
    case "partition":
      return {
        fault: { type: "partition", sides: [group, nodes.filter((node) => !group.includes(node))] },
        hurts: group,
      };
    case "oneWay": {
      const link = dice.chance(0.5) ? { from: victim, to: null } : { from: null, to: victim };
      return { fault: { type: "cut", links: [link] }, hurts: [victim] };
    }
    case "cutLink": {
      const [from = "", to = ""] = dice.shuffled(nodes);
      const links = [
        { from, to },
        { from: to, to: from },
      ];
      return { fault: { type: "cut", links }, hurts: [from] };
    }
    case "loss":
    case "delay":
    case "duplicate":
      return { fault: { type: "link", links: [someLink(nodes, dice)], weather: weatherOf(kind, dice) }, hurts: [] };
    case "slowDisk":
      return { fault: disk([victim], { type: "slow", ms: Math.round(dice.scaled(2, 60)) }), hurts: [] };
    case "fullDisk":
      return { fault: disk([victim], { type: "full" }), hurts: [victim] };
    case "failingDisk":
      return { fault: disk([victim], { type: "failsFsync" }), hurts: [victim] };
    case "wipe":
      return { fault: { type: "wipe", nodes: [victim] }, hurts: [victim] };
    case "drift":
      return { fault: { type: "drift", node: victim, rate: 1 + (dice.chance(0.5) ? 1 : -1) * DRIFT_MAX }, hurts: [] };
    case "jump": {
      const ms = Math.round(dice.scaled(100, JUMP_MS_MAX)) * (dice.chance(0.5) ? 1 : -1);
      return { fault: { type: "jump", node: victim, ms }, hurts: [] };
    }
    case "guest":
      return { change: { type: "guest" }, hurts: [] };
    case "leave":
      return { change: { type: "leave", seat: victim }, hurts: [victim] };
    case "broker":
      return { fault: { type: "broker", downMs: Math.round(dice.scaled(50, 2_000)) }, hurts: nodes };
  }
}

type Disk = Extract<Fault<string>, { type: "disk" }>;

const disk = (nodes: readonly string[], how: Disk["how"]): Disk => ({ type: "disk", nodes, how });

type LinkFault = Extract<Fault<string>, { type: "link" }>;

function weatherOf(kind: "loss" | "delay" | "duplicate", dice: Dice): LinkFault["weather"] {
  if (kind === "loss") return { type: "drop", chance: rounded(dice.scaled(0.01, 0.3)) };
  if (kind === "duplicate") return { type: "duplicate", chance: rounded(dice.scaled(0.05, 0.5)) };
  const minMs = Math.round(dice.scaled(1, 20));
  return { type: "delay", minMs, maxMs: minMs + Math.round(dice.scaled(1, 60)) };
}

const rounded = (chance: number): number => Math.round(chance * 100) / 100;

/** All links, those of one node, or one. */
function someLink(nodes: readonly string[], dice: Dice): Link<string> {
  const [from = "", to = ""] = dice.shuffled(nodes);
  return dice.pick([
    { from: null, to: null },
    { from, to: null },
    { from: null, to },
    { from, to },
  ]);
}
