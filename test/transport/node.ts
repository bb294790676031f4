/** A node as a transport sees it: an identity, and handlers that remember and can be waited for. */
import type { Message } from "../../src/core/message.ts";
import type { TransportHandlers, TransportIdentity } from "../../src/ports/transport.ts";

export const identityOf = (nodeId: string, changes: Partial<TransportIdentity> = {}): TransportIdentity => ({
  clusterName: "zy",
  clusterId: "c1",
  nodeId,
  incarnation: `${nodeId}-inc`,
  ...changes,
});

export const heartbeat = (from: string, round: number, to: string | null = null): Message => ({
  from: { id: from, incarnation: `${from}-inc` },
  to,
  term: 1,
  body: { type: "heartbeat", round, commitIndex: 0 },
});

export class Recorder implements TransportHandlers {
  readonly events: string[] = [];
  readonly messages: Message[] = [];
  #waiting: { holds: () => boolean; resolve: () => void }[] = [];

  onMessage(message: Message): void {
    this.messages.push(message);
    this.#note(`message of ${message.from.id}`);
  }

  onConnected(): void {
    this.#note("connected");
  }

  onDisconnected(reason: string): void {
    this.#note(`disconnected: ${reason}`);
  }

  onDuplicateId(): void {
    this.#note("duplicate");
  }

  onPeerGone(id: string): void {
    this.#note(`gone: ${id}`);
  }

  onConnectionEnded(connection: string): void {
    this.#note(`ended: ${connection}`);
  }

  get rounds(): number[] {
    return this.messages.map(({ body }) => (body.type === "heartbeat" ? body.round : -1));
  }

  count(start: string): number {
    return this.events.filter((event) => event.startsWith(start)).length;
  }

  /** Resolves when `holds` does, looked at after each event. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ holds, resolve });
    });
  }

  #note(event: string): void {
    this.events.push(event);
    const ready = this.#waiting.filter(({ holds }) => holds());
    this.#waiting = this.#waiting.filter((entry) => !ready.includes(entry));
    for (const { resolve } of ready) resolve();
  }
}
