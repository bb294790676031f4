/**
 * One node as a process of its own, started as any program does it; for the benchmark that kills it. Law: it says when it leads
 * and when it holds its lease, by the clock that all processes of a machine share; and it ends with whoever started it.
 */
import { startNode } from "../src/start-node.ts";
import { CLUSTER } from "./harness.ts";

export interface OwnNodeOptions {
  readonly id: string;
  readonly dataDir: string;
  readonly servers: readonly string[];
  readonly nodes: number;
}

export interface OwnNodeReport {
  readonly role: string;
  readonly term: number;
  readonly leader: string | null;
  readonly connected: boolean;
  readonly lastIndex: number;
  readonly appliedIndex: number;
  readonly holdsLease: boolean;
}

export type OwnNodeWord =
  | { readonly type: "started" }
  | { readonly type: "leads" | "leased"; readonly term: number; readonly sharedMs: number }
  | { readonly type: "report"; readonly report: OwnNodeReport };

/** By the monotonic clock of the machine. */
export const sharedMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export async function runOwnNode({ id, dataDir, servers, nodes }: OwnNodeOptions): Promise<void> {
  const say = (word: OwnNodeWord): void => void process.send?.(word, () => undefined);
  process.on("disconnect", () => process.exit(0));
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => undefined); // the parent decides
  const cluster = { name: CLUSTER, size: nodes };
  const node = await startNode({ cluster, nats: { servers }, dataDir, id, logLevel: "silent" });
  const leads = (term: number): void => say({ type: "leads", term, sharedMs: sharedMs() });
  node.on("stateChange", ({ to, term }) => {
    if (to === "leader") leads(term);
  });
  node.on("error", () => process.exit(1));
  process.on("message", async () => {
    const { role, term, leader, connected, lastIndex, appliedIndex } = await node.report();
    const holdsLease = node.isLeader();
    say({ type: "report", report: { role, term, leader, connected, lastIndex, appliedIndex, holdsLease } });
  });
  say({ type: "started" });
  if (node.state === "leader") leads(node.term);
  for (;;)
    await node.lead(({ signal, fencingToken: term }) => {
      say({ type: "leased", term, sharedMs: sharedMs() });
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    });
}
