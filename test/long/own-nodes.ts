/** Five nodes, a process each, killed and started again on their data. Law: a node that was not killed and ends by itself is told of. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("own-node.mjs", import.meta.url));
/** A node that finds no server at its start gives up, as it should: it is started again. */
const MAY_END_WITH = ["NATS_UNREACHABLE", "NATS_LOST", "TIMED_OUT"];

export interface MachineState {
  readonly lastIndex: number;
  readonly appliedIndex: number;
  readonly hash: string;
}

type Line =
  | { readonly type: "started" }
  | { readonly type: "leads"; readonly term: number }
  | { readonly type: "stopped"; readonly code: string }
  | ({ readonly type: "state" } & MachineState);

interface Life {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
}

export class OwnNodes {
  readonly ids: readonly string[];
  readonly leads: { readonly node: string; readonly term: number }[] = [];
  readonly violations: string[] = [];
  readonly #folder: string;
  readonly #servers: readonly string[];
  readonly #lives = new Map<string, Life>();
  #isClosing = false;

  constructor(ids: readonly string[], folder: string, servers: readonly string[]) {
    this.ids = ids;
    this.#folder = folder;
    this.#servers = servers;
    for (const id of ids) this.start(id);
  }

  /** Of the newest term. */
  get leader(): string | null {
    return this.leads.reduce((a, b) => (b.term >= a.term ? b : a), { node: "", term: 0 }).node || null;
  }

  start(id: string): void {
    if (this.#lives.has(id) || this.#isClosing) return;
    const words = { id, dataDir: join(this.#folder, id), servers: this.#servers };
    const child = fork(PROGRAM, [JSON.stringify(words)]);
    const life = { child, exited: once(child, "exit") };
    this.#lives.set(id, life);
    child.on("message", (line: Line) => this.#hear(id, line));
    void life.exited.then(([code]) => {
      if (this.#lives.get(id) !== life) return;
      this.#lives.delete(id);
      if (code !== 1) this.violations.push(`${id} ended by itself with ${code}`);
      this.start(id);
    });
  }

  /** SIGKILL; resolves once it is gone. */
  async kill(id: string): Promise<void> {
    const life = this.#lives.get(id);
    this.#lives.delete(id);
    life?.child.kill("SIGKILL");
    await life?.exited;
  }

  /** null: it is not up yet. */
  async state(id: string): Promise<MachineState | null> {
    const child = this.#lives.get(id)?.child;
    if (child === undefined || !child.connected) return null;
    return new Promise((resolve) => {
      const answer = (line: Line): void => {
        if (line.type === "state") finish(line);
      };
      const finish = (state: MachineState | null): void => {
        clearTimeout(late);
        child.off("message", answer);
        resolve(state);
      };
      const late = setTimeout(finish, 2_000, null);
      child.on("message", answer);
      child.send("state", (error) => error && finish(null));
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.ids.map((id) => this.kill(id)));
  }

  #hear(node: string, line: Line): void {
    if (line.type === "leads") {
      const other = this.leads.find(({ term }) => term === line.term);
      if (other !== undefined && other.node !== node)
        this.violations.push(`${other.node} and ${node} lead term ${line.term}`);
      this.leads.push({ node, term: line.term });
    }
    if (line.type === "stopped" && !MAY_END_WITH.includes(line.code)) this.violations.push(`${node}: ${line.code}`);
  }
}
