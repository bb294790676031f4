/**
 * The answers to a batch of requests. Law: each leaves once, with all others that were given in the same turn, in as few
 * messages as can carry them; and none waits for the answer to another request.
 */
import { ANSWER_OVERHEAD_BYTES, type BatchAnswer, encodeAnswers } from "../wire/client-batches.ts";

export class AnswerSheet {
  readonly #bytesMax: number;
  readonly #send: (answers: Uint8Array) => void;
  #given: BatchAnswer[] = [];

  /** `bytesMax`: of a message. */
  constructor(bytesMax: number, send: (answers: Uint8Array) => void) {
    this.#bytesMax = bytesMax;
    this.#send = send;
  }

  add(position: number, response: Uint8Array): void {
    if (this.#given.length === 0) queueMicrotask(() => this.#flush());
    this.#given.push({ position, response });
  }

  #flush(): void {
    let from = 0;
    let bytes = ANSWER_OVERHEAD_BYTES;
    for (const [place, { response }] of this.#given.entries()) {
      const more = response.length + ANSWER_OVERHEAD_BYTES;
      if (place > from && bytes + more > this.#bytesMax) {
        this.#send(encodeAnswers(this.#given.slice(from, place)));
        from = place;
        bytes = ANSWER_OVERHEAD_BYTES;
      }
      bytes += more;
    }
    this.#send(encodeAnswers(this.#given.slice(from)));
    this.#given = [];
  }
}
