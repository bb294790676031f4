/**
 * What goes wrong. Laws: each fault has an end of its own, or the operator's; what it touches, when and for how long is drawn
 * from the dice of the faults alone; and nothing is broken that the rest could not make good (DESIGN 10).
 *
 * Each run has a mood: a choice of the kinds that happen in it. So some runs know nothing but crashes, and others all at once;
 * either finds what the other hides (swarm testing, Groce and others, 2012).
 */
import type { Body, Message } from "../core/message.ts";
import { leaseMarginMs, type NodeId, type Timing } from "../core/types.ts";
import type { Broker } from "./broker.ts";
import type { SimulatedCluster } from "./cluster.ts";
import type { Dice } from "./dice.ts";
import type { EventLoop } from "./event-loop.ts";
import type { SimulatedNode } from "./node.ts";
import type { Trace } from "./trace.ts";
import { cutLink, type Storm, type Weather } from "./weather.ts";

export interface FaultOptions {
  readonly dice: Dice;
  readonly loop: EventLoop;
  readonly cluster: SimulatedCluster;
  readonly broker: Broker;
  readonly weather: Weather;
  readonly timing: Timing;
  readonly trace: Trace;
}

/** Something happens soon after a node has next said this. */
interface Trap {
  /** null: any. */
  readonly node: SimulatedNode | null;
  readonly said: Body["type"];
  readonly run: (speaker: SimulatedNode, to: NodeId | null) => void;
}

const TRAPS: readonly Body["type"][] = [
  "voteRequest",
  "voteResponse",
  "appendEntries",
  "appendAck",
  "heartbeatAck",
  "snapshotAck",
  "timeoutNow",
];

export class Faults {
  readonly #options: FaultOptions;
  readonly #dice: Dice;
  readonly counts: Record<string, number> = {};
  #traps: Trap[] = [];
  #isCalm = false;
  readonly #kinds: readonly string[];

  constructor(options: FaultOptions) {
    this.#options = options;
    this.#dice = options.dice;
    const all = Object.keys(this.#repertoire);
    const mood = this.#dice.between(0.15, 0.9);
    const chosen = all.filter(() => this.#dice.chance(mood));
    this.#kinds = chosen.length > 0 ? chosen : all;
  }

  /** Which kinds this run knows. */
  get kinds(): readonly string[] {
    return this.#kinds;
  }

  start(): void {
    this.#later();
  }

  /** No new ones; those that are there end. */
  calm(): void {
    this.#isCalm = true;
    this.#traps = [];
    const { weather, cluster, loop } = this.#options;
    weather.clear();
    for (const node of cluster.nodes) {
      if (node.host?.isSuspended === true) loop.after(this.#noticedSleepMs, () => node.resume());
      else node.resume();
      node.disk.stuckUntilMs = 0;
      mend(node);
    }
  }

  /** To be told of all that nodes say: some die of it. */
  said(node: SimulatedNode, { to, body }: Message): void {
    if (this.#traps.length === 0 || (body.type === "voteResponse" && !body.granted)) return;
    const trap = this.#traps.find((one) => (one.node ?? node) === node && one.said === body.type);
    if (trap === undefined) return;
    this.#traps = this.#traps.filter((one) => one !== trap);
    const { loop, timing } = this.#options;
    loop.after(timing.electionTimeoutMinMs * this.#dice.scaled(0.00001, 0.1), () => {
      if (!this.#isCalm) trap.run(node, to);
    });
  }

  #later(): void {
    const { loop, timing } = this.#options;
    loop.after(this.#dice.scaled(timing.electionTimeoutMaxMs / 8, timing.electionTimeoutMaxMs * 4), () => {
      this.#strike();
      if (!this.#isCalm) this.#later();
    });
  }

  /** Misfortunes seldom come singly. */
  #strike(): void {
    if (this.#isCalm) return;
    this.#fire(this.#dice.pick(this.#kinds));
    const { loop, timing } = this.#options;
    if (this.#dice.chance(0.4))
      loop.after(timing.electionTimeoutMinMs * this.#dice.scaled(0.001, 0.7), () => this.#strike());
  }

  #fire(kind: string): void {
    const happened = this.#repertoire[kind]?.() ?? null;
    if (happened === null) return;
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    this.#options.trace.say(`fault ${kind}: ${happened}`);
  }

  /** Each says what it did; null: there was nothing to do it to. */
  readonly #repertoire: Readonly<Record<string, () => string | null>> = {
    kill: () => this.#die("kill"),
    powerLoss: () => this.#die("power"),
    powerLossOfAll: () => this.#allDie(),
    strickenAfterWords: () => this.#setTrap(),
    brokenElection: () => this.#breakElection(),
    close: () => this.#close(),
    pause: () => this.#pause(),
    suspend: () => this.#suspend(),
    wallJump: () => this.#setWall(),
    disconnect: () => this.#disconnect(),
    clog: () => this.#clog(),
    brokerRestart: () => this.#restartBroker(),
    cutOneWay: () => this.#cut(false),
    cutBothWays: () => this.#cut(true),
    partition: () => this.#partition(),
    isolatedLeader: () => this.#isolateLeader(),
    deafOrMute: () => this.#deafOrMute(),
    storm: () => this.#storm(),
    slowDisk: () => this.#stickDisk(),
    failingSync: () => this.#failSync(),
    fullDisk: () => this.#fillDisk(),
    lostDisk: () => this.#loseDisk(),
    damagedSnapshot: () => this.#damageSnapshot(),
    transfer: () => this.#transfer(),
    removeMember: () => this.#removeMember(),
    addMember: () => this.#addMember(),
  };

  #durationMs(): number {
    const { electionTimeoutMinMs, electionTimeoutMaxMs } = this.#options.timing;
    return this.#dice.scaled(electionTimeoutMinMs / 8, electionTimeoutMaxMs * 8);
  }

  /** The leader more often than its share. */
  #victim(): SimulatedNode | null {
    const { cluster } = this.#options;
    if (cluster.leader !== null && this.#dice.chance(0.4)) return cluster.leader;
    const up = cluster.nodes.filter(({ driver }) => driver !== null);
    return up.length === 0 ? null : this.#dice.pick(up);
  }

  #die(death: "kill" | "power"): string | null {
    const victim = this.#victim();
    victim?.die(death);
    return victim?.id ?? null;
  }

  #allDie(): string {
    for (const node of this.#options.cluster.nodes) node.die("power");
    return "all";
  }

  #setTrap(): string | null {
    const node = this.#victim();
    if (node === null) return null;
    const said = this.#dice.pick(TRAPS);
    const all = this.#options.cluster.nodes;
    const others = this.#dice.shuffled(all).slice(0, this.#dice.chance(0.5) ? this.#dice.below(all.length + 1) : 0);
    const pauses = this.#dice.chance(0.3);
    const run = (): void => {
      for (const struck of new Set([node, ...others])) {
        if (pauses) this.#pauseOne(struck);
        else struck.die("power");
      }
    };
    this.#traps.push({ node, said, run });
    return `${node.id} ${pauses ? "pauses" : "dies"} after ${said}`;
  }

  /**
   * The leader dies, and whoever is about to be elected in its place, or whoever votes for it, or both, lose their power in the
   * middle of it. Who comes back first finds a term that may be in use already, and promises that may not be remembered.
   */
  #breakElection(): string | null {
    const { cluster, loop } = this.#options;
    const { leader } = cluster;
    if (leader === null) return null;
    if (this.#dice.chance(0.5))
      for (const { disk } of cluster.nodes) disk.stuckUntilMs = loop.nowMs + this.#durationMs() / 4;
    leader.die("kill");
    const said = this.#dice.pick(["voteResponse", "voteResponse", "voteRequest", "heartbeat", "appendAck"] as const);
    const alone = this.#dice.chance(0.4);
    const run = (speaker: SimulatedNode, to: NodeId | null): void => {
      speaker.die("power");
      if (!alone) cluster.nodes.find(({ id }) => id === to)?.die("power");
    };
    this.#traps.push({ node: null, said, run });
    return `${leader.id}, and who says ${said}${alone ? "" : " and to whom"}`;
  }

  #close(): string | null {
    const victim = this.#victim();
    victim?.close();
    return victim?.id ?? null;
  }

  #pause(): string | null {
    const victim = this.#victim();
    return victim !== null && this.#pauseOne(victim) ? victim.id : null;
  }

  #pauseOne({ host }: SimulatedNode): boolean {
    if (host === null || host.isPaused) return false;
    host.pause();
    this.#options.loop.after(this.#durationMs(), () => host.resume());
    return true;
  }

  /** Longer than what no calendar could tell. */
  get #noticedSleepMs(): number {
    return 2 * leaseMarginMs(this.#options.timing.electionTimeoutMinMs) + 5;
  }

  #suspend(): string | null {
    const victim = this.#victim();
    const host = victim?.host ?? null;
    if (victim === null || host === null || host.isPaused) return null;
    victim.suspend();
    this.#options.loop.after(this.#noticedSleepMs + this.#durationMs(), () => {
      if (victim.host === host) victim.resume();
    });
    return victim.id;
  }

  /** Forward: back, and then asleep for as long, would be more than the model promises anything for. */
  #setWall(): string | null {
    const victim = this.#victim();
    const aheadMs = this.#dice.scaled(1, 100_000);
    victim?.setWall(aheadMs);
    return victim === null ? null : `${victim.id} by ${aheadMs.toFixed(0)} ms`;
  }

  #disconnect(): string | null {
    const victim = this.#victim();
    victim?.link?.lose(this.#dice.scaled(0.1, this.#durationMs()), this.#durationMs());
    return victim?.id ?? null;
  }

  #clog(): string | null {
    const victim = this.#victim();
    victim?.link?.clog(this.#durationMs());
    return victim?.id ?? null;
  }

  #restartBroker(): string {
    const downMs = this.#durationMs();
    this.#options.broker.restart(downMs);
    return `down for ${downMs.toFixed(0)} ms`;
  }

  #while(storms: readonly Storm[]): void {
    const { weather, loop } = this.#options;
    for (const storm of storms) weather.begin(storm);
    loop.after(this.#durationMs(), () => {
      for (const storm of storms) weather.end(storm);
    });
  }

  #cut(bothWays: boolean): string | null {
    const [one, other] = this.#dice.shuffled(this.#options.cluster.nodes);
    if (one === undefined || other === undefined) return null;
    this.#while([cutLink(one.id, other.id), ...(bothWays ? [cutLink(other.id, one.id)] : [])]);
    return `${one.id} ${bothWays ? "<>" : ">"} ${other.id}`;
  }

  #partition(): string {
    const shuffled = this.#dice.shuffled(this.#options.cluster.nodes);
    const side = shuffled.slice(0, 1 + this.#dice.below(shuffled.length - 1));
    const rest = shuffled.filter((node) => !side.includes(node));
    this.#while(side.flatMap((a) => rest.flatMap((b) => [cutLink(a.id, b.id), cutLink(b.id, a.id)])));
    return `${side.map(({ id }) => id).join()} | ${rest.map(({ id }) => id).join()}`;
  }

  /**
   * From the other nodes, not from the clients: it believes in itself for a while, and takes commands that nobody else gets.
   * Sometimes who leads by then dies at the very moment at which it comes back.
   */
  #isolateLeader(): string | null {
    const { cluster, loop, timing } = this.#options;
    const { leader, nodes } = cluster;
    if (leader === null) return null;
    const storms = nodes.flatMap(({ id }) => [cutLink(id, leader.id), cutLink(leader.id, id)]);
    const forMs = timing.electionTimeoutMaxMs * this.#dice.between(0.5, 4);
    const isCoup = this.#dice.chance(0.5);
    const { weather } = this.#options;
    for (const storm of storms) weather.begin(storm);
    loop.after(forMs, () => {
      for (const storm of storms) weather.end(storm);
      if (isCoup && !this.#isCalm && cluster.leader !== leader) cluster.leader?.die("kill");
    });
    return leader.id;
  }

  /** To all at once: it hears nobody, or nobody hears it. */
  #deafOrMute(): string | null {
    const victim = this.#victim();
    if (victim === null) return null;
    const isDeaf = this.#dice.chance(0.5);
    this.#while([isDeaf ? cutLink(null, victim.id) : cutLink(victim.id, null)]);
    return `${victim.id} is ${isDeaf ? "deaf" : "mute"}`;
  }

  #storm(): string {
    const chance = (max: number): number => (this.#dice.chance(0.5) ? this.#dice.scaled(0.005, max) : 0);
    const loss = chance(0.4);
    const reorderMs = this.#dice.scaled(1, this.#options.timing.electionTimeoutMaxMs * 2);
    this.#while([{ from: null, to: null, loss, duplication: chance(0.3), reordering: chance(1), reorderMs }]);
    return `loss ${loss.toFixed(3)}`;
  }

  #stickDisk(): string | null {
    const victim = this.#victim();
    if (victim === null) return null;
    victim.disk.stuckUntilMs = this.#options.loop.nowMs + this.#durationMs();
    return victim.id;
  }

  #failSync(): string | null {
    const victim = this.#victim();
    if (victim === null) return null;
    this.#failDisk(victim, ({ type }) => {
      if (type !== "sync") return null;
      victim.mayFail = true;
      return failure("EIO");
    });
    return victim.id;
  }

  /** No new file finds room, or nothing that is written at all, of which a part may land; nobody stops for it. */
  #fillDisk(): string | null {
    const victim = this.#victim();
    if (victim === null) return null;
    const isHard = this.#dice.chance(0.3);
    victim.files.landedOfFailed = ({ bytes }) => this.#dice.below(bytes + 1);
    this.#failDisk(victim, ({ type, path }) => {
      if (type !== "write" || !(isHard || path.endsWith(".new"))) return null;
      victim.metFullDisk = true;
      // Where even what is set aside finds no room, a segment may not be ended: then the node stops, as for a disk that fails.
      victim.mayFail ||= !path.endsWith(".new");
      return failure("ENOSPC");
    });
    return `${victim.id}${isHard ? ", for whatever is written" : ""}`;
  }

  #failDisk(node: SimulatedNode, fail: NonNullable<SimulatedNode["files"]["failOperation"]>): void {
    const { files } = node;
    files.failOperation = fail;
    this.#options.loop.after(this.#durationMs(), () => {
      if (files.failOperation === fail) mend(node);
    });
  }

  #loseDisk(): string | null {
    const { cluster } = this.#options;
    if (!cluster.canSpareADisk()) return null;
    const victim = this.#dice.pick(cluster.voters());
    victim.die("power");
    cluster.replaceDisk(victim);
    return victim.id;
  }

  #damageSnapshot(): string | null {
    const { cluster } = this.#options;
    if (!cluster.canSpareADisk()) return null;
    const victim = this.#dice.pick(cluster.voters());
    const path = `/data/${victim.id}/snapshot.dat`;
    if (victim.state === null || victim.state.snapshot === null) return null;
    victim.die("power");
    const bytes = victim.files.contents(path);
    const at = this.#dice.below(bytes.length);
    victim.files.corrupt(path, at, Uint8Array.of((bytes[at] ?? 0) ^ (1 << this.#dice.below(8))));
    victim.isDamaged = true;
    return `${victim.id} at ${at}`;
  }

  #transfer(): string | null {
    const { cluster } = this.#options;
    const { leader } = cluster;
    if (leader === null) return null;
    const to = this.#dice.chance(0.5) ? this.#dice.pick(cluster.nodes).id : null;
    leader.host?.input(() => void leader.driver?.transferLeadership(to).catch(() => undefined));
    return `${leader.id} to ${to ?? "whom it likes"}`;
  }

  #removeMember(): string | null {
    const { cluster } = this.#options;
    if (cluster.isReplacing || cluster.voters().length < 2) return null;
    const { id } = this.#dice.pick(cluster.voters());
    cluster.change({ type: "remove", id });
    return id;
  }

  #addMember(): string | null {
    const { cluster } = this.#options;
    const voters = cluster.voters();
    const outside = cluster.nodes.filter((node) => node.driver !== null && !voters.includes(node));
    if (cluster.isReplacing || outside.length === 0) return null;
    const member = cluster.memberOf(this.#dice.pick(outside));
    if (member === null) return null;
    cluster.change({ type: "add", member });
    return member.id;
  }
}

function mend({ files }: SimulatedNode): void {
  files.failOperation = null;
  files.landedOfFailed = null;
}

const failure = (code: string): Error => Object.assign(new Error(`${code}: simulated`), { code });
