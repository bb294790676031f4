/**
 * A key-value bucket of JetStream: nats-servers in a cluster of their own, one stream with a replica on each.
 *
 * A put is a message on the bucket's subject, which is what every client's `put` sends; its answer comes once the stream's
 * leader has stored what a majority has. By default a server syncs its files every two minutes, so an answer survives the
 * death of processes and not a loss of power; `always` syncs each write, from nats-server 2.10 on. All connections go to
 * the stream's leader, which spares them a hop.
 */
import { type NatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import type { NatsLink } from "../../src/transport/link-transport.ts";
import { connectNats } from "../../src/transport/nats-transport.ts";
import { openLinks } from "./over-nats.ts";
import {
  type Done,
  filledValue,
  keyName,
  type Peer,
  type PeerConnection,
  type PeerKind,
  type PeerOptions,
  prepared,
} from "./peer.ts";
import { cpuUsOf, findProgram, freePorts, Scratch, until } from "./scratch.ts";

const BUCKET = "bench";
const STREAM = `KV_${BUCKET}`;
const START_MS_MAX = 90_000;
const API_MS_MAX = 5_000;
/** Of the build that `.ci/run` makes, where there is one: newer than most systems have. */
const BUILT = [".ci/cache"];
const MINOR_WITH_SYNC = 10;

export interface JetStreamOptions {
  readonly syncAlways: boolean;
}

const nameOf = (syncAlways: boolean): string => (syncAlways ? "JetStream (synced)" : "JetStream (synced every 2 min)");

const program = (): string | null => findProgram("nats-server", BUILT);

export const jetStream = ({ syncAlways }: JetStreamOptions): PeerKind => ({
  name: nameOf(syncAlways),
  absent: () => absence(syncAlways),
  start: (options) => startJetStream(options, syncAlways),
});

async function absence(syncAlways: boolean): Promise<string | null> {
  const executable = program();
  if (executable === null) return "there is no nats-server on PATH";
  if (!syncAlways) return null;
  const server = await startNatsServer({ executable });
  await server.close();
  const [major = 0, minor = 0] = server.version.split(".").map(Number);
  if (major > 2 || minor >= MINOR_WITH_SYNC) return null;
  return `nats-server ${server.version} cannot sync each write (from 2.${MINOR_WITH_SYNC} on)`;
}

async function startJetStream(options: PeerOptions, syncAlways: boolean): Promise<Peer> {
  const executable = program();
  if (executable === null) throw new Error("there is no nats-server on PATH");
  const scratch = new Scratch();
  const routes = await freePorts(options.nodes);
  const servers = await Promise.all(
    routes.map((_, i) =>
      startNatsServer({ executable, configuration: configurationOf(i, routes, scratch.path, syncAlways) }),
    ),
  );
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
    scratch.remove();
  };
  try {
    const leader = await bucketOn(servers, options.nodes);
    const links = await openLinks([leader.url], options.connections);
    return new JetStream(links, servers, options, syncAlways, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function configurationOf(own: number, routes: readonly number[], folder: string, syncAlways: boolean): string {
  const others = routes.filter((_, i) => i !== own).map((port) => `"nats://127.0.0.1:${port}"`);
  return `server_name: "s${own}"
cluster { name: "bench", listen: "127.0.0.1:${routes[own]}", routes: [${others.join(", ")}] }
jetstream { store_dir: ${JSON.stringify(`${folder}/s${own}`)}, max_file_store: 8GB${syncAlways ? ", sync_interval: always" : ""} }
`;
}

/** Makes the bucket once the servers agree on who leads them; gives the server that leads its stream. */
async function bucketOn(servers: readonly NatsServer[], replicas: number): Promise<NatsServer> {
  const link = await connectNats({ servers: servers.map(({ url }) => url), name: "bench" });
  const stream = {
    name: STREAM,
    subjects: [`$KV.${BUCKET}.>`],
    storage: "file",
    num_replicas: replicas,
    max_msgs_per_subject: 1,
    discard: "new",
    allow_rollup_hdrs: true,
    deny_delete: true,
    allow_direct: true,
  };
  try {
    const leader = await until("JetStream's election", START_MS_MAX, async () => {
      const answer = await asked(link, `$JS.API.STREAM.CREATE.${STREAM}`, stream);
      if (answer?.error !== undefined) return null; // no leader yet, or fewer servers than replicas
      return answer?.cluster?.leader ?? null;
    });
    const server = servers[Number(leader.slice(1))];
    if (server === undefined) throw new Error(`JetStream: an unknown server leads, ${leader}`);
    return server;
  } finally {
    await link.close();
  }
}

interface ApiAnswer {
  readonly error?: { readonly description?: string };
  readonly cluster?: { readonly leader?: string };
}

/** null: nobody has answered. */
function asked(link: NatsLink, subject: string, request: object): Promise<ApiAnswer | null> {
  return new Promise((resolve) => {
    const inbox = link.newInbox();
    const timer = setTimeout(() => resolve(null), API_MS_MAX);
    link.subscribe(
      inbox,
      ({ bytes, isNoResponders }) => {
        clearTimeout(timer);
        resolve(isNoResponders ? null : (JSON.parse(new TextDecoder().decode(bytes)) as ApiAnswer));
      },
      () => resolve(null),
    );
    link.publish(subject, new TextEncoder().encode(JSON.stringify(request)), inbox);
  });
}

class JetStream implements Peer {
  readonly name: string;
  readonly sync: string;
  readonly reads = "by the stream's leader, which does not ask the others";
  readonly connections: readonly PeerConnection[];
  readonly #links: readonly NatsLink[];
  readonly #servers: readonly NatsServer[];
  readonly #closeServers: () => Promise<void>;

  constructor(
    links: readonly NatsLink[],
    servers: readonly NatsServer[],
    { valueBytes }: PeerOptions,
    syncAlways: boolean,
    closeServers: () => Promise<void>,
  ) {
    this.name = nameOf(syncAlways);
    this.sync = syncAlways ? "each write (sync_interval: always)" : "every 2 minutes (its default)";
    this.#links = links;
    this.#servers = servers;
    this.#closeServers = closeServers;
    const value = filledValue(valueBytes);
    const subjects = prepared((key) => `$KV.${BUCKET}.${keyName(key)}`);
    const gets = prepared((key) => Buffer.from(JSON.stringify({ last_by_subj: `$KV.${BUCKET}.${keyName(key)}` })));
    this.connections = links.map((link) => {
      const inbox = new Inbox(link);
      return {
        put: (key, done) => inbox.ask(subjects(key), value, '"seq":', done),
        get: (key, done) => inbox.ask(`$JS.API.STREAM.MSG.GET.${STREAM}`, gets(key), '"data":', done),
      };
    });
  }

  cpuUs(): number {
    return cpuUsOf(this.#servers.map(({ pid }) => pid));
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
    await this.#closeServers();
  }
}

/** One subscription for all answers: the package's own requests cost the client nearly twice as much. */
class Inbox {
  readonly #link: NatsLink;
  readonly #prefix: string;
  readonly #waiting = new Map<string, { readonly sign: string; readonly done: Done }>();
  #tokens = 0;

  constructor(link: NatsLink) {
    this.#link = link;
    this.#prefix = `${link.newInbox()}.`;
    link.subscribe(
      `${this.#prefix}*`,
      ({ subject, bytes }) => this.#receive(subject, bytes),
      () => {},
    );
  }

  /** `sign`: stands in a good answer, and in no other. */
  ask(subject: string, bytes: Uint8Array, sign: string, done: Done): void {
    this.#tokens += 1;
    const token = this.#tokens.toString(36);
    this.#waiting.set(token, { sign, done });
    if (!this.#link.publish(subject, bytes, this.#prefix + token)) this.#settle(token, "not connected");
  }

  #receive(subject: string, bytes: Uint8Array): void {
    const token = subject.slice(this.#prefix.length);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const sign = this.#waiting.get(token)?.sign ?? "";
    this.#settle(token, text.includes(sign) && !text.includes('"error":') ? null : text);
  }

  #settle(token: string, problem: string | null): void {
    const waiting = this.#waiting.get(token);
    this.#waiting.delete(token);
    waiting?.done(problem === null ? null : new Error(`JetStream: ${problem}`));
  }
}
