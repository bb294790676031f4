/**
 * Where NATS is, and who we are there.
 *
 * Law: credentials go to the server and nowhere else. A server's URL may carry some (`nats://user:pass@host`); they are
 * taken out of it here, before the URL can reach a message or a log.
 */
import { GraftError } from "../errors.ts";
import type { NatsSecurity } from "../ports/nats.ts";

export interface NatsOptions extends NatsSecurity {
  /** URLs or host:port; with or without credentials of their own. */
  readonly servers: readonly string[];
  /** Shown by the server's monitoring. */
  readonly name: string;
  /** For the first connection, over all servers. Default 2500. */
  readonly timeoutMs?: number;
  /** A server that misses two pings in a row is taken for dead. Default 1000. */
  readonly pingIntervalMs?: number;
}

export interface Credentials {
  user?: string;
  pass?: string;
  token?: string;
}

export interface NatsAddress {
  /** Without credentials: fit to be shown. */
  readonly servers: string[];
  readonly credentials: Credentials;
  /** Some URL says `tls://`, or a file for TLS is given: a server that offers no TLS is refused, where the client alone would go on in the clear. */
  readonly tls: boolean;
}

/** What the client is to be told. Credentials given as options go before those of a URL, of which the first count. */
export function natsAddress(options: NatsOptions): NatsAddress {
  if (options.servers.length === 0) throw invalid("none");
  const parsed = options.servers.map(parseServer);
  const { user, pass, token, nkeyFile, credsFile } = options;
  const given: Credentials = {
    ...(user === undefined ? {} : { user }),
    ...(pass === undefined ? {} : { pass }),
    ...(token === undefined ? {} : { token }),
  };
  const inUrl = parsed.find((server) => Object.keys(server.credentials).length > 0)?.credentials ?? {};
  return {
    servers: parsed.map((server) => server.shown),
    credentials: Object.keys(given).length > 0 || nkeyFile !== undefined || credsFile !== undefined ? given : inUrl,
    tls: options.tls !== undefined || parsed.some((server) => server.shown.startsWith("tls://")),
  };
}

function parseServer(server: string): { shown: string; credentials: Credentials } {
  const match = /^(?:(nats|tls):\/\/)?(?:([^/]*)@)?([^@/\s]+)\/?$/i.exec(server.trim());
  const [, scheme = "nats", secret, host] = match ?? [];
  // Of what cannot be read, nothing before an @ is repeated: it may be a password.
  if (host === undefined || !URL.canParse(`http://${host}`)) throw invalid(server.replace(/^.*@/s, ""));
  return { shown: `${scheme.toLowerCase()}://${host}`, credentials: secret === undefined ? {} : parseSecret(secret) };
}

/** `user:pass`, or a token alone, as every NATS client reads it. */
function parseSecret(secret: string): Credentials {
  const colon = secret.indexOf(":");
  if (colon < 0) return { token: decoded(secret) };
  return { user: decoded(secret.slice(0, colon)), pass: decoded(secret.slice(colon + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(value: string): GraftError {
  const values = { option: "servers", value, allowed: "nats://host:port" };
  return new GraftError("INVALID_OPTION", `not the address of a NATS server: ${value}`, values);
}
