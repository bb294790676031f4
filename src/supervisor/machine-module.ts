/**
 * The user's state machine, as a module that each node's worker loads for itself: a machine is no value that could be handed
 * from thread to thread.
 *
 * Law: whatever the module does wrong before the first command, the node does not start, and the error names the file.
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { GraftError } from "../errors.ts";
import type { StateMachine, StateMachineFactory } from "../ports/state-machine.ts";

const METHODS = ["apply", "query", "snapshot", "restore"] as const;

/** A path, taken from the working folder, or a file: URL, as a file: URL. */
export function machineUrl(module: string | URL): string {
  if (module instanceof URL || module.startsWith("file:")) return String(module);
  return pathToFileURL(resolve(module)).href;
}

/** @throws GraftError MACHINE_UNUSABLE where it cannot be loaded, or exports no `createStateMachine` that gives a machine. */
export async function loadMachine(url: string): Promise<StateMachineFactory> {
  let create: unknown;
  try {
    ({ createStateMachine: create } = await import(url));
  } catch (cause) {
    throw unusable(url, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (typeof create !== "function") throw unusable(url, "it exports no function createStateMachine");
  return () => {
    const machine: unknown = create();
    if (!isMachine(machine)) throw unusable(url, `createStateMachine gives nothing with ${METHODS.join(", ")}`);
    return machine;
  };
}

function isMachine(value: unknown): value is StateMachine {
  if (typeof value !== "object" || value === null) return false;
  return METHODS.every((name) => typeof Reflect.get(value, name) === "function");
}

const unusable = (file: string, reason: string, cause?: unknown): GraftError =>
  new GraftError(
    "MACHINE_UNUSABLE",
    `the state machine ${file} cannot be used: ${reason}`,
    { file, reason },
    { cause },
  );
