/**
 * What a node is put together from: its world, and what its user chooses. Law: all that a node has of the outside comes from its
 * `World`: the machine's own, unless a simulator hands in another.
 */
import { randomBytes, randomInt } from "node:crypto";
import type { ServerState } from "./core/state.ts";
import type { Timing } from "./core/types.ts";
import type { DriverObserver } from "./driver/driver-parts.ts";
import { createStateMachine } from "./kv/machine.ts";
import type { Clock, WallClock } from "./ports/clock.ts";
import type { Codec } from "./ports/codec.ts";
import type { FileSystem } from "./ports/file-system.ts";
import type { Log } from "./ports/log.ts";
import type { NatsSecurity } from "./ports/nats.ts";
import type { StateMachine, StateMachineFactory } from "./ports/state-machine.ts";
import type { Storage } from "./ports/storage.ts";
import type { ThreadMeter } from "./ports/thread-meter.ts";
import type { HintSources } from "./ports/transport.ts";
import { realFileSystem } from "./storage/file-system.ts";
import type { NatsLink } from "./transport/link-transport.ts";
import type { NatsOptions } from "./transport/nats-options.ts";
import { type adoptNats, connectNats } from "./transport/nats-transport.ts";
import { realClock } from "./transport/real-clock.ts";
import { openThreadMeter } from "./transport/real-meter.ts";
import type { Told } from "./why/book.ts";
import type { Testimony } from "./why/testimony.ts";
import { createCodec } from "./wire/codec.ts";
import type { KeySource } from "./wire/signature.ts";

/** What a node has of the outside. */
export interface World {
  readonly fileSystem: FileSystem;
  readonly clock: Clock & WallClock;
  connect(options: NatsOptions): Promise<NatsLink>;
  createCodec(keys: KeySource): Codec;
  createStateMachine(): StateMachine;
  /** 16 random bytes in hex. */
  randomHex(): string;
  /** 32 random bits. */
  randomSeed(): number;
  /** Handed the storage once it is open; gives back what the node is to use in its place. */
  watchStorage?(storage: Storage): Storage;
  /** The version as which the node answers as a NATS micro service; none: it does not. */
  readonly serviceVersion?: string;
  /** What is known of the thread that the node runs in; none: nobody measures, nor says why the lead has changed. */
  openThreadMeter?(): ThreadMeter;
  /** Nodes tell what they have applied (`AppliedBlock`), for whoever listens. Default: they do not. */
  readonly tellsApplied?: boolean;
  /** Handed the state that the node is going to live in. */
  onState?(state: ServerState): void;
}

/** Put there by the bundler. */
declare const __GRAFT_VERSION__: string | undefined;

export const realWorld: World = {
  fileSystem: realFileSystem,
  clock: realClock,
  connect: connectNats,
  createCodec: (keys) => createCodec({ keys }),
  createStateMachine,
  randomHex: () => randomBytes(16).toString("hex"),
  randomSeed: () => randomInt(2 ** 32),
  openThreadMeter,
  tellsApplied: true,
  serviceVersion: typeof __GRAFT_VERSION__ === "string" ? __GRAFT_VERSION__ : "0.0.0-unbuilt",
};

/** A connection of the `nats` package that the application holds: used, and left open. */
export type NatsConnection = Parameters<typeof adoptNats>[0];

/** Sizes that a user need not know of; a simulator makes them small, so that their edges are met often. */
export interface Sizes {
  /** Of a log segment. */
  readonly segmentBytes?: number;
  /** To which segments grow. */
  readonly segmentBytesMax?: number;
  /** Entries kept behind a snapshot. */
  readonly trailingEntries?: number;
  /** Entries in one AppendEntries, at most. */
  readonly batchEntries?: number;
  /** Of a piece of a snapshot, as it is sent. */
  readonly pieceBytes?: number;
}

export interface NodeOptions {
  readonly nodeId: string;
  readonly clusterName: string;
  readonly folder: string;
  readonly natsServers: readonly string[];
  /** `{node}` in it is replaced by `nodeId`. Default: nothing is proven to the servers but what their URLs say. */
  readonly security?: NatsSecurity;
  /** The keys that sign frames, one a line in hex. Default: frames are not signed. */
  readonly clusterKeyFile?: string;
  readonly timing: Timing;
  /** Entries between two snapshots. */
  readonly snapshotEvery: number;
  /** Default: that of the key-value store. */
  readonly createStateMachine?: StateMachineFactory;
  /** How much this node would rather lead than others; a whole number from 0. */
  readonly priority: number;
  readonly sizes?: Sizes;
  /** By what it may learn that a leader is gone. Default: all that there is. */
  readonly hints?: HintSources;
  /** Its last events are kept, so many bytes of them; `folder` null: its own. Default: they are not. */
  readonly recording?: { readonly bytes: number; readonly folder: string | null } | null;
  readonly log: Log;
  readonly observer: NodeObserver;
}

export interface NodeObserver extends DriverObserver {
  /** Of what this node has measured when a lead began or ended. */
  onTestimony?(testimony: Testimony): void;
  /** Why the lead has changed, as far as this node has heard. */
  onWhy?(told: Told): void;
}
