/**
 * etcd: a cluster of its own members, each a process, spoken to by gRPC as its own clients do.
 *
 * Its settings are its defaults, so every write is synced by a majority before it is answered. All connections go to the
 * leader, which spares it the way from a follower (`--target-leader` of its own benchmark).
 */
import protobuf from "protobufjs/minimal.js";
import { framed, GrpcConnection } from "./grpc.ts";
import {
  filledValue,
  keyName,
  type Peer,
  type PeerConnection,
  type PeerKind,
  type PeerOptions,
  prepared,
} from "./peer.ts";
import { cpuUsOf, findProgram, freePorts, Scratch, ServerProcess, until } from "./scratch.ts";

const PROGRAM = "etcd";
const START_MS_MAX = 20_000;
const PUT = "/etcdserverpb.KV/Put";
const RANGE = "/etcdserverpb.KV/Range";
const STATUS = "/etcdserverpb.Maintenance/Status";

export const etcd: PeerKind = {
  name: "etcd (synced)",
  absent: async () => (findProgram(PROGRAM) === null ? "there is no etcd on PATH" : null),
  start: startEtcd,
};

async function startEtcd(options: PeerOptions): Promise<Peer> {
  const program = findProgram(PROGRAM);
  if (program === null) throw new Error("there is no etcd on PATH");
  const scratch = new Scratch();
  const ports = await freePorts(2 * options.nodes);
  const members = Array.from({ length: options.nodes }, (_, i) => ({
    name: `m${i + 1}`,
    folder: `${scratch.path}/m${i + 1}`,
    client: `http://127.0.0.1:${ports[2 * i]}`,
    peer: `http://127.0.0.1:${ports[2 * i + 1]}`,
  }));
  const everyone = members.map(({ name, peer }) => `${name}=${peer}`).join(",");
  const servers = members.map((member) => new ServerProcess(program, argumentsOf(member, everyone)));
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
    scratch.remove();
  };
  try {
    const leader = await until("etcd's election", START_MS_MAX, () => leaderAmong(members.map(({ client }) => client)));
    return new Etcd(leader, options, servers, close);
  } catch (cause) {
    const said = servers.map(({ output }) => output).join("\n");
    await close();
    throw new Error(`etcd did not start: ${said}`, { cause });
  }
}

interface Member {
  readonly name: string;
  readonly folder: string;
  readonly client: string;
  readonly peer: string;
}

const argumentsOf = ({ name, folder, client, peer }: Member, everyone: string): string[] => [
  ...["--name", name, "--data-dir", folder, "--log-level", "error"],
  ...["--listen-client-urls", client, "--advertise-client-urls", client],
  ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
  ...["--initial-cluster", everyone, "--initial-cluster-state", "new"],
];

class Etcd implements Peer {
  readonly name = "etcd (synced)";
  readonly sync = "fdatasync on a majority before the answer (its default)";
  readonly reads = "linearizable";
  readonly connections: readonly PeerConnection[];
  readonly #servers: readonly ServerProcess[];
  readonly #links: readonly GrpcConnection[];
  readonly #closeServers: () => Promise<void>;

  constructor(
    leader: string,
    { connections, valueBytes }: PeerOptions,
    servers: readonly ServerProcess[],
    closeServers: () => Promise<void>,
  ) {
    this.#servers = servers;
    this.#closeServers = closeServers;
    this.#links = Array.from({ length: connections }, () => new GrpcConnection(leader));
    const value = filledValue(valueBytes);
    const puts = prepared((key) => framed(putRequest(keyName(key), value)));
    const ranges = prepared((key) => framed(rangeRequest(keyName(key))));
    this.connections = this.#links.map((link) => ({
      put: (key, done) => link.call(PUT, puts(key), done),
      get: (key, done) =>
        link.call(RANGE, ranges(key), (error, reply) =>
          done(error ?? (keysFound(reply) === 1 ? null : new Error(`etcd has no ${keyName(key)}`))),
        ),
    }));
  }

  cpuUs(): number {
    return cpuUsOf(this.#servers.map(({ pid }) => pid));
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.close();
    await this.#closeServers();
  }
}

/** PutRequest: key = 1, value = 2. Tags are field number * 8 + wire type. */
function putRequest(key: string, value: Uint8Array): Uint8Array {
  return protobuf.Writer.create().uint32(0x0a).string(key).uint32(0x12).bytes(value).finish();
}

/** RangeRequest: key = 1. Without `serializable`, it is linearizable. */
function rangeRequest(key: string): Uint8Array {
  return protobuf.Writer.create().uint32(0x0a).string(key).finish();
}

/** RangeResponse: kvs = 2. */
function keysFound(reply: Uint8Array): number {
  const reader = protobuf.Reader.create(reply);
  let found = 0;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 2) found += 1;
    reader.skipType(tag & 7);
  }
  return found;
}

/** Of the member that says of itself that it leads; null: none does yet. */
async function leaderAmong(urls: readonly string[]): Promise<string | null> {
  for (const url of urls) if (await leads(url)) return url;
  return null;
}

async function leads(url: string): Promise<boolean> {
  const link = new GrpcConnection(url);
  try {
    const reply = await new Promise<Buffer>((resolve, reject) => {
      link.call(STATUS, framed(new Uint8Array()), (error, message) =>
        error === null ? resolve(message) : reject(error),
      );
    });
    const { member, leader } = statusFrom(reply);
    return leader !== "0" && member === leader;
  } catch {
    return false; // it does not listen yet
  } finally {
    link.close();
  }
}

/** StatusResponse: header = 1 with member_id = 2; leader = 4. */
function statusFrom(reply: Uint8Array): { member: string; leader: string } {
  const reader = protobuf.Reader.create(reply);
  let [member, leader] = ["", "0"];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) member = memberFrom(reader.bytes());
    else if (tag >>> 3 === 4) leader = String(reader.uint64());
    else reader.skipType(tag & 7);
  }
  return { member, leader };
}

function memberFrom(header: Uint8Array): string {
  const reader = protobuf.Reader.create(header);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 2) return String(reader.uint64());
    reader.skipType(tag & 7);
  }
  return "";
}
