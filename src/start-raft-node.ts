/**
 * How one node of protocol `raft` is started by itself. Law: all is checked before anything is started, and a start that fails,
 * or is given up, leaves nothing running. The first start needs to know of how many nodes the cluster is to be; afterwards the
 * folder knows to which it belongs.
 */
import { basename, resolve } from "node:path";
import { type NodeEngine, type RaftNats, RaftNode } from "./compose-node.ts";
import type { NodeId, Timing } from "./core/types.ts";
import { GraftError } from "./errors.ts";
import { type EngineHooks, OwnThread } from "./own-thread.ts";
import type { FormationWait } from "./ports/formation.ts";
import type { Log } from "./ports/log.ts";
import type { NatsAccess } from "./ports/nats.ts";
import { loadMachine, machineUrl } from "./supervisor/machine-module.ts";
import { NodeHandle } from "./supervisor/node-handle.ts";
import type { LogLevel, NodeEvent, PlainError } from "./supervisor/node-protocol.ts";
import { type CheckedOptions, checkOptions, type RecordOptions } from "./supervisor/options.ts";

export interface RaftNodeOptions {
  readonly protocol?: "raft";
  /** `size`: of how many nodes a new cluster is to be formed, 1 to 99. Needed at the first start only. */
  readonly cluster: { readonly name: string; readonly size?: number };
  readonly nats: RaftNats;
  /** Made where it is not there; one node each. */
  readonly dataDir: string;
  /** `[A-Za-z0-9_-]{1,64}`, unique in the cluster. Default: the last name in `dataDir`. */
  readonly id?: NodeId;
  /** "worker", the default: a thread of its own. "same": the caller's, as a borrowed connection needs it. */
  readonly thread?: "worker" | "same";
  readonly timing?: Partial<Timing>;
  /** Of a new cluster, the same for all of its nodes. Default: 60% of the least election timeout. */
  readonly leaseMs?: number;
  /** The lead is handed to the node of the highest one that has caught up. Default 0. */
  readonly priority?: number;
  /** Entries between two snapshots, from 100 up. Default 100,000. */
  readonly snapshotEvery?: number;
  /** A file with the keys of the cluster (`ClusterOptions`). Default: nothing is signed. */
  readonly clusterKeyFile?: string;
  /** A module whose `createStateMachine()` gives the node its machine. Default: the key-value store. */
  readonly stateMachine?: string | URL;
  /** It keeps its last events (`ClusterOptions`). Default: false. */
  readonly record?: boolean | RecordOptions;
  /** Default "warn". */
  readonly logLevel?: LogLevel;
  /** Takes the log, a line of JSON at a time. Default: to stderr. */
  readonly onLog?: (line: string) => void;
  /** Told on whom the node waits, while it is of no cluster yet. */
  readonly onWait?: (on: FormationWait) => void;
  /** Gives up the start, with its reason; of no effect afterwards. */
  readonly signal?: AbortSignal;
}

interface Asked {
  readonly options: RaftNodeOptions;
  readonly checked: CheckedOptions;
  readonly id: NodeId;
  readonly folder: string;
}

/** Resolves once the node is of a cluster, and hears others. */
export async function startRaftNode(options: RaftNodeOptions): Promise<RaftNode> {
  const asked = check(options);
  options.signal?.throwIfAborted();
  const hooks: EngineHooks = {
    onAnnounce: (from, to, cause) => node.hear(from, to, cause),
    onWait: (on) => options.onWait?.(on),
    onWhy: (told) => node.hearWhy(told),
    onStopped: (error) => node.stopped(error),
  };
  const engine = options.thread === "same" ? await ownThread(asked, hooks) : ownWorker(asked, hooks);
  const node = new RaftNode({ id: asked.id, clusterName: options.cluster.name, nats: options.nats, engine });
  const giveUp = (): void => void engine.stop();
  options.signal?.addEventListener("abort", giveUp);
  try {
    await begin(engine, asked);
    return node;
  } catch (error) {
    await engine.stop();
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", giveUp);
  }
}

async function begin(engine: NodeEngine, { options, checked }: Asked): Promise<void> {
  const { formation } = await engine.open();
  if (formation === null && checked.size === null)
    throw invalid("cluster.size", "not given", "1 to 99, where the data folder is new");
  await engine.formAmongOthers(checked.size, checked.leaseMs);
  options.signal?.throwIfAborted();
  await engine.start();
}

/** Not started by anybody else than this process, and not started again: who ends is seen by whoever runs the process. */
function ownWorker({ options, checked, id, folder }: Asked, hooks: EngineHooks): NodeEngine {
  const { clusterKeyFile = null, stateMachine, priority = 0, onLog = toStderr } = options;
  const { fullTiming: timing, snapshotEvery, recording, logLevel, security, nats: servers, name } = checked;
  const own = { nodeId: id, clusterName: name, folder, timing, snapshotEvery, priority, recording, logLevel, security };
  const machine = stateMachine === undefined ? null : machineUrl(stateMachine);
  return new NodeHandle({ ...own, clusterKeyFile, stateMachine: machine }, async () => servers, {
    onEvent: (_, event: NodeEvent) => {
      if (event.type === "log") onLog(event.line);
      if (event.type === "waits") hooks.onWait(event.on);
      if (event.type === "why") hooks.onWhy(event.told);
      if (event.type === "announce")
        hooks.onAnnounce(event.announcement.from, event.announcement.to, event.announcement.cause);
    },
    onStopped: (_, error) => hooks.onStopped(error === null ? null : graftError(error)),
  });
}

async function ownThread({ options, checked, id, folder }: Asked, hooks: EngineHooks): Promise<NodeEngine> {
  const { clusterKeyFile, stateMachine, priority = 0, nats, onLog = toStderr } = options;
  const { fullTiming: timing, snapshotEvery, recording, logLevel, security, nats: natsServers, name } = checked;
  const own = {
    nodeId: id,
    clusterName: name,
    folder,
    natsServers,
    security,
    timing,
    snapshotEvery,
    priority,
    recording,
  };
  const log = jsonLog({ cluster: name, node: id }, logLevel, onLog);
  const key = clusterKeyFile === undefined ? {} : { clusterKeyFile };
  const machine = stateMachine === undefined ? {} : { createStateMachine: await loadMachine(machineUrl(stateMachine)) };
  return new OwnThread({ ...own, ...key, ...machine, log }, nats, hooks);
}

/** Also what the compiler would refuse: who calls may have none. */
function check(options: RaftNodeOptions): Asked {
  const { cluster, nats, dataDir, timing, leaseMs, snapshotEvery, record, logLevel, thread = "worker" } = options;
  if (typeof cluster !== "object" || cluster === null) throw invalid("cluster", cluster, "a name, and a size");
  if (typeof dataDir !== "string" || dataDir === "" || dataDir.includes("\0"))
    throw invalid("dataDir", dataDir, "a folder");
  if (thread !== "worker" && thread !== "same") throw invalid("thread", thread, "worker, same");
  const access = accessOf(nats, thread);
  const folder = resolve(dataDir);
  const { id = basename(folder), priority = 0 } = options;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw invalid("id", id, "1 to 64 letters, digits, _ or -");
  const checked = checkOptions({
    name: cluster.name,
    priorities: { [id]: priority },
    ...given({ size: cluster.size, nats: access, timing, leaseMs, snapshotEvery, record, logLevel }),
  });
  return { options, checked, id, folder };
}

/** Without what is not given: an absent option is none that is undefined. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function accessOf(nats: RaftNats, thread: "worker" | "same"): NatsAccess | undefined {
  if (typeof nats !== "object" || nats === null) throw invalid("nats", nats, "servers, or a connection");
  if ("connection" in nats) {
    if (thread !== "same") throw invalid("thread", thread, "same, where a connection is given");
    return undefined;
  }
  const { servers } = nats;
  if (typeof servers !== "string" && !Array.isArray(servers)) throw invalid("nats.servers", servers, "URLs");
  return { ...nats, servers: typeof servers === "string" ? servers.split(",") : servers };
}

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Lines as the workers' loggers write them. */
function jsonLog(base: object, level: LogLevel, write: (line: string) => void): Log {
  const at = (name: "debug" | "info" | "warn" | "error") => {
    const number = 10 * (LEVELS.indexOf(name) + 1);
    return (values: object, msg: string): void => {
      if (LEVELS.indexOf(name) < LEVELS.indexOf(level)) return;
      const { err, ...rest }: { err?: unknown } = values;
      const told = err instanceof Error ? { err: { message: err.message, stack: err.stack } } : {};
      write(JSON.stringify({ level: number, time: Date.now(), ...base, ...rest, ...told, msg }));
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

const graftError = ({ code, message, values }: PlainError): GraftError => new GraftError(code, message, values);

const invalid = (option: string, given: unknown, allowed: string): GraftError => {
  const value = typeof given === "number" ? given : String(given);
  return new GraftError("INVALID_OPTION", `${option} is ${value}: allowed is ${allowed}`, { option, value, allowed });
};
