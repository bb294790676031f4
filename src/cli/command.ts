/** The command, from its words to its exit code. Law: nothing is started for a command line that is not understood. */
import { type Invocation, parseArguments } from "./arguments.ts";
import { misuseJson } from "./event-json.ts";
import { PROGRAM } from "./flags.ts";
import { GuardedOutput } from "./guarded-output.ts";
import { helpText } from "./help.ts";
import { jsonView } from "./json-view.ts";
import type { Environment } from "./language.ts";
import { lineView } from "./line-view.ts";
import { liveView } from "./live-view.ts";
import { sayIn } from "./messages.ts";
import { type ExitCode, Run } from "./run.ts";
import { usageMessage } from "./usage.ts";
import { VERSION } from "./version.ts";
import type { View } from "./view.ts";
import type { World } from "./world.ts";

interface Streams {
  readonly stdout: GuardedOutput;
  readonly stderr: GuardedOutput;
}

/** Resolves when all is done and nothing of the cluster is left; what was written may still be on its way. */
export async function runCommand(world: World): Promise<ExitCode> {
  const streams = { stdout: new GuardedOutput(world.stdout), stderr: new GuardedOutput(world.stderr) };
  const invocation = parseArguments(world.args, world.env);
  switch (invocation.type) {
    case "help":
      streams.stdout.write(helpText(sayIn(invocation.language)));
      return 0;
    case "version":
      streams.stdout.write(`${VERSION}\n`);
      return 0;
    case "misused":
      return misused(invocation, streams, world.nowMs());
    case "run":
      return run(invocation, streams, world);
  }
}

function misused(
  { json, language, problem }: Extract<Invocation, { type: "misused" }>,
  { stdout, stderr }: Streams,
  nowMs: number,
): ExitCode {
  if (json) stdout.write(misuseJson(problem, nowMs));
  stderr.write(`${PROGRAM}: ${usageMessage(sayIn(language), problem)}\n`);
  return 2;
}

type RunInvocation = Extract<Invocation, { type: "run" }>;

async function run(invocation: RunInvocation, streams: Streams, world: World): Promise<ExitCode> {
  const { stdout, stderr } = streams;
  const run = new Run(world, viewFor(invocation, streams, world), invocation.settings, invocation.language);
  stdout.whenBroken(() => run.requestStop());
  const exitCode = await run.exitCode();
  if (stdout.failure === null) return exitCode;
  const message = stdout.failure.message;
  stderr.write(`${PROGRAM}: ${sayIn(invocation.language)("error.output", { message })}\n`);
  return 1;
}

function viewFor({ json, language, settings }: RunInvocation, { stdout, stderr }: Streams, world: World): View {
  if (json) return jsonView(stdout, stderr, language);
  if (!canMoveCursor(stdout, world.env)) return lineView(stdout, stderr, language, settings.chaos !== null);
  return liveView(world, stdout, stderr, { language, colours: wantsColours(world.env) });
}

const canMoveCursor = ({ isTTY }: GuardedOutput, { TERM }: Environment): boolean => isTTY && TERM !== "dumb";

/** https://no-color.org: set and not empty, to whatever value. */
const wantsColours = ({ NO_COLOR }: Environment): boolean => NO_COLOR === undefined || NO_COLOR === "";
