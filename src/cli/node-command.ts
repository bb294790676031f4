/**
 * `graft-node`, from its words to its exit code: 0 as asked, 1 failed, 2 wrong usage. Law: one line for each thing that happens;
 * with `--json` one object a line, `at` and `type` first, the last one `nodeStopped`. Whatever happens, the node is closed.
 */
import type { Cause, RoleName } from "../core/effect.ts";
import { type GraftError, isGraftError } from "../errors.ts";
import type { FormationWait } from "../supervisor/node-protocol.ts";
import type { Why } from "../why/explain.ts";
import { failureMessage } from "./error-message.ts";
import { failureJson, misuseJson, objectLine } from "./event-json.ts";
import type { Flag } from "./flags.ts";
import { formatMoment } from "./format.ts";
import { GuardedOutput } from "./guarded-output.ts";
import { columns, signature } from "./help.ts";
import type { Environment, Language } from "./language.ts";
import { type Say, sayIn } from "./messages.ts";
import {
  NODE_FLAGS,
  NODE_PROGRAM,
  type NodeInvocation,
  type NodeSettings,
  OWN_FLAGS,
  parseNodeArguments,
} from "./node-arguments.ts";
import { StopSignals } from "./stop-signals.ts";
import { usageMessage } from "./usage.ts";
import { VERSION } from "./version.ts";
import { whySentence } from "./why-sentence.ts";
import type { OutputStream, World } from "./world.ts";

interface NodeEvents {
  readonly stateChange: {
    readonly from: RoleName;
    readonly to: RoleName;
    readonly term: number;
    readonly cause: Cause;
  };
  readonly leaderChange: { readonly leader: string | null; readonly term: number; readonly cause: Cause };
  readonly error: GraftError;
  readonly stopped: { readonly error: GraftError | null };
}

/** As much of a node as the command line uses. */
export interface RunningNode {
  readonly id: string;
  readonly term: number;
  on<Type extends keyof NodeEvents>(type: Type, listener: (event: NodeEvents[Type]) => void): unknown;
  close(): Promise<void>;
}

export interface NodeWorld extends Pick<World, "args" | "timers" | "nowMs" | "onSignal"> {
  readonly env: Environment;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly startNode: (settings: NodeSettings, start: NodeStart) => Promise<RunningNode>;
}

/** What is between the start of a node and its being in a cluster. */
export interface NodeStart {
  /** Gives it up. */
  readonly signal: AbortSignal;
  onWait(on: FormationWait): void;
  /** Why the lead has passed on. */
  onWhy(told: { readonly why: Why; readonly refined: boolean }): void;
}

export type NodeExitCode = 0 | 1 | 2;

type RunInvocation = Extract<NodeInvocation, { type: "run" }>;

/** Resolves when all is done and the node is closed; what was written may still be on its way. */
export async function runNodeCommand(world: NodeWorld): Promise<NodeExitCode> {
  const stdout = new GuardedOutput(world.stdout);
  const stderr = new GuardedOutput(world.stderr);
  const invocation = parseNodeArguments(world.args, world.env);
  switch (invocation.type) {
    case "help":
      stdout.write(nodeHelpText(sayIn(invocation.language)));
      return 0;
    case "version":
      stdout.write(`${VERSION}\n`);
      return 0;
    case "misused":
      if (invocation.json) stdout.write(misuseJson(invocation.problem, world.nowMs(), NODE_PROGRAM));
      stderr.write(`${NODE_PROGRAM}: ${usageMessage(sayIn(invocation.language), invocation.problem, NODE_PROGRAM)}\n`);
      return 2;
    case "run":
      return new NodeRun(world, invocation, stdout, stderr).exitCode();
  }
}

class NodeRun {
  readonly #world: NodeWorld;
  readonly #settings: NodeSettings;
  readonly #language: Language;
  readonly #json: boolean;
  readonly #stdout: GuardedOutput;
  readonly #stderr: GuardedOutput;

  constructor(
    world: NodeWorld,
    { settings, language, json }: RunInvocation,
    stdout: GuardedOutput,
    stderr: GuardedOutput,
  ) {
    this.#world = world;
    this.#settings = settings;
    this.#language = language;
    this.#json = json;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  async exitCode(): Promise<NodeExitCode> {
    const stops = new StopSignals(this.#world, () => undefined);
    this.#stdout.whenBroken(() => stops.requestStop());
    try {
      return await this.#run(stops);
    } catch (error) {
      if (this.#json) this.#stdout.write(failureJson(error, this.#world.nowMs()));
      this.#stderr.write(`${NODE_PROGRAM}: ${failureMessage(this.#language, error)}\n`);
      return isGraftError(error) && error.code === "INVALID_OPTION" ? 2 : 1;
    } finally {
      stops.close();
    }
  }

  async #run(stops: StopSignals): Promise<NodeExitCode> {
    const { durationMs } = this.#settings;
    const cancel = durationMs === null ? () => {} : this.#world.timers.after(durationMs, () => stops.requestStop());
    const node = await this.#start(stops);
    if (node === null) {
      cancel();
      this.#tell("nodeStopped", { node: this.#settings.id, term: 0, failed: false }, (say) => say("line.startGivenUp"));
      return 0;
    }
    const stopped = new Promise<GraftError | null>((resolve) => node.on("stopped", ({ error }) => resolve(error)));
    void stopped.then(() => stops.requestStop());
    this.#watch(node);
    await stops.stop;
    cancel();
    await node.close();
    const error = await stopped;
    this.#tell("nodeStopped", { node: node.id, term: node.term, failed: error !== null }, (say) =>
      say("line.nodeStopped", { node: node.id }),
    );
    return error === null ? 0 : 1;
  }

  /** null: it was given up before it was started. */
  async #start(stops: StopSignals): Promise<RunningNode | null> {
    const controller = new AbortController();
    const givenUp = new Error("given up");
    void stops.stop.then(() => controller.abort(givenUp));
    try {
      const onWait = (on: FormationWait): void => this.#tellWait(on);
      const onWhy: NodeStart["onWhy"] = ({ why, refined }) =>
        this.#tell("why", { why, refined }, (say) => whySentence(say, why, refined));
      return await this.#world.startNode(this.#settings, { signal: controller.signal, onWait, onWhy });
    } catch (error) {
      if (error === givenUp) return null;
      throw error;
    }
  }

  #tellWait(on: FormationWait): void {
    const { type, ...values } = on;
    this.#tell("waiting", { for: type, ...values }, (say) => waitSentence(say, on));
  }

  #watch(node: RunningNode): void {
    const { id } = node;
    const { name, size, raft } = this.#settings;
    const protocol = raft === null ? "graft" : "raft";
    this.#tell("nodeStarted", { node: id, name, size, protocol }, (say) => say("line.nodeStarted", { node: id }));
    node.on("stateChange", ({ from, to, term, cause }) =>
      this.#tell("stateChange", { node: id, from, to, term, cause }, (say) =>
        say("line.stateChange", {
          node: id,
          from: say(`role.${from}`),
          to: say(`role.${to}`),
          term,
          cause: say(`cause.${cause}`),
        }),
      ),
    );
    node.on("leaderChange", ({ leader, term }) => {
      if (leader === null) return;
      this.#tell("leaderChange", { node: leader, term }, (say) => say("line.followsLeader", { leader, term }));
    });
    node.on("error", (error) => {
      if (this.#json) this.#stdout.write(failureJson(error, this.#world.nowMs()));
      else
        this.#line(sayIn(this.#language)("line.nodeError", { node: id, error: failureMessage(this.#language, error) }));
    });
  }

  #tell(type: string, fields: object, sentence: (say: Say) => string): void {
    if (this.#json) this.#stdout.write(objectLine(this.#world.nowMs(), type, fields));
    else this.#line(sentence(sayIn(this.#language)));
  }

  #line(text: string): void {
    this.#stdout.write(`${formatMoment(this.#world.nowMs())}  ${text}\n`);
  }
}

const proposerLine = ({ bound, heard }: Extract<FormationWait, { type: "proposer" }>) =>
  heard ? (bound ? "line.waitsBound" : "line.waitsProposer") : "line.waitsLostProposer";

function waitSentence(say: Say, on: FormationWait): string {
  switch (on.type) {
    case "members":
      return say("line.waitsMembers", { count: on.known.length, size: on.size, known: on.known.join(", ") });
    case "unlike":
      return say("line.waitsUnlike", { other: on.node, size: on.size, leaseMs: on.leaseMs });
    case "proposer":
      return say(proposerLine(on), { proposer: on.proposer });
    case "answers":
      return say("line.waitsAnswers", { from: on.from.join(", ") });
  }
}

function described(say: Say, flag: Flag): string {
  const ownName = OWN_FLAGS.find((name) => name === flag.name);
  const text = say(ownName === undefined ? `help.${flag.name}` : `node.help.${ownName}`);
  return flag.default === null ? text : text + say("help.default", { value: flag.default });
}

const nodeHelpText = (say: Say): string =>
  [
    say("node.help.intro"),
    "",
    say("help.usage", { program: NODE_PROGRAM }),
    "",
    say("help.options"),
    ...columns(NODE_FLAGS.map((flag) => [signature(flag), described(say, flag)])),
    "",
    say("node.help.exit"),
    "",
  ].join("\n");
