/**
 * The commands of the prompt, each with an example. Law: help, completion, suggestions and the grammar all read this table, so
 * that none of them can know a command that the others do not.
 */
import { FAULT_WORDS, SIMULATED_WORDS } from "../scenario/language/parse-fault.ts";

export interface CommandWord {
  readonly word: string;
  readonly example: string;
  /** Has a line of its own in the short help. */
  readonly isMain: boolean;
}

const main = <Word extends string>(word: Word, example: string) => ({ word, example, isMain: true }) as const;
const more = <Word extends string>(word: Word, example: string) => ({ word, example, isMain: false }) as const;

/** In the order in which help tells of them. */
export const COMMANDS = [
  main("status", "status"),
  main("crash", "crash leader"),
  main("pause", "pause n2 3s"),
  main("partition", "partition leader | followers"),
  main("link", "link n1>n2 drop 30%"),
  main("disk", "disk n3 full"),
  main("heal", "heal"),
  main("why", "why"),
  main("put", "put a 1"),
  main("get", "get a"),
  main("transfer", "transfer n3"),
  main("add", "add"),
  main("remove", "remove n2"),
  main("chaos", "chaos on gentle"),
  main("help", "help pause"),
  main("quit", "quit"),
  more("isolate", "isolate n1 5s"),
  more("cut", "cut n1 <> n2 10s"),
  more("block", "block AppendEntries from leader 5s"),
  more("stop", "stop n2"),
  more("restart", "restart n2"),
  more("resume", "resume n2"),
  more("slow", "slow n2 20ms every 100ms"),
  more("disconnect", "disconnect n3 2s"),
  more("clog", "clog n3 2s"),
  more("clock", "clock n2 jump 5m"),
  more("wipe", "wipe n3"),
  more("replace", "replace n3"),
  more("power", "power loss n2"),
  more("tear", "tear n2"),
  more("corrupt", "corrupt n3 log"),
  more("broker", "broker restart"),
  more("delete", "delete a"),
] as const satisfies readonly CommandWord[];

export type PromptWord = (typeof COMMANDS)[number]["word"];

export const PROMPT_WORDS: readonly PromptWord[] = COMMANDS.map(({ word }) => word);

export const isPromptWord = (word: string): word is PromptWord => PROMPT_WORDS.some((known) => known === word);

export const exampleOf = (word: PromptWord): string => COMMANDS.find((one) => one.word === word)?.example ?? word;

/** What a person may well type for one of them. */
export const SYNONYMS: Readonly<Record<string, PromptWord>> = {
  kill: "crash",
  start: "restart",
  freeze: "pause",
  thaw: "resume",
  split: "partition",
  drop: "link",
  delay: "link",
  set: "put",
  write: "put",
  read: "get",
  del: "delete",
  leader: "status",
  nodes: "status",
  faults: "status",
  ls: "status",
  fix: "heal",
  clear: "heal",
  clients: "chaos",
  join: "add",
  leave: "remove",
  stepdown: "transfer",
};

/** Faults that a live cluster can have. `heal` is more here: it ends all of them. */
export const LIVE_FAULT_WORDS: readonly string[] = FAULT_WORDS.filter(
  (word) => !SIMULATED_WORDS.includes(word) && word !== "heal" && word !== "clients",
);
