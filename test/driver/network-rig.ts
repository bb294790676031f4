/**
 * A few nodes on one memory network and one virtual clock: real drivers, cores, codec and transport checks; disks worked by
 * hand, or prompt.
 *
 * Law: a node that is crashed is only forgotten, with its disk as the last sync left it. What it had asked for besides never
 * comes to pass.
 */

import type { ServerState } from "../../src/core/state.ts";
import type { NodeId, Term } from "../../src/core/types.ts";
import type { Driver } from "../../src/driver/driver.ts";
import { Sessions } from "../../src/driver/sessions.ts";
import { latestChunks } from "../../src/driver/snapshot-keeper.ts";
import type { GraftError } from "../../src/errors.ts";
import type { Log } from "../../src/ports/log.ts";
import {
  createMemoryNetwork,
  type InFlight,
  type MemoryNetwork,
  type MemoryTransport,
} from "../../src/transport/memory-transport.ts";
import { createCodec } from "../../src/wire/codec.ts";
import { FakeDoor } from "./fake-door.ts";
import { type Disk, FakeStorage, newDisk } from "./fake-storage.ts";
import { JournalMachine } from "./journal-machine.ts";
import { makeDriver } from "./rig.ts";
import { VirtualClock } from "./virtual-clock.ts";

const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Life {
  readonly id: NodeId;
  readonly storage: FakeStorage;
  readonly door: FakeDoor;
  readonly machine: JournalMachine;
  readonly state: ServerState;
  readonly transport: MemoryTransport;
  readonly driver: Driver;
  readonly stopped: (GraftError | null)[];
}

export interface NetworkOptions {
  /** How many voters the configuration names. */
  readonly size: number;
  /** Frames arrive by themselves after this, Infinity: never; without it they wait for `flush`. */
  readonly delayMs?: number | ((frame: InFlight) => number);
  /** Default: never. */
  readonly snapshotEvery?: number;
  /** Bytes in a chunk of a snapshot, as the machine gives it. */
  readonly chunkBytes?: number;
}

export class NetworkRig {
  readonly clock = new VirtualClock();
  readonly network: MemoryNetwork;
  /** Who has ever led, and in which term. */
  readonly led: { readonly id: NodeId; readonly term: Term }[] = [];
  readonly #options: NetworkOptions;
  #lives = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
    const { clock } = this;
    const { delayMs } = options;
    const delayOf = typeof delayMs === "number" ? () => delayMs : delayMs;
    const schedule = delayOf === undefined ? {} : { schedule: { clock, delayMs: delayOf } };
    this.network = createMemoryNetwork({ codec: createCodec(), clock, ...schedule });
  }

  async start(id: NodeId, disk: Disk = newDisk(), promptDisk = false): Promise<Life> {
    this.#lives += 1;
    const { size, snapshotEvery = Infinity, chunkBytes } = this.#options;
    const { hardState } = disk;
    const storage = new FakeStorage(disk, []);
    const door = new FakeDoor();
    const machine = new JournalMachine(chunkBytes);
    const sessions = new Sessions(machine);
    if (storage.snapshots.latest !== null) await sessions.restore(latestChunks(storage.snapshots));
    if (promptDisk) storage.onAppend = () => this.clock.afterInput(() => storage.sync());
    const transport = this.network.transport(`boot-${this.#lives}`);
    const stopped: (GraftError | null)[] = [];
    const { driver, state } = makeDriver({
      id,
      size,
      hardState,
      seed: this.#lives,
      storage,
      door,
      machine: sessions,
      snapshotEvery,
      transport,
      clock: this.clock,
      log: QUIET,
      observer: {
        onLease: () => undefined,
        onAnnounce: ({ to }) => void (to.role === "leader" && this.led.push({ id, term: to.term })),
        onStopped: (error) => stopped.push(error),
      },
    });
    await driver.start();
    this.clock.settle();
    return { id, storage, door, machine, state, transport, driver, stopped };
  }

  /** The power is cut: what is left is on the disk. */
  crash({ storage, transport }: Life): Disk {
    transport.disconnect();
    return storage.afterCrash();
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

  /** Time in small steps, with room for promises to run out between them. */
  async pass(forMs: number): Promise<void> {
    for (let passedMs = 0; passedMs < forMs; passedMs++) {
      this.clock.pass(1);
      await settled();
    }
  }
}

/** Every promise that can settle has done so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
