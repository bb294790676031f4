/** What a driver is put together from, and whom it tells. Law: everything of the outside that a driver knows is here. */
import type { Effect, Lease } from "../core/effect.ts";
import type { ServerState } from "../core/state.ts";
import type { GraftError } from "../errors.ts";
import type { AppliedBlock } from "../ports/applied.ts";
import type { ClientDoor } from "../ports/client-door.ts";
import type { Clock, WallClock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Storage } from "../ports/storage.ts";
import type { Transport, TransportIdentity } from "../ports/transport.ts";
import type { FlightRecorder } from "./flight-recorder.ts";
import type { Sessions } from "./sessions.ts";
import type { WitnessParts } from "./witness.ts";

export type Announcement = Extract<Effect, { type: "announce" }>;

export interface DriverObserver {
  /** At once, and before anything else that follows from it. Times are of the driver's clock. */
  onLease(lease: Lease | null): void;
  onAnnounce(announcement: Announcement): void;
  /** The node has stopped and let go of its folder and connection. `error` null: it was closed. Called once. */
  onStopped(error: GraftError | null): void;
}

export interface DriverParts {
  readonly state: ServerState;
  readonly identity: TransportIdentity;
  readonly storage: Storage;
  readonly door: ClientDoor;
  readonly machine: Sessions;
  /** Entries between two snapshots. */
  readonly snapshotEvery: number;
  /** Of a piece of a snapshot, as it is sent. Default 256 KiB. */
  readonly pieceBytes?: number;
  readonly transport: Transport;
  readonly clock: Clock & WallClock;
  readonly log: Log;
  readonly observer: DriverObserver;
  /** Told of each block of entries that was applied here from its first to its last. Default: nobody is. */
  readonly onBlock?: ((block: AppliedBlock) => void) | undefined;
  /** Default: nothing is recorded. */
  readonly recorder?: FlightRecorder | undefined;
  /** Default: nobody says why the lead has changed. */
  readonly witness?: WitnessParts | undefined;
}
