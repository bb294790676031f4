/**
 * The simulated cluster and those who run it. Law: the operator does what one of flesh would: forms the cluster once, starts
 * what has died, and replaces a member whose disk is gone by a change of members, never in another way.
 */
import type { MemberChange } from "../core/event.ts";
import { type Configuration, configurationOfVoters, type Member, sameMember } from "../core/types.ts";
import type { Formation } from "../ports/storage.ts";
import type { Dice } from "../scenario/dice.ts";
import { SimulatedNode, type Surroundings } from "./node.ts";

const CLUSTER_ID_BYTES = 16;

export class SimulatedCluster {
  readonly nodes: readonly SimulatedNode[];
  readonly #around: Surroundings;
  readonly #dice: Dice;
  #formation: Formation | null = null;
  readonly #restarting = new Set<SimulatedNode>();
  /** Nodes that got a new disk, and are not members by it yet. */
  readonly #replaced = new Set<SimulatedNode>();
  /** The lives that were asked for a change of members, and have not answered: one that sleeps may yet begin with it. */
  readonly #asked = new Map<SimulatedNode, string>();
  /** What its processes form themselves; null: the operator forms it. */
  #selfFormed: { readonly size: number; readonly leaseMs: number } | null = null;
  readonly #touched = new Set<SimulatedNode>();

  /** `nameOf`: of the process of an id; the id itself, unless somebody else has that name. */
  constructor(
    ids: readonly string[],
    dice: Dice,
    around: Surroundings,
    syncMs: readonly [number, number],
    nameOf: (id: string, at: number) => string = (id) => id,
  ) {
    this.#around = around;
    this.#dice = dice.fork("operator");
    this.nodes = ids.map((id, at) => {
      const name = nameOf(id, at);
      return new SimulatedNode(id, dice.fork(name), around, { syncMs, stuckUntilMs: 0 }, name);
    });
    for (const node of this.nodes) node.onTurn = () => this.#touched.add(node);
  }

  get isFormed(): boolean {
    return this.#formation !== null;
  }

  get leader(): SimulatedNode | null {
    const leaders = this.nodes.filter(({ isLeader, driver }) => isLeader && driver !== null);
    return leaders.sort((a, b) => (b.state?.term ?? 0) - (a.state?.term ?? 0))[0] ?? null;
  }

  /** The first `voters` of the nodes become the cluster; the rest wait to be asked in. */
  async form(voters: number, leaseMs: number): Promise<void> {
    const first = this.nodes.slice(0, voters);
    const opened = await Promise.all(first.map((node) => node.open()));
    const members = opened.map(({ identity: { nodeId, incarnation } }) => ({ id: nodeId, incarnation }));
    const formation = {
      clusterId: this.#dice.hex().slice(0, 2 * CLUSTER_ID_BYTES),
      configuration: configurationOfVoters(members, leaseMs),
    };
    await Promise.all(opened.map((node) => node.form(formation)));
    this.#formation = formation;
    await Promise.all(first.map((node, at) => node.join(opened[at] ?? unopened())));
  }

  /** All start at once, and agree on being a cluster of `size`; who is started later asks the same. */
  formThemselves(size: number, leaseMs: number): void {
    this.#selfFormed = { size, leaseMs };
    for (const node of this.nodes) this.start(node);
  }

  #formed(node: SimulatedNode, formation: Formation): void {
    this.#formation ??= formation;
    const { clusterId } = this.#formation;
    if (clusterId === formation.clusterId) return;
    this.#around.judge.report("formation", `${node.name} is of ${formation.clusterId}, and others of ${clusterId}`);
  }

  /** After every event: what the nodes that did something look like now. */
  look(): void {
    if (this.#touched.size === 0) return;
    for (const node of this.#touched) node.look();
    this.#touched.clear();
  }

  /** Looks after what has died, or lost its disk; `soon`: now rather than when there is time. */
  tend(soon: boolean): void {
    if (!this.isFormed) return;
    for (const node of this.nodes) if (!node.isUp) this.#restartLater(node, soon);
    for (const node of this.#replaced) this.#askIn(node);
  }

  #restartLater(node: SimulatedNode, soon: boolean): void {
    if (this.#restarting.has(node)) return;
    this.#restarting.add(node);
    this.#around.loop.after(soon ? 1 : this.#dice.scaled(5, 4_000), () => {
      this.#restarting.delete(node);
      if (node.isUp) return;
      if (node.hasRefused) this.replaceDisk(node);
      void node.start(this.#formationNow());
    });
  }

  /** Starts a node that is down, at once. */
  restart(node: SimulatedNode): void {
    if (node.isUp || node.hasRefused) return;
    void node.start(this.#formationNow());
  }

  /** At once, with whatever is on its disk. */
  start(node: SimulatedNode): void {
    if (node.isUp) return;
    if (this.#selfFormed === null) return void node.start(this.#formationNow());
    const { size, leaseMs } = this.#selfFormed;
    void node.startAmongOthers(size, leaseMs, (formation) => this.#formed(node, formation));
  }

  /** What a new folder is told: the cluster as it began, or as its leader knows it now. */
  #formationNow(): Formation | null {
    const now = this.#dice.chance(0.5) ? this.leader?.driver?.formation() : undefined;
    return now ?? this.#formation;
  }

  /** What was on the disk of `node` is lost. It is down. */
  replaceDisk(node: SimulatedNode): void {
    this.#around.trace.say(`${node.id} gets a new disk`);
    node.replaceDisk();
    this.#replaced.add(node);
  }

  #askIn(node: SimulatedNode): void {
    const member = this.memberOf(node);
    if (member === null || node.driver === null) return;
    if (this.configuration().voters.some((voter) => sameMember(voter, member))) this.#replaced.delete(node);
    else this.change({ type: "add", member });
  }

  memberOf(node: SimulatedNode): Member | null {
    const { identity } = node;
    return identity === null ? null : { id: identity.nodeId, incarnation: identity.incarnation };
  }

  /** Asks the leader, if there is one; it may refuse. */
  change(change: MemberChange): void {
    const { leader } = this;
    if (leader === null) return;
    const { life } = leader;
    this.#asked.set(leader, life);
    const answered = (): void => {
      if (this.#asked.get(leader) === life) this.#asked.delete(leader);
    };
    leader.host?.input(() => void leader.driver?.changeMembers(change).then(answered, answered));
  }

  /** The latest that is known to be committed. */
  configuration(): Configuration {
    const { ledger } = this.#around.judge;
    return ledger.configurationAt(ledger.lastIndex) ?? this.#formation?.configuration ?? configurationOfVoters([]);
  }

  /** Those of the nodes that are voters now, by this very incarnation. */
  voters(): SimulatedNode[] {
    const { voters } = this.configuration();
    return this.nodes.filter((node) => {
      const member = this.memberOf(node);
      return member !== null && voters.some((voter) => sameMember(voter, member));
    });
  }

  /**
   * Whether a disk may be lost now without more being lost than the rest can make good: every voter runs and has its disk,
   * three or more, and no change of members is under way anywhere.
   */
  canSpareADisk(): boolean {
    const { voters, outgoing, learners } = this.configuration();
    if (outgoing.length > 0 || learners.length > 0 || voters.length < 3 || this.#replaced.size > 0) return false;
    if (this.nodes.some((node) => node.isDamaged || this.#asked.get(node) === node.life)) return false;
    const running = this.voters();
    if (running.length < voters.length) return false;
    const { lastIndex } = this.#around.judge.ledger;
    return running.every(({ state, driver }) => {
      const latest = state?.log.configurations.at(-1);
      if (driver === null || latest === undefined || latest.index > lastIndex) return false;
      return latest.configuration.outgoing.length === 0 && latest.configuration.voters.length === voters.length;
    });
  }

  get isReplacing(): boolean {
    return this.#replaced.size > 0 || this.nodes.some(({ isDamaged }) => isDamaged);
  }
}

function unopened(): never {
  throw new RangeError("a node that was not opened cannot take part");
}
