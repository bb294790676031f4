/**
 * Does what was typed, to a cluster that runs.
 *
 * Law: whatever comes of a command is an answer: nothing is thrown, and no command ends the cluster but `quit`. A call that is
 * not answered is given up within a time, or says that it waits; meanwhile others are done.
 */
import { isUtf8 } from "node:buffer";
import { isGraftError } from "../errors.ts";
import type { NodeName } from "../scenario/language/syntax.ts";
import { type Cast, oneIn, resolvedFault, severalIn } from "../scenario/resolve.ts";
import { lifetimeOf } from "../supervisor/faults/kinds-of-fault.ts";
import { failureMessage } from "./error-message.ts";
import { faultAnswer } from "./fault-answer.ts";
import type { SeenFault } from "./fault-watch.ts";
import { formatSpan } from "./format.ts";
import type { KvStore } from "./kv-world.ts";
import type { Language } from "./language.ts";
import { type Say, sayIn } from "./messages.ts";
import type { ChaosDesk } from "./prompt-chaos.ts";
import type { PromptCommand } from "./prompt-command.ts";
import { commandHelpLines, promptHelpLines } from "./prompt-text.ts";
import { isPromptWord } from "./prompt-words.ts";
import { clipText, printable } from "./text-width.ts";
import { whySentence } from "./why-sentence.ts";
import type { RunningCluster, Timers } from "./world.ts";

export interface Answer {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

export interface ExecutorParts {
  readonly cluster: RunningCluster;
  readonly language: Language;
  readonly timers: Timers;
  readonly chaos: ChaosDesk;
  readonly faults: () => readonly SeenFault[];
  /** That an answer may take. */
  readonly columns: () => number;
  readonly quit: () => void;
}

/** Of a put or a get. */
const KEY_VALUE_MS = 5_000;
/** Of a node's report: longer than one that works ever takes. */
const REPORT_MS = 500;
const VALUE_COLUMNS_MAX = 200;

/** There is no such node now. */
class Nobody extends Error {
  readonly node: NodeName;

  constructor(node: NodeName) {
    super(node);
    this.node = node;
  }
}

type KeyValue = Awaited<ReturnType<RunningCluster["keyValue"]>>;

export class PromptExecutor {
  readonly #parts: ExecutorParts;
  readonly #say: Say;
  #keyValue: Promise<KeyValue> | null = null;
  /** While a fault begins that was typed here, nobody else has to tell of it. */
  isInjecting = false;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
    this.#say = sayIn(parts.language);
  }

  async execute(command: PromptCommand): Promise<Answer> {
    try {
      return { ok: true, lines: await this.#perform(command) };
    } catch (error) {
      return { ok: false, lines: this.#failure(command, error) };
    }
  }

  async close(): Promise<void> {
    const opened = this.#keyValue;
    this.#keyValue = null;
    await opened?.then((connection) => connection.close()).catch(() => undefined);
  }

  async #perform(command: PromptCommand): Promise<string[]> {
    const { cluster, chaos, columns, quit } = this.#parts;
    const say = this.#say;
    switch (command.type) {
      case "status":
        return this.#status();
      case "why":
        return this.#why(command.all);
      case "help":
        return command.about !== null && isPromptWord(command.about)
          ? commandHelpLines(say, command.about)
          : promptHelpLines(say, columns());
      case "fault":
        return [await this.#fault(command)];
      case "heal":
        return [await this.#heal()];
      case "put":
      case "get":
      case "delete":
        return [await this.#ofKey(command)];
      case "transfer":
        return [await this.#transfer(command.node)];
      case "add":
        return [await this.#add(command.node)];
      case "remove": {
        const node = this.#idOf(command.node);
        await cluster.remove(node);
        return [say("prompt.removed", { node })];
      }
      case "replace": {
        const node = this.#idOf(command.node);
        await cluster.replace(node);
        return [say("prompt.replaced", { node })];
      }
      case "chaosOn":
        return chaos.begin(command);
      case "chaosOff":
        return chaos.end();
      case "quit":
        quit();
        return [];
    }
  }

  async #fault({ fault, forMs, force }: Extract<PromptCommand, { type: "fault" }>): Promise<string> {
    const { cluster } = this.#parts;
    const resolved = resolvedFault(
      fault,
      (name) => this.#idOf(name),
      (name) => this.#idsOf(name),
    );
    await this.#quietly(() => cluster.inject(resolved, { force, ...(forMs === null ? {} : { forMs }) }));
    return faultAnswer(this.#say, resolved, forMs ?? lifetimeOf(resolved));
  }

  /** A fault is told of before `inject` returns; that it is in force is another matter. */
  #quietly(inject: () => Promise<void>): Promise<void> {
    this.isInjecting = true;
    try {
      return inject();
    } finally {
      this.isInjecting = false;
    }
  }

  async #heal(): Promise<string> {
    const { cluster } = this.#parts;
    const count = cluster.faults.length;
    await cluster.heal();
    return count === 0 ? this.#say("prompt.noFaults") : this.#say("prompt.healed", { count });
  }

  async #status(): Promise<string[]> {
    const { cluster, faults, chaos } = this.#parts;
    const say = this.#say;
    const { nodeIds, leader } = cluster;
    const reports = await Promise.all(nodeIds.map(async (id) => ({ id, report: await this.#report(id) })));
    const silent = reports.filter(({ report }) => report === null).map(({ id }) => id);
    const term = reports.find(({ id }) => id === leader)?.report?.term;
    const lead = leader === null ? say("prompt.noLeader") : say("prompt.leads", { node: leader, term: term ?? "?" });
    const answering = say("prompt.answering", { count: nodeIds.length - silent.length, size: nodeIds.length });
    const active = faults().map(({ statement: fault, leftMs }) =>
      leftMs === null
        ? say("prompt.faultStays", { fault })
        : say("prompt.faultLeft", { fault, time: formatSpan(leftMs) }),
    );
    return [
      lead,
      answering,
      ...(silent.length === 0 ? [] : [say("prompt.silent", { nodes: silent.join(", ") })]),
      ...(active.length === 0 ? [say("prompt.noFaults")] : active),
      ...chaos.status(),
    ];
  }

  /** null: it is down, or does not answer in time. */
  async #report(id: string) {
    const { cluster, timers } = this.#parts;
    const node = cluster.node(id);
    if (!node.running) return null;
    return new Promise<Awaited<ReturnType<typeof node.report>> | null>((resolve) => {
      const cancel = timers.after(REPORT_MS, () => resolve(null));
      node
        .report()
        .then(resolve, () => resolve(null))
        .finally(cancel);
    });
  }

  #why(all: boolean): string[] {
    const say = this.#say;
    const whys = this.#parts.cluster.whys.slice(0, all ? undefined : 1);
    if (whys.length === 0) return [say("prompt.noWhy")];
    return whys.map((why) => whySentence(say, why, false));
  }

  async #ofKey(command: Extract<PromptCommand, { type: "put" | "get" | "delete" }>): Promise<string> {
    const say = this.#say;
    const { client } = await this.#connected();
    const key = printable(command.key);
    switch (command.type) {
      case "put": {
        const revision = await client.put(command.key, new TextEncoder().encode(command.value));
        return say("prompt.put", { key, value: shown(command.value), revision });
      }
      case "get": {
        const item = await client.get(command.key, "linearizable");
        if (item === null) return say("kv.notFound", { key });
        return say("prompt.got", { key, value: this.#valueText(item), revision: item.revision });
      }
      case "delete": {
        const revision = await client.delete(command.key);
        return say(revision === null ? "kv.notFound" : "prompt.deleted", { key });
      }
    }
  }

  #valueText({ value }: NonNullable<Awaited<ReturnType<KvStore["get"]>>>): string {
    const bytes = Buffer.from(value);
    return isUtf8(bytes) ? shown(bytes.toString("utf8")) : this.#say("prompt.bytes", { count: bytes.length });
  }

  /** One connection, made when it is first wanted; one that could not be made is tried again. */
  #connected(): Promise<KeyValue> {
    this.#keyValue ??= this.#parts.cluster.keyValue(KEY_VALUE_MS).catch((error: unknown) => {
      this.#keyValue = null;
      throw error;
    });
    return this.#keyValue;
  }

  async #transfer(to: NodeName | null): Promise<string> {
    const { cluster } = this.#parts;
    const leader = this.#idOf("leader");
    const node = to === null ? null : this.#idOf(to);
    if (node === leader) return this.#say("prompt.leadsAlready", { node });
    await cluster.node(leader).transferLeadership(node);
    return this.#say("prompt.transferred", { node: node ?? cluster.leader ?? "?" });
  }

  async #add(wanted: string | null): Promise<string> {
    const { cluster } = this.#parts;
    const { nextId } = cluster;
    if (wanted !== null && wanted !== nextId) throw new Refused(this.#say("prompt.nextIs", { node: nextId }));
    return this.#say("prompt.added", { node: await cluster.add() });
  }

  /** As in a scenario. @throws Nobody */
  #idOf(name: NodeName): string {
    const id = oneIn(this.#cast, name);
    if (id === null) throw new Nobody(name);
    return id;
  }

  #idsOf(name: NodeName): readonly string[] {
    const several = severalIn(this.#cast, name) ?? [this.#idOf(name)];
    if (several.length === 0) throw new Nobody(name);
    return several;
  }

  get #cast(): Cast {
    const { cluster } = this.#parts;
    return { leader: cluster.leader, ids: cluster.nodeIds, isRunning: (id) => cluster.node(id).running };
  }

  #failure(command: PromptCommand, error: unknown): string[] {
    const say = this.#say;
    if ("key" in command && isGraftError(error) && error.code === "TIMED_OUT")
      return [say("prompt.noAnswerFor", { time: formatSpan(KEY_VALUE_MS) })];
    if (error instanceof Refused) return [error.message];
    if (error instanceof Nobody)
      return [say("prompt.nobody", { name: error.node, nodes: this.#parts.cluster.nodeIds.join(", ") })];
    if (isGraftError(error) && error.code === "NO_LEADER")
      return [say("prompt.noLeaderFor", { time: formatSpan(KEY_VALUE_MS) })];
    if (isGraftError(error) && error.code === "FAULT_BREAKS_QUORUM") {
      const { fault = "", left = "", needed = "" } = error.values;
      return [say("prompt.breaksQuorum", { fault, left, needed })];
    }
    return [failureMessage(this.#parts.language, error)];
  }
}

/** What it says is for the person. */
class Refused extends Error {}

const shown = (value: string): string => clipText(printable(value), VALUE_COLUMNS_MAX);
