/**
 * A client's connection to the simulated NATS.
 *
 * Laws: frames keep their order each way, unless the weather says otherwise of one; a connection that is lost takes with it
 * what is on its way, and the client learns of that only after a while, during which it still believes itself connected;
 * what it then says is lost, or arrives late and in one burst where the line was only clogged. Once it knows, it sends
 * nothing until it is connected again; its subscriptions are then made anew.
 */
import type { LinkFrame, LinkSubscription, LinkWatcher, NatsLink } from "../compose.ts";
import type { Broker, Subscription } from "./broker.ts";
import type { Host } from "./host.ts";

const PAYLOAD_BYTES_MAX = 1024 * 1024;

export class SimulatedLink implements NatsLink {
  readonly servers = ["nats://simulated"];
  readonly payloadBytesMax = PAYLOAD_BYTES_MAX;
  readonly name: string;
  readonly #broker: Broker;
  readonly #host: Host;
  readonly #watchers: LinkWatcher[] = [];
  readonly #subscriptions = new Set<Subscription>();
  connection: string;
  /** Counts connections made: what belongs to an earlier one is lost. */
  #era = 1;
  #isUp = true;
  /** The line is dead, whatever the client believes. */
  #isLost = false;
  #isClosed = false;
  #cloggedUntilMs = 0;
  #lastToBrokerMs = 0;
  #lastToClientMs = 0;

  constructor(broker: Broker, name: string, host: Host) {
    this.#broker = broker;
    this.name = name;
    this.#host = host;
    this.connection = broker.newConnection();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  publish(subject: string, bytes: Uint8Array, reply = ""): boolean {
    if (!this.#isUp) return false;
    if (this.#isLost) return true;
    const { loop } = this.#broker.options;
    const era = this.#era;
    // Not copied: whoever publishes leaves the bytes alone from then on, and one that does not is found out here.
    loop.hop(this.#arrivalMs(), () => {
      if (this.#era === era) this.#broker.publish(this, subject, bytes, reply);
    });
    return true;
  }

  subscribe(
    subject: string,
    onFrame: (frame: LinkFrame) => void,
    _onRefused: (reason: string) => void,
    queue: string | null = null,
  ): LinkSubscription {
    const subscription = { link: this, subject: subject.split("."), queue, onFrame };
    this.#subscriptions.add(subscription);
    if (this.#isUp) this.#say(() => this.#broker.subscribe(subscription));
    return {
      drain: () => {
        this.#subscriptions.delete(subscription);
        if (this.#isUp) this.#say(() => this.#broker.unsubscribe(subscription));
      },
    };
  }

  newInbox(): string {
    return this.#broker.newInbox();
  }

  flush(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isUp) this.#say(() => this.deliver(null, resolve));
    });
  }

  watch(watcher: LinkWatcher): void {
    this.#watchers.push(watcher);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#isUp) this.#say(() => this.#broker.remove(this));
    else this.#broker.remove(this);
    this.#isUp = false;
  }

  /**
   * The client's process is gone. The broker learns of it after `noticedMs`: at once from a kernel, which still sends what was
   * said, late from the silence of a machine (`isSilent`), with which that is lost.
   */
  abandon(noticedMs: number, isSilent: boolean): void {
    if (isSilent) this.#era += 1;
    this.#broker.options.loop.after(noticedMs, () => this.#broker.remove(this));
  }

  /** The broker sends something; `extraMs`: out of order, and so much later. */
  deliver(extraMs: number | null, receive: () => void): void {
    if (this.#isLost) return;
    const { loop, weather } = this.#broker.options;
    const era = this.#era;
    const heard = (): void => {
      if (this.#era === era) receive();
    };
    const arrived = (): void => this.#host.input(heard);
    const earliestMs = Math.max(loop.nowMs, this.#cloggedUntilMs) + weather.hopMs();
    if (extraMs !== null) return void loop.at(earliestMs + extraMs, arrived);
    this.#lastToClientMs = Math.max(this.#lastToClientMs, earliestMs);
    loop.at(this.#lastToClientMs, arrived);
  }

  /** Nothing passes for a while, either way; then all of it. */
  clog(forMs: number): void {
    this.#cloggedUntilMs = this.#broker.options.loop.nowMs + forMs;
  }

  /** The line is dead at once; the client learns of it after `noticedMs`, and is connected again `downMs` later. */
  lose(noticedMs: number, downMs: number): void {
    if (this.#isLost || this.#isClosed) return;
    this.#isLost = true;
    this.#era += 1;
    this.#broker.forget(this);
    this.#broker.tellEnded(this.connection);
    this.#host.inputAfter(noticedMs, () => {
      this.#isUp = false;
      for (const { onDown } of this.#watchers) onDown("the connection was lost");
    });
    this.#host.inputAfter(noticedMs + downMs, () => this.#reconnect());
  }

  #reconnect(): void {
    if (this.#isClosed) return;
    if (!this.#broker.isUp)
      return this.#host.inputAfter(this.#broker.options.dice.scaled(1, 100), () => this.#reconnect());
    this.#isLost = false;
    this.#isUp = true;
    this.#era += 1;
    this.#cloggedUntilMs = 0;
    this.connection = this.#broker.newConnection();
    for (const subscription of this.#subscriptions) this.#say(() => this.#broker.subscribe(subscription));
    for (const { onUp } of this.#watchers) onUp();
  }

  #say(heard: () => void): void {
    if (this.#isLost) return;
    const era = this.#era;
    this.#broker.options.loop.at(this.#arrivalMs(), () => {
      if (this.#era === era) heard();
    });
  }

  /** When the broker hears what is said now. */
  #arrivalMs(): number {
    const { loop, weather } = this.#broker.options;
    const earliestMs = Math.max(loop.nowMs, this.#cloggedUntilMs) + weather.hopMs();
    this.#lastToBrokerMs = Math.max(this.#lastToBrokerMs, earliestMs);
    return this.#lastToBrokerMs;
  }
}
