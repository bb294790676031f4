/** The servers that the same tests are run against: the embedded broker always, nats-server where the machine has it. */
import { findNatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import { startBroker } from "../../src/broker/server.ts";

export interface TestServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

export interface ServerKind {
  readonly name: string;
  readonly embedded: boolean;
  readonly missing: boolean;
  start(port?: number): Promise<TestServer>;
}

export const natsServerMissing = (await findNatsServer()) === null;
export const skipNote = natsServerMissing ? " (skipped: no nats-server on PATH)" : "";

export const SERVER_KINDS: readonly ServerKind[] = [
  { name: "the embedded broker", embedded: true, missing: false, start: (port = 0) => startBroker({ port }) },
  {
    name: `nats-server${skipNote}`,
    embedded: false,
    missing: natsServerMissing,
    start: (port = 0) => startNatsServer({ port }),
  },
];
