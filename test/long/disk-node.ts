/**
 * A cluster of one node in a process of its own, on the real file system, worked by lines on stdin. Law: what it prints as
 * `acknowledged` the node has told a client.
 *
 *   node disk-node.mjs FOLDER       propose COUNT BYTES | report | journal | close
 */
import { createInterface } from "node:readline";
import { initialState } from "../../src/core/state.ts";
import { configurationOfVoters } from "../../src/core/types.ts";
import { Driver } from "../../src/driver/driver.ts";
import { Sessions } from "../../src/driver/sessions.ts";
import type { ClientDoor } from "../../src/ports/client-door.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Transport } from "../../src/ports/transport.ts";
import { realFileSystem } from "../../src/storage/file-system.ts";
import { openStorage } from "../../src/storage/open-storage.ts";
import { realClock } from "../../src/transport/real-clock.ts";
import { noTraffic } from "../driver/fake-transport.ts";
import { JournalMachine } from "../driver/journal-machine.ts";

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const nobody: Transport = {
  start: async (_, { onConnected }) => onConnected(""),
  send: () => undefined,
  probe: () => undefined,
  detector: null,
  counters: noTraffic(),
  close: async () => undefined,
};
const door: ClientDoor = { open: () => undefined, shut: () => undefined };

const folder = process.argv[2] ?? "";
const storage = await openStorage({
  fileSystem: realFileSystem,
  folder,
  clusterName: "c",
  nodeId: "n1",
  makeIncarnation: () => "1".repeat(32),
});
const { hardState, base, entries } = storage.recovered;
const self = { id: "n1", incarnation: "1".repeat(32) };
const timing = { electionTimeoutMinMs: 100, electionTimeoutMaxMs: 200, heartbeatMs: 20, earlyStartStepMs: 5 };
const machine = new JournalMachine();
const driver = new Driver({
  state: initialState({
    self,
    configuration: configurationOfVoters([self]),
    hardState,
    timing,
    seed: 1,
    base,
    entries,
  }),
  identity: { clusterName: "c", clusterId: "c-id", nodeId: "n1", incarnation: self.incarnation },
  storage,
  door,
  machine: new Sessions(machine),
  snapshotEvery: Number.POSITIVE_INFINITY,
  transport: nobody,
  clock: realClock,
  log: quiet,
  observer: {
    onLease: () => undefined,
    onAnnounce: ({ to }) => say({ type: "role", role: to.role }),
    onStopped: (error) => {
      say({ type: "stopped", code: error?.code ?? null });
      process.exit(0);
    },
  },
});

let next = 0;

function propose(count: number, bytes: number): void {
  const run = `${process.pid}-${next}`;
  next += count;
  let left = count;
  for (let i = 0; i < count; i++) {
    const text = `${run}-${i}`.padEnd(bytes, ".");
    const command = new TextEncoder().encode(text);
    driver.ask({ type: "propose", clientId: 0, sequence: 0, command }, (response) => {
      if (response.type === "ok") say({ type: "acknowledged", text: text.replaceAll(".", "") });
      else if (response.type === "error")
        say({ type: "refused", code: response.code, mayHaveExecuted: response.mayHaveExecuted });
      left -= 1;
      if (left === 0) say({ type: "answered" });
    });
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const [verb, count, bytes] = line.split(" ");
  if (verb === "propose") propose(Number(count), Number(bytes));
  if (verb === "report") say({ type: "report", ...driver.report() });
  if (verb === "journal") say({ type: "journal", texts: machine.journal.map((text) => text.replaceAll(".", "")) });
  if (verb === "close") void driver.close();
});
await driver.start();
say({ type: "ready", pid: process.pid });
