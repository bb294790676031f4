/**
 * One Raft node in a thread of its own: the composition root that a supervisor spawns. Law: the thread ends when its node has
 * stopped, for whatever reason, and says why before.
 */
import { parentPort, workerData } from "node:worker_threads";
import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { pino } from "pino";
import { type OpenNode, openNode } from "../src/compose.ts";
import { Rehearsal } from "../src/compose-rehearsal.ts";
import { type NodeOptions, realWorld } from "../src/compose-world.ts";
import type { Lease } from "../src/core/effect.ts";
import type { Driver } from "../src/driver/driver.ts";
import { GraftError } from "../src/errors.ts";
import { FaultPorts } from "../src/faults/fault-ports.ts";
import { installErrorTransfer, plainError } from "../src/supervisor/error-transfer.ts";
import { FreezeWord } from "../src/supervisor/freeze-word.ts";
import { LeaseWord } from "../src/supervisor/lease-word.ts";
import { loadMachine } from "../src/supervisor/machine-module.ts";
import type { NodeApi, NodeEvent, NodeWorkerData } from "../src/supervisor/node-protocol.ts";
import { ownThreadId } from "../src/supervisor/os-thread.ts";

type Forming = Awaited<ReturnType<OpenNode["openFormation"]>>;

const given: NodeWorkerData = workerData;
const { nodeId, clusterName, folder, timing, snapshotEvery, stateMachine, priority, recording } = given;
const { logLevel, lease, freeze, events } = given;
const { security, clusterKeyFile, sizes = {}, hints, faulty = false } = given;
if (parentPort === null) throw new Error("this file runs as a worker of the supervisor");

const faults = faulty ? new FaultPorts({ clusterName, nodeId, onTorn: fallen }) : null;
const world = faults?.over(realWorld) ?? realWorld;

const tell = (event: NodeEvent): void => events.postMessage(event);

tell({ type: "thread", id: ownThreadId() });

const log = pino(
  { level: logLevel, base: { cluster: clusterName, node: nodeId } },
  { write: (line: string) => tell({ type: "log", line: line.trimEnd() }) },
);

const freezeWord = new FreezeWord(freeze);
const leaseWord = new LeaseWord(lease);

/** The word first: who is told of it looks there. */
function setLease(held: Lease | null): void {
  if (leaseWord.write(held, () => world.clock.nowMs())) tell({ type: "lease" });
}

/** In the middle of a write, as it was asked to: a crash on request, and no failure of the worker's. */
function fallen(): void {
  tell({ type: "stopped", error: null });
  process.exit();
}

let node: OpenNode | null = null;
let driver: Driver | null = null;
let forming: Forming | null = null;
const rehearsal = new Rehearsal(timing);

function opened<T>(part: T | null): T {
  if (part === null) throw new GraftError("NODE_STOPPED", `${nodeId} has not been started`, { node: nodeId });
  return part;
}

/** The port is closed by this side, so that what was told arrives before the thread is gone. */
function stopped(error: GraftError | null): void {
  forming?.close();
  rehearsal.close();
  tell({ type: "stopped", error: error === null ? null : plainError(error) });
  events.close();
  parentPort?.unref();
}

const api: NodeApi = {
  async open(natsServers) {
    const own = stateMachine === null ? {} : { createStateMachine: await loadMachine(stateMachine) };
    const options: NodeOptions = {
      ...own,
      nodeId,
      clusterName,
      folder,
      natsServers,
      security,
      ...(clusterKeyFile === null ? {} : { clusterKeyFile }),
      timing,
      snapshotEvery,
      sizes,
      ...(hints === undefined ? {} : { hints }),
      priority,
      recording,
      log,
      observer: {
        onLease: setLease,
        onAnnounce: (announcement) => {
          tell({ type: "announce", announcement });
          void rehearsal.heard(announcement.to);
        },
        onTestimony: (testimony) => tell({ type: "testimony", testimony }),
        onWhy: (why) => tell({ type: "why", told: why }),
        onStopped: stopped,
      },
    };
    node = await openNode(options, world);
    return { incarnation: node.identity.incarnation, formation: node.formation, latest: node.latest };
  },
  form: (formation) => opened(node).form(formation),
  async formAmongOthers(size, leaseMs) {
    forming = await opened(node).openFormation({ size, leaseMs, onWait: (on) => tell({ type: "waits", on }) });
    return forming.run();
  },
  async start() {
    await rehearsal.beforeStart();
    driver = await opened(node).start();
    tell({ type: "started" });
  },
  report: () => opened(driver).report(),
  ask: (request) => new Promise((resolve) => opened(driver).ask(request, resolve)),
  takeSnapshot: () => opened(driver).takeSnapshot(),
  transferLeadership: (to, by) => opened(driver).transferLeadership(to, by),
  changeMembers: (change, timeoutMs) => opened(driver).changeMembers(change, timeoutMs),
  formation: () => opened(driver).formation(),
  stateHash: () => opened(driver).stateHash(),
  dumpRecording: (file) => opened(driver).dumpRecording(file),
  setFaults: (told) => faults?.set(told),
  // At once: what came meanwhile would be heard before the next turn.
  freeze() {
    tell({ type: "freezing" });
    freezeWord.freeze();
  },
  async close() {
    forming?.close();
    rehearsal.close();
    if (driver !== null) return driver.close();
    const unstarted = node;
    node = null; // a start that still rehearses finds nothing to start
    await unstarted?.close();
    stopped(null);
  },
};

installErrorTransfer();
expose(api, nodeEndpoint(parentPort));
