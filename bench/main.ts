/**
 * `npm run bench -- NAME [options]`: runs one benchmark of the built code. Law: this file only connects `command` to the process.
 *
 * `--cpu-prof DIR` leaves a profile of each thread there, and prints what took the most time; it costs a tenth or so of the
 * speed. Some benchmarks start this file again as one of their processes (`BENCH_PROCESSES`).
 */
import { spawnSync } from "node:child_process";
import { environmentLanguage } from "../src/cli/language.ts";
import { tuneGarbageCollection } from "../src/supervisor/memory.ts";
import type { Wanted } from "./arguments.ts";
import { runBenchCommand } from "./command.ts";
import { topOfProfiles } from "./profiles.ts";
import { BENCH_PROCESSES, BENCHES } from "./registry.ts";

const TOP = 15;

/** The same once more, in a process that profiles its threads. */
function profile({ cpuProf }: Wanted): number {
  const folder = cpuProf ?? "";
  const { argv } = process;
  const at = argv.findIndex((argument) => /^--cpu-prof(=|$)/.test(argument));
  const rest = argv[at] === "--cpu-prof" ? argv.toSpliced(at, 2) : argv.toSpliced(at, 1);
  const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`];
  const { status } = spawnSync(process.execPath, [...flags, ...rest.slice(1)], { stdio: "inherit" });
  if (status === 0) for (const line of topOfProfiles(folder, TOP)) process.stderr.write(`${line}\n`);
  return status ?? 1;
}

/** The first asks to stop, a second one ends the process where it stands; npm passes one key press on a second time. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAtMs = 0;
  const ask = (): void => {
    if (controller.signal.aborted && performance.now() - firstAtMs > 100) process.exit(130);
    if (controller.signal.aborted) return;
    firstAtMs = performance.now();
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, ask);
  return controller.signal;
}

process.stdout.on("error", () => process.exit(1)); // whoever read it has seen enough

const [first = "", ...rest] = process.argv.slice(2);
const part = Object.hasOwn(BENCH_PROCESSES, first) ? BENCH_PROCESSES[first] : undefined;
if (part !== undefined) await part(rest);
else {
  process.exitCode = await runBenchCommand({
    args: process.argv.slice(2),
    stdout: process.stdout,
    stderr: process.stderr,
    language: environmentLanguage(process.env),
    benches: BENCHES,
    signal: stopSignal(),
    profile,
    prepare: ({ options }) => tuneGarbageCollection(Math.max(...options.nodes)),
  }).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
}
