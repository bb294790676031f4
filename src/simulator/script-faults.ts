/** What a scenario does to its world. Law: it happens at the moment of its line, and all of it. */
import type { DiskFault, Fault, Link, LinkWeather } from "../scenario/language/syntax.ts";
import { Refusal } from "../scenario/stage.ts";
import type { SimulatedNode } from "./node.ts";
import { CLUSTER_NAME, type ScriptWorld } from "./script-world.ts";
import { cutLink } from "./weather.ts";
import { SimulatedClient } from "./workload.ts";

/** Without a time of their own. */
const CLOGGED_MS = 1_000;
/** Of a disconnected client: until it knows. */
const NOTICED_MS = 1;
const LOAD_KEYS = 5;
const THINK_MS = 100;
const CALL_TIMEOUT_MS = 3_000;

export class ScriptFaults {
  readonly #world: ScriptWorld;
  #clients: SimulatedClient[] = [];
  #clientCount = 0;

  constructor(world: ScriptWorld) {
    this.#world = world;
  }

  async perform(fault: Fault<string>): Promise<void> {
    this.#world.trace.say(`scenario: ${JSON.stringify(fault)}`);
    switch (fault.type) {
      case "pause":
      case "suspend":
      case "clog":
      case "disconnect":
        return this.#each(fault.nodes, (node) => this.#forAWhile(node, fault.type, fault.forMs));
      case "rival":
        return this.#world.addRival(fault.as);
      case "copy":
        return this.#copy(fault.node, fault.as);
      case "drift":
        return this.#node(fault.node).setClockRate(fault.rate);
      case "jump":
        return this.#node(fault.node).setWall(fault.ms);
      case "disk":
        return this.#each(fault.nodes, (node) => this.#disk(node, fault.how));
      case "corrupt":
        return this.#corrupt(fault.nodes, fault.file);
      case "broker":
        return this.#world.broker.restart(fault.downMs);
      case "slowLoop":
      case "tornWrite":
      case "brokerStop":
      case "brokerPause":
        throw new Refusal(`the simulator does not know ${fault.type}`);
      case "clients":
        return this.#load(fault.count);
      case "cut":
      case "partition":
      case "isolate":
      case "heal":
      case "link":
        return this.#network(fault);
      case "block":
      case "hold":
      case "release":
      case "deliver":
      case "drop":
      case "duplicate":
        return this.#mail(fault);
      default:
        return this.#each(fault.nodes, (node) => this.#fate(node, fault.type));
    }
  }

  #each(names: readonly string[], perform: (node: SimulatedNode) => void): void {
    for (const name of names) perform(this.#node(name));
  }

  #node(name: string): SimulatedNode {
    const node = this.#world.node(name);
    if (node === undefined) throw new Refusal(`there is no node ${name}`);
    return node;
  }

  #fate(node: SimulatedNode, type: "crash" | "restart" | "stop" | "wipe" | "resume" | "powerLoss"): void {
    const { cluster } = this.#world;
    if (type === "crash") node.die("kill");
    else if (type === "powerLoss") node.die("power", () => 0);
    else if (type === "stop") node.close();
    else if (type === "resume") node.resume();
    else if (type === "restart") cluster.start(node);
    else {
      node.die("power", () => 0);
      node.replaceDisk();
    }
  }

  #forAWhile(node: SimulatedNode, type: "pause" | "suspend" | "clog" | "disconnect", forMs: number | null): void {
    const { loop } = this.#world;
    if (type === "clog") return node.link?.clog(forMs ?? CLOGGED_MS);
    if (type === "disconnect") return node.link?.lose(NOTICED_MS, forMs ?? CLOGGED_MS);
    const { host } = node;
    if (type === "pause") host?.pause();
    else node.suspend();
    if (forMs === null) return;
    loop.after(forMs, () => {
      if (node.host === host) node.resume();
    });
  }

  async #copy(name: string, as: string): Promise<void> {
    const { cluster } = this.#world;
    cluster.start(await this.#world.copy(this.#node(name), as));
  }

  #disk(node: SimulatedNode, how: DiskFault): void {
    const { disk, files } = node;
    if (how.type === "slow") disk.slowMs = how.ms;
    else if (how.type === "stuck") disk.stuck ??= [];
    else if (how.type === "full")
      files.failOperation = ({ type, path }) => failing(type === "write" && path.endsWith(".new"), "ENOSPC");
    else if (how.type === "failsFsync") files.failOperation = ({ type }) => failing(type === "sync", "EIO");
    else mend(node);
  }

  /** In the middle of what is written. */
  async #corrupt(names: readonly string[], file: "log" | "snapshot"): Promise<void> {
    for (const name of names) {
      const node = this.#node(name);
      if (node.isUp) throw new Refusal(`${name} runs: a bit is flipped while it is down`);
      const path = await pathOf(node, file);
      if (path === null) throw new Refusal(`${name} has no ${file}`);
      const bytes = node.files.contents(path);
      const at = Math.floor(bytes.findLastIndex((byte) => byte !== 0) / 2);
      node.files.corrupt(path, at, Uint8Array.of((bytes[at] ?? 0) ^ 1));
    }
  }

  #load(count: number): void {
    for (const client of this.#clients) client.end();
    const { dice, loop, broker, trace, history, nodes, judge } = this.#world;
    const keys = Array.from({ length: LOAD_KEYS }, (_, at) => `load-${at + 1}`);
    const onBug = (error: unknown): void => judge.report("client", `a client threw ${String(error)}`);
    this.#clients = Array.from({ length: count }, () => {
      this.#clientCount += 1;
      const name = `load${this.#clientCount}`;
      const shared = { loop, broker, trace, history, nodes, keys, clusterName: CLUSTER_NAME, onBug };
      const times = { thinkMs: THINK_MS, callTimeoutMs: CALL_TIMEOUT_MS };
      return new SimulatedClient({ ...shared, ...times, name, dice: dice.fork(name) });
    });
    for (const client of this.#clients) client.start();
  }

  #network(fault: Extract<Fault<string>, { type: "cut" | "partition" | "isolate" | "heal" | "link" }>): void {
    const { weather, mailroom } = this.#world;
    switch (fault.type) {
      case "heal":
        weather.clear();
        return mailroom.heal();
      case "cut":
        return this.#cut(this.#pairs(fault.links));
      case "link":
        return this.#weather(this.#pairs(fault.links), fault.weather);
      case "isolate":
        return this.#cut(
          this.#pairs(
            fault.nodes.flatMap((one) => [
              { from: one, to: null },
              { from: null, to: one },
            ]),
          ),
        );
      case "partition":
        return this.#cut(between(fault.sides));
    }
  }

  #cut(pairs: readonly Pair[]): void {
    for (const [from, to] of pairs) this.#world.weather.begin(cutLink(from, to));
  }

  #weather(pairs: readonly Pair[], how: LinkWeather): void {
    const { mailroom, weather } = this.#world;
    if (how.type === "corrupt") throw new Refusal("the simulator does not know corrupted frames");
    for (const [from, to] of pairs) {
      const usual = { from, to, loss: 0, duplication: 0, reordering: 0, reorderMs: 0 };
      if (how.type === "delay") mailroom.delay({ from, to, minMs: how.minMs, maxMs: how.maxMs });
      else if (how.type === "reorder") weather.begin({ ...usual, reordering: 1, reorderMs: how.maxMs });
      else weather.begin({ ...usual, [how.type === "drop" ? "loss" : "duplication"]: how.chance });
    }
  }

  /** Between nodes; clients reach whom they want. */
  #pairs(links: readonly Link<string>[]): Pair[] {
    const all = this.#world.nodes.map(({ name }) => name);
    const ends = (name: string | null): readonly string[] => (name === null ? all : [name]);
    return links.flatMap(({ from, to }) =>
      ends(from).flatMap((one) => ends(to).flatMap((other): Pair[] => (one === other ? [] : [[one, other]]))),
    );
  }

  #mail(
    fault: Extract<Fault<string>, { type: "block" | "hold" | "release" | "deliver" | "drop" | "duplicate" }>,
  ): void {
    const { mailroom } = this.#world;
    if (fault.type === "release") return mailroom.release();
    if (fault.type === "block" || fault.type === "hold") return mailroom[fault.type](fault.filter);
    if (mailroom[fault.type](fault.filter) === 0) throw new Refusal("nothing of the kind is held");
  }
}

type Pair = readonly [from: string, to: string];

const between = (sides: readonly (readonly string[])[]): Pair[] =>
  sides.flatMap((side) =>
    sides.flatMap((other) => (side === other ? [] : side.flatMap((a) => other.map((b): Pair => [a, b])))),
  );

const failing = (does: boolean, code: string): Error | null =>
  does ? Object.assign(new Error(`${code}: simulated`), { code }) : null;

function mend({ disk, files }: SimulatedNode): void {
  files.failOperation = null;
  disk.slowMs = 0;
  const waiting = disk.stuck ?? [];
  disk.stuck = null;
  for (const goOn of waiting) goOn();
}

/** The log's segment that was written first. */
async function pathOf(node: SimulatedNode, file: "log" | "snapshot"): Promise<string | null> {
  const folder = `/data/${node.id}`;
  const names = await node.files.list(folder);
  const name = names.find((one) => (file === "log" ? /^segment-.*\.log$/ : /^snapshot\.dat$/).test(one));
  return name === undefined ? null : `${folder}/${name}`;
}
