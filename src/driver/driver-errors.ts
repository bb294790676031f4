/** What the driver ends with, or refuses with. Law: an error that has a code keeps it; what was caught is its cause. */
import type { NodeId } from "../core/types.ts";
import { GraftError, isGraftError } from "../errors.ts";

export function storageError(error: unknown): GraftError {
  if (isGraftError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new GraftError("STORAGE_FAILED", reason, { reason }, { cause: error });
}

export const duplicateId = (node: NodeId): GraftError =>
  new GraftError("DUPLICATE_ID", `another process runs as ${node} on a copy of its data folder`, { node });

export const notRecording = (node: NodeId): GraftError =>
  new GraftError("NOT_RECORDING", `${node} keeps no recording: start it with \`record\``, { node });

export const notLeader = (node: NodeId): GraftError => new GraftError("NOT_LEADER", `${node} does not lead`, { node });

export function invariantBroken(error: unknown): GraftError {
  const reason = error instanceof Error ? error.message : String(error);
  return new GraftError("INVARIANT_BROKEN", reason, { reason }, { cause: error });
}
