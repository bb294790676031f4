/**
 * What a broker can be told, and the values where it is told nothing.
 *
 * Law: a broker starts only with limits that hold together; each limit bounds one thing that a client could otherwise
 * make grow.
 */
import { GraftError } from "../errors.ts";

/** Plain values, so that they can be handed to a worker. */
export interface BrokerSettings {
  /** The loopback port; 0, the default, takes a free one. */
  readonly port?: number;
  /** Shown to clients as `server_name`. Default: the server's id. */
  readonly serverName?: string;
  /** The largest message, headers included; shown to clients as `max_payload`. Default 1 MiB. */
  readonly payloadBytesMax?: number;
  /** The longest list of arguments behind a verb. Default 4096. */
  readonly controlLineBytesMax?: number;
  /** A client that leaves more than this unread is cut off as a slow consumer. Default 64 MiB. */
  readonly pendingBytesMax?: number;
  /** All clients together; beyond it, the one that leaves the most unread is cut off. Default 256 MiB. */
  readonly pendingBytesTotalMax?: number;
  /** A client that was silent for this long is pinged. Default 120 000 ms. */
  readonly pingIntervalMs?: number;
  /** A client that leaves this many pings unanswered is cut off as stale at the next one. Default 2. */
  readonly pingsOutMax?: number;
  /** Default 4096. */
  readonly connectionsMax?: number;
  /** For each client. Default 65 536. */
  readonly subscriptionsMax?: number;
  /** Subjects whose subscribers are remembered. Default 8192. */
  readonly matchCacheEntriesMax?: number;
  /** How long a connection that the broker ends may take to read its last bytes. Default 1000 ms. */
  readonly lingerMs?: number;
}

export interface BrokerOptions extends BrokerSettings {
  /** Picks the member of a queue group that is asked first, from [0, members). Default: at random. */
  readonly chooseMember?: (members: number) => number;
}

export type ResolvedOptions = Required<Omit<BrokerOptions, "serverName">> & { readonly serverName: string | null };

const MIB = 1024 * 1024;
const LARGEST_TIMER_MS = 2 ** 31 - 1;

type NumberName = keyof Omit<BrokerSettings, "serverName">;

/** [lowest, default, highest]. A size on the wire has at most nine digits. */
const RANGES: Readonly<Record<NumberName, readonly [number, number, number]>> = {
  port: [0, 0, 65_535],
  payloadBytesMax: [1, MIB, 999_999_999],
  controlLineBytesMax: [128, 4096, MIB],
  pendingBytesMax: [1024, 64 * MIB, Number.MAX_SAFE_INTEGER],
  pendingBytesTotalMax: [1024, 256 * MIB, Number.MAX_SAFE_INTEGER],
  pingIntervalMs: [1, 120_000, LARGEST_TIMER_MS],
  pingsOutMax: [1, 2, 1_000_000],
  connectionsMax: [1, 4096, 1_000_000],
  subscriptionsMax: [1, 65_536, Number.MAX_SAFE_INTEGER],
  matchCacheEntriesMax: [2, 8192, 10_000_000],
  lingerMs: [1, 1000, LARGEST_TIMER_MS],
};

const randomMember = (members: number): number => Math.floor(Math.random() * members);

/** @throws GraftError INVALID_OPTION, naming the option, its value and what it must be. */
export function resolveOptions(options: BrokerOptions): ResolvedOptions {
  const number = (name: NumberName): number => inRange(name, options[name]);
  const resolved: ResolvedOptions = {
    port: number("port"),
    serverName: options.serverName ?? null,
    payloadBytesMax: number("payloadBytesMax"),
    controlLineBytesMax: number("controlLineBytesMax"),
    pendingBytesMax: number("pendingBytesMax"),
    pendingBytesTotalMax: number("pendingBytesTotalMax"),
    pingIntervalMs: number("pingIntervalMs"),
    pingsOutMax: number("pingsOutMax"),
    connectionsMax: number("connectionsMax"),
    subscriptionsMax: number("subscriptionsMax"),
    matchCacheEntriesMax: number("matchCacheEntriesMax"),
    lingerMs: number("lingerMs"),
    chooseMember: options.chooseMember ?? randomMember,
  };
  // Otherwise one allowed message would make its receiver a slow consumer.
  const largestMessageBytes = resolved.payloadBytesMax + 2 * resolved.controlLineBytesMax;
  if (resolved.pendingBytesMax < largestMessageBytes) {
    throw invalid("pendingBytesMax", resolved.pendingBytesMax, `at least ${largestMessageBytes}, one largest message`);
  }
  return resolved;
}

function inRange(name: NumberName, given: number | undefined): number {
  const [lowest, standard, highest] = RANGES[name];
  const value = given ?? standard;
  if (Number.isSafeInteger(value) && value >= lowest && value <= highest) return value;
  throw invalid(name, value, `an integer from ${lowest} to ${highest}`);
}

const invalid = (option: string, value: number, allowed: string): GraftError =>
  new GraftError("INVALID_OPTION", `The broker's ${option} is ${value}; it must be ${allowed}.`, {
    option,
    value,
    allowed,
  });
