/**
 * One run: start a cluster, show it, end it. Law: whatever happens, the cluster that was started is ended, the terminal is
 * given back, and the exit code says how it went.
 *
 * It ends when a signal comes, the time is up, no node is left running, or nobody reads the output any more. Until the first
 * node runs, events are held back: where the start fails, the failure alone is worth a line.
 */
import { randomInt } from "node:crypto";
import { inspect } from "node:util";
import { isGraftError } from "../errors.ts";
import type { ChaosReport, TimelineEntry } from "../supervisor/chaos/report.ts";
import type { ClusterOptions } from "../supervisor/cluster.ts";
import type { ClusterEvent } from "../supervisor/events.ts";
import type { ChaosSettings, LogLevel, Settings } from "./arguments.ts";
import { SEED_MAX } from "./flags.ts";
import type { Language } from "./language.ts";
import { Prompt } from "./prompt.ts";
import { StopSignals } from "./stop-signals.ts";
import { EMPTY_TALLY, tallied } from "./tally.ts";
import type { View, WatchedEvent } from "./view.ts";
import type { RunningCluster, World } from "./world.ts";

/** As asked, failed, wrong usage, stopped at once (128 + SIGINT). */
export type ExitCode = 0 | 1 | 2 | 130;

const SHOWS_STACKS: readonly LogLevel[] = ["trace", "debug"];

export class Run {
  readonly #world: World;
  readonly #view: View;
  readonly #settings: Settings;
  readonly #language: Language;
  readonly #stops: StopSignals;
  #tally = EMPTY_TALLY;
  /** null: no longer held back. */
  #held: { readonly event: WatchedEvent; readonly atMs: number }[] | null = [];
  /** null: nobody can type. */
  #prompt: Prompt | null = null;
  #state: "starting" | "running" | "over" = "starting";

  constructor(world: World, view: View, settings: Settings, language: Language) {
    this.#world = world;
    this.#view = view;
    this.#settings = settings;
    this.#language = language;
    this.#stops = new StopSignals(world, () => this.#stopping());
  }

  /** Nobody reads the output any more. */
  requestStop(): void {
    this.#stops.requestStop();
  }

  async exitCode(): Promise<ExitCode> {
    try {
      return await this.#runToTheEnd();
    } catch (error) {
      this.#view.failure(error, this.#world.nowMs());
      if (SHOWS_STACKS.includes(this.#settings.logLevel)) this.#view.log(inspect(error));
      return isGraftError(error) && error.code === "INVALID_OPTION" ? 2 : 1;
    } finally {
      this.#state = "over";
      this.#stops.close();
      this.#prompt?.leave();
      this.#view.close();
    }
  }

  async #runToTheEnd(): Promise<ExitCode> {
    const starting = this.#world.startCluster(this.#clusterOptions());
    const cluster = await Promise.race([starting, this.#stops.kill]);
    if (cluster === undefined) return this.#killed(null);
    const verdict = await this.#whileRunning(cluster);
    if (verdict === "killed") return this.#killed(cluster);
    const closed = await Promise.race([cluster.close().then(() => true), this.#stops.kill.then(() => false)]);
    if (!closed) return this.#killed(cluster);
    this.#view.summary(this.#tally, this.#world.nowMs(), false);
    if (verdict !== null) this.#view.chaos({ type: "chaosEnded", report: verdict }, this.#world.nowMs());
    // Who can type has seen, or done, whatever failed.
    const isWell = this.#prompt !== null || this.#tally.failedNodes.length === 0;
    if (verdict !== null) return verdict.verdict === "ok" ? 0 : 1;
    return isWell ? 0 : 1;
  }

  /** null: nothing was to be judged. */
  async #whileRunning(cluster: RunningCluster): Promise<ChaosReport | "killed" | null> {
    this.#state = "running";
    this.#releaseHeld();
    this.#view.watch(cluster);
    this.#stopWithoutNodes();
    const { chaos } = this.#settings;
    if (chaos !== null) return this.#chaos(cluster, chaos);
    this.#openPrompt(cluster);
    await this.#untilStopped();
    const ended = await Promise.race([this.#prompt?.close(), this.#stops.kill.then(() => "killed" as const)]);
    return ended ?? null;
  }

  #openPrompt(cluster: RunningCluster): void {
    const { promptArea: area } = this.#view;
    if (!this.#settings.prompt || area === null || this.#world.stdin.isTTY !== true) return;
    const [world, view, language] = [this.#world, this.#view, this.#language];
    this.#prompt = new Prompt({ world, view, area, cluster, language, onQuit: () => this.#stops.interrupt() });
  }

  #stopping(): void {
    this.#prompt?.leave();
    this.#view.stopping(this.#world.nowMs());
  }

  /** The first request to stop ends the faults; what was seen so far is judged. */
  async #chaos(cluster: RunningCluster, { level, seed, historyFile }: ChaosSettings): Promise<ChaosReport | "killed"> {
    const { durationMs } = this.#settings;
    const ended = new AbortController();
    void this.#stops.stop.then(() => ended.abort());
    const chosen = seed ?? randomInt(SEED_MAX);
    this.#view.chaos({ type: "chaosBegins", level, seed: chosen }, this.#world.nowMs());
    const running = cluster.chaos({
      level,
      seed: chosen,
      signal: ended.signal,
      ...(durationMs === null ? {} : { durationMs }),
      ...(historyFile === null ? {} : { historyFile }),
      onTimeline: (entry) => this.#note(entry),
    });
    return Promise.race([running, this.#stops.kill.then(() => "killed" as const)]);
  }

  /** The rest of the timeline is told as events of the cluster. */
  #note(entry: TimelineEntry): void {
    const nowMs = this.#world.nowMs();
    if (entry.type === "calm") this.#view.chaos({ type: "chaosCalm" }, nowMs);
    if (entry.type === "violation")
      this.#view.chaos({ type: "chaosViolation", checker: entry.checker, what: entry.what }, nowMs);
  }

  async #untilStopped(): Promise<void> {
    const { durationMs } = this.#settings;
    const cancel =
      durationMs === null ? () => {} : this.#world.timers.after(durationMs, () => this.#stops.requestStop());
    await this.#stops.stop;
    cancel();
  }

  #killed(cluster: RunningCluster | null): ExitCode {
    cluster?.kill();
    if (this.#tally.startedAtMs !== null) this.#view.summary(this.#tally, this.#world.nowMs(), true);
    return 130;
  }

  #clusterOptions(): ClusterOptions {
    const { size, name, nats, clusterKeyFile, broker, dataDir, timing, snapshotEvery, record, logLevel } =
      this.#settings;
    return {
      ...(size === null ? {} : { size }),
      name,
      ...(nats === null ? { broker } : { nats }),
      ...(clusterKeyFile === null ? {} : { clusterKeyFile }),
      ...(dataDir === null ? {} : { dataDir }),
      timing,
      snapshotEvery,
      // A temporary folder is gone before anybody could look into it.
      ...(record ? { record: dataDir === null ? { folder: "." } : true } : {}),
      logLevel,
      onEvent: (event) => this.#observe(event),
      onLog: (line) => this.#view.log(line),
    };
  }

  #observe(event: ClusterEvent): void {
    if (this.#state === "over") return;
    const atMs = this.#world.nowMs();
    this.#tally = tallied(this.#tally, event, atMs);
    if (event.type === "clusterStopped") return;
    if (event.type === "nodeStarted") this.#releaseHeld();
    const isAnswer = this.#prompt?.observe(event, atMs) === true;
    if (this.#held === null) this.#view.event(event, atMs, isAnswer);
    else this.#held.push({ event, atMs });
    // Who died by itself is started again, or given up.
    const isOver = event.type === "nodeStopped" && event.error?.code !== "NODE_STOPPED";
    if (isOver || event.type === "nodeGivenUp") this.#stopWithoutNodes();
  }

  #stopWithoutNodes(): void {
    if (this.#settings.chaos !== null || this.#prompt !== null) return;
    if (this.#state === "running" && this.#tally.runningNodes.length === 0) this.requestStop();
  }

  #releaseHeld(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { event, atMs } of held) this.#view.event(event, atMs);
  }
}
