/**
 * Where clients come in, over a link to NATS.
 *
 * Laws: while it is shut it is subscribed to nothing, and NATS tells clients so (503); every request that arrives is answered
 * at most once, and what is not understood is answered here. An answer leaves only while the link is up; one that cannot leave
 * is dropped and counted, and the client's time runs out.
 *
 * The server may have sent a request before it heard that the door was shut. Such a one is still taken (`drain`), and told
 * that nobody leads here, so that its client need not wait; or served, if the door has been opened again.
 *
 * Who listens is told when the door is open, and the server knows of it: clients that wait for an earlier leader ask again.
 *
 * The requests of a batch are served one by one, as if each had come alone; those of their answers that are there at the end of
 * a turn leave together.
 */
import type { ClientDoor, ClientRequest, ClientResponse, Respond } from "../ports/client-door.ts";
import type { DecodeProblem } from "../ports/codec.ts";
import { batchFrom } from "../wire/client-batches.ts";
import { type ClientCodec, COMMAND_BYTES_MAX, createClientCodec, RESPONSE_BYTES_MAX } from "../wire/client-codec.ts";
import { AnswerSheet } from "./answer-sheet.ts";
import type { LinkFrame, LinkSubscription, NatsLink } from "./link-transport.ts";
import { noLog, type OnceLog, onceLog, type TransportLog } from "./log.ts";
import { events, isInbox, LEADERS, proposals, reads } from "./subjects.ts";

export interface NatsDoorOptions {
  readonly link: NatsLink;
  readonly clusterName: string;
  /** Whose door it is. */
  readonly nodeId: string;
  /** The largest command or query. Default 256 KiB. */
  readonly commandBytesMax?: number;
  /** Default: says nothing. */
  readonly log?: TransportLog;
}

/** All since the start. */
export interface DoorCounters {
  requests: number;
  /** Answered INVALID_REQUEST or TOO_LARGE here. */
  refused: number;
  /** Came to a door that had just been shut. */
  late: number;
  /** Named nowhere to answer to, or a subject of the cluster's own. */
  unanswerable: number;
  /** Answers dropped, because NATS was not connected. */
  droppedDisconnected: number;
}

export interface NatsDoor extends ClientDoor {
  readonly counters: Readonly<DoorCounters>;
}

export const createNatsDoor = (options: NatsDoorOptions): NatsDoor => new Door(options);

type OnRequest = (request: ClientRequest, respond: Respond) => void;
type RequestType = ClientRequest["type"];

/** Where the answers to the requests of one message go. */
interface Answers {
  add(position: number, response: Uint8Array): void;
}

/** A server may let a client read that may not propose: what comes on one subject is not taken for the other. */
const PROPOSALS: readonly RequestType[] = ["register", "propose"];
const READS: readonly RequestType[] = ["read"];

class Door implements NatsDoor {
  readonly #link: NatsLink;
  readonly #clusterName: string;
  readonly #nodeId: string;
  readonly #commandBytesMax: number;
  readonly #codec: ClientCodec;
  readonly #logOnce: OnceLog;
  #onRequest: OnRequest | null = null;
  #subscriptions: LinkSubscription[] = [];
  readonly counters: DoorCounters = { requests: 0, refused: 0, late: 0, unanswerable: 0, droppedDisconnected: 0 };

  constructor({ link, clusterName, nodeId, commandBytesMax = COMMAND_BYTES_MAX, log = noLog }: NatsDoorOptions) {
    this.#link = link;
    this.#clusterName = clusterName;
    this.#nodeId = nodeId;
    this.#commandBytesMax = commandBytesMax;
    this.#codec = createClientCodec({ commandBytesMax });
    this.#logOnce = onceLog(log);
  }

  open(onRequest: OnRequest): void {
    this.shut();
    this.#onRequest = onRequest;
    this.#subscriptions = [
      this.#subscribe(proposals(this.#clusterName), PROPOSALS),
      this.#subscribe(reads(this.#clusterName), READS),
    ];
    void this.#tellOpen(this.#subscriptions);
  }

  /** Clients that wait for an answer of an earlier leader need not wait longer: what they send now is heard. */
  async #tellOpen(subscriptions: readonly LinkSubscription[]): Promise<void> {
    try {
      await this.#link.flush();
    } catch {
      return; // the connection went, and the lead with it
    }
    if (this.#subscriptions !== subscriptions) return;
    const event = JSON.stringify({ type: "leads", node: this.#nodeId });
    this.#link.publish(events(this.#clusterName, this.#nodeId), new TextEncoder().encode(event));
  }

  shut(): void {
    this.#onRequest = null;
    for (const subscription of this.#subscriptions) subscription.drain();
    this.#subscriptions = [];
  }

  #subscribe(subject: string, allowed: readonly RequestType[]): LinkSubscription {
    const refused = (reason: string): void =>
      this.#logOnce("NATS does not let this node serve clients", subject, { subject, reason });
    return this.#link.subscribe(subject, (frame) => this.#receive(frame, allowed), refused, LEADERS);
  }

  #receive({ subject, bytes, reply }: LinkFrame, allowed: readonly RequestType[]): void {
    const batch = batchFrom(bytes);
    this.counters.requests += batch?.length ?? 1;
    if (!isInbox(reply)) {
      this.counters.unanswerable += batch?.length ?? 1;
      return;
    }
    if (batch === null) return this.#take(bytes, subject, allowed, this.#onlyAnswer(reply), 0);
    const sheet = new AnswerSheet(this.#bytesMax, (answers) => this.#publish(reply, answers));
    let position = 0;
    for (const each of batch) this.#take(each, subject, allowed, sheet, position++);
  }

  #onlyAnswer(reply: string): Answers {
    return { add: (_, response) => this.#publish(reply, response) };
  }

  #take(bytes: Uint8Array, subject: string, allowed: readonly RequestType[], answers: Answers, position: number): void {
    const decoded = this.#codec.decodeRequest(bytes);
    if (!decoded.ok) return this.#refuse(answers, position, this.#complaint(decoded.problem));
    const { request } = decoded;
    if (allowed.includes(request.type)) return this.#serve(request, answers, position);
    const reason = `a request to ${request.type} does not belong on ${subject}`;
    this.#refuse(answers, position, invalid(reason));
  }

  #serve(request: ClientRequest, answers: Answers, position: number): void {
    if (this.#onRequest === null) {
      this.counters.late += 1;
      return answers.add(position, this.#encoded(NOT_LEADER, false));
    }
    const changes = request.type !== "read";
    let answered = false;
    // All that is kept of a request while it waits, of which there may be thousands.
    this.#onRequest(request, (response) => {
      if (answered) return;
      answered = true;
      if (this.#link.isUp) answers.add(position, this.#encoded(response, changes));
      else this.#dropped();
    });
  }

  #refuse(answers: Answers, position: number, response: ClientResponse): void {
    this.counters.refused += 1;
    answers.add(position, this.#encoded(response, false));
  }

  get #bytesMax(): number {
    return Math.min(this.#link.payloadBytesMax, RESPONSE_BYTES_MAX);
  }

  /** `changes`: what is answered may have changed something. */
  #encoded(response: ClientResponse, changes: boolean): Uint8Array {
    const fits = response.type === "error" || response.result.length + RESPONSE_OVERHEAD_BYTES <= this.#bytesMax;
    return this.#codec.encodeResponse(fits ? response : tooLarge(response.result.length, changes));
  }

  #publish(reply: string, answer: Uint8Array): void {
    if (!this.#link.publish(reply, answer)) this.#dropped();
  }

  #dropped(): void {
    this.counters.droppedDisconnected += 1;
  }

  #complaint(problem: DecodeProblem): ClientResponse {
    const message = `more than ${this.#commandBytesMax} bytes`;
    if (problem === "tooLarge") return failure("TOO_LARGE", message, false);
    return invalid(`not a ClientRequest that this node understands (${problem})`);
  }
}

/** More than tags, lengths and an index take. */
const RESPONSE_OVERHEAD_BYTES = 64;

const failure = (code: "NOT_LEADER" | "TOO_LARGE" | "INVALID_REQUEST", message: string, mayHaveExecuted: boolean) =>
  ({ type: "error", code, message, mayHaveExecuted, leader: null }) as const;

const NOT_LEADER = failure("NOT_LEADER", "this node does not lead", false);

const invalid = (message: string): ClientResponse => failure("INVALID_REQUEST", message, false);

const tooLarge = (bytes: number, changes: boolean): ClientResponse =>
  failure("TOO_LARGE", `the result has ${bytes} bytes, more than can be carried`, changes);
