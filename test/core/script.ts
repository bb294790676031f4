/**
 * The language of the scripts, and the shape of their files.
 *
 * A file is a row of blocks: comments (`#`) and commands, a line `----`, and the trace that they must leave, up to an empty
 * line. Law: what a script cannot mean, it says by an error; nothing is guessed.
 */
import { configurationOf, lastPosition } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { type ServerState, standing } from "../../src/core/state.ts";
import type { HardState, NodeId, Term } from "../../src/core/types.ts";
import { Lab, memberOf } from "./lab.ts";
import { type Choose, flightsOf } from "./network.ts";
import { configurationText, hardStateText, messageText, standingText } from "./trace.ts";

export interface Block {
  /** Comments and commands, as written. */
  readonly source: readonly string[];
  readonly golden: readonly string[];
}

export const COMMANDS = [
  "cluster n1 n2 n3 [seed=7] [disk=manual] [n1.disk=t5:n2] [n1.log=2:t1 or 1,1,2] [voters=n1,n2]   a new cluster; all are down until connected",
  "connect|disconnect|crash|restart|wipe|persist|failDisk|expire n1 ...    or `all`",
  "snapshot n1           of all that it has applied; its log begins behind it when it is restarted",
  "deliver|settle|drop|duplicate|reverse [n1>n2 ...] [voteRequest ...]     what is on the way; settle: and what follows",
  "cut n1>n2 ... | heal",
  "tick 100ms            time passes and deadlines come; nothing arrives",
  "run 2s                everything takes its course; only changes of role, term and leader are told",
  "transfer n1 [n2]",
  "propose n1 x y ...  |  read n1 ...  |  add n1 n4  |  remove n1 n3      n1 is asked",
  "flights | status",
] as const;

export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    const lines = paragraph.split("\n").filter((line) => line.trim() !== "");
    if (lines.length === 0) continue;
    const bar = lines.indexOf("----");
    const [source, golden] = bar === -1 ? [lines, []] : [lines.slice(0, bar), lines.slice(bar + 1)];
    blocks.push({ source, golden });
  }
  return blocks;
}

export const printBlocks = (blocks: readonly Block[]): string =>
  `${blocks.map(({ source, golden }) => [...source, ...(golden.length > 0 ? ["----", ...golden] : [])].join("\n")).join("\n\n")}\n`;

/** Runs the blocks one after the other on one cluster, and returns them with the traces that they left. */
export function runBlocks(blocks: readonly Block[]): Block[] {
  const script = new Script();
  return blocks.map(({ source }) => {
    const commands = source.filter((line) => !line.startsWith("#"));
    return { source, golden: commands.flatMap((line) => script.perform(line)) };
  });
}

const TYPES: readonly string[] = [
  "preVoteRequest",
  "preVoteResponse",
  "voteRequest",
  "voteResponse",
  "heartbeat",
  "heartbeatAck",
  "appendEntries",
  "appendAck",
  "appendRefusal",
  "installSnapshot",
  "snapshotAck",
  "readIndexRequest",
  "readIndexResponse",
  "timeoutNow",
] satisfies Message["body"]["type"][];

const isType = (word: string): word is Message["body"]["type"] => TYPES.includes(word);

function chooseBy(words: readonly string[]): Choose {
  const links = words.filter((word) => word.includes(">"));
  const types = words.filter(isType);
  if (links.length + types.length !== words.length) throw new Error(`neither links nor types: ${words.join(" ")}`);
  const choices = (links.length > 0 ? links : [null]).flatMap((link) =>
    (types.length > 0 ? types : [null]).map((type) => flightsOf(link, type)),
  );
  return (flight) => choices.some((choose) => choose(flight));
}

function parseMs(word: string | undefined): number {
  const [, digits, unit] = /^(\d+)(ms|s)$/.exec(word ?? "") ?? [];
  if (digits === undefined) throw new Error(`not a time: ${word}`);
  return Number(digits) * (unit === "s" ? 1000 : 1);
}

function parseLink(word: string): readonly [NodeId, NodeId] {
  const [, from, to] = /^(\w+)>(\w+)$/.exec(word) ?? [];
  if (from === undefined || to === undefined) throw new Error(`not a link: ${word}`);
  return [from, to];
}

function parseDisk(word: string): HardState {
  const [, term, votedFor] = /^t(\d+)(?::(\w+))?$/.exec(word) ?? [];
  if (term === undefined) throw new Error(`not a term and vote: ${word}`);
  return { term: Number(term), votedFor: votedFor === undefined ? null : memberOf(votedFor) };
}

/** The terms of a log's entries: all of them ("1,1,2"), or of a log of one term its end ("3:t1"). */
function parseLog(word: string): Term[] {
  const [, index, term] = /^(\d+):t(\d+)$/.exec(word) ?? [];
  if (index !== undefined && term !== undefined) return Array.from({ length: Number(index) }, () => Number(term));
  if (!/^\d+(,\d+)*$/.test(word)) throw new Error(`not a log: ${word}`);
  return word.split(",").map(Number);
}

function newLab(words: readonly string[]): Lab {
  const ids = words.filter((word) => !word.includes("="));
  const disks: Record<NodeId, HardState> = {};
  const logs: Record<NodeId, readonly Term[]> = {};
  let seed = 1;
  let promptDisk = true;
  let voters: NodeId[] = ids;
  for (const [name = "", value = ""] of words.filter((word) => word.includes("=")).map((word) => word.split("="))) {
    const [id = "", field] = name.split(".");
    if (name === "seed") seed = Number(value);
    else if (name === "voters") voters = value.split(",");
    else if (name === "disk" && value === "manual") promptDisk = false;
    else if (ids.includes(id) && field === "disk") disks[id] = parseDisk(value);
    else if (ids.includes(id) && field === "log") logs[id] = parseLog(value);
    else throw new Error(`not an option of cluster: ${name}=${value}`);
  }
  return new Lab({ ids, voters, seed, disks, logs, promptDisk });
}

class Script {
  #lab: Lab | null = null;

  /** Performs one command and returns its trace. */
  perform(line: string): string[] {
    const [command = "", ...words] = line.trim().split(/\s+/);
    if (command === "cluster") {
      this.#lab = newLab(words);
      return [];
    }
    const lab = this.#lab;
    if (lab === null) throw new Error("a script begins with `cluster`");
    if (command === "flights") return lab.flights.map(({ to, message }) => messageText({ ...message, to }));
    if (command === "status") return [...lab.nodes.keys()].map((id) => status(lab, id));
    const lines = lab.lines.length;
    const changes = lab.changes.length;
    act(lab, command, words);
    return command === "run" ? lab.changes.slice(changes) : lab.lines.slice(lines);
  }
}

function act(lab: Lab, command: string, words: readonly string[]): void {
  const [first = "", second] = words;
  const ids = first === "all" ? [...lab.nodes.keys()] : words;
  switch (command) {
    case "connect":
    case "disconnect":
    case "crash":
    case "restart":
    case "wipe":
    case "persist":
    case "failDisk":
    case "expire":
    case "snapshot":
      for (const id of ids) lab[command](id);
      return;
    case "deliver":
    case "settle":
      lab[command](chooseBy(words));
      return;
    case "drop":
      lab.network.take(chooseBy(words));
      return;
    case "duplicate":
    case "reverse":
      return lab.network[command](chooseBy(words));
    case "cut":
      for (const word of words) lab.network.cut(...parseLink(word));
      return;
    case "heal":
      return lab.network.heal();
    case "tick":
      return lab.tick(parseMs(first));
    case "run":
      return lab.run(parseMs(first));
    case "propose":
      lab.propose(first, ...words.slice(1));
      return;
    case "read":
      for (const id of ids) lab.read(id);
      return;
    case "add":
    case "remove":
      lab[command](first, second ?? "");
      return;
    case "transfer":
      return lab.transfer(first, second ?? null);
    default:
      throw new Error(`no such command: ${command}\n${COMMANDS.join("\n")}`);
  }
}

function logText({ log, commitIndex, appliedIndex }: ServerState): string {
  const { index, term } = lastPosition(log);
  const members = log.configurations.length > 1 ? `, members ${configurationText(configurationOf(log))}` : "";
  const from = log.base.index > 0 ? ` after ${log.base.index}:t${log.base.term}` : "";
  return `log ${index}:t${term}${from} durable ${log.durableIndex} commit ${commitIndex} applied ${appliedIndex}${members}`;
}

function status(lab: Lab, id: NodeId): string {
  const { state, disk } = lab.node(id);
  if (state === null) return `${id} down, disk ${hardStateText(disk)}`;
  const connection = state.connected ? "" : ", disconnected";
  return `${id} ${standingText(standing(state))}, voted ${state.votedFor?.id ?? "nobody"}, disk ${hardStateText(disk)}, ${logText(state)}${connection}`;
}
