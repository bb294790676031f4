/**
 * The servers that the same tests are run against: the embedded broker always; Debian's nats-server and a current one where
 * the machine has them.
 *
 * The current one is built by `.ci/run` from the module pinned in `.ci/nats-server/go.mod`, into `.ci/cache`;
 * GRAFT_NATS_SERVER names another file.
 */
import { fileURLToPath } from "node:url";
import { findNatsServer, openAccounts, startNatsServer } from "../../src/broker/nats-server.ts";
import { startBroker } from "../../src/broker/server.ts";

export interface TestServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** What every server can be told. */
export interface ServerLimits {
  readonly payloadBytesMax?: number;
  readonly pendingBytesMax?: number;
  readonly pingIntervalMs?: number;
  readonly pingsOutMax?: number;
  readonly connectionsMax?: number;
}

export interface ServerKind {
  readonly name: string;
  readonly embedded: boolean;
  readonly missing: boolean;
  /** null: the embedded broker. */
  readonly executable: string | null;
  start(port?: number, limits?: ServerLimits): Promise<TestServer>;
}

const BUILT = fileURLToPath(new URL("../../.ci/cache", import.meta.url));

const onPath = await findNatsServer();
export const currentNatsServer = process.env.GRAFT_NATS_SERVER ?? (await findNatsServer(BUILT));

export const natsServerMissing = onPath === null;
export const skipNote = natsServerMissing ? " (skipped: no nats-server on PATH)" : "";

/** In nats-server's words. Its limit on pending bytes holds only where it is told how long a write may take, too. */
function limitLines(limits: ServerLimits): string {
  const { payloadBytesMax, pendingBytesMax, pingIntervalMs, pingsOutMax, connectionsMax } = limits;
  const lines = {
    max_payload: payloadBytesMax,
    max_pending: pendingBytesMax,
    ping_interval: pingIntervalMs === undefined ? undefined : `"${pingIntervalMs}ms"`,
    ping_max: pingsOutMax,
    max_connections: connectionsMax,
  };
  return Object.entries(lines)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]))
    .join("");
}

const real = (name: string, executable: string | null, whereMissing: string): ServerKind => ({
  name: executable === null ? `${name} (skipped: ${whereMissing})` : name,
  embedded: false,
  missing: executable === null,
  executable,
  start: (port = 0, limits = {}) =>
    startNatsServer({
      port,
      configuration: limitLines(limits) + openAccounts(),
      ...(executable === null ? {} : { executable }),
    }),
});

export const SERVER_KINDS: readonly ServerKind[] = [
  {
    name: "the embedded broker",
    embedded: true,
    missing: false,
    executable: null,
    start: (port = 0, limits = {}) => startBroker({ port, ...limits }),
  },
  real("nats-server", onPath, "none on PATH"),
  real("a current nats-server", currentNatsServer, "neither GRAFT_NATS_SERVER nor .ci/cache/nats-server is there"),
];

/** nats-servers only. */
export const REAL_SERVERS = SERVER_KINDS.filter(({ embedded }) => !embedded);
