/**
 * Keeps the real world out of a simulated one. Law: while a run is under way, whoever asks the machine for the time, for a
 * timer or for chance gets an exception, and the run fails even where that is swallowed: it could not be replayed.
 */
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { performance } from "node:perf_hooks";

type Owner = object;

interface Forbidden {
  readonly owner: Owner;
  readonly name: string;
}

const FORBIDDEN: readonly Forbidden[] = [
  ...["setTimeout", "setInterval", "setImmediate"].map((name) => ({ owner: globalThis, name })),
  { owner: Math, name: "random" },
  { owner: Date, name: "now" },
  { owner: performance, name: "now" },
  ...["randomBytes", "randomInt", "randomUUID", "randomFillSync"].map((name) => ({ owner: crypto, name })),
  { owner: process, name: "hrtime" },
];

export interface Guard {
  /** What was called that must not be. */
  readonly caught: readonly string[];
  lift(): void;
}

/** `reached`: called with the name of what was reached for. */
export function forbidRealWorld(): Guard {
  const caught: string[] = [];
  const restore = FORBIDDEN.map(({ owner, name }) => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const trap = (): never => {
      caught.push(name);
      throw new Error(`${name} is of the real world, and was called in a simulated one`);
    };
    Object.defineProperty(owner, name, { value: trap, configurable: true, writable: true });
    return (): void => {
      if (before === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, before);
    };
  });
  syncBuiltinESMExports();
  return {
    caught,
    lift(): void {
      for (const one of restore) one();
      syncBuiltinESMExports();
    },
  };
}
