/**
 * Leader election among three processes, as the example of nats-io/graft has it; Go nodes may take the place of some.
 *
 *     nats-server                                  in one terminal
 *     node dist/examples/graft-example.js 1        in three others, with 1, 2 and 3
 *
 * Each writes to `graft-<n>.log` in the temporary folder: its id, its changes of state, errors, and once a second who leads in
 * which term. Ctrl-C ends one in good order; its vote stays in `graft-example-<n>` beside the log, so that it cannot vote twice.
 */
import { appendFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode } from "graft-ts";

const [number = "1"] = process.argv.slice(2);
if (!/^[1-9]\d?$/.test(number)) {
  process.stderr.write("usage: node dist/examples/graft-example.js NUMBER\n");
  process.exit(2);
}
const logFile = join(tmpdir(), `graft-${number}.log`);

function log(text: string): void {
  const line = `${new Date().toISOString()}  ${text}\n`;
  appendFileSync(logFile, line);
  process.stdout.write(line);
}

const node = await startNode({
  protocol: "graft",
  cluster: { name: "zy_cluster", size: 3 },
  nats: { servers: process.env.NATS_URL ?? "nats://127.0.0.1:4222" },
  dataDir: join(tmpdir(), `graft-example-${number}`),
});
log(`id ${node.id}, logging to ${logFile}`);

node.on("stateChange", ({ from, to, term, cause }) => log(`state ${from} -> ${to}, term ${term} (${cause})`));
node.on("error", (error) => log(`error ${error.code}: ${error.message}`));

const everySecond = setInterval(() => {
  const leader = node.leader ?? "none";
  log(`leader ${leader}, term ${node.term}${node.isLeader() ? ", that is this node" : ""}`);
}, 1000);

node.on("stopped", () => clearInterval(everySecond));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void node.close());
