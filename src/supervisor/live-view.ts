/**
 * What can be seen of a cluster that lives, as a scenario looks at it: roles and terms as the nodes tell of them, at once;
 * the rest from reports that are asked for again and again. Law: a node that does not answer is shown as it was last seen,
 * and one that is down as down; an answer that something has overtaken is not believed.
 *
 * One checker looks here too: no two nodes hold the lease at once. The lease words are read without asking anybody; a holder
 * is read again after the others, so that it held while they were read.
 */
import type { RoleName } from "../core/effect.ts";
import type { Index, NodeId, Term } from "../core/types.ts";
import type { NodeReport } from "../driver/report.ts";
import type { Found, NodeView, SaidVote, View } from "../scenario/stage.ts";
import type { ClusterEvent } from "./events.ts";

/** As much of a node as is looked at. */
export interface SeenNode {
  readonly id: NodeId;
  isLeader(): boolean;
  report(): Promise<NodeReport>;
}

interface Sight {
  isRunning: boolean;
  role: RoleName;
  term: Term;
  report: NodeReport | null;
  stopCode: string | null;
  /** Counts what it has told. */
  told: number;
  isAsked: boolean;
}

const LOOK_EVERY_MS = 20;

export class LiveView {
  readonly found: Found[] = [];
  readonly #nodes: () => readonly SeenNode[];
  /** Those that stand ready to be added as well. */
  readonly #ids: readonly NodeId[];
  readonly #onChange: () => void;
  readonly #sights = new Map<NodeId, Sight>();
  readonly #votes = new Map<string, SaidVote>();
  #committedIndex: Index = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(nodes: () => readonly SeenNode[], ids: readonly NodeId[], onChange: () => void) {
    this.#nodes = nodes;
    this.#ids = ids;
    this.#onChange = onChange;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  hear(event: ClusterEvent): void {
    if (event.type === "nodeStarted") this.#reborn(event.node);
    if (event.type === "nodeStopped") this.#gone(event.node, event.error?.code ?? null);
    if (event.type === "stateChange") this.#standing(event.node, event.to, event.term);
    this.#checkLeases();
    this.#onChange();
  }

  /** It did not start, and says why. */
  refused(node: NodeId, code: string): void {
    this.#gone(node, code);
    this.#onChange();
  }

  /** It is being started: what it stopped with before counts no more. */
  starting(node: NodeId): void {
    this.#sight(node).stopCode = null;
  }

  isRunning(node: NodeId): boolean {
    return this.#sights.get(node)?.isRunning === true;
  }

  /** Of its present or latest life. */
  report(node: NodeId): NodeReport | null {
    return this.#sights.get(node)?.report ?? null;
  }

  /** Asks all that run and are not being asked; resolves with the last answer. */
  async look(): Promise<void> {
    this.#checkLeases();
    const asked = this.#nodes().filter(({ id }) => this.isRunning(id) && !this.#sight(id).isAsked);
    await Promise.all(asked.map((node) => this.#ask(node)));
  }

  view(): View {
    const known = this.#nodes().map(({ id }) => id);
    const ids = [...known, ...this.#ids.filter((id) => !known.includes(id))];
    return {
      nodes: ids.map((id) => this.#viewOf(id)),
      committedIndex: this.#committedIndex,
      votes: [...this.#votes.values()],
      held: [],
    };
  }

  #viewOf(id: NodeId): NodeView {
    const { isRunning, role, term, report, stopCode } = this.#sight(id);
    const node = this.#nodes().find((one) => one.id === id);
    return {
      id,
      isRunning,
      role: isRunning ? role : null,
      term,
      commitIndex: report?.commitIndex ?? 0,
      appliedIndex: report?.appliedIndex ?? 0,
      snapshotIndex: report?.snapshotIndex ?? 0,
      hasLease: isRunning && node?.isLeader() === true,
      stopCode,
      membership: this.#membershipOf(id),
      isCrossed: (report?.traffic.otherCluster ?? 0) > 0,
      waitsFor: [],
      boundTo: null,
    };
  }

  /** As the one of the newest term knows it, a leader first. */
  #membershipOf(id: NodeId): NodeView["membership"] {
    const rank = ({ isRunning, role, term }: Sight): number =>
      isRunning ? 2 * term + (role === "leader" ? 1 : 0) : -1;
    const [knowing] = [...this.#sights.values()]
      .filter(({ report }) => report !== null)
      .sort((a, b) => rank(b) - rank(a));
    const incarnation = this.report(id)?.incarnation;
    const isSuch = (one: { readonly id: NodeId; readonly incarnation: string }): boolean =>
      one.id === id && one.incarnation === incarnation;
    if (knowing?.report?.voters.some(isSuch)) return "voter";
    return knowing?.report?.learners.some(isSuch) ? "learner" : "none";
  }

  #sight(node: NodeId): Sight {
    const known = this.#sights.get(node);
    if (known !== undefined) return known;
    const sight: Sight = {
      ...{ isRunning: false, role: "follower", term: 0 },
      ...{ report: null, stopCode: null, told: 0, isAsked: false },
    };
    this.#sights.set(node, sight);
    return sight;
  }

  #reborn(node: NodeId): void {
    const sight = this.#sight(node);
    Object.assign(sight, { isRunning: true, role: "follower", stopCode: null, report: null, told: sight.told + 1 });
    void this.look();
  }

  #gone(node: NodeId, code: string | null): void {
    const sight = this.#sight(node);
    Object.assign(sight, { isRunning: false, stopCode: code, told: sight.told + 1 });
  }

  #standing(node: NodeId, role: RoleName, term: Term): void {
    const sight = this.#sight(node);
    Object.assign(sight, { role, term, told: sight.told + 1 });
  }

  async #ask(node: SeenNode): Promise<void> {
    const sight = this.#sight(node.id);
    const { told } = sight;
    sight.isAsked = true;
    const report = await node.report().catch(() => null);
    sight.isAsked = false;
    if (report === null || sight.told !== told || !sight.isRunning) return;
    Object.assign(sight, { role: report.role, term: report.term, report });
    this.#learn(report);
    this.#onChange();
  }

  #learn({ id, term, votedFor, commitIndex }: NodeReport): void {
    this.#committedIndex = Math.max(this.#committedIndex, commitIndex);
    if (votedFor !== null && votedFor.id !== id)
      this.#votes.set(`${id} ${term}`, { voter: id, candidate: votedFor.id, term });
  }

  #checkLeases(): void {
    const nodes = this.#nodes();
    const holders = nodes.filter((node) => node.isLeader());
    if (holders.length < 2) return;
    const still = holders.filter((node) => node.isLeader()).map(({ id }) => id);
    if (still.length > 1) this.#find("leases", `${still.join(" and ")} hold the lease at once`);
  }

  #find(checker: string, what: string): void {
    if (this.found.length === 0) this.found.push({ checker, what });
  }
}
