/**
 * How a node tells what it has applied, over its link to NATS. Law: nobody waits for it; while disconnected nothing is said,
 * and nothing is kept for later.
 */
import type { AppliedBlock, AppliedWord } from "../ports/applied.ts";
import { encodeAppliedWord } from "../wire/applied-word.ts";
import type { KeySource } from "../wire/signature.ts";
import type { NatsLink } from "./link-transport.ts";
import { appliedBy } from "./subjects.ts";

export interface AppliedWordsOptions extends Omit<AppliedWord, "block"> {
  readonly link: NatsLink;
  readonly clusterName: string;
  readonly keys: KeySource;
}

export function createAppliedWords({ link, clusterName, keys, clusterId, member }: AppliedWordsOptions) {
  const subject = appliedBy(clusterName, member.id);
  return (block: AppliedBlock): void => {
    if (link.isUp) link.publish(subject, encodeAppliedWord({ clusterId, member, block }, keys()));
  };
}
