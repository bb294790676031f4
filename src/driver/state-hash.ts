/**
 * The replicated state as one value, for comparing nodes. Law: it covers all that the log decides (the machine and the
 * sessions above it) and nothing else, so that nodes which have applied the same entries agree, whatever led them there.
 */
import { createHash } from "node:crypto";
import type { Index } from "../core/types.ts";
import type { MachineHost } from "./machine-host.ts";

export interface StateHash {
  readonly appliedIndex: Index;
  /** SHA-256 in hex of what a snapshot at `appliedIndex` would hold. */
  readonly hash: string;
}

/** As of now, whatever is applied while it is computed. */
export async function hashOf(host: MachineHost): Promise<StateHash> {
  const { appliedIndex } = host;
  const hash = createHash("sha256");
  for await (const chunk of host.snapshot()) hash.update(chunk);
  return { appliedIndex, hash: hash.digest("hex") };
}
