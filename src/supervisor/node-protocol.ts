/**
 * What a supervisor and the worker of one node say to each other. Law: inspection and control only; no Raft message ever goes
 * this way. Calls go by Comlink; what the node tells on its own comes on a port of its own, in order.
 */
import type { MessagePort } from "node:worker_threads";
import type { MemberChange } from "../core/event.ts";
import type { Configuration, LogPosition, Timing } from "../core/types.ts";
import type { Announcement } from "../driver/driver-parts.ts";
import type { NodeReport } from "../driver/report.ts";
import type { StateHash } from "../driver/state-hash.ts";
import type { ErrorCode, ErrorValues } from "../errors.ts";
import type { ClientRequest, ClientResponse } from "../ports/client-door.ts";
import type { NodeFaults } from "../ports/faults.ts";
import type { FormationWait } from "../ports/formation.ts";
import type { NatsSecurity } from "../ports/nats.ts";
import type { Formation } from "../ports/storage.ts";
import type { HintSources } from "../ports/transport.ts";
import type { Told } from "../why/book.ts";
import type { Testimony, TransferBy } from "../why/testimony.ts";
import type { Recording } from "./options.ts";

export type { FormationWait } from "../ports/formation.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** What a user need not know of, as `compose` takes it; a story makes it small, so that it meets its ends. */
export interface NodeSizes {
  readonly segmentBytes?: number;
  readonly segmentBytesMax?: number;
  readonly trailingEntries?: number;
  readonly batchEntries?: number;
  readonly pieceBytes?: number;
}

export interface NodeWorkerData {
  readonly nodeId: string;
  readonly clusterName: string;
  readonly folder: string;
  readonly timing: Timing;
  readonly snapshotEvery: number;
  readonly sizes?: NodeSizes;
  /** Default: all. */
  readonly hints?: HintSources;
  /** The module of its state machine, as a URL; null: the key-value store. */
  readonly stateMachine: string | null;
  readonly priority: number;
  readonly recording: Recording | null;
  /** Who the node is to NATS; `{node}` in it stands for its id. */
  readonly security: NatsSecurity;
  /** null: frames are not signed. */
  readonly clusterKeyFile: string | null;
  /** Where the node writes its lease (`lease-word`). */
  readonly lease: SharedArrayBuffer;
  /** By which the thread is made to stand still (`freeze-word`). */
  readonly freeze: SharedArrayBuffer;
  /** Whether faults can be put into it; otherwise, as by default, its ports are the machine's own. */
  readonly faulty?: boolean;
  readonly logLevel: LogLevel;
  readonly events: MessagePort;
}

export interface OpenedNode {
  readonly incarnation: string;
  /** null: the folder is new. */
  readonly formation: Formation | null;
  /** Where its log ends, and the newest configuration in it, committed or not; empty in a new folder. */
  readonly latest: LatestConfiguration;
}

export interface LatestConfiguration {
  readonly last: LogPosition;
  readonly configuration: Configuration;
}

/** In this order: open, form where the folder is new, start. All throw GraftErrors. */
export interface NodeApi {
  open(natsServers: readonly string[]): Promise<OpenedNode>;
  form(formation: Formation): Promise<void>;
  /** In place of `form`, also where the folder is not new: with other processes, which it goes on to answer. */
  formAmongOthers(size: number | null, leaseMs: number): Promise<Formation>;
  start(): Promise<void>;
  report(): NodeReport;
  /** As a program on its machine does, which asks this very node. */
  ask(request: ClientRequest): Promise<ClientResponse>;
  takeSnapshot(): void;
  transferLeadership(to: string | null, by: TransferBy): Promise<void>;
  changeMembers(change: MemberChange, timeoutMs: number): Promise<void>;
  /** What a node that is to join has to know. */
  formation(): Formation;
  stateHash(): Promise<StateHash>;
  dumpRecording(file: string | null): Promise<string>;
  /** Resolves once they are in force; also before `open`. Of no effect where the worker is not `faulty`. */
  setFaults(faults: NodeFaults): void;
  /** Stands still for as long as the word says, and answers after that: `freezing` tells when it begins. */
  freeze(): void;
  close(): Promise<void>;
}

export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly values: ErrorValues;
  /** Where it was thrown; of what a worker died of. */
  readonly stack?: string;
}

export type NodeEvent =
  /** Its thread, as the operating system knows it (`os-thread`): told first. */
  | { readonly type: "thread"; readonly id: number | null }
  /** It hears the others, and they it: told before anything that follows from it. */
  | { readonly type: "started" }
  /** Its thread stands still from now on: nothing that it was sent and has not heard yet is heard before it thaws. */
  | { readonly type: "freezing" }
  /** It is of no cluster yet. */
  | { readonly type: "waits"; readonly on: FormationWait }
  | { readonly type: "announce"; readonly announcement: Announcement }
  /** The shared word holds a lease where there was none, or none any more. */
  | { readonly type: "lease" }
  /** What it has measured when a lead began or ended. */
  | { readonly type: "testimony"; readonly testimony: Testimony }
  /** Why the lead has changed, as far as it has heard. */
  | { readonly type: "why"; readonly told: Told }
  /** One line of JSON, as pino writes it, without its newline. */
  | { readonly type: "log"; readonly line: string }
  /** The node has let go of its folder and connection. */
  | { readonly type: "stopped"; readonly error: PlainError | null };
