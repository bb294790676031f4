/**
 * Why the lead has passed on: one named cause for one change, from what the witnesses have said.
 *
 * Laws:
 * - A node is blamed only by its own word, by that of who watches over its worker, or by its next life, which proves that the one
 *   before has died. That it was silent proves nothing: it may be paused, cut off or dead, so nothing but `unknown` or `gone`
 *   follows from silence, and neither is final.
 * - A first-hand cause outranks what follows from it: who was paused also lost the majority, and perhaps its connection.
 * - The order in which testimonies came in does not matter, and one that has nothing to do with the change changes nothing.
 *
 * A record is final once the old leader, its next life or its supervisor has said what became of it; until then a later
 * testimony may refine it.
 */
import type { Cause } from "../core/effect.ts";
import type { NodeId, Term } from "../core/types.ts";
import { clipped, SLACK_MS, type Time, worstStop } from "./stops.ts";
import type { Health, Hint, Stop, Testimony, TransferBy } from "./testimony.ts";

/** All that a change of leader can come of. */
export const WHY_CAUSES = [
  "firstElection",
  "crash",
  "disconnected",
  "brokerDown",
  "partition",
  "eventLoopBlocked",
  "paused",
  "diskStalled",
  "diskFailed",
  "diskFull",
  "transferByRequest",
  "priority",
  "shutdown",
  "removed",
  "gone",
  "unknown",
] as const;

/** gone: its connection ended, so it died or was cut off, and which of the two is not known yet. */
export type WhyCause = (typeof WHY_CAUSES)[number];

/** What the cause rests on. All that is not null was measured by the node that is named beside it. */
export interface WhyEvidence {
  /** The new leader's: since it had heard the old one when it began to ask; null: it never had. */
  readonly silenceMs: number | null;
  readonly hint: Hint | null;
  /** Why the new leader campaigned. */
  readonly campaign: Cause;
  /** The new leader's, from its first question to its election. */
  readonly askedMs: number;
  /** Why the old leader stepped down, by its own word; null: it has not said. */
  readonly steppedDown: Cause | null;
  /** The old leader's, since a majority had answered it. */
  readonly quorumSilenceMs: number | null;
  /** The old leader's stops about that time. */
  readonly stops: readonly Stop[];
  readonly diskOwesMs: number | null;
  readonly syncMaxMs: number | null;
  readonly reconnects: number | null;
  /** How long NATS took to answer the old leader. */
  readonly natsEchoMs: number | null;
  readonly errorCode: string | null;
  /** Who else has said that it missed the old leader. */
  readonly missedBy: readonly NodeId[];
}

export interface Why {
  /** Who leads, since when and in which term. */
  readonly leader: NodeId;
  readonly term: Term;
  readonly atMs: number;
  /** Who led before; null: nobody is known to have. */
  readonly previous: NodeId | null;
  readonly cause: WhyCause;
  /** Whom it befell; empty: nobody in particular. */
  readonly blamed: readonly NodeId[];
  /** How long that lasted, where the cause is one of time. */
  readonly forMs: number | null;
  /** False: somebody may yet say more. */
  readonly final: boolean;
  readonly evidence: WhyEvidence;
}

type Leads = Extract<Testimony, { type: "leads" }>;
type Lost = Extract<Testimony, { type: "lost" }>;
type Ended = Extract<Testimony, { type: "ended" }>;
type Missed = Extract<Testimony, { type: "missed" }>;

type Verdict = Pick<Why, "cause" | "blamed" | "forMs" | "final">;

/** By so much a supervisor may learn later of an end than the others elect. */
const TOLD_LATE_MS = 1_000;
/** Of the silence, that a node must have stood still for that to be its cause. */
const STOP_SHARE = 0.5;
/** Of the time that a disk has owed an answer: a thread that stood still for so much of it could not have heard one. */
const DISK_SHARE = 0.8;
/** No server cuts off a connection that has not been served for less. */
const CUT_OFF_MS = 3_000;
/** The same for nodes that are to have kept a leader from its majority: that they were busy besides is no cause. */
const OTHERS_SHARE = 0.8;
/** Within this time all of them lose a broker that goes. */
const TOGETHER_MS = 1_500;
/** A broker that works answers sooner. */
const ECHO_SLOW_MS = 250;

export interface Lead {
  readonly node: NodeId;
  readonly term: Term;
}

export function explain(leads: Leads, previous: Lead | null, all: readonly Testimony[]): Why {
  const lost = previous === null ? null : lostBy(previous, all);
  const ended = previous === null ? null : endOf(previous, leads, lost, all);
  const missed = all.filter(
    (one): one is Missed => one.type === "missed" && one.leader === previous?.node && one.term === previous.term,
  );
  const { node: leader, term, atMs } = leads;
  const verdict = verdictOn({ leads, previous, lost, ended, missed, all });
  const evidence = evidenceOf(leads, lost, ended, missed);
  return { leader, term, atMs, previous: previous?.node ?? null, ...verdict, evidence };
}

interface Case {
  readonly leads: Leads;
  readonly previous: Lead | null;
  readonly lost: Lost | null;
  readonly ended: Ended | null;
  readonly missed: readonly Missed[];
  readonly all: readonly Testimony[];
}

const lostBy = ({ node, term }: Lead, all: readonly Testimony[]): Lost | null =>
  all.findLast((one): one is Lost => one.type === "lost" && one.node === node && one.term === term) ?? null;

/** The word of who led, of the moment when it won that lead. */
const beginningOf = ({ node, term }: Lead, all: readonly Testimony[]): Leads | undefined =>
  all.find((one): one is Leads => one.type === "leads" && one.node === node && one.term === term);

/**
 * The end of the life that led, if that came before the next lead: not the end of a later life, nor of one that had lost it; nor
 * that of the life before, after which this one has started.
 */
function endOf(lead: Lead, leads: Leads, lost: Lost | null, all: readonly Testimony[]): Ended | null {
  const won = beginningOf(lead, all);
  if (won === undefined || (lost !== null && lost.cause !== "closed")) return null;
  const bornAtMs = all.find((one) => one.type === "started" && one.node === won.node && one.boot === won.boot)?.atMs;
  return (
    all.find(
      (one): one is Ended =>
        one.type === "ended" &&
        one.node === lead.node &&
        one.atMs >= (bornAtMs ?? won.atMs - SLACK_MS) &&
        one.atMs <= leads.atMs + TOLD_LATE_MS,
    ) ?? null
  );
}

const blame = (cause: WhyCause, node: NodeId | null, forMs: number | null = null): Verdict => ({
  cause,
  blamed: node === null ? [] : [node],
  forMs,
  final: true,
});

const provisional = (cause: WhyCause, node: NodeId | null): Verdict => ({ ...blame(cause, node), final: false });

function verdictOn(known: Case): Verdict {
  const { previous, lost, ended } = known;
  if (previous === null) return blame("firstElection", null);
  if (ended?.how === "crashed") return endedVerdict(ended);
  if (lost !== null) return byOwnWord(known, lost);
  if (ended !== null) return endedVerdict(ended);
  return fromSilence(known, previous);
}

const endedVerdict = ({ node, how, code }: Ended): Verdict =>
  code === "STORAGE_FAILED"
    ? blame("diskFailed", node)
    : blame(how === "closed" && code === null ? "shutdown" : "crash", node);

function byOwnWord(known: Case, lost: Lost): Verdict {
  const { node, cause, errorCode, health } = lost;
  if (cause === "diskFailed" || errorCode === "STORAGE_FAILED") return blame("diskFailed", node);
  if (cause === "removed") return blame("removed", node);
  if (cause === "closed") return blame(errorCode === null ? "shutdown" : "crash", node);
  const handed = handOver(known, lost);
  if (handed !== null) return handed;
  const wasCutOff = cause === "disconnected" || known.leads.hint !== null;
  const owedMs = cause === "diskStalled" ? DISK_SHARE * (health.diskOwesMs ?? 0) : 0;
  const lengthMs = Math.max(wasCutOff ? CUT_OFF_MS : 0, owedMs);
  const leastMs = STOP_SHARE * silenceOf(known, lost);
  const stood = stopVerdict(node, health.stops, timeMissed(known, lost), leastMs, lengthMs);
  if (stood !== null) return stood;
  if (cause === "diskStalled")
    return blame(health.diskFull ? "diskFull" : "diskStalled", node, health.diskOwesMs ?? health.syncMaxMs);
  return byTheNetwork(known, lost);
}

const BY: Readonly<Record<TransferBy, WhyCause>> = {
  request: "transferByRequest",
  priority: "priority",
  shutdown: "shutdown",
};

/** It asked this very node, and that campaigned for being asked. */
function handOver({ leads }: Case, { node, transfer }: Lost): Verdict | null {
  if (transfer === null || leads.campaign !== "timeoutNow" || transfer.to !== leads.node) return null;
  return blame(BY[transfer.by], node);
}

const silenceOf = ({ leads, missed }: Case, { quorumSilenceMs }: Lost): number =>
  Math.max(quorumSilenceMs ?? 0, leads.silenceMs ?? Math.max(0, ...missed.map(({ silenceMs }) => silenceMs ?? 0)));

/** From when the followers had last heard it, or a majority had last answered it, until it knew that it led no more. */
function timeMissed({ leads, missed }: Case, { atMs, quorumSilenceMs }: Lost): Time {
  const { silenceMs } = leads;
  const since =
    silenceMs === null
      ? missed.map((one) => one.atMs - (one.silenceMs ?? 0))
      : [leads.atMs - leads.askedMs - silenceMs];
  return { fromMs: Math.min(atMs - (quorumSilenceMs ?? 0), ...since), untilMs: Math.max(leads.atMs, atMs) };
}

/** `lengthMs`: see `worstStop`. */
function stopVerdict(node: NodeId, stops: readonly Stop[], time: Time, leastMs: number, lengthMs = 0): Verdict | null {
  const worst = worstStop(stops, time, leastMs, lengthMs);
  return worst && blame(worst.kind === "paused" ? "paused" : "eventLoopBlocked", node, worst.forMs);
}

/** It ran, and its disk answered: so it was not heard, or did not hear. */
function byTheNetwork(known: Case, lost: Lost): Verdict {
  const { node, atMs, cause, health, natsEchoMs, quorumSilenceMs } = lost;
  const { natsLostAtMs } = health;
  const silenceMs = silenceOf(known, lost);
  const fromMs = Math.max(atMs - silenceMs - SLACK_MS, beganAtMsOf(known));
  const wasAway = cause === "disconnected" || (natsLostAtMs !== null && natsLostAtMs >= fromMs);
  if (wasAway) return lostNats(known, natsLostAtMs ?? atMs, node);
  if (natsEchoMs !== null && natsEchoMs >= ECHO_SLOW_MS) return blame("brokerDown", null, natsEchoMs);
  const standing = othersThatStood(known, lost);
  if (standing !== null) return standing;
  if (cause === "lostQuorum") return blame("partition", node, quorumSilenceMs);
  // It was deposed though it led: nobody campaigns against a leader that is heard, unless it is asked to.
  if (known.leads.campaign === "electionTimeout" || known.missed.length > 0) return deposed(known, node);
  return blame("unknown", null);
}

const deposed = ({ leads }: Case, node: NodeId): Verdict =>
  leads.silenceMs === null ? blame("unknown", null) : blame("partition", node, leads.silenceMs);

/** Whether it alone lost NATS, or others did at the same time: not what had befallen them before that lead began. */
function lostNats(known: Case, lostAtMs: number, node: NodeId): Verdict {
  const { leads, missed, all } = known;
  const others = [leads, ...missed, ...all.filter((one): one is Lost => one.type === "lost")];
  const beganAtMs = beganAtMsOf(known);
  const together = others.some(({ node: other, health: { natsLostAtMs: atMs } }) => {
    if (other === node || atMs === null || atMs < beganAtMs) return false;
    return Math.abs(atMs - lostAtMs) < TOGETHER_MS;
  });
  return together ? blame("brokerDown", null) : blame("disconnected", node);
}

/** When the lead that was lost began; -Infinity: nobody has said. */
const beganAtMsOf = ({ previous, all }: Case): number =>
  (previous === null ? undefined : beginningOf(previous, all)?.atMs) ?? Number.NEGATIVE_INFINITY;

/** A leader that is well loses its majority where the others stand still; but who ran, and did not hear it, disproves that. */
function othersThatStood({ leads, missed }: Case, { node, quorumSilenceMs, atMs }: Lost): Verdict | null {
  const silenceMs = quorumSilenceMs ?? 0;
  const time = { fromMs: atMs - silenceMs, untilMs: atMs };
  const stood = new Map<NodeId, Verdict>();
  for (const { node: id, health } of [leads, ...missed]) {
    const stops = health.stops.flatMap((stop) => clipped(stop, time));
    const verdict = id === node || silenceMs === 0 ? null : stopVerdict(id, stops, time, OTHERS_SHARE * silenceMs);
    if (verdict !== null) stood.set(id, verdict);
  }
  const [first] = stood.values();
  if (first === undefined || (leads.node !== node && !stood.has(leads.node))) return null;
  return { ...first, blamed: [...stood.keys()].sort() };
}

function fromSilence({ leads, missed, all }: Case, lead: Lead): Verdict {
  const { node } = lead;
  const won = beginningOf(lead, all);
  const reborn = all.some(
    (one) =>
      one.type === "started" && one.node === node && won !== undefined && one.boot !== won.boot && one.atMs >= won.atMs,
  );
  if (reborn) return blame("crash", node);
  const hinted = leads.hint !== null || missed.some(({ hint }) => hint !== null);
  return hinted ? provisional("gone", node) : provisional("unknown", null);
}

function evidenceOf(leads: Leads, lost: Lost | null, ended: Ended | null, missed: readonly Missed[]): WhyEvidence {
  const health: Health | null = lost?.health ?? null;
  return {
    silenceMs: leads.silenceMs,
    hint: leads.hint,
    campaign: leads.campaign,
    askedMs: leads.askedMs,
    steppedDown: lost?.cause ?? null,
    quorumSilenceMs: lost?.quorumSilenceMs ?? null,
    stops: health?.stops ?? [],
    diskOwesMs: health?.diskOwesMs ?? null,
    syncMaxMs: health?.syncMaxMs ?? null,
    reconnects: health?.reconnects ?? null,
    natsEchoMs: lost?.natsEchoMs ?? null,
    errorCode: lost?.errorCode ?? ended?.code ?? null,
    missedBy: [...new Set(missed.map(({ node }) => node))].sort(),
  };
}
