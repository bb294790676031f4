/**
 * Planned hand-over: how long it takes, and what a client that writes one value after the other sees of it: the longest time
 * without an answer, which holds one whole write beside the hand-over itself; the usual time between two answers stands beside it.
 *
 * Law: those of `harness.ts`.
 */
import { sizeOf } from "./arguments.ts";
import type { Bench, BenchRun } from "./bench.ts";
import { runTrial } from "./harness.ts";
import { distributions } from "./picture.ts";
import { WorkerElectorate } from "./worker-electorate.ts";
import { Writer } from "./writer.ts";

export const transfer: Bench = {
  trials: 100,
  nodes: [3],
  isOfManySizes: false,
  cases: [],
  sync: "fdatasync of each batch on every node",
  run: benchTransfer,
  picture: (recorded) => ({
    type: "distribution",
    title: "A planned hand-over, default timeouts",
    unit: "ms",
    curves: distributions(recorded, "ms"),
  }),
};

async function benchTransfer({ options, record, signal, progress }: BenchRun): Promise<void> {
  const nodes = sizeOf(options);
  const electorate = await WorkerElectorate.open({ nodes, broker: options.broker });
  const writer = await Writer.open(electorate.servers);
  const { cluster } = electorate;
  const handOver = {
    do: (leader: string) => cluster.node(leader).transferLeadership(),
    mend: async () => undefined,
  };
  const which = `${nodes} nodes, ${options.broker}`;
  const led = record.spread(`hand-over to the new leader, ${which}`, "ms");
  const gap = record.spread(`longest wait of a client for an answer meanwhile, ${which}`, "ms");
  const usual = record.spread("its usual wait", "ms");
  const added = record.spread("the longest less the usual", "ms");
  try {
    await runTrial(electorate, writer, handOver, signal);
    for (let trial = 1; trial <= options.trials && !signal.aborted; trial += 1) {
      const { ledMs, writes } = await runTrial(electorate, writer, handOver, signal);
      led.add(ledMs);
      if (writes === null) continue;
      gap.add(writes.gapMs);
      usual.add(writes.usualGapMs);
      added.add(Math.max(0, writes.gapMs - writes.usualGapMs));
      progress(trial, options.trials);
    }
  } finally {
    await writer.close();
    await electorate.close();
  }
}
