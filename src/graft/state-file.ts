/**
 * The state file of nats-io/graft: who was voted for, in which term. Law: what is written here, Go reads, and the other way
 * round; what cannot be read in full is refused, never taken for a new node, since its vote may be lost.
 *
 *     {"SHA": base64, "Data": base64 of {"CurrentTerm": 8, "VotedFor": "..."}}
 *
 * Go calls `sha1.New().Sum(data)`, which appends the digest of nothing to the data: its SHA is a second copy of Data and 20
 * constant bytes. That finds damage as well as a digest would, and every version of Go reads it, so it is what we write. On
 * reading, a digest of Data itself is taken too, SHA-1 or SHA-256, bare or behind the data.
 */
import { createHash } from "node:crypto";
import { GraftError } from "../errors.ts";
import type { Ballot } from "../ports/election.ts";

/** Votes of Go nodes are 26 characters; nothing that a vote can be is longer than this. */
const NAME_LENGTH_MAX = 255;

export function encodeBallot({ term, votedFor }: Ballot): Uint8Array {
  const data = Buffer.from(JSON.stringify({ CurrentTerm: term, VotedFor: votedFor ?? "" }));
  const sum = Buffer.concat([data, digest("sha1", "")]);
  return Buffer.from(JSON.stringify({ SHA: sum.toString("base64"), Data: data.toString("base64") }));
}

/** @throws GraftError STATE_EMPTY, STATE_CORRUPT {file} */
export function decodeBallot(bytes: Uint8Array, file: string): Ballot {
  if (bytes.length === 0) throw stateEmpty(file);
  const { SHA, Data } = fieldsOf(bytes, file);
  const sum = bytesOf(SHA, file);
  const data = bytesOf(Data, file);
  if (!sumsOf(data).some((known) => known.equals(sum))) throw stateCorrupt(file);
  const { CurrentTerm: term, VotedFor: votedFor } = fieldsOf(data, file);
  const isTerm = typeof term === "number" && Number.isSafeInteger(term) && term >= 0;
  if (!isTerm || typeof votedFor !== "string" || votedFor.length > NAME_LENGTH_MAX) throw stateCorrupt(file);
  return { term, votedFor: votedFor === "" ? null : votedFor };
}

const digest = (algorithm: "sha1" | "sha256", data: Uint8Array | string): Buffer =>
  createHash(algorithm).update(data).digest();

const sumsOf = (data: Buffer): Buffer[] =>
  (["sha1", "sha256"] as const).flatMap((algorithm) => [
    digest(algorithm, data),
    Buffer.concat([data, digest(algorithm, "")]),
  ]);

function fieldsOf(bytes: Uint8Array, file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value));
  } catch {
    // As below.
  }
  throw stateCorrupt(file);
}

function bytesOf(base64: unknown, file: string): Buffer {
  if (typeof base64 !== "string") throw stateCorrupt(file);
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw stateCorrupt(file);
  return bytes;
}

const stateEmpty = (file: string): GraftError =>
  new GraftError("STATE_EMPTY", `${file} is empty: what this node voted is lost`, { file });

const stateCorrupt = (file: string): GraftError =>
  new GraftError("STATE_CORRUPT", `${file} is damaged: what this node voted cannot be read`, { file });
