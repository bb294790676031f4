/**
 * Why the lead has passed on, in a sentence. Law: the cause first, then what it rests on; nothing is said that the record does not
 * hold, and a record that may yet change says so.
 */
import type { Why } from "../why/explain.ts";
import { formatSpan } from "./format.ts";
import type { Say } from "./messages.ts";

export function whySentence(say: Say, why: Why, refined: boolean): string {
  const { leader, term } = why;
  const cause = [causeOf(say, why), ...evidenceOf(say, why)].reduce((first, second) =>
    say("why.join", { first, second }),
  );
  return say(refined ? "why.refined" : "why.leads", { leader, term, cause });
}

function causeOf(say: Say, { cause, blamed, previous, forMs }: Why): string {
  const node = blamed.length > 0 ? blamed.join(", ") : (previous ?? "-");
  const time = forMs === null ? "" : say("why.for", { time: formatSpan(forMs) });
  switch (cause) {
    case "firstElection":
    case "brokerDown":
    case "unknown":
      return say(`why.cause.${cause}`);
    case "partition":
    case "eventLoopBlocked":
    case "paused":
    case "diskStalled":
      return say(`why.cause.${cause}`, { node, time });
    default:
      return say(`why.cause.${cause}`, { node });
  }
}

function evidenceOf(say: Say, { leader, previous, final, evidence }: Why): string[] {
  const { silenceMs, hint } = evidence;
  return [
    ...(silenceMs === null || previous === null
      ? []
      : [say("why.silence", { node: leader, time: formatSpan(silenceMs) })]),
    ...(hint === null ? [] : [say(`why.hint.${hint}`)]),
    ...(final ? [] : [say("why.notFinal")]),
  ];
}
