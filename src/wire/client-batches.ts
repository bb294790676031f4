/**
 * Requests that travel in one message, and their answers: `ClientRequest.batch` and `ClientResponse.answers` of raft.proto.
 *
 * Law: what is inside is not looked at here; each request and each answer is bounded and decoded by itself (`client-codec`),
 * so that one of them cannot spoil the others. What is read yields views. Only what stands as it is written here is read,
 * with no other field in between: all the rest is for the codec to refuse.
 */
import { varintBytes, writeVarint } from "./entries.ts";
import { Fields } from "./fields.ts";

export const BATCH_REQUESTS_MAX = 1024;

/** More than an answer takes beside its response: two tags of its own and two within, a position, two lengths. */
export const ANSWER_OVERHEAD_BYTES = 16;

/** Tags: field number * 8 + wire type. */
const BATCH = 0x22;
const REQUEST = 0x0a;
const ANSWERS = 0x52;
const ANSWER = 0x0a;
const POSITION = 0x08;
const RESPONSE = 0x12;

export interface BatchAnswer {
  /** Of its request in the batch, from 0. */
  readonly position: number;
  /** A ClientResponse. */
  readonly response: Uint8Array;
}

/** @throws RangeError where there is none, or more than BATCH_REQUESTS_MAX. */
export function encodeBatch(requests: readonly Uint8Array[]): Uint8Array {
  if (requests.length < 1 || requests.length > BATCH_REQUESTS_MAX)
    throw new RangeError(`${requests.length} requests: allowed are 1 to ${BATCH_REQUESTS_MAX}`);
  let length = 0;
  for (const request of requests) length += fieldBytes(request.length);
  const bytes = Buffer.allocUnsafe(fieldBytes(length));
  let at = writeHead(bytes, 0, BATCH, length);
  for (const request of requests) at = writeField(bytes, at, REQUEST, request);
  return bytes;
}

/** The requests of a batch; null: `bytes` are none. */
export function batchFrom(bytes: Uint8Array): readonly Uint8Array[] | null {
  const fields = new Fields(bytes);
  if (!fields.takes(BATCH) || !fields.isWhole()) return null;
  const requests: Uint8Array[] = [];
  while (!fields.isAtEnd) {
    const request = fields.view(REQUEST);
    if (request === null || requests.length === BATCH_REQUESTS_MAX) return null;
    requests.push(request);
  }
  return requests.length === 0 ? null : requests;
}

export function encodeAnswers(answers: readonly BatchAnswer[]): Uint8Array {
  let length = 0;
  for (const answer of answers) length += fieldBytes(answerBytes(answer));
  const bytes = Buffer.allocUnsafe(fieldBytes(length));
  let at = writeHead(bytes, 0, ANSWERS, length);
  for (const answer of answers) {
    at = writeHead(bytes, at, ANSWER, answerBytes(answer));
    bytes[at] = POSITION;
    at = writeVarint(bytes, at + 1, answer.position);
    at = writeField(bytes, at, RESPONSE, answer.response);
  }
  return bytes;
}

/** The answers to a batch; null: `bytes` are none. */
export function answersFrom(bytes: Uint8Array): readonly BatchAnswer[] | null {
  const fields = new Fields(bytes);
  if (!fields.takes(ANSWERS) || !fields.isWhole()) return null;
  const answers: BatchAnswer[] = [];
  while (!fields.isAtEnd) {
    if (!fields.takes(ANSWER)) return null;
    const endsAt = fields.end();
    const position = fields.count(POSITION);
    const response = fields.view(RESPONSE);
    if (position < 0 || response === null || fields.at !== endsAt) return null;
    answers.push({ position, response });
  }
  return answers;
}

const fieldBytes = (length: number): number => 1 + varintBytes(length) + length;

const answerBytes = ({ position, response }: BatchAnswer): number =>
  1 + varintBytes(position) + fieldBytes(response.length);

function writeHead(bytes: Uint8Array, at: number, tag: number, length: number): number {
  bytes[at] = tag;
  return writeVarint(bytes, at + 1, length);
}

function writeField(bytes: Uint8Array, start: number, tag: number, content: Uint8Array): number {
  const at = writeHead(bytes, start, tag, content.length);
  bytes.set(content, at);
  return at + content.length;
}
