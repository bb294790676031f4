/**
 * A few nodes on one memory network and one virtual clock: real drivers, cores, codec and transport checks; disks worked by
 * hand, or prompt.
 *
 * Law: a node that is crashed is only forgotten, with its disk as the last sync left it. What it had asked for besides never
 * comes to pass.
 */
import type { HardState, NodeId, Term } from "../../src/core/types.ts";
import type { Driver } from "../../src/driver/driver.ts";
import type { GraftError } from "../../src/errors.ts";
import type { Log } from "../../src/ports/log.ts";
import { createMemoryNetwork, type MemoryNetwork, type MemoryTransport } from "../../src/transport/memory-transport.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { FakeStorage } from "./fake-storage.ts";
import { makeDriver } from "./rig.ts";
import { VirtualClock } from "./virtual-clock.ts";

const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Life {
  readonly id: NodeId;
  readonly storage: FakeStorage;
  readonly transport: MemoryTransport;
  readonly driver: Driver;
  readonly stopped: (GraftError | null)[];
}

export interface NetworkOptions {
  /** How many voters the configuration names. */
  readonly size: number;
  /** Frames arrive by themselves after this; without it they wait for `flush`. */
  readonly delayMs?: number;
}

export class NetworkRig {
  readonly clock = new VirtualClock();
  readonly network: MemoryNetwork;
  /** Who has ever led, and in which term. */
  readonly led: { readonly id: NodeId; readonly term: Term }[] = [];
  readonly #size: number;
  #lives = 0;

  constructor({ size, delayMs }: NetworkOptions) {
    this.#size = size;
    const { clock } = this;
    const schedule = delayMs === undefined ? {} : { schedule: { clock, delayMs: () => delayMs } };
    this.network = createMemoryNetwork({ codec: createCodec(), clock, ...schedule });
  }

  async start(id: NodeId, hardState: HardState = { term: 0, votedFor: null }, promptDisk = false): Promise<Life> {
    this.#lives += 1;
    const storage = new FakeStorage(hardState, []);
    if (promptDisk) storage.onAppend = () => this.clock.afterInput(() => storage.sync());
    const transport = this.network.transport(`boot-${this.#lives}`);
    const stopped: (GraftError | null)[] = [];
    const { driver } = makeDriver({
      id,
      size: this.#size,
      hardState,
      seed: this.#lives,
      storage,
      transport,
      clock: this.clock,
      log: QUIET,
      observer: {
        onAnnounce: ({ to }) => void (to.role === "leader" && this.led.push({ id, term: to.term })),
        onStopped: (error) => stopped.push(error),
      },
    });
    await driver.start();
    this.clock.settle();
    return { id, storage, transport, driver, stopped };
  }

  /** The power is cut: what is left is on the disk. */
  crash({ storage, transport }: Life): HardState {
    transport.disconnect();
    return storage.durable;
  }

  /** All that is on its way arrives, and what that gives rise to. Nothing is synced, and no time passes. */
  flush(): void {
    do this.clock.settle();
    while (this.network.flush() > 0);
  }

  sync({ storage }: Life): void {
    if (!storage.sync()) throw new Error("nothing is being written");
    this.clock.settle();
  }

  /** Time in small steps, with room for promises between them. */
  async pass(forMs: number): Promise<void> {
    for (let passedMs = 0; passedMs < forMs; passedMs++) {
      this.clock.pass(1);
      await Promise.resolve();
    }
  }
}
