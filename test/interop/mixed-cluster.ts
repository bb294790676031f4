/** A cluster of Go nodes and ours, one process each, whose leader is killed again and again. */
import { join } from "node:path";
import { Observer } from "./observer.ts";
import { type NodePlace, type NodeProcess, startGo, startOurs } from "./processes.ts";

export interface Mix {
  readonly go: number;
  readonly ours: number;
}

export interface MixedOptions extends Mix {
  readonly program: string;
  readonly url: string;
  readonly folder: string;
}

interface Seat {
  readonly kind: "go" | "ours";
  readonly place: NodePlace;
  process: NodeProcess;
  id: string;
}

export class MixedCluster {
  readonly name: string;
  readonly observer: Observer;
  /** Under every id that they have had. */
  readonly ours = new Set<string>();
  readonly ledBy = { go: 0, ours: 0 };
  readonly failoversMs: number[] = [];
  readonly #seats: Seat[] = [];
  readonly #options: MixedOptions;
  #term = 0;

  private constructor(name: string, options: MixedOptions, observer: Observer) {
    this.name = name;
    this.#options = options;
    this.observer = observer;
  }

  static async start(options: MixedOptions): Promise<MixedCluster> {
    const { go, ours, url, folder } = options;
    const cluster = `mix-${go}-${ours}`;
    const mixed = new MixedCluster(cluster, options, await Observer.of(url, cluster));
    const kinds = [...Array<"go">(go).fill("go"), ...Array<"ours">(ours).fill("ours")];
    const starting = kinds.map((kind, seat) => {
      const place = { cluster, size: go + ours, url, folder: join(folder, `${cluster}-${seat}`) };
      return mixed.#sit({ kind, place, process: mixed.#spawn(kind, place), id: "" });
    });
    await Promise.all(starting);
    return mixed;
  }

  /** Kills whoever leads, waits for another leader in a later term, and brings the killed one back on its disk. */
  async killLeader(): Promise<void> {
    const leader = await this.#leader();
    const next = this.observer.nextLeader((term, id) => term > this.#term && this.#isAlive(id, leader));
    const killedAtMs = performance.now();
    await leader.process.kill();
    await next;
    this.failoversMs.push(performance.now() - killedAtMs);
    leader.process = this.#spawn(leader.kind, leader.place);
    await this.#sit(leader);
  }

  async close(): Promise<void> {
    await Promise.all(this.#seats.map(({ process }) => process.kill()));
    await this.observer.close();
  }

  /** Codes of the errors that ours have told of. */
  errors(): string[] {
    return this.#seats.flatMap(({ process }) =>
      process.lines.flatMap(({ code }) => (code === undefined ? [] : [code])),
    );
  }

  #spawn(kind: Seat["kind"], place: NodePlace): NodeProcess {
    return kind === "go" ? startGo(this.#options.program, place) : startOurs(place);
  }

  async #sit(seat: Seat): Promise<void> {
    if (!this.#seats.includes(seat)) this.#seats.push(seat);
    seat.id = (await seat.process.started()).node;
    if (seat.kind === "ours") this.ours.add(seat.id);
  }

  #isAlive(id: string, except: Seat | null = null): boolean {
    return this.#seats.some((seat) => seat !== except && seat.id === id && seat.process.alive);
  }

  /** Of the newest term, since one that was deposed may not know it yet. */
  async #leader(): Promise<Seat> {
    const id = await this.observer.nextLeader((term, leader) => {
      if (term < Math.max(...this.observer.terms.keys()) || !this.#isAlive(leader)) return false;
      this.#term = term;
      return true;
    });
    const seat = this.#seats.find((one) => one.id === id);
    if (seat === undefined) throw new Error(`${id} leads, and is not known`);
    this.ledBy[seat.kind] += 1;
    return seat;
  }
}
