/**
 * Nodes as processes of their own that tell of their elections in lines of JSON: those of the Go library graft, and ours.
 *
 * Law: both are measured alike. The leader's process is killed (kill -9), and the time runs until another's line says that it
 * leads; then the killed one comes back on its state, and hears some heartbeats before the next is killed.
 */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type NatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import { cpuUsOfOther, findProgram, Scratch, ServerProcess } from "./scratch.ts";

export interface Timeouts {
  readonly minMs: number;
  readonly maxMs: number;
  readonly heartbeatMs: number;
}

/** The constants of the Go library, and our defaults. */
export const DEFAULT_TIMEOUTS: Timeouts = { minMs: 500, maxMs: 1000, heartbeatMs: 100 };
export const SHORT_TIMEOUTS: Timeouts = { minMs: 12, maxMs: 24, heartbeatMs: 3 };

const LIBRARY = "github.com/nats-io/graft";
const START_MS_MAX = 30_000;
const SETTLE_HEARTBEATS = 5;
const SETTLE_MS_MIN = 250;

/** How one kind of node is started: the program, and its words. */
export interface ElectionKind {
  readonly name: string;
  absent(): string | null;
  /** What has to be made before: a program. Gives how to start the node of this number. */
  prepare(timeouts: Timeouts, folder: string): Promise<NodeStarter>;
}

export interface StartedNode {
  readonly program: string;
  readonly args: readonly string[];
}

export type NodeStarter = (place: {
  readonly number: number;
  readonly nodes: number;
  readonly url: string;
}) => StartedNode;

const root = (path: string): string =>
  fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? `../../${path}` : `../${path}`, import.meta.url));

/** Where Go installs itself, which it does not put on PATH. */
const findGo = (): string | null => findProgram("go", ["/usr/local/go/bin"]);

/** Both kinds are set on one. */
const withoutServer = (): string | null =>
  findProgram("nats-server") === null ? "there is no nats-server on PATH" : null;

export const goGraft: ElectionKind = {
  name: "Go graft",
  absent: () => (findGo() === null ? "there is no Go on PATH" : withoutServer()),
  async prepare(timeouts, folder) {
    const program = join(folder, "gonode");
    await buildGoNode(program, timeouts, folder);
    return ({ number, nodes, url }) => {
      const state = join(folder, `n${number}.go`);
      return { program, args: ["-name", "bench", "-size", `${nodes}`, "-nats", url, "-state", state] };
    };
  },
};

export const graftTs: ElectionKind = {
  name: "graft-ts",
  absent: withoutServer,
  async prepare({ minMs, maxMs, heartbeatMs }, folder) {
    return ({ number, nodes, url }) => {
      const place = ["--name", "bench", "--size", `${nodes}`, "--nats", url, "--data", join(folder, `n${number}`)];
      const timing = ["--election-timeout", `${minMs}-${maxMs}`, "--heartbeat", `${heartbeatMs}`];
      return {
        program: process.execPath,
        args: [root("dist/node.js"), ...place, ...timing, "--json", "--log-level", "error"],
      };
    };
  },
};

/** The library's timeouts are constants: it is built from a copy in which they are others. */
async function buildGoNode(program: string, timeouts: Timeouts, folder: string): Promise<void> {
  const go = findGo();
  if (go === null) throw new Error("there is no Go on PATH");
  const cwd = root("test/interop/gonode");
  const run = promisify(execFile);
  // Until somebody asks for it, it lies nowhere.
  await run(go, ["mod", "download", LIBRARY], { cwd });
  const { stdout } = await run(go, ["list", "-m", "-f", "{{.Dir}}", LIBRARY], { cwd });
  const copy = join(folder, "graft");
  copySources(stdout.trim(), copy);
  const constants = join(copy, "const.go");
  writeFileSync(constants, withTimeouts(readFileSync(constants, "utf8"), timeouts));
  const modules = join(folder, "gonode.mod");
  writeFileSync(modules, `${readFileSync(join(cwd, "go.mod"), "utf8")}\nreplace ${LIBRARY} => ${copy}\n`);
  writeFileSync(join(folder, "gonode.sum"), readFileSync(join(cwd, "go.sum")));
  await run(go, ["build", `-modfile=${modules}`, "-o", program, "."], { cwd });
}

/** Contents alone: what the module cache holds may not be written to, and a plain copy of it neither. */
function copySources(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copySources(source, target);
    else writeFileSync(target, readFileSync(source));
  }
}

/** @throws Error where the library has other constants than are known here. */
export function withTimeouts(source: string, { minMs, maxMs, heartbeatMs }: Timeouts): string {
  const values = { MIN_ELECTION_TIMEOUT: minMs, MAX_ELECTION_TIMEOUT: maxMs, HEARTBEAT_INTERVAL: heartbeatMs };
  return Object.entries(values).reduce((text, [name, ms]) => {
    const line = new RegExp(`^(\\s*${name}\\s*=).*$`, "m");
    if (!line.test(text)) throw new Error(`graft has no constant ${name}`);
    return text.replace(line, `$1 ${ms} * time.Millisecond`);
  }, source);
}

interface Line {
  readonly type?: string;
  readonly to?: string;
}

interface RunningNode {
  readonly process: ServerProcess;
  leads: boolean;
  readonly started: Promise<void>;
}

/** A cluster of processes of one kind, over a nats-server of its own. */
export class ElectionCluster {
  readonly #scratch: Scratch;
  readonly #server: NatsServer;
  readonly #starter: NodeStarter;
  readonly #timeouts: Timeouts;
  readonly #nodes: RunningNode[] = [];
  #onLeader: (atMs: number) => void = () => {};

  private constructor(scratch: Scratch, server: NatsServer, starter: NodeStarter, timeouts: Timeouts) {
    this.#scratch = scratch;
    this.#server = server;
    this.#starter = starter;
    this.#timeouts = timeouts;
  }

  static async start(kind: ElectionKind, timeouts: Timeouts, nodes: number): Promise<ElectionCluster> {
    const scratch = new Scratch();
    const starter = await kind.prepare(timeouts, scratch.path);
    const server = await startNatsServer();
    const cluster = new ElectionCluster(scratch, server, starter, timeouts);
    try {
      for (let number = 0; number < nodes; number += 1) cluster.#nodes.push(cluster.#spawn(number, nodes));
      await Promise.all(cluster.#nodes.map(({ started }) => started));
      await cluster.#ledBy();
      await cluster.#settled();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** From the kill of the leader to another's word that it leads, in ms. */
  async failOver(): Promise<number> {
    const number = await this.#ledBy();
    const leader = this.#nodes[number];
    if (leader === undefined) throw new Error("nobody leads");
    const elected = this.#nextLeader();
    const startedMs = performance.now();
    await leader.process.kill();
    const tookMs = (await elected) - startedMs;
    const node = this.#spawn(number, this.#nodes.length);
    this.#nodes[number] = node;
    await node.started;
    await this.#settled();
    return tookMs;
  }

  /** CPU that the nodes use while nothing happens, in percent of a core. */
  async idlePercent(forMs: number): Promise<number> {
    const used = (): number => this.#nodes.reduce((sum, { process }) => sum + cpuUsOfOther(process.pid), 0);
    const beforeUs = used();
    const startedMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, forMs));
    return (used() - beforeUs) / 10 / (performance.now() - startedMs);
  }

  async close(): Promise<void> {
    await Promise.all(this.#nodes.map(({ process }) => process.kill()));
    await this.#server.close();
    this.#scratch.remove();
  }

  #spawn(number: number, nodes: number): RunningNode {
    const { program, args } = this.#starter({ number, nodes, url: this.#server.url });
    let begun: () => void = () => {};
    const started = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`a node did not start: ${node.process.output}`)), START_MS_MAX);
      late.unref();
      begun = () => {
        clearTimeout(late);
        resolve();
      };
    });
    started.catch(() => undefined); // whoever waits for it hears of it
    const node: RunningNode = {
      process: new ServerProcess(program, args, (text) => {
        const line = JSON.parse(text) as Line;
        if (line.type === "nodeStarted") begun();
        if (line.type !== "stateChange") return;
        node.leads = line.to?.toLowerCase() === "leader";
        if (node.leads) this.#onLeader(performance.now());
      }),
      leads: false,
      started,
    };
    return node;
  }

  #nextLeader(): Promise<number> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("no leader was elected")), START_MS_MAX);
      this.#onLeader = (atMs) => {
        clearTimeout(late);
        resolve(atMs);
      };
    });
  }

  async #ledBy(): Promise<number> {
    for (;;) {
      const number = this.#nodes.findIndex(({ leads, process }) => leads && process.alive);
      if (number >= 0) return number;
      await this.#nextLeader();
    }
  }

  /** Time in which everybody has heard the leader. */
  #settled(): Promise<void> {
    const waitMs = Math.max(SETTLE_MS_MIN, SETTLE_HEARTBEATS * this.#timeouts.heartbeatMs);
    return new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
