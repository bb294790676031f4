/** Who may import whom (DESIGN 1). A folder that the table does not name is a violation, and so is an import that it does not allow. */
import { describe, expect, test } from "vitest";
import { type Import, importsOf, isGenerated, type Source, sourcesUnder } from "./sources.ts";

/** `types`: by `import type` only; of core also anything from core/types.ts, which is values' shapes and defaults. */
interface Rule {
  readonly any: readonly string[];
  readonly types: readonly string[];
}

const rule = (any: readonly string[], types: readonly string[] = []): Rule => ({ any, types });

const TABLE: Readonly<Record<string, Rule>> = {
  core: rule([]),
  ports: rule([], ["core"]),
  errors: rule([]),
  why: rule([], ["core"]),
  graft: rule(["ports", "errors"], ["core"]),
  wire: rule(["ports", "errors"], ["core"]),
  storage: rule(["ports", "errors"], ["core"]),
  broker: rule(["ports", "errors"], ["core"]),
  transport: rule(["ports", "wire", "errors"], ["core"]),
  driver: rule(["core", "graft", "ports", "why", "errors"]),
  kv: rule(["ports", "wire", "transport", "errors"], ["core"]),
  scenario: rule(["ports", "kv", "transport", "errors"], ["core"]),
  compose: rule(["core", "driver", "why", "graft", "storage", "transport", "wire", "kv", "ports", "errors"]),
  faults: rule(["ports", "transport", "errors"], ["core"]),
  simulator: rule(["compose", "driver", "storage", "wire", "core", "graft", "kv", "scenario", "ports", "errors"]),
  supervisor: rule(["broker", "scenario", "why", "errors"], ["driver", "ports", "core"]),
  dashboard: rule(["supervisor", "scenario", "errors"], ["driver", "core", "why"]),
  cli: rule(["supervisor", "scenario", "errors"], ["driver", "core", "why"]),
  door: rule(
    ["compose", "supervisor", "simulator", "dashboard", "cli", "kv", "why", "errors"],
    ["driver", "ports", "core", "scenario"],
  ),
  workers: rule(
    ["compose", "broker", "faults", "simulator", "supervisor", "errors"],
    ["driver", "ports", "core", "why"],
  ),
};

/** What a worker may run of the supervisor's; of the rest it may know the types. */
const FOR_WORKERS = ["error-transfer", "freeze-word", "lease-word", "machine-module", "os-thread"].map(
  (name) => `src/supervisor/${name}.ts`,
);

/** Each package has its place, so that it can be exchanged there. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  nats: /^src\/transport\/nats-transport\.ts$/,
  protobufjs: /^src\/wire\/(generated\/|plain-numbers\.ts$)/,
  comlink: /^(src\/supervisor|workers)\//,
  pino: /^workers\//,
  piscina: /^src\/simulator\//,
  long: /^src\/wire\/generated\//,
};

const PURE = ["core", "ports", "why"];

const DOORS = [
  "index",
  "cluster",
  "node",
  "this-process",
  "start-node",
  "start-raft-node",
  "own-thread",
  "kv",
  "simulate",
];

/** compose.ts and errors.ts stand for themselves; any other file directly in src/ is a door. */
function unitOf(path: string): string {
  const [top = "", folder = "", below] = path.split("/");
  if (top === "workers") return "workers";
  if (below !== undefined) return folder;
  const name = folder.replace(/\.ts$/, "");
  if (name === "compose" || name === "errors") return name;
  if (["compose-graft", "compose-node", "compose-rehearsal", "compose-world"].includes(name)) return "compose";
  return DOORS.includes(name) ? "door" : folder;
}

function problemWith(from: string, { specifier, target, typesOnly }: Import): string | null {
  const unit = unitOf(from);
  const allowed = TABLE[unit];
  if (allowed === undefined) return `the table has no row for ${unit}`;
  if (target === null) return problemWithPackage(from, unit, specifier);
  const to = unitOf(target);
  const asTypes = typesOnly || target === "src/core/types.ts";
  if (to === unit || (asTypes && allowed.types.includes(to))) return null;
  if (!allowed.any.includes(to))
    return `${unit} may not import ${to}${allowed.types.includes(to) ? " but its types" : ""}`;
  if (unit === "workers" && to === "supervisor" && !typesOnly && !FOR_WORKERS.includes(target))
    return `not for workers`;
  return null;
}

function problemWithPackage(from: string, unit: string, specifier: string): string | null {
  if (specifier.startsWith("node:")) return PURE.includes(unit) ? `${unit} knows no platform` : null;
  const [name = ""] = specifier.split("/");
  const place = PACKAGES[name];
  if (place === undefined) return `the table has no place for the package ${name}`;
  return place.test(from) ? null : `${name} is imported elsewhere`;
}

const violations = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) =>
    importsOf(source).flatMap((one) => {
      const problem = problemWith(source.path, one);
      return problem === null ? [] : [`${source.path} imports ${one.specifier}: ${problem}`];
    }),
  );

describe("the import table", () => {
  test("holds for every file", () => {
    expect(violations(sourcesUnder("src", "workers"))).toEqual([]);
  });

  test("has a row for every folder", () => {
    const units = sourcesUnder("src", "workers").map(({ path }) => unitOf(path));
    expect(units.filter((unit) => TABLE[unit] === undefined)).toEqual([]);
  });

  test("is about all imports that there are: no file hides them from it", () => {
    for (const source of sourcesUnder("src", "workers").filter((one) => !isGenerated(one))) {
      const froms = [...source.text.matchAll(/^(import|export|\}).*\bfrom "/gm)].length;
      expect({ path: source.path, least: importsOf(source).length >= froms }).toEqual({
        path: source.path,
        least: true,
      });
    }
  });

  test.each([
    ["src/core/step.ts", 'import { x } from "../driver/driver.ts";', "core may not import driver"],
    ["src/core/step.ts", 'import type { x } from "../ports/clock.ts";', "core may not import ports"],
    ["src/core/step.ts", 'import { randomInt } from "node:crypto";', "core knows no platform"],
    ["src/ports/clock.ts", 'import "node:timers";', "ports knows no platform"],
    ["src/ports/clock.ts", 'import {\n  step,\n} from "../core/step.ts";', "ports may not import core but its types"],
    [
      "src/ports/clock.ts",
      'import { type A, step } from "../core/step.ts";',
      "ports may not import core but its types",
    ],
    ["src/wire/codec.ts", 'export * from "../storage/wal.ts";', "wire may not import storage"],
    ["src/driver/driver.ts", 'const x = await import("../wire/codec.ts");', "driver may not import wire"],
    [
      "src/supervisor/cluster.ts",
      'import { Driver } from "../driver/driver.ts";',
      "may not import driver but its types",
    ],
    ["src/cli/run.ts", 'import { connect } from "nats";', "nats is imported elsewhere"],
    ["src/cli/run.ts", 'import x from "left-pad";', "no place for the package left-pad"],
    ["src/attic/old.ts", 'import x from "../core/step.ts";', "no row for attic"],
    ["workers/raft-node.ts", 'import { x } from "../src/supervisor/cluster.ts";', "not for workers"],
  ])("sees what %s must not do: %s", (path, text, problem) => {
    expect(violations([{ path, text }])).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ["src/ports/clock.ts", 'import type { Term } from "../core/types.ts";'],
    ["src/wire/codec.ts", 'import { type Message } from "../core/message.ts";'],
    ["src/core/step.ts", '// import { x } from "../driver/driver.ts";\n/* import "node:fs" */'],
    ["src/transport/nats-transport.ts", 'import { connect } from "nats";'],
  ])("lets %s do what it may: %s", (path, text) => {
    expect(violations([{ path, text }])).toEqual([]);
  });
});
