/**
 * `graft-cluster --sentinel`: listens to a cluster that runs elsewhere, until it is told to stop. Law: it starts nothing and
 * says nothing to the cluster; it exits with 1 if, and only if, a law was broken or it could not listen.
 */
import type { Breach } from "../scenario/sentinel/laws.ts";
import { type Watch, type Watched, type WatchOptions, watchCluster } from "../scenario/sentinel/watch.ts";
import {
  fileName,
  type GivenValues,
  type Invocation,
  isNameWord,
  oneOf,
  optional,
  parseWords,
  required,
} from "./arguments.ts";
import { parseDuration } from "./duration.ts";
import { failureMessage } from "./error-message.ts";
import { failureJson, misuseJson, objectLine } from "./event-json.ts";
import { FLAGS, type Flag, PROGRAM } from "./flags.ts";
import { GuardedOutput } from "./guarded-output.ts";
import { columns, signature } from "./help.ts";
import type { Environment } from "./language.ts";
import { type Say, sayIn } from "./messages.ts";
import { NATS_FLAGS, natsSecurityOf } from "./nats-flags.ts";
import { parseNatsUrls } from "./nats-url.ts";
import { StopSignals } from "./stop-signals.ts";
import { UsageError, usageMessage } from "./usage.ts";
import { VERSION } from "./version.ts";
import type { World } from "./world.ts";

const PROTOCOLS = ["raft", "graft"] as const;
const TAKEN: readonly string[] = [
  "sentinel",
  "name",
  "nats",
  "cluster-key-file",
  "duration",
  "json",
  "lang",
  "help",
  "version",
];

const SENTINEL_FLAGS: readonly Flag[] = [
  ...FLAGS.filter(({ name }) => TAKEN.includes(name) || NATS_FLAGS.some((flag) => flag.name === name)),
  { name: "protocol", value: PROTOCOLS.join("|"), default: "raft" },
];

interface SentinelSettings {
  readonly watch: WatchOptions;
  readonly durationMs: number | null;
}

export type SentinelWorld = Pick<World, "args" | "env" | "stdout" | "stderr" | "timers" | "nowMs" | "onSignal">;

export const wantsSentinel = (args: readonly string[]): boolean => args.includes("--sentinel");

export async function runSentinelCommand(world: SentinelWorld): Promise<0 | 1 | 2> {
  const [stdout, stderr] = [new GuardedOutput(world.stdout), new GuardedOutput(world.stderr)];
  const invocation = parseWords(world.args, world.env, SENTINEL_FLAGS, settingsOf);
  switch (invocation.type) {
    case "help":
      stdout.write(helpText(sayIn(invocation.language)));
      return 0;
    case "version":
      stdout.write(`${VERSION}\n`);
      return 0;
    case "misused":
      if (invocation.json) stdout.write(misuseJson(invocation.problem, world.nowMs()));
      stderr.write(`${PROGRAM}: ${usageMessage(sayIn(invocation.language), invocation.problem)}\n`);
      return 2;
    case "run":
      return listen(invocation, world, stdout, stderr);
  }
}

function settingsOf(given: GivenValues, env: Environment): SentinelSettings {
  const servers = optional(given, "nats", parseNatsUrls);
  if (servers === null) throw new UsageError({ type: "missingOption", option: "nats" });
  const clusterKeyFile = optional(given, "cluster-key-file", fileName);
  const protocol = required(given, "protocol", oneOf(PROTOCOLS), SENTINEL_FLAGS);
  if (protocol === "graft" && clusterKeyFile !== null)
    throw new UsageError({ type: "needsRaft", option: "cluster-key-file" });
  return {
    watch: {
      ...natsSecurityOf(given, servers, env),
      servers,
      name: "graft-sentinel",
      cluster: required(given, "name", isNameWord),
      protocol,
      ...(clusterKeyFile === null ? {} : { clusterKeyFile }),
    },
    durationMs: optional(given, "duration", parseDuration),
  };
}

const described = (say: Say, flag: Flag): string => {
  const text = flag.name === "protocol" ? say("sentinel.protocol") : say(`help.${flag.name}`);
  return flag.default === null ? text : text + say("help.default", { value: flag.default });
};

const helpText = (say: Say): string =>
  [
    say("sentinel.intro"),
    "",
    say("sentinel.usage", { program: PROGRAM }),
    "",
    say("help.options"),
    ...columns(SENTINEL_FLAGS.map((flag) => [signature(flag), described(say, flag)])),
    "",
    say("sentinel.exit"),
    "",
  ].join("\n");

type Run = Extract<Invocation<SentinelSettings>, { type: "run" }>;

async function listen(
  { json, language, settings }: Run,
  world: SentinelWorld,
  stdout: GuardedOutput,
  stderr: GuardedOutput,
): Promise<0 | 1> {
  const say = sayIn(language);
  const stops = new StopSignals(world, () => {});
  stdout.whenBroken(() => stops.requestStop());
  let breaches = 0;
  const onBreach = (breach: Breach): void => {
    breaches += 1;
    stdout.write(json ? objectLine(world.nowMs(), "lawBroken", breach) : `${say("sentinel.breach", { ...breach })}\n`);
  };
  try {
    const watch = await watchCluster(settings.watch, onBreach);
    tellListening(settings.watch, json, say, world, stdout);
    await untilStopped(settings, stops, world);
    const { sighted } = watch;
    await closed(watch);
    stdout.write(
      json
        ? objectLine(world.nowMs(), "sentinelEnded", { breaches, ...sighted })
        : `${summary(say, breaches, sighted)}\n`,
    );
    return breaches === 0 ? 0 : 1;
  } catch (error) {
    if (json) stdout.write(failureJson(error, world.nowMs()));
    stderr.write(`${PROGRAM}: ${failureMessage(language, error)}\n`);
    return 1;
  } finally {
    stops.close();
  }
}

function tellListening(
  { cluster, servers }: WatchOptions,
  json: boolean,
  say: Say,
  { nowMs }: SentinelWorld,
  stdout: GuardedOutput,
): void {
  const nats = servers.map((server) => server.replace(/^([a-z+]+:\/\/)?[^/@]*@/, "$1")).join(",");
  stdout.write(
    json
      ? objectLine(nowMs(), "listening", { name: cluster, nats })
      : `${say("sentinel.listens", { name: cluster, nats })}\n`,
  );
}

async function untilStopped({ durationMs }: SentinelSettings, stops: StopSignals, world: SentinelWorld): Promise<void> {
  const cancel = durationMs === null ? () => {} : world.timers.after(durationMs, () => stops.requestStop());
  await stops.stop;
  cancel();
}

/** A server that does not answer any more has nothing more to say either. */
const closed = (watch: Watch): Promise<void> => watch.close().catch(() => undefined);

function summary(say: Say, breaches: number, sighted: Watched): string {
  const { frames, leaders, term, committedIndex: index, comparisons, unreadable, gaps } = sighted;
  const line = say("sentinel.summary", { breaches, frames, leaders, term, index, comparisons, unreadable, gaps });
  return frames === 0 ? `${line}\n${say("sentinel.nothing")}` : line;
}
