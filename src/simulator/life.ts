/**
 * One life of a node: a process on a machine, from its start to its end, and all that it has of the outside. Law: what it has
 * is its own (host, clock, lease, connection); only the disk is another's, who outlives it.
 */
import type { OpenNode } from "../compose.ts";
import type { Sizes, World } from "../compose-world.ts";
import type { Message } from "../core/message.ts";
import type { ServerState } from "../core/state.ts";
import type { Timing } from "../core/types.ts";
import type { Driver } from "../driver/driver.ts";
import type { FormationDriver } from "../driver/formation-driver.ts";
import { KvMachine } from "../kv/machine.ts";
import type { FormationWait } from "../ports/formation.ts";
import type { Dice } from "../scenario/dice.ts";
import type { ServerView } from "../scenario/server-view.ts";
import type { MemoryFileSystem } from "../storage/memory-file-system.ts";
import { createCodec } from "../wire/codec.ts";
import type { Broker } from "./broker.ts";
import { type DiskState, ProcessDisk } from "./disk.ts";
import type { EventLoop } from "./event-loop.ts";
import { Host } from "./host.ts";
import type { Judge } from "./judge.ts";
import { LeaseHold } from "./lease-hold.ts";
import type { SimulatedLink } from "./link.ts";
import type { Trace } from "./trace.ts";
import { witnessedCodec, witnessedMachine, witnessedStorage } from "./witness.ts";

/** What all lives of a world share. */
export interface Setting {
  readonly loop: EventLoop;
  readonly broker: Broker;
  readonly judge: Judge;
  readonly trace: Trace;
  readonly clusterName: string;
  readonly timing: Timing;
  readonly snapshotEvery: number;
  readonly sizes: Required<Sizes>;
  /** How far a clock may be off, in a second. */
  readonly driftMax: number;
}

export interface Life {
  readonly name: string;
  readonly host: Host;
  readonly lease: LeaseHold;
  link: SimulatedLink | null;
  node: OpenNode | null;
  driver: Driver | null;
  /** Where its cluster forms itself. */
  forming: FormationDriver | null;
  waitsOn: FormationWait | null;
  state: ServerState | null;
  /** What checkers see of it, from when there is something to see. */
  view: ServerView | null;
}

/** How often a clock is as far off as it may be. */
const EXTREME_CLOCKS = 0.8;

export function beginLife(name: string, dice: Dice, setting: Setting, onTurn: () => void): Life {
  const { loop, judge, driftMax } = setting;
  const isExtreme = dice.chance(EXTREME_CLOCKS);
  const drift = isExtreme ? dice.pick([-driftMax, driftMax]) : dice.between(-driftMax, driftMax);
  const host = new Host({ loop, clockRate: 1 + drift, onTurn });
  const lease = new LeaseHold(
    host,
    () => loop.nowMs,
    (fromMs, untilMs) => judge.held(name, fromMs, untilMs),
  );
  return {
    name,
    host,
    lease,
    ...{ link: null, node: null, driver: null },
    ...{ forming: null, waitsOn: null, state: null, view: null },
  };
}

export interface Machine {
  /** Of the process, and of its connection. */
  readonly name: string;
  readonly files: MemoryFileSystem;
  readonly disk: DiskState;
}

/** What production code takes for the world. `onSaid`: told of every message of this life. */
export function worldOf(
  life: Life,
  machine: Machine,
  dice: Dice,
  { loop, broker, judge }: Setting,
  onSaid: (message: Message) => void,
): World {
  const { host, name } = life;
  const { files, disk } = machine;
  return {
    fileSystem: new ProcessDisk(files, host, dice.fork("disk"), disk, () => loop.nowMs),
    clock: host.clock,
    connect: () => connected(life, machine.name, broker, dice),
    createCodec: () =>
      witnessedCodec(createCodec(), (message) => {
        judge.said(name, message, life.state);
        onSaid(message);
      }),
    createStateMachine: () => witnessedMachine(new KvMachine(), name, judge),
    randomHex: () => dice.hex(),
    randomSeed: () => dice.bits(),
    watchStorage: (storage) => witnessedStorage(storage, name, judge),
    onState: (state) => {
      life.state = state;
      judge.starts(name, state);
    },
  };
}

/** Tries until NATS is there. */
function connected(life: Life, name: string, broker: Broker, dice: Dice): Promise<SimulatedLink> {
  return new Promise((resolve) => {
    const dial = (): void => {
      if (!broker.isUp) return life.host.inputAfter(dice.scaled(5, 200), dial);
      life.link = broker.connect(name, life.host);
      resolve(life.link);
    };
    life.host.inputAfter(dice.scaled(0.5, 5), dial);
  });
}
