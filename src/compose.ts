/**
 * Puts a node together from its parts. Law: nothing decides here; a part that fails to open takes down those opened before
 * it, and leaves nothing behind. What it is put together from is in `compose-world.ts`.
 *
 * A node is opened (its folder locked and read, its connection made), then formed where its folder is new, then started.
 */
import { type NatsConnection, type NodeOptions, realWorld, type Sizes, type World } from "./compose-world.ts";
import { BATCH_BYTES_MAX } from "./core/replication.ts";
import { initialState, type ServerState } from "./core/state.ts";
import { type Configuration, configurationOfVoters, type LogPosition, type Timing } from "./core/types.ts";
import { COMMAND_BYTES_MAX, Driver } from "./driver/driver.ts";
import { FlightRecorder } from "./driver/flight-recorder.ts";
import { FormationDriver, type FormationParts } from "./driver/formation-driver.ts";
import { saveAs, saveInFolder } from "./driver/recording-file.ts";
import { Sessions } from "./driver/sessions.ts";
import { latestChunks, PIECE_BYTES } from "./driver/snapshot-keeper.ts";
import type { WitnessParts } from "./driver/witness.ts";
import { GraftError } from "./errors.ts";
import type { AppliedBlock } from "./ports/applied.ts";
import type { ClientDoor } from "./ports/client-door.ts";
import type { StateMachineFactory } from "./ports/state-machine.ts";
import type { Formation, Identity, Storage } from "./ports/storage.ts";
import { ALL_HINTS } from "./ports/transport.ts";
import { openFormationFile } from "./storage/formation-file.ts";
import { openStorage } from "./storage/open-storage.ts";
import { createAppliedWords } from "./transport/applied-words.ts";
import { openClusterKeys } from "./transport/cluster-keys.ts";
import { createEventBoard } from "./transport/event-board.ts";
import { createFormationTransport } from "./transport/formation-transport.ts";
import type { NatsLink } from "./transport/link-transport.ts";
import type { TransportLog } from "./transport/log.ts";
import { MeteredDoor } from "./transport/metered-door.ts";
import { createNatsDoor } from "./transport/nats-door.ts";
import { securityFor } from "./transport/nats-secrets.ts";
import { startNatsService } from "./transport/nats-service.ts";
import { adoptNats, createNatsTransport } from "./transport/nats-transport.ts";
import { type KeySource, noKeys } from "./wire/signature.ts";

export type { LinkFrame, LinkSubscription, LinkWatcher, NatsLink } from "./transport/link-transport.ts";

/** What a frame holds besides: its envelope, and a joint configuration of the largest cluster beside a piece of a snapshot. */
const FRAME_OVERHEAD_BYTES = 64 * 1024;

/** The largest that a node sends: a batch, a command that exceeds one by itself, or a piece of a snapshot. */
export const FRAME_BYTES_SENT_MAX = Math.max(BATCH_BYTES_MAX, COMMAND_BYTES_MAX, PIECE_BYTES) + FRAME_OVERHEAD_BYTES;

interface OpenParts {
  readonly storage: Storage;
  readonly link: NatsLink;
  readonly machine: Sessions;
  readonly keys: KeySource;
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
  readonly #keys: KeySource;

  constructor(options: NodeOptions, world: World, { storage, link, machine, keys }: OpenParts) {
    this.#options = options;
    this.#world = world;
    this.#storage = storage;
    this.#link = link;
    this.#machine = machine;
    this.#keys = keys;
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

  /**
   * What agrees with other processes on being a cluster: it is run before this is started, and answers them for as long as it is
   * open.
   * @throws GraftError LOG_DAMAGED, STORAGE_FAILED where the record of a formation under way cannot be read
   */
  async openFormation(asked: Pick<FormationParts, "size" | "leaseMs" | "onWait">): Promise<FormationDriver> {
    const { clusterName, folder, nodeId, log } = this.#options;
    const { fileSystem, clock, randomHex: makeId } = this.#world;
    const { incarnation } = this.identity;
    const file = await openFormationFile({ fileSystem, folder, incarnation });
    return new FormationDriver({
      ...asked,
      clusterName,
      self: { id: nodeId, incarnation },
      formation: this.formation,
      store: { record: file.record, save: file.save, form: (formation) => this.form(formation) },
      transport: createFormationTransport({
        link: this.#link,
        keys: this.#keys,
        clusterName,
        nodeId,
        clock,
        log: (message, values) => log.warn(values, message),
      }),
      clock,
      makeId,
    });
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
    const {
      clusterName,
      timing,
      snapshotEvery,
      priority,
      sizes = {},
      hints = ALL_HINTS,
      log,
      observer,
    } = this.#options;
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
    const boot = world.randomHex();
    return new Driver({
      state,
      identity: { clusterName, clusterId, nodeId, incarnation },
      storage: this.#storage,
      transport: createNatsTransport({
        link: this.#link,
        codec: world.createCodec(this.#keys),
        boot,
        frameBytesMax: FRAME_BYTES_SENT_MAX,
        hints,
        clock: world.clock,
        log: (message, values) => log.warn(values, message),
      }),
      door: this.#openService(),
      machine: this.#machine,
      snapshotEvery,
      ...(sizes.pieceBytes === undefined ? {} : { pieceBytes: sizes.pieceBytes }),
      clock: world.clock,
      log,
      observer,
      recorder: recorderOf(this.#options, world, state),
      witness: this.#witnessParts(boot),
      onBlock: this.#tellerOf(clusterId),
    });
  }

  #tellerOf(clusterId: string): ((block: AppliedBlock) => void) | undefined {
    if (this.#world.tellsApplied !== true) return undefined;
    const { nodeId: id, incarnation } = this.identity;
    const { clusterName } = this.#options;
    return createAppliedWords({
      link: this.#link,
      clusterName,
      keys: this.#keys,
      clusterId,
      member: { id, incarnation },
    });
  }

  #witnessParts(boot: string): WitnessParts | undefined {
    const { clusterName, nodeId, log: nodeLog, observer } = this.#options;
    const meter = this.#world.openThreadMeter?.();
    if (meter === undefined) return undefined;
    const log: TransportLog = (message, values) => nodeLog.warn(values, message);
    return {
      board: createEventBoard({ link: this.#link, clusterName, nodeId, log }),
      meter,
      boot,
      onTestimony: (testimony) => observer.onTestimony?.(testimony),
      onWhy: (told) => {
        nodeLog.info({ why: told.why, refined: told.refined }, "why the lead has changed");
        observer.onWhy?.(told);
      },
    };
  }

  /** Where clients come in; and, beside it, where tools ask how that goes. */
  #openService(): ClientDoor {
    const { clusterName, nodeId, log: nodeLog } = this.#options;
    const { clock, serviceVersion: version } = this.#world;
    const log: TransportLog = (message, values) => nodeLog.warn(values, message);
    const door = createNatsDoor({ link: this.#link, clusterName, nodeId });
    if (version === undefined) return door;
    const metered = new MeteredDoor(door, clock);
    startNatsService({ link: this.#link, clusterName, nodeId, version, door: metered, clock, log });
    return metered;
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

function recorderOf(options: NodeOptions, world: World, state: ServerState): FlightRecorder | undefined {
  const { nodeId, clusterName: cluster, recording = null, folder } = options;
  if (recording === null) return undefined;
  const { fileSystem, clock } = world;
  return new FlightRecorder({
    state,
    cluster,
    bytesMax: recording.bytes,
    wallMs: () => clock.wallMs(),
    save: (bytes, file) =>
      file === null
        ? saveInFolder(fileSystem, recording.folder ?? folder, nodeId, bytes)
        : saveAs(fileSystem, file, bytes),
  });
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

function keysOf({ clusterKeyFile, log }: NodeOptions, { clock }: World): KeySource {
  if (clusterKeyFile === undefined) return noKeys;
  return openClusterKeys(clusterKeyFile, clock, (message, values) => log.warn(values, message));
}

/** @throws GraftError of the storage (DATA_FOLDER_*, LOG_DAMAGED) or of the connection (NATS_*). */
export async function openNode(options: NodeOptions, world: World = realWorld): Promise<OpenNode> {
  const { clusterName, nodeId, natsServers, security = {} } = options;
  const keys = keysOf(options, world);
  const opening = openFolder(options, world);
  const name = `graft-${clusterName}-${nodeId}`;
  const connecting = world.connect({ ...securityFor(nodeId, security), servers: [...natsServers], name });
  const [storage, link] = await Promise.allSettled([opening, connecting]);
  if (storage.status === "fulfilled" && link.status === "fulfilled")
    return withMachine(options, world, { storage: storage.value, link: link.value, keys });
  if (storage.status === "fulfilled") await storage.value.close();
  if (link.status === "fulfilled") await link.value.close();
  throw storage.status === "rejected" ? storage.reason : link.status === "rejected" ? link.reason : new Error();
}

/** The same over a connection that the application holds. */
export const openNodeOver = (options: NodeOptions, connection: NatsConnection): Promise<OpenNode> =>
  openNode(options, { ...realWorld, connect: async () => adoptNats(connection) });

async function withMachine(options: NodeOptions, world: World, parts: Omit<OpenParts, "machine">): Promise<OpenNode> {
  const { link } = parts;
  const storage = world.watchStorage?.(parts.storage) ?? parts.storage;
  try {
    const machine = await restored(storage, options.createStateMachine ?? (() => world.createStateMachine()));
    return new OpenNode(options, world, { ...parts, storage, machine });
  } catch (error) {
    await Promise.allSettled([link.close(), storage.close()]);
    throw error;
  }
}
