/**
 * A connection to NATS that can be broken on command.
 *
 * Laws: while there is no fault every call goes straight through; messages between nodes alone suffer from bad links, for
 * clients are reached by another way; and a connection that is cut off is truly closed, so that the server tells others of its
 * end, and another one is made when the fault is over, as the NATS client would.
 *
 * Between nodes that cannot hear each other the question whether somebody lives (503) is not asked either: it is silent, as
 * where the servers have lost each other but not their tables. That a connection has ended is still told to all.
 */
import type { NodeId } from "../core/types.ts";
import type { Codec } from "../ports/codec.ts";
import type { LinkFault } from "../ports/faults.ts";
import type { LinkFrame, LinkSubscription, LinkWatcher, NatsLink } from "../transport/link-transport.ts";
import { liveness, parseSubject } from "../transport/subjects.ts";
import { corrupted, type Delay, fateOf, isCut, type Random } from "./link-rules.ts";

export interface LinkFaults {
  readonly links: readonly LinkFault[];
  readonly disconnected: boolean;
  readonly clogged: boolean;
}

export interface FaultyLinkParts {
  readonly clusterName: string;
  readonly nodeId: NodeId;
  readonly connect: () => Promise<NatsLink>;
  /** To look into frames with. null: there is none yet. */
  readonly codec: () => Codec | null;
  readonly random: Random;
}

interface Kept {
  readonly subject: string;
  readonly onFrame: (frame: LinkFrame) => void;
  readonly onRefused: (reason: string) => void;
  readonly queue: string | undefined;
  /** null: it is to be made with the next connection. */
  inner: LinkSubscription | null;
}

const RECONNECT_WAIT_MS = 50;

export class FaultyLink implements NatsLink {
  readonly #parts: FaultyLinkParts;
  #inner: NatsLink;
  #rules: readonly LinkFault[] = [];
  /** null: nothing is held. */
  #clog: (() => void)[] | null = null;
  #isCutOff = false;
  /** No fault at all. */
  #isCalm = true;
  #isClosed = false;
  /** Counts connections: what an earlier one says is of no interest. */
  #era = 0;
  readonly #kept = new Set<Kept>();
  readonly #watchers: LinkWatcher[] = [];
  /** Until then what was sent before is on its way, by sender. */
  readonly #busyUntilMs = new Map<NodeId, number>();

  constructor(parts: FaultyLinkParts, inner: NatsLink) {
    this.#parts = parts;
    this.#inner = inner;
    this.#follow(inner);
  }

  get servers(): readonly string[] {
    return this.#inner.servers;
  }

  get isUp(): boolean {
    return !this.#isCutOff && this.#inner.isUp;
  }

  get connection(): string {
    return this.#isCutOff ? "" : this.#inner.connection;
  }

  get payloadBytesMax(): number {
    return this.#inner.payloadBytesMax;
  }

  setFaults({ links, disconnected, clogged }: LinkFaults): void {
    this.#rules = links;
    if (disconnected) this.#cutOff();
    else if (this.#isCutOff) void this.#connectAgain();
    if (clogged) this.#clog ??= [];
    else this.#unclog();
    this.#isCalm = links.length === 0 && !disconnected && !clogged && !this.#isCutOff;
  }

  publish(subject: string, bytes: Uint8Array, reply?: string): boolean {
    if (this.#isCalm) return this.#inner.publish(subject, bytes, reply);
    if (!this.isUp) return false;
    if (this.#reachesNobody(subject)) return true;
    if (this.#clog === null) return this.#inner.publish(subject, bytes, reply);
    const kept = Uint8Array.from(bytes);
    this.#clog.push(() => void this.#inner.publish(subject, kept, reply));
    return true;
  }

  subscribe(
    subject: string,
    onFrame: (frame: LinkFrame) => void,
    onRefused: (reason: string) => void,
    queue?: string,
  ): LinkSubscription {
    const kept: Kept = { subject, onFrame, onRefused, queue, inner: null };
    this.#kept.add(kept);
    if (!this.#isCutOff) this.#make(kept);
    return {
      drain: () => {
        this.#kept.delete(kept);
        kept.inner?.drain();
      },
    };
  }

  newInbox(): string {
    return this.#inner.newInbox();
  }

  async flush(): Promise<void> {
    const clog = this.#clog;
    if (clog !== null) await new Promise<void>((resolve) => clog.push(resolve));
    return this.#inner.flush();
  }

  watch(watcher: LinkWatcher): void {
    this.#watchers.push(watcher);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unclog();
    await this.#inner.close();
  }

  #follow(inner: NatsLink): void {
    const era = this.#era;
    inner.watch({
      onDown: (reason) => {
        if (era !== this.#era) return;
        // What was held belongs to a connection that is no more.
        if (this.#clog !== null) this.#clog = [];
        for (const watcher of this.#watchers) watcher.onDown(reason);
      },
      onUp: () => {
        if (era === this.#era) for (const watcher of this.#watchers) watcher.onUp();
      },
    });
  }

  #make(kept: Kept): void {
    const receive = (frame: LinkFrame): void => {
      if (this.#isCalm) kept.onFrame(frame);
      else this.#arrive(frame, kept.onFrame);
    };
    kept.inner = this.#inner.subscribe(kept.subject, receive, kept.onRefused, kept.queue);
  }

  #arrive(frame: LinkFrame, onFrame: (frame: LinkFrame) => void): void {
    if (this.#isCutOff) return;
    if (this.#clog === null) return this.#travel(frame, onFrame);
    const kept = copyOf(frame, frame.bytes);
    this.#clog.push(() => this.#travel(kept, onFrame));
  }

  #travel(frame: LinkFrame, onFrame: (frame: LinkFrame) => void): void {
    const { nodeId, random } = this.#parts;
    const from = this.#rules.length === 0 ? null : (parseSubject(frame.subject)?.from ?? null);
    if (from === null || from === nodeId) return onFrame(frame);
    const typeOf = (): string | null => this.#typeOf(frame.bytes);
    const { copies, isCorrupt } = fateOf(this.#rules, { from, to: nodeId, typeOf }, random);
    for (const delay of copies) {
      const bytes = isCorrupt ? corrupted(frame.bytes, random) : frame.bytes;
      const late = this.#lateMs(from, delay);
      if (late === 0) onFrame(isCorrupt ? copyOf(frame, bytes) : frame);
      else this.#later(late, copyOf(frame, bytes), onFrame);
    }
  }

  /** What waits behind a message that is late is as late. */
  #lateMs(from: NodeId, { ms, inOrder }: Delay): number {
    if (!inOrder) return ms;
    const nowMs = performance.now();
    const untilMs = this.#busyUntilMs.get(from) ?? 0;
    if (ms === 0 && untilMs <= nowMs) return 0;
    const atMs = Math.max(nowMs + ms, untilMs);
    this.#busyUntilMs.set(from, atMs);
    return atMs - nowMs;
  }

  #later(ms: number, frame: LinkFrame, onFrame: (frame: LinkFrame) => void): void {
    const era = this.#era;
    setTimeout(() => {
      if (era === this.#era && !this.#isClosed && this.isUp) onFrame(frame);
    }, ms).unref();
  }

  #typeOf(bytes: Uint8Array): string | null {
    const decoded = this.#parts.codec()?.decode(bytes);
    return decoded?.ok ? (decoded.frame.message?.body.type ?? null) : null;
  }

  /** What is for one node that cannot be reached; or asks after one that cannot be heard. */
  #reachesNobody(subject: string): boolean {
    const { clusterName, nodeId } = this.#parts;
    if (this.#rules.length === 0) return false;
    const to = parseSubject(subject)?.to ?? null;
    if (to !== null) return isCut(this.#rules, nodeId, to);
    const prefix = liveness(clusterName, nodeId).slice(0, -nodeId.length);
    if (!subject.startsWith(prefix)) return false;
    const asked = subject.slice(prefix.length);
    return isCut(this.#rules, nodeId, asked) || isCut(this.#rules, asked, nodeId);
  }

  #unclog(): void {
    const held = this.#clog ?? [];
    this.#clog = null;
    for (const goOn of held) goOn();
  }

  #cutOff(): void {
    if (this.#isCutOff) {
      this.#era += 1; // gives up an attempt to connect
      return;
    }
    const wasUp = this.#inner.isUp;
    this.#era += 1;
    this.#isCutOff = true;
    if (this.#clog !== null) this.#clog = [];
    for (const kept of this.#kept) kept.inner = null;
    if (wasUp) for (const watcher of this.#watchers) watcher.onDown("the connection was cut off on purpose");
    void this.#inner.close();
  }

  /** In place of an attempt that is under way. */
  async #connectAgain(): Promise<void> {
    this.#era += 1;
    const era = this.#era;
    while (era === this.#era && !this.#isClosed) {
      const link = await this.#parts.connect().catch(() => null);
      if (link !== null && era === this.#era && !this.#isClosed) return this.#rise(link);
      await link?.close();
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_WAIT_MS));
    }
  }

  #rise(link: NatsLink): void {
    this.#era += 1;
    this.#inner = link;
    this.#isCutOff = false;
    this.#isCalm = this.#rules.length === 0 && this.#clog === null;
    this.#follow(link);
    for (const kept of this.#kept) this.#make(kept);
    for (const watcher of this.#watchers) watcher.onUp();
  }
}

const copyOf = ({ subject, reply, isNoResponders }: LinkFrame, bytes: Uint8Array): LinkFrame => ({
  subject,
  reply,
  isNoResponders,
  bytes: Uint8Array.from(bytes),
});
