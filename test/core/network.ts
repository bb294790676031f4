/** The links of the lab. Law: a link keeps no promise but one: what arrives was sent, once or more often, and not before. */
import type { Message } from "../../src/core/message.ts";
import { nextBetween, nextRandom, type RandomState } from "../../src/core/random.ts";
import type { NodeId } from "../../src/core/types.ts";

/** A message on its way to one server. */
export interface Flight {
  readonly to: NodeId;
  readonly message: Message;
  readonly dueAtMs: number;
}

export type Choose = (flight: Flight) => boolean;

/** Chooses by link, written as "n1>n2", and by the type of message; what is left out matches all. */
export const flightsOf =
  (link: string | null, type: Message["body"]["type"] | null = null): Choose =>
  ({ to, message }) =>
    (link === null || link === `${message.from.id}>${to}`) && (type === null || type === message.body.type);

const LATENCY_MS = { low: 0.2, high: 3 };

export class Network {
  /** In the order in which they were sent. */
  flights: Flight[] = [];
  readonly #random: RandomState;
  readonly #lossRate: number;
  readonly #cuts = new Set<string>();
  readonly #frozen = new Set<string>();

  constructor(random: RandomState, lossRate: number) {
    this.#random = random;
    this.#lossRate = lossRate;
  }

  /** False: it is lost. */
  post(message: Message, to: NodeId, nowMs: number): boolean {
    const link = `${message.from.id}>${to}`;
    if (this.#cuts.has(link) || this.#isLost()) return false;
    const latencyMs = this.#frozen.has(link) ? Infinity : nextBetween(this.#random, LATENCY_MS.low, LATENCY_MS.high);
    this.flights.push({ to, message, dueAtMs: nowMs + latencyMs });
    return true;
  }

  #isLost(): boolean {
    return this.#lossRate > 0 && nextRandom(this.#random) < this.#lossRate;
  }

  /** The one that arrives first. */
  next(): Flight | null {
    let first: Flight | null = null;
    for (const flight of this.flights) if (first === null || flight.dueAtMs < first.dueAtMs) first = flight;
    return first;
  }

  /** Takes the chosen messages off their links. */
  take(choose: Choose): Flight[] {
    const chosen = new Set(this.flights.filter(choose));
    this.flights = this.flights.filter((flight) => !chosen.has(flight));
    return [...chosen];
  }

  duplicate(choose: Choose): void {
    this.flights.push(...this.flights.filter(choose).map((flight) => ({ ...flight })));
  }

  /** The chosen messages change places: the last of them comes first. */
  reverse(choose: Choose): void {
    const last = this.flights.filter(choose).reverse();
    this.flights = this.flights.map((flight) => (choose(flight) ? (last.shift() ?? flight) : flight));
  }

  /** What is sent from now on is lost. */
  cut(from: NodeId, to: NodeId): void {
    this.#cuts.add(`${from}>${to}`);
  }

  heal(): void {
    this.#cuts.clear();
  }

  /** What is sent from now on is kept on its way, until `thaw` lets it arrive all at once. */
  freeze(from: NodeId, to: NodeId): void {
    this.#frozen.add(`${from}>${to}`);
  }

  thaw(nowMs: number): void {
    this.#frozen.clear();
    this.flights = this.flights.map((flight) => ({ ...flight, dueAtMs: Math.min(flight.dueAtMs, nowMs) }));
  }
}
