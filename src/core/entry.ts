/** What the log holds, one union. Law: an entry never changes; (index, term) names one entry in the whole cluster (§5.3). */
import type { Configuration, Index, LogPosition, Term } from "./types.ts";

interface At {
  readonly index: Index;
  readonly term: Term;
}

/** A leader's first entry: by committing it, it learns what is committed (§8, "a blank no-op entry"). */
export interface NoOp extends At {
  readonly type: "noOp";
}

/** Bytes for the state machine. */
export interface Command extends At {
  readonly type: "command";
  readonly command: Uint8Array;
}

/** Who the members are: in force from the moment it is in the log, committed or not (§6). */
export interface ConfigurationEntry extends At {
  readonly type: "configuration";
  readonly configuration: Configuration;
}

export type Entry = NoOp | Command | ConfigurationEntry;

const ENTRY_OVERHEAD_BYTES = 32;
const MEMBER_BYTES = 144;

/** What an entry costs in a batch, in bytes, overhead included; of a configuration, at the most. */
export function entryBytes(entry: Entry): number {
  switch (entry.type) {
    case "noOp":
      return ENTRY_OVERHEAD_BYTES;
    case "command":
      return ENTRY_OVERHEAD_BYTES + entry.command.length;
    case "configuration": {
      const { voters, outgoing, learners } = entry.configuration;
      return ENTRY_OVERHEAD_BYTES + MEMBER_BYTES * (voters.length + outgoing.length + learners.length);
    }
  }
}

export const positionOf = ({ index, term }: Entry): LogPosition => ({ index, term });
