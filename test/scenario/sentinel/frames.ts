/** Frames by hand, and a sentinel that they are said to. */
import type { Entry } from "../../../src/core/entry.ts";
import type { Body } from "../../../src/core/message.ts";
import type { Index, NodeId, Term } from "../../../src/core/types.ts";
import type { Frame } from "../../../src/ports/codec.ts";
import type { Breach } from "../../../src/scenario/sentinel/laws.ts";
import { Sentinel } from "../../../src/scenario/sentinel/sentinel.ts";

export const memberOf = (id: NodeId) => ({ id, incarnation: `inc-${id}` });

/** Of `id`, in its first life; `n1/2`: in its second. */
export function frame(speaker: string, term: Term, body: Body, to: NodeId | null = null): Frame {
  const [id = "", life = "1"] = speaker.split("/");
  const from = memberOf(id);
  return { clusterId: "c1", boot: `boot-${id}-${life}`, from, message: { from, to, term, body } };
}

export const heartbeat = (speaker: string, term: Term, commitIndex = 0): Frame =>
  frame(speaker, term, { type: "heartbeat", round: 1, commitIndex });

export const grant = (speaker: string, term: Term, to: NodeId): Frame =>
  frame(speaker, term, { type: "voteResponse", granted: true, early: false }, to);

export const ack = (speaker: string, term: Term, to: NodeId): Frame =>
  frame(speaker, term, { type: "heartbeatAck", round: 1, verifiedIndex: 0, matchIndex: 0, priority: 0 }, to);

export const askForVotes = (speaker: string, term: Term): Frame =>
  frame(speaker, term, { type: "voteRequest", last: { index: 0, term: 0 }, transfer: false });

export const command = (index: Index, term: Term, text = "x"): Entry => ({
  type: "command",
  index,
  term,
  command: Buffer.from(text),
});

/** What stands before the first entry is of term 2, unless that is the log's first. */
export const append = (speaker: string, term: Term, entries: readonly Entry[], commitIndex = 0): Frame => {
  const index = (entries[0]?.index ?? 1) - 1;
  const prev = { index, term: index === 0 ? 0 : 2 };
  return frame(speaker, term, { type: "appendEntries", prev, entries, commitIndex }, "n9");
};

/** What is found in these frames, in this order. */
export function breachesOf(...frames: readonly Frame[]): Breach[] {
  const breaches: Breach[] = [];
  const sentinel = new Sentinel((breach) => breaches.push(breach));
  for (const one of frames) sentinel.hear(one);
  return breaches;
}

export const lawsBrokenBy = (...frames: readonly Frame[]): string[] => breachesOf(...frames).map(({ law }) => law);
