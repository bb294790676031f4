/**
 * Listening to a cluster, as nobody of it: a plain connection that subscribes and says nothing.
 *
 * Law: what is handed on was understood as a node would understand it: bounded, verified where the cluster has a key, and said
 * by whom its subject names. The rest is counted. While the connection is away, what is said is missed, and that is counted too.
 */

import { GraftError } from "../errors.ts";
import type { AppliedWord } from "../ports/applied.ts";
import type { Codec, Frame } from "../ports/codec.ts";
import type { ElectionMessage } from "../ports/election.ts";
import { decodeAppliedWord } from "../wire/applied-word.ts";
import { createCodec } from "../wire/codec.ts";
import { decodeElection } from "../wire/election-codec.ts";
import { type KeySource, noKeys } from "../wire/signature.ts";
import { openClusterKeys } from "./cluster-keys.ts";
import { heartbeats, voteRequests } from "./election-subjects.ts";
import type { LinkFrame, NatsLink } from "./link-transport.ts";
import type { TransportLog } from "./log.ts";
import type { NatsOptions } from "./nats-options.ts";
import { connectNats } from "./nats-transport.ts";
import { realClock } from "./real-clock.ts";
import { appliedSpeaker, parseSubject, subscriptionToAllFrom } from "./subjects.ts";

export interface RaftEars {
  onFrame(frame: Frame): void;
  onApplied(word: AppliedWord): void;
}

export interface Overhearing {
  readonly counters: Readonly<OverhearCounters>;
  close(): Promise<void>;
}

export interface OverhearCounters {
  /** Not understood, or not signed by the cluster. */
  unreadable: number;
  /** How often the connection was lost. */
  gaps: number;
}

export interface OverhearOptions extends NatsOptions {
  readonly cluster: string;
  readonly clusterKeyFile?: string;
}

const noted: TransportLog = () => {};

/** Protocol `raft`. @throws GraftError NATS_UNREACHABLE, NATS_REFUSED, INVALID_OPTION */
export async function overhearRaft(options: OverhearOptions, ears: RaftEars): Promise<Overhearing> {
  const { cluster, clusterKeyFile } = options;
  const keys = clusterKeyFile === undefined ? noKeys : openClusterKeys(clusterKeyFile, realClock, noted);
  const counters = { unreadable: 0, gaps: 0 };
  const codec = createCodec({ keys });
  return listening(options, counters, [
    [subscriptionToAllFrom(cluster), (frame) => raftHeard(frame, codec, keys, ears) || missed(counters)],
  ]);
}

function missed(counters: OverhearCounters): void {
  counters.unreadable += 1;
}

/** False: not understood. */
function raftHeard({ subject, bytes }: LinkFrame, codec: Codec, keys: KeySource, ears: RaftEars): boolean {
  const speaker = appliedSpeaker(subject);
  if (speaker !== null) {
    const decoded = decodeAppliedWord(bytes, keys());
    if (decoded.ok && decoded.word.member.id === speaker) ears.onApplied(decoded.word);
    return decoded.ok && decoded.word.member.id === speaker;
  }
  const addresses = parseSubject(subject);
  const decoded = codec.decode(bytes);
  if (addresses === null || !decoded.ok || decoded.frame.from.id !== addresses.from) return false;
  if ((decoded.frame.message?.to ?? null) !== addresses.to) return false;
  ears.onFrame(decoded.frame);
  return true;
}

/** Protocol `graft`. Votes go to the candidate, whatever its cluster: what those of another cluster say is heard as well. */
export async function overhearGraft(
  options: OverhearOptions,
  onMessage: (message: ElectionMessage) => void,
): Promise<Overhearing> {
  const { cluster } = options;
  const counters = { unreadable: 0, gaps: 0 };
  const hears =
    (kind: ElectionMessage["type"]) =>
    ({ subject, bytes }: LinkFrame): void => {
      const decoded = decodeElection(kind, bytes, subject.split(".")[1] ?? "");
      if (decoded.ok) onMessage(decoded.message);
      else missed(counters);
    };
  return listening(options, counters, [
    [heartbeats(cluster), hears("heartbeat")],
    [voteRequests(cluster), hears("voteRequest")],
    ["graft.*.vote_response", hears("voteResponse")],
  ]);
}

type Ear = readonly [subject: string, hear: (frame: LinkFrame) => void];

/** Resolves once the server has heard of every subscription. */
async function listening(
  options: OverhearOptions,
  counters: OverhearCounters,
  ears: readonly Ear[],
): Promise<Overhearing> {
  const link = await connectNats(options);
  const refusals: string[] = [];
  for (const [subject, hear] of ears) link.subscribe(subject, hear, (reason) => void refusals.push(reason));
  const onDown = (): void => {
    counters.gaps += 1;
  };
  link.watch({ onDown, onUp: () => {} });
  await flushed(link);
  const [refusal] = refusals;
  if (refusal === undefined) return { counters, close: () => link.close() };
  await link.close();
  throw notAllowed(link, refusal);
}

/** A refusal of a subscription comes before the answer to the flush. */
async function flushed(link: NatsLink): Promise<void> {
  try {
    await link.flush();
  } catch (cause) {
    const servers = link.servers.join(", ");
    throw new GraftError("NATS_UNREACHABLE", `no NATS server answered at ${servers}`, { servers }, { cause });
  }
}

function notAllowed(link: NatsLink, reason: string): GraftError {
  const servers = link.servers.join(", ");
  return new GraftError("NATS_REFUSED", `NATS at ${servers} refused a subscription: ${reason}`, { servers, reason });
}
