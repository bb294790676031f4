/**
 * The board of events over a link to NATS (`graft.<cluster>.events.<id>`). Law: what is no JSON, too long, or on a subject that names
 * nobody is dropped.
 */
import type { EventBoard } from "../ports/event-board.ts";
import type { NatsLink } from "./link-transport.ts";
import { onceLog, type TransportLog } from "./log.ts";
import { events, subscriptionToEvents } from "./subjects.ts";

const EVENT_BYTES_MAX = 8_192;

export interface EventBoardOptions {
  readonly link: NatsLink;
  readonly clusterName: string;
  readonly nodeId: string;
  readonly log: TransportLog;
}

export const createEventBoard = ({ link, clusterName, nodeId, log }: EventBoardOptions): EventBoard => ({
  listen(onEvent) {
    const subject = subscriptionToEvents(clusterName);
    const logOnce = onceLog(log);
    link.subscribe(
      subject,
      (frame) => {
        const from = frame.subject.split(".")[3];
        const event = frame.bytes.length > EVENT_BYTES_MAX ? undefined : parsed(frame.bytes);
        if (from !== undefined && event !== undefined) onEvent(from, event);
      },
      (reason) => logOnce("NATS does not let this node hear why others lost the lead", subject, { subject, reason }),
    );
  },
  tell: (event) => link.publish(events(clusterName, nodeId), new TextEncoder().encode(JSON.stringify(event))),
  echo: () => link.flush(),
});

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
