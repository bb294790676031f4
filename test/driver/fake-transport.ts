/** A link in the hands of the test. Law: it keeps what was sent, in order, and delivers only what the test gives it. */
import type { Message } from "../../src/core/message.ts";
import type { Transport, TransportCounters, TransportHandlers, TransportIdentity } from "../../src/ports/transport.ts";

export const noTraffic = (): TransportCounters => ({
  framesSent: 0,
  framesReceived: 0,
  bytesSent: 0,
  bytesReceived: 0,
  droppedDisconnected: 0,
  malformed: 0,
  misaddressed: 0,
  otherCluster: 0,
  reconnects: 0,
});

export class FakeTransport implements Transport {
  readonly counters = noTraffic();
  readonly sent: Message[] = [];
  identity: TransportIdentity | null = null;
  closed = 0;
  /** Rejects `close`. */
  closeError: Error | null = null;
  /** Sees each message as it leaves. */
  onSend: (message: Message) => void = () => undefined;
  #handlers: TransportHandlers | null = null;
  readonly #journal: string[];

  constructor(journal: string[]) {
    this.#journal = journal;
  }

  get handlers(): TransportHandlers {
    if (this.#handlers === null) throw new Error("the transport has not been started");
    return this.#handlers;
  }

  async start(identity: TransportIdentity, handlers: TransportHandlers): Promise<void> {
    this.identity = identity;
    this.#handlers = handlers;
    handlers.onConnected("");
  }

  send(message: Message): void {
    if (this.closed > 0) throw new Error("send: the transport is closed");
    this.sent.push(message);
    this.#journal.push(`send ${message.body.type}`);
    this.onSend(message);
  }

  readonly detector = null;
  readonly probed: string[] = [];

  probe(id: string): void {
    this.probed.push(id);
  }

  async close(): Promise<void> {
    this.closed += 1;
    this.#journal.push("transport closed");
    if (this.closeError !== null) throw this.closeError;
  }
}
