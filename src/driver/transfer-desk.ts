/**
 * Those who wait for a hand-over. Law: each is answered once: done when the lead is lost, refused by the core's word, or
 * timed out when the heir did not take it.
 */
import type { Answer, Refusal } from "../core/effect.ts";
import type { NodeId } from "../core/types.ts";
import { GraftError } from "../errors.ts";
import type { Clock, Timer } from "../ports/clock.ts";

interface Waiting {
  readonly to: NodeId | null;
  readonly timer: Timer;
  /** Once the core has begun; before that, a change of roles has nothing to do with it. */
  started: boolean;
  readonly resolve: () => void;
  readonly reject: (error: GraftError) => void;
}

export class TransferDesk {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  readonly #nextRequestId: () => number;

  constructor(clock: Clock, nextRequestId: () => number) {
    this.#clock = clock;
    this.#nextRequestId = nextRequestId;
  }

  open(to: NodeId | null, timeoutMs: number): { requestId: number; done: Promise<void> } {
    const requestId = this.#nextRequestId();
    const done = new Promise<void>((resolve, reject) => {
      const timer = this.#clock.at(this.#clock.nowMs() + timeoutMs, () =>
        this.#take(requestId)?.reject(
          new GraftError("TIMED_OUT", `the lead was not taken over within ${timeoutMs} ms`, { timeoutMs }),
        ),
      );
      this.#waiting.set(requestId, { to, timer, started: false, resolve, reject });
    });
    return { requestId, done };
  }

  /** Answers to requests of others pass by. */
  answer(requestId: number, answer: Answer): void {
    const waiting = this.#waiting.get(requestId);
    if (waiting === undefined) return;
    if (answer.type === "started") {
      waiting.started = true;
      return;
    }
    this.#take(requestId);
    if (answer.type === "refused") waiting.reject(refusalError(answer.refusal, waiting.to));
    else waiting.resolve();
  }

  lostTheLead(): void {
    for (const [requestId, { started }] of [...this.#waiting]) if (started) this.#take(requestId)?.resolve();
  }

  /** The node has stopped: it leads no more, and what it had not begun it will not begin. */
  close(): void {
    this.lostTheLead();
    for (const [requestId, { to }] of [...this.#waiting]) this.#take(requestId)?.reject(refusalError("notLeader", to));
  }

  #take(requestId: number): Waiting | undefined {
    const waiting = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    waiting?.timer.cancel();
    return waiting;
  }
}

function refusalError(refusal: Refusal, to: NodeId | null): GraftError {
  switch (refusal) {
    case "unknownMember":
      return new GraftError("UNKNOWN_NODE", `${to} is not a member of this cluster`, { node: to ?? "" });
    case "notAVoter":
      return new GraftError("UNKNOWN_NODE", `${to} is a learner, and cannot lead`, { node: to ?? "" });
    case "nobodyToTakeOver":
      return new GraftError("TIMED_OUT", "no other voter has been heard of within an election timeout", {
        timeoutMs: 0,
      });
    default:
      return new GraftError("NOT_LEADER", "this node does not lead, so it has no lead to hand over");
  }
}
