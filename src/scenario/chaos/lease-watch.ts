/**
 * Whether two nodes take themselves for the leader at once (DESIGN 4). Law: what is told is a proof. Two words cannot be read at
 * one moment, so the first is read again after the second: if it still holds, both did when the second was read.
 */
export interface LeaseHolder {
  readonly id: string;
  isLeader(): boolean;
}

export class LeaseWatch {
  readonly #report: (what: string) => void;
  readonly #told = new Set<string>();
  #samples = 0;
  #held = 0;

  constructor(report: (what: string) => void) {
    this.#report = report;
  }

  get samples(): number {
    return this.#samples;
  }

  /** How many samples found somebody who leads. */
  get held(): number {
    return this.#held;
  }

  look(nodes: readonly LeaseHolder[]): void {
    this.#samples += 1;
    const holders = nodes.filter((node) => node.isLeader());
    if (holders.length > 0) this.#held += 1;
    if (holders.length < 2) return;
    const sure = holders.slice(0, -1).filter((node) => node.isLeader());
    const last = holders.at(-1);
    for (const { id } of sure) if (last !== undefined) this.#tell(id, last.id);
  }

  #tell(one: string, other: string): void {
    const pair = [one, other].sort().join(" and ");
    if (this.#told.has(pair)) return;
    this.#told.add(pair);
    this.#report(`${pair} both hold a lease`);
  }
}
