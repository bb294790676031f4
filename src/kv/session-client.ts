/**
 * A client of any replicated machine: commands executed exactly once, reads, both retried until a deadline.
 *
 * Laws: what the caller is told is true (DESIGN 3.10). UNCERTAIN, and no other code, says of a command that it may have been
 * executed or may yet be; a single attempt whose end was not seen makes all that follows uncertain, whatever a later attempt
 * is refused for. And a command keeps its sequence through all attempts, and has the session for itself until it is
 * answered or given up: the next sequence then shuts it out, should it still be on its way.
 *
 * CommandClient of one client therefore go one after the other; who needs more at a time takes more sessions (`session-pool`).
 * Reads go at once.
 */
import { type ErrorCode, GraftError } from "../errors.ts";
import type { ClientRequest, ClientResponse, Consistency } from "../ports/client-door.ts";
import type { Clock } from "../ports/clock.ts";
import type { ClientCodec, ClientTransport, Reply } from "./transport.ts";

export interface SessionClientParts {
  readonly transport: ClientTransport;
  readonly codec: ClientCodec;
  readonly clock: Clock;
  /** From 0 to 1, exclusive: spreads the retries of many clients. */
  readonly random: () => number;
  /** For each call, from its beginning. Default 5000. */
  readonly timeoutMs?: number;
}

export interface Outcome {
  readonly index: number;
  readonly result: Uint8Array;
}

/** Of whatever machine the cluster runs. */
export interface CommandClient {
  /** @throws GraftError UNCERTAIN: it may have been executed; any other code: it surely was not. */
  execute(command: Uint8Array): Promise<Outcome>;
  /** @throws GraftError NO_LEADER, OVERLOADED, TIMED_OUT, TOO_LARGE, INVALID_REQUEST */
  query(query: Uint8Array, consistency: Consistency): Promise<Outcome>;
}

const TIMEOUT_MS = 5_000;
/** An attempt that is not answered is repeated after this, and after twice as long the next time. */
const ATTEMPT_MS_MIN = 1_000;
const ATTEMPT_MS_MAX = 4_000;
const BACKOFF_MS_MIN = 20;
const BACKOFF_MS_MAX = 500;

/** How one attempt ended, unless it was done. */
interface Failure {
  readonly code: ErrorCode;
  readonly reason: string;
  /** It may have been executed. */
  readonly inDoubt: boolean;
  /** Another attempt cannot help. */
  readonly final: boolean;
}

interface Session {
  readonly clientId: number;
  lastSequence: number;
}

/** One call's way to its deadline. */
interface Attempts {
  readonly deadlineMs: number;
  count: number;
  inDoubt: boolean;
}

export class SessionClient implements CommandClient {
  readonly #parts: SessionClientParts;
  #session: Session | null = null;
  /** Settles when all commands before have been answered or given up. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionClientParts) {
    this.#parts = parts;
  }

  execute(command: Uint8Array): Promise<Outcome> {
    const attempts = this.#attempts();
    const outcome = this.#before.then(() => this.#inSession(command, attempts));
    this.#before = outcome.catch(() => undefined);
    return outcome;
  }

  query(query: Uint8Array, consistency: Consistency): Promise<Outcome> {
    return this.#until(this.#attempts(), { type: "read", consistency, query });
  }

  #attempts(): Attempts {
    const { clock, timeoutMs = TIMEOUT_MS } = this.#parts;
    return { deadlineMs: clock.nowMs() + timeoutMs, count: 0, inDoubt: false };
  }

  async #inSession(command: Uint8Array, attempts: Attempts): Promise<Outcome> {
    for (;;) {
      const session = this.#session ?? (await this.#register(attempts.deadlineMs));
      const { clientId } = session;
      session.lastSequence += 1;
      try {
        return await this.#until(attempts, { type: "propose", clientId, sequence: session.lastSequence, command });
      } catch (error) {
        if (!isExpired(error)) throw error;
        this.#session = null;
        if (attempts.deadlineMs <= this.#parts.clock.nowMs()) throw error;
      }
    }
  }

  /** A registration of unknown outcome harms nobody: it is made again, and the forgotten session expires. */
  async #register(deadlineMs: number): Promise<Session> {
    const attempts = { deadlineMs, count: 0, inDoubt: false };
    const { index } = await this.#until(attempts, { type: "register" });
    this.#session = { clientId: index, lastSequence: 0 };
    return this.#session;
  }

  /** Sends `request` until it is done, refused for good, or late. */
  async #until(attempts: Attempts, request: ClientRequest): Promise<Outcome> {
    const { codec, clock } = this.#parts;
    const bytes = codec.encodeRequest(request);
    let failure: Failure = NOT_SENT;
    for (let leftMs = attempts.deadlineMs - clock.nowMs(); leftMs > 0; leftMs = attempts.deadlineMs - clock.nowMs()) {
      const timeoutMs = Math.min(leftMs, doubled(ATTEMPT_MS_MIN, attempts.count, ATTEMPT_MS_MAX));
      const answer = this.#judge(await this.#send(request, bytes, timeoutMs, attempts));
      if ("result" in answer) return answer;
      failure = answer;
      attempts.count += 1;
      attempts.inDoubt ||= failure.inDoubt && request.type === "propose";
      if (failure.final) break;
      if (failure !== LEADER_CHANGED) await this.#pause(attempts);
    }
    throw errorOf(failure, attempts.inDoubt);
  }

  async #send({ type }: ClientRequest, bytes: Uint8Array, timeoutMs: number, { inDoubt }: Attempts): Promise<Reply> {
    const { transport } = this.#parts;
    try {
      return await (type === "read" ? transport.read(bytes, timeoutMs) : transport.propose(bytes, timeoutMs));
    } catch (error) {
      if (!inDoubt) throw error;
      throw uncertain(error instanceof Error ? error.message : String(error));
    }
  }

  #judge(reply: Reply): Outcome | Failure {
    if (reply.kind !== "reply") return unanswered(reply);
    const decoded = this.#parts.codec.decodeResponse(reply.bytes);
    if (!decoded.ok) return GARBLED;
    return decoded.response.type === "ok" ? decoded.response : refusal(decoded.response);
  }

  /** Not beyond the deadline, and between half of it and all of it by chance; and no longer than there is no leader. */
  #pause({ count, deadlineMs }: Attempts): Promise<void> {
    const { clock, random, transport } = this.#parts;
    const fullMs = doubled(BACKOFF_MS_MIN, count - 1, BACKOFF_MS_MAX);
    const untilMs = Math.min(deadlineMs, clock.nowMs() + fullMs * (0.5 + random() / 2));
    return new Promise((resolve) => {
      const timer = clock.at(untilMs, () => {
        forget();
        resolve();
      });
      const forget = transport.onLeader(() => {
        timer.cancel();
        resolve();
      });
    });
  }
}

const doubled = (first: number, times: number, max: number): number => Math.min(max, first * 2 ** Math.min(times, 20));

const failing = (code: ErrorCode, reason: string, inDoubt: boolean, final = false): Failure => ({
  code,
  reason,
  inDoubt,
  final,
});

const NOT_SENT = failing("TIMED_OUT", "the time was up before it could be sent", false);
const GARBLED = failing("TIMED_OUT", "the answer was not understood", true);

const NOBODY = failing("NO_LEADER", "nobody leads the cluster", false);
const SILENCE = failing("TIMED_OUT", "no answer in time", true);
/** Whoever leads now listens: no reason to wait. */
const LEADER_CHANGED = failing("TIMED_OUT", "the leader changed before it answered", true);

function unanswered(reply: Exclude<Reply, { kind: "reply" }>): Failure {
  switch (reply.kind) {
    case "noResponders":
      return NOBODY;
    case "timedOut":
      return SILENCE;
    case "leaderChanged":
      return LEADER_CHANGED;
    case "disconnected":
      return failing("TIMED_OUT", "the connection to NATS was lost", reply.wasSent);
  }
}

/**
 * SESSION_EXPIRED is no doubt about the attempt that it answers: that one was not executed. Its `mayHaveExecuted` speaks of
 * attempts before, and of those we know more than the cluster does.
 */
function refusal(response: Extract<ClientResponse, { type: "error" }>): Failure {
  const { code, message, mayHaveExecuted } = response;
  switch (code) {
    case "SESSION_EXPIRED":
      return failing(code, message, false, true);
    case "TOO_LARGE":
    case "INVALID_REQUEST":
      return failing(code, message, mayHaveExecuted, true);
    case "OVERLOADED":
      return failing(code, message, mayHaveExecuted);
    case "UNCERTAIN":
      return failing("TIMED_OUT", message, true);
    case "NOT_LEADER":
    case "NODE_STOPPED":
      return failing("NO_LEADER", message, mayHaveExecuted);
  }
}

const errorOf = ({ code, reason }: Failure, inDoubt: boolean): GraftError =>
  inDoubt ? uncertain(reason) : new GraftError(code, reason, { reason });

const uncertain = (reason: string): GraftError =>
  new GraftError("UNCERTAIN", `the outcome is not known: ${reason}`, { reason });

const isExpired = (error: unknown): boolean => error instanceof GraftError && error.code === "SESSION_EXPIRED";
