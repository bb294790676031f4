/**
 * One node of the cluster, through all its lives: production core, driver, storage and codec, on a simulated machine.
 *
 * Laws: what survives a life is its disk, as the kind of death left it, and nothing else. A node that ends its own life does
 * so only for a reason that was given to it; for any other it is reported.
 */
import { type OpenNode, openNode } from "../compose.ts";
import type { Message } from "../core/message.ts";
import type { ServerState } from "../core/state.ts";
import type { Driver } from "../driver/driver.ts";
import type { Announcement } from "../driver/driver-parts.ts";
import { isGraftError } from "../errors.ts";
import type { Consistency, Respond } from "../ports/client-door.ts";
import type { FormationWait } from "../ports/formation.ts";
import type { Log } from "../ports/log.ts";
import type { Formation, Identity } from "../ports/storage.ts";
import type { Dice } from "../scenario/dice.ts";
import { type Choose, MemoryFileSystem } from "../storage/memory-file-system.ts";
import type { DiskState } from "./disk.ts";
import type { Host } from "./host.ts";
import { beginLife, type Life, type Setting, worldOf } from "./life.ts";
import type { SimulatedLink } from "./link.ts";

/** What all nodes of a world share. */
export interface Surroundings extends Setting {
  readonly onSaid: (node: SimulatedNode, message: Message) => void;
  /** Where somebody has written down what is to happen. */
  readonly scripted?: Scripted;
}

/** What is else drawn, or a violation. */
export interface Scripted {
  readonly priorityOf: (id: string) => number;
  /** Codes with which a node may stop, or refuse to start. */
  readonly mayStopWith: ReadonlySet<string>;
}

/** How a life ends from outside. "kill": the process; "power": the machine, and with it what was not synced. */
export type Death = "kill" | "power";

const QUIET: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export class SimulatedNode {
  readonly id: string;
  /** The process's; another than its id where two run under one. */
  readonly name: string;
  readonly disk: DiskState;
  /** How much it would rather lead than others. */
  readonly priority: number;
  /** Entries between two snapshots: each node may be told another number. */
  readonly #snapshotEvery: number;
  files = new MemoryFileSystem();
  readonly #dice: Dice;
  readonly #around: Surroundings;
  #lives = 0;
  #life: Life | null = null;
  #identity: Identity | null = null;
  /** The disk has been made to fail in this life: then the node may stop. */
  mayFail = false;
  /** The disk has had no room in this life: then it may refuse to start, but not stop. */
  metFullDisk = false;
  /** The disk was damaged while the node was down: then it may refuse to start, unless nothing that counts has met it. */
  isDamaged = false;
  /** It has refused to start. */
  hasRefused = false;
  /** Why the latest life ended by itself, or did not begin; null: it did not. */
  stopCode: string | null = null;

  constructor(id: string, dice: Dice, around: Surroundings, disk: DiskState, name = id) {
    this.id = id;
    this.name = name;
    this.#dice = dice;
    this.#around = around;
    this.disk = disk;
    const { scripted, snapshotEvery } = around;
    this.priority = scripted?.priorityOf(id) ?? dice.fork("priority").pick([0, 0, 1, 2]);
    const times = scripted === undefined ? dice.fork("snapshots").pick([0.5, 1, 1, 3]) : 1;
    this.#snapshotEvery = Math.ceil(snapshotEvery * times);
  }

  get isUp(): boolean {
    return this.#life !== null;
  }

  /** Running, formed, and taking part. */
  get driver(): Driver | null {
    return this.#life?.driver ?? null;
  }

  get host(): Host | null {
    return this.#life?.host ?? null;
  }

  get state(): ServerState | null {
    return this.#life?.state ?? null;
  }

  get life(): string {
    return this.#life?.name ?? `${this.name}#none`;
  }

  get identity(): Identity | null {
    return this.#identity;
  }

  get isLeader(): boolean {
    const state = this.state;
    return state !== null && state.role.name === "leader";
  }

  get holdsLease(): boolean {
    return this.#life?.lease.isHeld === true;
  }

  get link(): SimulatedLink | null {
    return this.#life?.link ?? null;
  }

  /** Opens the folder and the connection, and resolves once that is done. Rejects where the folder is refused. */
  async open(): Promise<OpenNode> {
    this.#lives += 1;
    this.mayFail = false;
    this.metFullDisk = false;
    const { clusterName, timing, sizes, trace, onSaid } = this.#around;
    const dice = this.#dice.fork(this.#lives);
    const name = `${this.name}#${this.#lives}`;
    this.stopCode = null;
    const life: Life = beginLife(name, dice, this.#around, () => this.#turn(life));
    this.#life = life;
    trace.say(`${name} starts`);
    const node = await openNode(
      {
        nodeId: this.id,
        clusterName,
        folder: `/data/${this.id}`,
        natsServers: [],
        timing,
        snapshotEvery: this.#snapshotEvery,
        priority: this.priority,
        sizes,
        log: QUIET,
        observer: {
          onLease: (given) => life.lease.set(given),
          onAnnounce: (announcement) => this.#announced(life, announcement),
          onStopped: (error) => this.#stopped(life, error),
        },
      },
      worldOf(life, this, dice, this.#around, (message) => onSaid(this, message)),
    );
    life.node = node;
    if (life === this.#life) this.isDamaged = false;
    this.#identity = node.identity;
    return node;
  }

  /** From opening to taking part; `formation`: of a folder that is new. What goes wrong is reported. */
  async start(formation: Formation | null): Promise<void> {
    const opening = this.open();
    const life = this.#life;
    try {
      const node = await opening;
      if (node.formation === null && formation !== null) await node.form(formation);
      await this.join(node);
    } catch (error) {
      if (life !== null && life === this.#life) this.#refused(life, error);
    }
  }

  /** The same where the processes form their cluster themselves; `onFormed`: once it is of one. */
  async startAmongOthers(size: number, leaseMs: number, onFormed: (formation: Formation) => void): Promise<void> {
    const opening = this.open();
    const life = this.#life;
    if (life === null) return;
    try {
      const node = await opening;
      const onWait = (on: FormationWait): void => void Object.assign(life, { waitsOn: on });
      life.forming = await node.openFormation({ size, leaseMs, onWait });
      const formation = await life.forming.run();
      life.waitsOn = null;
      if (life === this.#life) onFormed(formation);
      await this.join(node);
    } catch (error) {
      if (life === this.#life) this.#refused(life, error);
    }
  }

  /** On whom its formation waits. */
  get waitsOn(): FormationWait | null {
    return this.#life?.waitsOn ?? null;
  }

  /** A program on the node's own machine reads there, whether the node leads or not. False: the node is down. */
  read(consistency: Consistency, query: Uint8Array, respond: Respond): boolean {
    const life = this.#life;
    if (life === null || life.driver === null) return false;
    const { driver, host, name } = life;
    host.input(() => {
      const served = this.#around.judge.reads(name);
      driver.ask({ type: "read", consistency, query }, (response) => {
        if (response.type === "ok" && consistency === "linearizable") served(response.index);
        respond(response);
      });
    });
    return true;
  }

  async join(node: OpenNode): Promise<void> {
    const life = this.#life;
    const driver = await node.start();
    if (life !== null && life === this.#life) life.driver = driver;
  }

  /** In order: says good-bye, syncs nothing anew, and is gone. */
  close(): void {
    const life = this.#life;
    if (life === null || life.driver === null) return;
    const { driver } = life;
    life.forming?.close();
    life.host.input(() => void driver.close());
  }

  /** The machine sleeps, and its clock with it. */
  suspend(): void {
    this.#life?.lease.pause();
    this.#life?.host.suspend();
  }

  resume(): void {
    this.#life?.host.resume();
    this.#life?.lease.resume();
  }

  setWall(aheadMs: number): void {
    this.#life?.lease.pause();
    this.#life?.host.setWall(aheadMs);
    this.#life?.lease.resume();
  }

  setClockRate(rate: number): void {
    this.#life?.lease.pause();
    this.#life?.host.setClockRate(rate);
    this.#life?.lease.resume();
  }

  /** The world ends: what is held so far is told. */
  tellLease(): void {
    this.#life?.lease.pause();
  }

  /** `survives`: what of the unsynced writes; drawn. */
  die(death: Death, survives: Choose = (bound) => this.#dice.below(bound)): void {
    const life = this.#life;
    if (life === null) return;
    this.#around.trace.say(`${life.name} dies: ${death}`);
    if (death === "kill") this.#end(life, 0.1);
    else this.#end(life, this.#dice.scaled(100, 5_000), true);
    if (death === "power") this.files.crash(survives);
    else this.files.kill();
  }

  /** A new disk, with nothing on it: what comes up next is another member. */
  replaceDisk(): void {
    this.files = new MemoryFileSystem();
    this.isDamaged = false;
    this.hasRefused = false;
  }

  /** After each event of the process, promises and all. */
  look(): void {
    const life = this.#life;
    if (life === null || life.state === null || this.#identity === null) return;
    life.view ??= { life: life.name, id: this.id, incarnation: this.#identity.incarnation, state: life.state };
    this.#around.judge.look(life.view);
  }

  onTurn: () => void = () => undefined;

  #turn(life: Life): void {
    if (life === this.#life) this.onTurn();
  }

  #announced(life: Life, { to, cause }: Announcement): void {
    const { trace, judge } = this.#around;
    trace.say(`${life.name} is ${to.role} in term ${to.term}: ${cause}`);
    if (to.role === "leader") judge.leads(life.name, to.term);
  }

  #stopped(life: Life, error: unknown): void {
    const { trace, judge } = this.#around;
    const code = isGraftError(error) ? error.code : "none";
    trace.say(`${life.name} has stopped: ${code}`);
    if (life === this.#life && error !== null) this.stopCode = code;
    const isExpected = error === null || (code === "STORAGE_FAILED" && this.mayFail);
    if (!isExpected && this.#around.scripted?.mayStopWith.has(code) !== true)
      judge.report("stopped", `${life.name} stops: ${String(error)}`);
    if (life !== this.#life) return;
    this.#end(life, 0.1);
    this.files.kill();
  }

  #refused(life: Life, error: unknown): void {
    const { trace, judge } = this.#around;
    const code = isGraftError(error) ? error.code : "none";
    trace.say(`${life.name} does not start: ${code}`);
    this.stopCode = code;
    if (this.isDamaged && code === "LOG_DAMAGED") this.hasRefused = true;
    else if (this.#around.scripted?.mayStopWith.has(code) === true) this.hasRefused = true;
    else if (!this.mayFail && !this.metFullDisk) judge.report("start", `${life.name} does not start: ${String(error)}`);
    this.#end(life, 0.1);
    this.files.kill();
  }

  #end(life: Life, noticedMs: number, isSilent = false): void {
    if (!life.host.isSuspended) life.lease.pause();
    life.host.die();
    life.link?.abandon(noticedMs, isSilent);
    this.#life = null;
  }
}
