/**
 * Tells whoever listens that a client's connection has ended: the advisory that nats-server sends to its system account.
 *
 * Law: only the broker speaks on these subjects, so what is heard there is true of this broker's connections. An event says
 * that a connection ended, not why a program died: a crash and a clean close look the same, and names can be used twice.
 * Compare {server.id, client.id} with what INFO told that client.
 *
 * The same message goes to both subjects: the first is nats-server's own, for its account `$G`; the second is the one that
 * graft listens to, which a real server gets by an export and import (`nats-server.ts`).
 */
import { BROKER_VERSION, newEventId, type ServerIdentity } from "./info.ts";
import type { CloseReason } from "./words.ts";

export const SYSTEM_DISCONNECT_SUBJECT = "$SYS.ACCOUNT.$G.DISCONNECT";
export const GRAFT_DISCONNECT_SUBJECT = "graft.disconnect";
export const DISCONNECT_SUBJECTS: readonly string[] = [SYSTEM_DISCONNECT_SUBJECT, GRAFT_DISCONNECT_SUBJECT];

/** Whether clients are refused to publish here. */
export const isProtected = (subject: string): boolean =>
  subject === GRAFT_DISCONNECT_SUBJECT || subject === SYSTEM_DISCONNECT_SUBJECT;

export interface Traffic {
  messages: number;
  bytes: number;
}

export interface EndedConnection {
  readonly clientId: number;
  readonly host: string;
  readonly name: string;
  readonly lang: string;
  readonly version: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** To the client. */
  readonly sent: Readonly<Traffic>;
  /** From the client. */
  readonly received: Readonly<Traffic>;
  readonly reason: CloseReason;
}

const instant = (atMs: number): string => new Date(atMs).toISOString();
const statistics = (traffic: Readonly<Traffic>) => ({ msgs: traffic.messages, bytes: traffic.bytes });

/** `sequence` counts the server's events. */
export function disconnectEvent(
  server: ServerIdentity & { readonly host: string },
  sequence: number,
  ended: EndedConnection,
): string {
  return JSON.stringify({
    type: "io.nats.server.advisory.v1.client_disconnect",
    id: newEventId(),
    timestamp: instant(ended.endedAtMs),
    server: {
      name: server.name,
      host: server.host,
      id: server.id,
      ver: BROKER_VERSION,
      seq: sequence,
      jetstream: false,
      time: instant(ended.endedAtMs),
    },
    client: {
      start: instant(ended.startedAtMs),
      host: ended.host,
      id: ended.clientId,
      acc: "$G",
      ...(ended.name === "" ? {} : { name: ended.name }),
      ...(ended.lang === "" ? {} : { lang: ended.lang }),
      ...(ended.version === "" ? {} : { ver: ended.version }),
      stop: instant(ended.endedAtMs),
      kind: "Client",
      client_type: "nats",
    },
    sent: statistics(ended.sent),
    received: statistics(ended.received),
    reason: ended.reason,
  });
}
