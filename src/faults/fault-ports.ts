/**
 * The ports of one worker, made so that they can be broken. Law: the node behind them is the one that runs without them; what it
 * has of the outside is all that changes.
 */
import type { NodeId } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Clock, WallClock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { NodeFaults } from "../ports/faults.ts";
import type { FileSystem } from "../ports/file-system.ts";
import type { NatsLink } from "../transport/link-transport.ts";
import { BusyLoop } from "./busy-loop.ts";
import { FaultyClock } from "./faulty-clock.ts";
import { FaultyFileSystem } from "./faulty-file-system.ts";
import { FaultyLink } from "./faulty-link.ts";

/** As much of a node's world as faults are put into. */
export interface Ports<Options, Keys> {
  readonly fileSystem: FileSystem;
  readonly clock: Clock & WallClock;
  connect(options: Options): Promise<NatsLink>;
  createCodec(keys: Keys): Codec;
}

export interface FaultPortsOptions {
  readonly clusterName: string;
  readonly nodeId: NodeId;
  /** Ends the thread at once (`faulty-file-system`). */
  readonly onTorn: () => void;
}

export class FaultPorts {
  readonly #options: FaultPortsOptions;
  readonly #busy = new BusyLoop();
  #faults: NodeFaults | null = null;
  #told: ((faults: NodeFaults) => void)[] = [];
  /** Of its own, since a codec remembers what it has read. */
  #codec: Codec | null = null;

  constructor(options: FaultPortsOptions) {
    this.#options = options;
  }

  set(faults: NodeFaults): void {
    this.#faults = faults;
    this.#busy.set(faults.busy);
    for (const tell of this.#told) tell(faults);
  }

  /** `ports`, with those that can be broken in the place of theirs. */
  over<Options extends { readonly servers: string | readonly string[] }, Keys, All extends Ports<Options, Keys>>(
    ports: All & Ports<Options, Keys>,
  ): All {
    const fileSystem = new FaultyFileSystem(ports.fileSystem, this.#options.onTorn);
    const clock = new FaultyClock(ports.clock);
    this.#tell((faults) => fileSystem.setFaults(faults));
    this.#tell((faults) => clock.setFaults(faults));
    return {
      ...ports,
      fileSystem,
      clock,
      connect: (options: Options) => this.#connect(options, () => ports.connect(options)),
      createCodec: (keys: Keys) => {
        this.#codec = ports.createCodec(keys);
        return ports.createCodec(keys);
      },
    };
  }

  async #connect(options: { readonly servers: string | readonly string[] }, connect: () => Promise<NatsLink>) {
    if (this.#faults?.disconnected) throw unreachable([options.servers].flat());
    const { clusterName, nodeId } = this.#options;
    const parts = { clusterName, nodeId, connect, codec: () => this.#codec, random: Math.random };
    const link = new FaultyLink(parts, await connect());
    this.#tell((faults) => link.setFaults(faults));
    return link;
  }

  #tell(tell: (faults: NodeFaults) => void): void {
    this.#told.push(tell);
    if (this.#faults !== null) tell(this.#faults);
  }
}

function unreachable(list: readonly string[]): GraftError {
  const servers = list.join(", ");
  return new GraftError("NATS_UNREACHABLE", `no NATS server answered at ${servers}: cut off on purpose`, { servers });
}
