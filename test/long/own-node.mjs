/** One node as a process of its own, built as users get it; says over IPC who leads, and what its machine holds when asked. */
import { startNode } from "../../dist/index.js";

const { id, dataDir, servers } = JSON.parse(process.argv[2] ?? "{}");
const say = (line) => void process.send?.(line);

function ended(error) {
  process.send?.({ type: "stopped", code: error?.code ?? String(error) }, () => process.exit(1));
}

process.on("disconnect", () => process.exit(0));
try {
  const node = await startNode({
    cluster: { name: "kills", size: 5 },
    nats: { servers },
    dataDir,
    id,
    timing: { electionTimeoutMinMs: 500, electionTimeoutMaxMs: 1000, heartbeatMs: 100 },
    snapshotEvery: 500,
    logLevel: "silent",
  });
  node.on("stateChange", ({ to, term }) => {
    if (to === "leader") say({ type: "leads", term });
  });
  node.on("error", ended);
  process.on("message", async () => {
    const { lastIndex } = await node.report();
    say({ type: "state", lastIndex, ...(await node.stateHash()) });
  });
  if (node.state === "leader") say({ type: "leads", term: node.term });
  say({ type: "started" });
} catch (error) {
  ended(error);
}
