/**
 * Puts a node together from its parts. Law: nothing decides here; a part that fails to open takes down those opened before
 * it, and leaves nothing behind. All that a node has of the outside comes from its `World`: the machine's own, unless a
 * simulator hands in another.
 *
 * A node is opened (its folder locked and read, its connection made), then formed where its folder is new, then started.
 */
import { randomBytes, randomInt } from "node:crypto";
import { BATCH_BYTES_MAX } from "./core/replication.ts";
import { initialState, type ServerState } from "./core/state.ts";
import { type Configuration, configurationOfVoters, type LogPosition, type Timing } from "./core/types.ts";
import { COMMAND_BYTES_MAX, Driver, type DriverObserver } from "./driver/driver.ts";
import { rehearse } from "./driver/rehearsal.ts";
import { Sessions } from "./driver/sessions.ts";
import { latestChunks, PIECE_BYTES } from "./driver/snapshot-keeper.ts";
import { GraftError } from "./errors.ts";
import { createStateMachine } from "./kv/machine.ts";
import type { Clock, WallClock } from "./ports/clock.ts";
import type { Codec } from "./ports/codec.ts";
import type { FileSystem } from "./ports/file-system.ts";
import type { Log } from "./ports/log.ts";
import type { StateMachine, StateMachineFactory } from "./ports/state-machine.ts";
import type { Formation, Identity, Storage } from "./ports/storage.ts";
import { realFileSystem } from "./storage/file-system.ts";
import { openStorage } from "./storage/open-storage.ts";
import type { NatsLink } from "./transport/link-transport.ts";
import { createNatsDoor } from "./transport/nats-door.ts";
import { connectNats, createNatsTransport } from "./transport/nats-transport.ts";
import { realClock } from "./transport/real-clock.ts";
import { createCodec } from "./wire/codec.ts";

export type { LinkFrame, LinkSubscription, LinkWatcher, NatsLink } from "./transport/link-transport.ts";

/** What a node has of the outside. */
export interface World {
  readonly fileSystem: FileSystem;
  readonly clock: Clock & WallClock;
  connect(options: { readonly servers: string[]; readonly name: string }): Promise<NatsLink>;
  createCodec(): Codec;
  createStateMachine(): StateMachine;
  /** 16 random bytes in hex. */
  randomHex(): string;
  /** 32 random bits. */
  randomSeed(): number;
  /** Called while the connection is being made: there is time then. */
  warmUp(): void;
  /** Handed the storage once it is open; gives back what the node is to use in its place. */
  watchStorage?(storage: Storage): Storage;
  /** Handed the state that the node is going to live in. */
  onState?(state: ServerState): void;
}

const realWorld: World = {
  fileSystem: realFileSystem,
  clock: realClock,
  connect: connectNats,
  createCodec: () => createCodec(),
  createStateMachine,
  randomHex: () => randomBytes(16).toString("hex"),
  randomSeed: () => randomInt(2 ** 32),
  warmUp: () => rehearse(createCodec()),
};

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
  readonly timing: Timing;
  /** Entries between two snapshots. */
  readonly snapshotEvery: number;
  /** Default: that of the key-value store. */
  readonly createStateMachine?: StateMachineFactory;
  /** How much this node would rather lead than others; a whole number from 0. */
  readonly priority: number;
  readonly sizes?: Sizes;
  readonly log: Log;
  readonly observer: DriverObserver;
}

/** What a frame holds besides: its envelope, and a joint configuration of the largest cluster beside a piece of a snapshot. */
const FRAME_OVERHEAD_BYTES = 64 * 1024;

/** The largest that a node sends: a batch, a command that exceeds one by itself, or a piece of a snapshot. */
export const FRAME_BYTES_SENT_MAX = Math.max(BATCH_BYTES_MAX, COMMAND_BYTES_MAX, PIECE_BYTES) + FRAME_OVERHEAD_BYTES;

interface OpenParts {
  readonly storage: Storage;
  readonly link: NatsLink;
  readonly machine: Sessions;
}

/** The machine as the latest snapshot has it. */
async function restored({ snapshots }: Storage, create: StateMachineFactory): Promise<Sessions> {
  const machine = new Sessions(create());
  if (snapshots.latest !== null) await machine.restore(latestChunks(snapshots));
  return machine;
}

/** Where the log ends, and the newest configuration in it or before it, committed or not. */
function latestOf({ recovered, snapshots }: Storage): { last: LogPosition; configuration: Configuration } {
  const { base, entries, formation } = recovered;
  const { index, term } = entries.at(-1) ?? base;
  const entry = entries.findLast(({ type }) => type === "configuration");
  const before = snapshots.latest?.configuration ?? formation?.configuration ?? configurationOfVoters([]);
  return { last: { index, term }, configuration: entry?.type === "configuration" ? entry.configuration : before };
}

/** What is ready to start, or to be formed first. */
export class OpenNode {
  readonly identity: Identity;
  formation: Formation | null;
  /** Its folder was made for this start. */
  readonly #isNew: boolean;
  latest: { readonly last: LogPosition; readonly configuration: Configuration };
  readonly #options: NodeOptions;
  readonly #world: World;
  readonly #storage: Storage;
  readonly #link: NatsLink;
  readonly #machine: Sessions;

  constructor(options: NodeOptions, world: World, { storage, link, machine }: OpenParts) {
    this.#options = options;
    this.#world = world;
    this.#storage = storage;
    this.#link = link;
    this.#machine = machine;
    this.identity = storage.recovered.identity;
    this.formation = storage.recovered.formation;
    this.#isNew = this.formation === null;
    this.latest = latestOf(storage);
  }

  /**
   * Keeps `formation`, durably.
   * @throws GraftError DATA_FOLDER_OF_ANOTHER where the folder is not empty, but belongs to a cluster already.
   */
  async form(formation: Formation): Promise<void> {
    if (this.formation !== null) throw this.#formedAlready(this.formation, formation);
    const { hardState } = this.#storage.recovered;
    await new Promise<void>((resolve, reject) =>
      this.#storage.append({ formation, hardState, entries: [], restartFrom: null }, (error) =>
        error === null ? resolve() : reject(error),
      ),
    );
    this.formation = formation;
    this.latest = { ...this.latest, configuration: formation.configuration };
  }

  /** @throws GraftError INVALID_OPTION where it was never formed, or its election timeout is not above the cluster's lease. */
  async start(): Promise<Driver> {
    const { formation } = this;
    if (formation === null) throw new GraftError("INVALID_OPTION", "a node is formed before it is started");
    refuseShortTimeout(this.#options.timing, formation);
    const driver = this.#drive(formation);
    await driver.start();
    return driver;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#link.close(), this.#storage.close()]);
  }

  #drive({ clusterId, configuration }: Formation): Driver {
    const { clusterName, timing, snapshotEvery, priority, sizes = {}, log, observer } = this.#options;
    const world = this.#world;
    const { nodeId, incarnation } = this.identity;
    const self = { id: nodeId, incarnation };
    const { voters, outgoing, learners } = this.latest.configuration;
    const known = [...voters, ...outgoing, ...learners].filter(({ id }) => id === nodeId);
    if (known.length > 0 && known.every((member) => member.incarnation !== incarnation))
      log.warn(
        { node: nodeId },
        "the cluster knows this node by another folder: its votes count for nothing until a change of members admits it",
      );
    const { hardState, base, entries, tornBytes } = this.#storage.recovered;
    if (tornBytes > 0) log.warn({ tornBytes }, "cut a write that was not finished from the end of the log");
    const snapshot = this.#storage.snapshots.latest;
    const atBase = snapshot?.configuration ?? configuration;
    const seed = world.randomSeed();
    const recovered = { configuration: atBase, hardState, base, snapshot, entries, isNew: this.#isNew };
    const state = initialState({ self, timing, seed, priority, ...recovered, ...coreSizes(sizes) });
    world.onState?.(state);
    return new Driver({
      state,
      identity: { clusterName, clusterId, nodeId, incarnation },
      storage: this.#storage,
      transport: createNatsTransport({
        link: this.#link,
        codec: world.createCodec(),
        boot: world.randomHex(),
        frameBytesMax: FRAME_BYTES_SENT_MAX,
        clock: world.clock,
        log: (message, values) => log.warn(values, message),
      }),
      door: createNatsDoor({ link: this.#link, clusterName, nodeId }),
      machine: this.#machine,
      snapshotEvery,
      ...(sizes.pieceBytes === undefined ? {} : { pieceBytes: sizes.pieceBytes }),
      clock: world.clock,
      log,
      observer,
    });
  }

  #formedAlready({ clusterId }: Formation, asked: Formation): GraftError {
    const { folder } = this.#options;
    return new GraftError("DATA_FOLDER_OF_ANOTHER", `${folder} belongs to the cluster ${clusterId}`, {
      folder,
      expected: asked.clusterId,
      found: clusterId,
    });
  }
}

/** A voter must be silent for longer than a lease runs before it helps to elect another leader. */
function refuseShortTimeout({ electionTimeoutMinMs }: Timing, { configuration: { leaseMs } }: Formation): void {
  if (electionTimeoutMinMs > leaseMs) return;
  const values = {
    option: "timing.electionTimeoutMinMs",
    value: electionTimeoutMinMs,
    allowed: `above ${leaseMs}, the leaseMs that this cluster was formed with`,
  };
  throw new GraftError("INVALID_OPTION", `${values.option} is ${values.value}: allowed is ${values.allowed}`, values);
}

const coreSizes = ({ trailingEntries, batchEntries }: Sizes) => ({
  ...(trailingEntries === undefined ? {} : { trailingEntries }),
  ...(batchEntries === undefined ? {} : { batchEntries }),
});

function openFolder({ folder, clusterName, nodeId, sizes = {} }: NodeOptions, world: World): Promise<Storage> {
  const { fileSystem, randomHex: makeIncarnation } = world;
  const { segmentBytes, segmentBytesMax } = sizes;
  return openStorage({
    fileSystem,
    folder,
    clusterName,
    nodeId,
    makeIncarnation,
    ...(segmentBytes === undefined ? {} : { segmentBytes }),
    ...(segmentBytesMax === undefined ? {} : { segmentBytesMax }),
  });
}

/** @throws GraftError of the storage (DATA_FOLDER_*, LOG_DAMAGED) or of the connection (NATS_*). */
export async function openNode(options: NodeOptions, world: World = realWorld): Promise<OpenNode> {
  const { clusterName, nodeId, natsServers } = options;
  const opening = openFolder(options, world);
  const connecting = world.connect({ servers: [...natsServers], name: `graft-${clusterName}-${nodeId}` });
  world.warmUp();
  const [storage, link] = await Promise.allSettled([opening, connecting]);
  if (storage.status === "fulfilled" && link.status === "fulfilled")
    return withMachine(options, world, storage.value, link.value);
  if (storage.status === "fulfilled") await storage.value.close();
  if (link.status === "fulfilled") await link.value.close();
  throw storage.status === "rejected" ? storage.reason : link.status === "rejected" ? link.reason : new Error();
}

async function withMachine(options: NodeOptions, world: World, opened: Storage, link: NatsLink): Promise<OpenNode> {
  const storage = world.watchStorage?.(opened) ?? opened;
  try {
    const machine = await restored(storage, options.createStateMachine ?? (() => world.createStateMachine()));
    return new OpenNode(options, world, { storage, link, machine });
  } catch (error) {
    await Promise.allSettled([link.close(), storage.close()]);
    throw error;
  }
}
