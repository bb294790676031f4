/** The log's entries against a naive twin: an array, and how much of it was acknowledged. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import type { LogPosition } from "../../src/core/types.ts";
import { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import type { Wal } from "../../src/storage/wal.ts";
import { append, chooser, commands, open, settle, takeSnapshot, write } from "./support.ts";

interface Twin {
  base: LogPosition;
  entries: Entry[];
}

type Step =
  | { readonly type: "append"; readonly back: number; readonly count: number; readonly bytes: number }
  | { readonly type: "compact"; readonly at: number; readonly margin: number }
  | { readonly type: "install"; readonly ahead: number; readonly count: number }
  | { readonly type: "restart" }
  | { readonly type: "crash"; readonly after: number; readonly seed: number };

const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant("append" as const),
      back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, small(30)),
      count: small(6),
      bytes: fc.oneof({ weight: 8, arbitrary: small(60) }, fc.constant(3000)),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("compact" as const), at: small(99), margin: small(8) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("install" as const), ahead: small(20), count: small(3) }) },
  { weight: 1, arbitrary: fc.constant({ type: "restart" as const }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("crash" as const), after: small(6), seed: fc.nat() }) },
);

const lastOf = ({ base, entries }: Twin): LogPosition => entries.at(-1) ?? base;
const termAt = ({ base, entries }: Twin, index: number): number => entries[index - base.index - 1]?.term ?? base.term;

type Append = Step & { type: "append" };

/** `fixed`: what a snapshot holds is committed, and never replaced. */
function appended(twin: Twin, step: Append, term: number, fixed: number): { twin: Twin; entries: Entry[] } {
  const kept = Math.max(0, fixed - twin.base.index, twin.entries.length - step.back);
  const first = twin.base.index + kept + 1;
  const entries = commands(term, first, first + step.count, step.bytes);
  return { twin: { base: twin.base, entries: [...twin.entries.slice(0, kept), ...entries] }, entries };
}

/** What was recovered is what the twin holds; the log may reach further back, as forgetting takes its time. */
function expectSame(storage: Wal, twins: readonly Twin[]): Twin {
  const { base, entries } = storage.recovered;
  const shown = JSON.stringify(entries);
  const match = twins.find((twin) => {
    const behind = entries.slice(Math.max(0, twin.base.index - base.index));
    return base.index <= twin.base.index && JSON.stringify(behind) === JSON.stringify(twin.entries);
  });
  expect(match !== undefined, `${base.index} ${shown.slice(0, 300)} of ${JSON.stringify(twins).slice(0, 600)}`).toBe(
    true,
  );
  return { base, entries: [...entries] };
}

async function compact(storage: Wal, twin: Twin, step: Step & { type: "compact" }): Promise<Twin> {
  const length = lastOf(twin).index - twin.base.index;
  const index = twin.base.index + Math.floor((length * step.at) / 100);
  if (index <= (storage.snapshots.latest?.last.index ?? 0)) return twin;
  await takeSnapshot(storage, { index, term: termAt(twin, index) });
  const at = Math.max(twin.base.index, index - step.margin);
  const base = { index: at, term: termAt(twin, at) };
  storage.forget(base);
  return { base, entries: twin.entries.filter((entry) => entry.index > at) };
}

test("after any sequence of appends, overwrites, snapshots, restarts and crashes, the log holds what its twin holds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepOf, { maxLength: 40 }), async (steps) => {
      const disk = new MemoryFileSystem();
      let twin: Twin = { base: { index: 0, term: 0 }, entries: [] };
      let storage = await open(disk);
      for (const [i, step] of steps.entries()) {
        const term = i + 1;
        if (step.type === "append") {
          const next = appended(twin, step, term, storage.snapshots.latest?.last.index ?? 0);
          await append(storage, write(...next.entries));
          twin = next.twin;
        } else if (step.type === "compact") {
          twin = await compact(storage, twin, step);
        } else if (step.type === "install") {
          const base = { index: lastOf(twin).index + step.ahead + 1, term };
          const entries = commands(term, base.index + 1, base.index + step.count);
          await takeSnapshot(storage, base);
          await append(storage, { ...write(...entries), restartFrom: base });
          twin = { base, entries };
        } else if (step.type === "restart") {
          await storage.close();
          storage = await open(disk);
          twin = expectSame(storage, [twin]);
        } else {
          const fixed = storage.snapshots.latest?.last.index ?? 0;
          const next = appended(twin, { type: "append", back: 3, count: 9, bytes: 50 }, term, fixed);
          let left = step.after;
          disk.onOperation = () => {
            left -= 1;
            if (left < 0) disk.powerOff();
          };
          const failed = await append(storage, write(...next.entries)).then(
            () => false,
            () => true,
          );
          await settle();
          disk.onOperation = null;
          disk.crash(chooser(step.seed));
          storage = await open(disk);
          twin = expectSame(storage, failed ? [twin, next.twin] : [next.twin]);
        }
      }
    }),
    { numRuns: 200 },
  );
});
