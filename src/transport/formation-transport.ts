/**
 * How nodes hear each other before they are a cluster, over a link to NATS. Law: nothing is said while disconnected, and
 * nothing is kept for later: who has to say something says it again. A word whose subject names another than its sender is
 * dropped, so that a server's permissions stop one node from saying another's yes.
 */
import type { NodeId } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { FormationTransport, FormationWord } from "../ports/formation.ts";
import { createFormationCodec, type FormationCodec } from "../wire/formation-codec.ts";
import type { KeySource } from "../wire/signature.ts";
import type { LinkFrame, LinkSubscription, NatsLink } from "./link-transport.ts";
import type { TransportLog } from "./log.ts";
import { formationSpeaker, formationWords, subscriptionToFormation } from "./subjects.ts";
import { withinOf } from "./within.ts";

export interface FormationTransportOptions {
  /** Left open. */
  readonly link: NatsLink;
  readonly keys: KeySource;
  readonly clusterName: string;
  readonly nodeId: NodeId;
  readonly clock: Clock;
  readonly log: TransportLog;
  /** For the server's word on the subscription. Default 2500. */
  readonly timeoutMs?: number;
}

const START_TIMEOUT_MS = 2500;

export const createFormationTransport = (options: FormationTransportOptions): FormationTransport =>
  new LinkFormationTransport(options);

class LinkFormationTransport implements FormationTransport {
  readonly #options: FormationTransportOptions;
  readonly #codec: FormationCodec;
  readonly #logged = new Set<string>();
  #subscription: LinkSubscription | null = null;
  #isClosed = false;
  #refused: GraftError | null = null;

  constructor(options: FormationTransportOptions) {
    this.#options = options;
    this.#codec = createFormationCodec(options.clusterName, options.keys);
  }

  async start(onWord: (word: FormationWord) => void): Promise<void> {
    if (this.#isClosed) return;
    const { link, clusterName, timeoutMs = START_TIMEOUT_MS } = this.#options;
    const servers = link.servers.join(", ");
    this.#subscription = link.subscribe(
      subscriptionToFormation(clusterName),
      (frame) => this.#receive(frame, onWord),
      (reason) => {
        const message = `NATS at ${servers} refused a subscription: ${reason}`;
        this.#refused = new GraftError("NATS_REFUSED", message, { servers, reason });
        this.#options.log(message, { servers, reason });
      },
    );
    const flushed = await withinOf(
      this.#options.clock,
      link.flush().catch(() => "late" as const),
      timeoutMs,
    );
    if (this.#refused !== null) throw this.#refused;
    if (flushed === "late")
      throw new GraftError("NATS_UNREACHABLE", `no NATS server answered at ${servers}`, { servers });
  }

  say(word: FormationWord): void {
    if (this.#isClosed) return;
    const { link, clusterName, nodeId } = this.#options;
    if (link.isUp) link.publish(formationWords(clusterName, nodeId), this.#codec.encode(word));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#subscription?.drain();
  }

  #receive({ subject, bytes }: LinkFrame, onWord: (word: FormationWord) => void): void {
    if (this.#isClosed) return;
    const decoded = this.#codec.decode(bytes);
    if (!decoded.ok) return this.#logOnce(subject, decoded.problem);
    if (decoded.word.from.id !== formationSpeaker(subject)) return this.#logOnce(subject, "misaddressed");
    onWord(decoded.word);
  }

  #logOnce(subject: string, problem: string): void {
    if (this.#logged.has(problem)) return;
    this.#logged.add(problem);
    this.#options.log("a word about the forming of a cluster was not understood", { subject, problem });
  }
}
