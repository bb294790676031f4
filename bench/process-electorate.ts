/**
 * A cluster of processes, a node each, over a broker in this one. Law: what it started it ends; a node that ends and was not
 * killed is an error.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_TIMING } from "../src/core/types.ts";
import { type BrokerHandle, openBroker } from "../src/supervisor/broker-handle.ts";
import { type Electorate, type Leader, type Moment, type NextLead, pause } from "./harness.ts";
import { type OwnNodeOptions, type OwnNodeReport, type OwnNodeWord, sharedMs } from "./own-node.ts";

const LOOK_AGAIN_MS = 20;
/** The client writes on while the nodes are asked, one after the other. */
const SLACK_ENTRIES = 50;

type Said = { readonly node: string; readonly word: OwnNodeWord };

export class ProcessElectorate implements Electorate {
  readonly servers: readonly string[];
  readonly heartbeatMs = DEFAULT_TIMING.heartbeatMs;
  readonly #broker: BrokerHandle;
  readonly #folder = mkdtempSync(join(tmpdir(), "graft-bench-"));
  readonly #ids: readonly string[];
  readonly #children = new Map<string, ChildProcess>();
  readonly #listeners = new Set<(said: Said) => void>();
  /** Of those in which somebody has led. */
  #newestTerm = 0;
  #failure: Error | null = null;
  #isClosed = false;

  static async open(nodes: number, broker: "embedded" | "nats-server"): Promise<ProcessElectorate> {
    const electorate = new ProcessElectorate(nodes, await openBroker([], broker));
    for (const id of electorate.#ids) electorate.start(id);
    return electorate;
  }

  private constructor(nodes: number, broker: BrokerHandle) {
    this.#broker = broker;
    this.servers = broker.servers;
    this.#ids = Array.from({ length: nodes }, (_, place) => `n${place + 1}`);
  }

  start(id: string): void {
    const dataDir = join(this.#folder, id);
    const options: OwnNodeOptions = { id, dataDir, servers: this.servers, nodes: this.#ids.length };
    const child = fork(process.argv[1] ?? "", ["own-node", JSON.stringify(options)], { detached: true });
    this.#children.set(id, child);
    child.on("message", (word: OwnNodeWord) => {
      if (word.type === "leads") this.#newestTerm = Math.max(this.#newestTerm, word.term);
      for (const listener of this.#listeners) listener({ node: id, word });
    });
    child.on("exit", (code) => {
      if (this.#children.get(id) === child) this.#failure = new Error(`${id} ended by itself, with ${code}`);
    });
  }

  /** SIGKILL; resolves once it is gone. */
  async kill(id: string): Promise<void> {
    const child = this.#children.get(id);
    if (child === undefined) return;
    this.#children.delete(id);
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async whole(): Promise<Leader> {
    while (!this.#isClosed) {
      if (this.#failure !== null) throw this.#failure;
      const reports = await Promise.all(this.#ids.map((id) => this.#report(id)));
      const leader = wholeUnder(this.#ids, reports);
      if (leader !== null) return leader;
      await pause(LOOK_AGAIN_MS);
    }
    throw new Error("closed before all was whole");
  }

  leadsStill({ term }: Leader): boolean {
    return this.#newestTerm <= term;
  }

  next({ term }: Leader): NextLead {
    const [led, leased] = [this.#next("leads", term), this.#next("leased", term)];
    return {
      led: led.moment,
      leased: leased.moment,
      close: () => {
        led.close();
        leased.close();
      },
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#ids.map((id) => this.kill(id)));
    await this.#broker.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #next(type: "leads" | "leased", after: number): { readonly moment: Promise<Moment>; close(): void } {
    let listener: (said: Said) => void = () => undefined;
    const moment = new Promise<Moment>((resolve) => {
      listener = ({ node, word }) => {
        if (word.type === type && word.term > after)
          resolve({ node, term: word.term, atMs: performance.now() - (sharedMs() - word.sharedMs) });
      };
    });
    this.#listeners.add(listener);
    return { moment, close: () => this.#listeners.delete(listener) };
  }

  /** null: it is not up. */
  #report(id: string): Promise<OwnNodeReport | null> {
    const child = this.#children.get(id);
    if (child?.connected !== true) return Promise.resolve(null);
    return new Promise((resolve) => {
      const finish = (report: OwnNodeReport | null): void => {
        this.#listeners.delete(listener);
        clearTimeout(late);
        resolve(report);
      };
      const listener = ({ node, word }: Said): void => {
        if (node === id && word.type === "report") finish(word.report);
      };
      const late = setTimeout(finish, 1_000, null);
      this.#listeners.add(listener);
      child.send("report", (error) => error !== null && finish(null));
    });
  }
}

/** null: it is not whole yet. */
function wholeUnder(ids: readonly string[], reports: readonly (OwnNodeReport | null)[]): Leader | null {
  const place = reports.findIndex((report) => report?.role === "leader");
  const [node, leader] = [ids[place], reports[place]];
  if (node === undefined || leader === undefined || leader === null || !leader.holdsLease) return null;
  const isWhole = reports.every(
    (report) =>
      report?.connected === true &&
      report.leader === node &&
      (report.role === "leader" || report.role === "follower") &&
      report.appliedIndex >= leader.appliedIndex - SLACK_ENTRIES,
  );
  return isWhole ? { node, term: leader.term } : null;
}
