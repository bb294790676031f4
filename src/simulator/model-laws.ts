/** What no two messages of one run may say. Laws: one leader a term; one vote a term, of a server over all its lives. */
import type { Message } from "../core/message.ts";

/** Two leaders of a term, or two votes of one server in one. */
export function contradict(a: Message, b: Message): boolean {
  if (a.term !== b.term) return false;
  if (a.body.type === "heartbeat" && b.body.type === "heartbeat") return a.from.id !== b.from.id;
  const grants = [a, b].every(({ body }) => body.type === "voteResponse" && body.granted);
  return grants && a.from.id === b.from.id && a.to !== b.to;
}

export const conflictText = (a: Message, b: Message): string =>
  a.body.type === "heartbeat"
    ? `${a.from.id} and ${b.from.id} lead term ${a.term}`
    : `${a.from.id} has voted for ${b.to} and for ${a.to} in term ${a.term}`;
