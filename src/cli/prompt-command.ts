/** What can be typed under the live view, once it is understood. Law: plain values; who is meant by a name is decided when it is done. */
import type { ChaosLevel } from "../scenario/chaos/plan.ts";
import type { ParseProblem } from "../scenario/language/cursor.ts";
import type { Fault, NodeName } from "../scenario/language/syntax.ts";

export type PromptCommand =
  | { readonly type: "status" | "heal" | "quit" }
  /** all: every record that is kept, not only the latest. */
  | { readonly type: "why"; readonly all: boolean }
  /** null: of all commands. */
  | { readonly type: "help"; readonly about: string | null }
  | {
      readonly type: "fault";
      readonly fault: Fault<NodeName>;
      /** null: as long as the fault itself says, or as is usual. */
      readonly forMs: number | null;
      readonly force: boolean;
    }
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "get" | "delete"; readonly key: string }
  /** null: whom the leader likes. */
  | { readonly type: "transfer"; readonly node: NodeName | null }
  /** null: the next id. */
  | { readonly type: "add"; readonly node: string | null }
  | { readonly type: "remove" | "replace"; readonly node: NodeName }
  | { readonly type: "chaosOff" }
  | {
      readonly type: "chaosOn";
      readonly level: ChaosLevel;
      /** null: a random one. */
      readonly seed: number | null;
      /** null: until it is told to end. */
      readonly forMs: number | null;
    };

/** Why a line is not understood. */
export type PromptProblem =
  | { readonly type: "unknownCommand"; readonly column: number; readonly word: string }
  /** `word`: the command in which that stands. */
  | { readonly type: "notUnderstood"; readonly word: string; readonly problem: ParseProblem }
  | { readonly type: "simulatedOnly"; readonly column: number; readonly word: string };

export type Understood =
  | { readonly type: "nothing" }
  | { readonly type: "command"; readonly command: PromptCommand }
  | { readonly type: "problem"; readonly problem: PromptProblem };
