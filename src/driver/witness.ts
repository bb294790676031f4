/**
 * What this node has measured, told when a lead begins or ends: the testimonies of `why/`. Laws: it watches the core and never
 * touches it; what it tells was measured here; and nothing waits for it.
 *
 * A testimony is taken in the step that the change belongs to, and told once that is durable. What may not have been heard
 * (the connection was away, or a partition stood between) is told again when a leader is heard.
 */
import type { Effect, Standing } from "../core/effect.ts";
import type { Event } from "../core/event.ts";
import { quorumContactMs } from "../core/leader.ts";
import type { Leader, ServerState } from "../core/state.ts";
import type { NodeId } from "../core/types.ts";
import type { Clock, WallClock } from "../ports/clock.ts";
import type { EventBoard } from "../ports/event-board.ts";
import type { ThreadMeter } from "../ports/thread-meter.ts";
import { type Told, WhyBook } from "../why/book.ts";
import type { Lead } from "../why/explain.ts";
import { testimonyFrom } from "../why/parse.ts";
import { HEALTH_WINDOW_MS, type Health, type Hint, type Testimony, type TransferBy } from "../why/testimony.ts";
import { Pulse } from "./pulse.ts";

/** So long NATS has to answer a node that has lost its majority, before that is told without it. */
const ECHO_WAIT_MS = 1_000;

type Announcement = Extract<Effect, { type: "announce" }>;
type Lost = Extract<Testimony, { type: "lost" }>;

export interface WitnessParts {
  readonly board: EventBoard;
  readonly meter: ThreadMeter;
  /** Random for each life. */
  readonly boot: string;
  /** Of its own. */
  readonly onTestimony: (testimony: Testimony) => void;
  readonly onWhy: (told: Told) => void;
}

/** What the core does not keep. */
export interface Surroundings {
  readonly diskFull: boolean;
  readonly reconnects: number;
}

/** From the first question on until a leader is heard. */
interface Quest {
  readonly sinceMs: number;
  readonly campaign: Announcement["cause"];
  readonly silenceMs: number | null;
  readonly hint: Hint | null;
}

export class Witness {
  readonly #parts: WitnessParts;
  readonly #state: ServerState;
  readonly #clock: Clock & WallClock;
  readonly #surroundings: () => Surroundings;
  readonly #book: WhyBook;
  readonly #pulse: Pulse;
  #previous: Lead | null = null;
  #quest: Quest | null = null;
  #hint: Hint | null = null;
  #asked: { readonly by: TransferBy; readonly atMs: number } | null = null;
  #natsLostAtMs: number | null = null;
  #syncs: { readonly atMs: number; readonly forMs: number }[] = [];
  /** The lead that this step began with, if it was this node's. */
  #led: Leader | null = null;
  #diskBusySinceMs = Number.POSITIVE_INFINITY;
  #lastLost: Lost | null = null;

  constructor(parts: WitnessParts, state: ServerState, clock: Clock & WallClock, surroundings: () => Surroundings) {
    this.#parts = parts;
    this.#state = state;
    this.#clock = clock;
    this.#surroundings = surroundings;
    this.#book = new WhyBook(parts.onWhy);
    this.#pulse = new Pulse(clock, parts.meter, state.timing.heartbeatMs);
  }

  /** Once the node hears others, and they it. */
  start(): void {
    this.#parts.board.listen((from, event) => this.#hear(from, event));
    this.#tell({ type: "started", ...this.#said() });
  }

  close(): void {
    this.#pulse.close();
  }

  /** A hand-over is about to be asked for; without that, it is the core's own, to a node of higher priority. */
  transferAsked(by: TransferBy): void {
    this.#asked = { by, atMs: this.#clock.nowMs() };
  }

  /** The thread has its turn. */
  beat(nowMs: number): void {
    this.#pulse.beat(nowMs);
  }

  before(): void {
    const { role, diskBusySinceMs } = this.#state;
    this.#led = role.name === "leader" ? role : null;
    this.#diskBusySinceMs = diskBusySinceMs;
  }

  after(event: Event, nowMs: number): void {
    const { role } = this.#state;
    if (event.type === "disconnected") this.#natsLostAtMs = nowMs;
    if (event.type === "persisted") this.#synced(nowMs);
    const hinted = (role.name === "follower" && role.isLeaderGone) || (role.name === "preCandidate" && role.isHinted);
    if (!hinted) this.#hint = null;
    else if (event.type === "peerGone") this.#hint ??= "noResponders";
    else if (event.type === "connectionEnded") this.#hint ??= "connectionEnded";
  }

  /** Takes what is to be told of a change; the function given tells it. */
  take(announcement: Announcement, event: Event, nowMs: number, errorCode: string | null = null): () => void {
    this.after(event, nowMs);
    const { from, to, cause } = announcement;
    const testimonies: Testimony[] = [];
    if (from.role === "leader" && to.role !== "leader") testimonies.push(this.#lost(from, cause, nowMs, errorCode));
    if (from.leader !== null && from.leader !== this.#id && to.leader !== from.leader)
      testimonies.push(this.#missed(from, from.leader, announcement, nowMs));
    this.#seek(announcement, nowMs);
    if (to.role === "leader" && from.role !== "leader") testimonies.push(this.#leads(to, nowMs));
    if (to.leader !== null) {
      this.#previous = { node: to.leader, term: to.term };
      this.#quest = null;
    }
    const retold = to.leader !== null && to.leader !== this.#id ? this.#lastLost : null;
    return () => {
      for (const testimony of testimonies) this.#tellMeasured(testimony);
      if (retold !== null) this.#parts.board.tell({ type: "testimony", testimony: retold });
    };
  }

  get #id(): NodeId {
    return this.#state.self.id;
  }

  #said(): Pick<Testimony, "node" | "boot" | "atMs"> {
    return { node: this.#id, boot: this.#parts.boot, atMs: Math.round(this.#clock.wallMs()) };
  }

  #seek({ to, cause }: Announcement, nowMs: number): void {
    const seeks =
      to.role === "preCandidate" || to.role === "candidate" || (to.role === "leader" && this.#quest === null);
    if (!seeks || (this.#quest !== null && cause !== "timeoutNow")) return;
    const { heardLeaderAtMs } = this.#state;
    const followed = this.#previous !== null && this.#previous.node !== this.#id && Number.isFinite(heardLeaderAtMs);
    const silenceMs = followed ? rounded(nowMs - heardLeaderAtMs) : null;
    this.#quest = { sinceMs: nowMs, campaign: cause, silenceMs, hint: this.#hint };
  }

  #leads({ term }: Standing, nowMs: number): Testimony {
    const { campaign, silenceMs, hint, sinceMs } = this.#quest ?? {
      campaign: "electionWon",
      silenceMs: null,
      hint: null,
      sinceMs: nowMs,
    };
    const askedMs = rounded(nowMs - sinceMs);
    const health = this.#health(nowMs);
    return {
      type: "leads",
      ...this.#said(),
      term,
      campaign,
      previous: this.#previous,
      silenceMs,
      hint,
      askedMs,
      health,
    };
  }

  #lost({ term }: Standing, cause: Announcement["cause"], nowMs: number, errorCode: string | null): Lost {
    const led = this.#led;
    const contactMs = led === null ? Number.NaN : quorumContactMs(this.#state, led, nowMs);
    const asked = this.#asked;
    const isAsked = asked !== null && nowMs - asked.atMs < 2 * this.#state.timing.electionTimeoutMaxMs;
    const transfer = led?.transfer?.to;
    const lost: Lost = {
      type: "lost",
      ...this.#said(),
      term,
      cause,
      errorCode,
      quorumSilenceMs: Number.isFinite(contactMs) ? rounded(nowMs - contactMs) : null,
      transfer: transfer === undefined ? null : { to: transfer, by: isAsked ? asked.by : "priority" },
      natsEchoMs: null,
      health: this.#health(nowMs),
    };
    this.#lastLost = lost;
    return lost;
  }

  #missed({ term }: Standing, leader: NodeId, { to, cause }: Announcement, nowMs: number): Testimony {
    const { heardLeaderAtMs } = this.#state;
    const silenceMs = Number.isFinite(heardLeaderAtMs) ? rounded(nowMs - heardLeaderAtMs) : null;
    const health = this.#health(nowMs);
    return { type: "missed", ...this.#said(), leader, term, role: to.role, cause, silenceMs, hint: this.#hint, health };
  }

  #health(nowMs: number): Health {
    const sinceMs = nowMs - HEALTH_WINDOW_MS;
    const wallAheadMs = this.#clock.wallMs() - nowMs;
    const owesMs = nowMs - this.#state.diskBusySinceMs;
    const lostAtMs = this.#natsLostAtMs;
    return {
      stops: this.#pulse.stopsSince(sinceMs).map(({ kind, untilMs, forMs }) => ({
        kind,
        atMs: Math.round(untilMs + wallAheadMs),
        forMs: rounded(forMs),
      })),
      diskOwesMs: Number.isFinite(owesMs) ? rounded(owesMs) : null,
      syncMaxMs: rounded(Math.max(0, ...this.#syncs.filter(({ atMs }) => atMs >= sinceMs).map(({ forMs }) => forMs))),
      natsLostAtMs: lostAtMs === null || lostAtMs < sinceMs ? null : Math.round(lostAtMs + wallAheadMs),
      connected: this.#state.connected,
      ...this.#surroundings(),
    };
  }

  /** Only what could be the longest of the time that is told of is kept. */
  #synced(nowMs: number): void {
    const forMs = nowMs - this.#diskBusySinceMs;
    if (!Number.isFinite(forMs)) return;
    while ((this.#syncs.at(-1)?.forMs ?? Number.POSITIVE_INFINITY) <= forMs) this.#syncs.pop();
    this.#syncs.push({ atMs: nowMs, forMs });
    if ((this.#syncs[0]?.atMs ?? nowMs) < nowMs - HEALTH_WINDOW_MS) this.#syncs.shift();
  }

  /** Who has lost its majority asks NATS whether that is there. */
  #tellMeasured(testimony: Testimony): void {
    if (testimony.type !== "lost" || testimony.cause !== "lostQuorum") return this.#tell(testimony);
    const askedAtMs = this.#clock.nowMs();
    const answered = (natsEchoMs: number): void => {
      timer.cancel();
      const more = { ...testimony, natsEchoMs };
      this.#lastLost = more;
      this.#tell(more);
    };
    const timer = this.#clock.at(askedAtMs + ECHO_WAIT_MS, () => answered(ECHO_WAIT_MS));
    this.#parts.board.echo().then(
      () => answered(rounded(this.#clock.nowMs() - askedAtMs)),
      () => undefined, // the connection went, and the timer tells
    );
  }

  #tell(testimony: Testimony): void {
    this.#book.hear(testimony);
    this.#parts.onTestimony(testimony);
    this.#parts.board.tell({ type: "testimony", testimony });
  }

  #hear(from: NodeId, event: unknown): void {
    if (from === this.#id || typeof event !== "object" || event === null || !("testimony" in event)) return;
    const testimony = testimonyFrom(from, event.testimony);
    if (testimony !== null) this.#book.hear(testimony);
  }
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;
