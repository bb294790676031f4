/**
 * INFO, which the broker says first, and CONNECT, with which a client answers.
 *
 * Law: `readConnect` never throws, and what it yields has the right types; unknown fields are ignored, a field of the wrong
 * type refuses the whole. Fields that a CONNECT leaves out stay as they were, as in nats-server.
 */
import { randomBytes } from "node:crypto";

/** The newest nats-server whose client protocol this is. */
export const BROKER_VERSION = "2.10.0-graft";

export interface ServerIdentity {
  readonly id: string;
  readonly name: string;
}

export interface ServerInfo extends ServerIdentity {
  readonly host: string;
  readonly port: number;
  readonly payloadBytesMax: number;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const randomText = (alphabet: string, length: number): string => {
  let text = "";
  for (const byte of randomBytes(length)) text += alphabet[byte % alphabet.length];
  return text;
};

/** Looks like nats-server's: `N` and 55 letters of base 32, new at each start. */
export const newServerId = (): string => `N${randomText(BASE32, 55)}`;

/** Looks like a NUID. */
export const newEventId = (): string => randomText(BASE62, 22);

export function infoLine(server: ServerInfo, clientId: number, clientIp: string): string {
  const info = {
    server_id: server.id,
    server_name: server.name,
    version: BROKER_VERSION,
    proto: 1,
    host: server.host,
    port: server.port,
    headers: true,
    max_payload: server.payloadBytesMax,
    client_id: clientId,
    client_ip: clientIp,
  };
  return `INFO ${JSON.stringify(info)} \r\n`;
}

export interface ConnectOptions {
  readonly verbose: boolean;
  readonly pedantic: boolean;
  readonly echo: boolean;
  readonly headers: boolean;
  readonly noResponders: boolean;
  readonly name: string;
  readonly lang: string;
  readonly version: string;
}

/** What holds for a client that has said no CONNECT: nats-server's defaults. */
export const BEFORE_CONNECT: ConnectOptions = {
  verbose: true,
  pedantic: true,
  echo: true,
  headers: false,
  noResponders: false,
  name: "",
  lang: "",
  version: "",
};

/** null: not a CONNECT. `before` is what held so far. */
export function readConnect(json: string, before: ConnectOptions): ConnectOptions | null {
  const fields = parseObject(json);
  if (fields === null) return null;
  const flag = (name: string, standard: boolean) => booleanField(fields[name], standard);
  const text = (name: string, standard: string) => stringField(fields[name], standard);
  const verbose = flag("verbose", before.verbose);
  const pedantic = flag("pedantic", before.pedantic);
  const echo = flag("echo", before.echo);
  const headers = flag("headers", before.headers);
  const noResponders = flag("no_responders", before.noResponders);
  const name = text("name", before.name);
  const lang = text("lang", before.lang);
  const version = text("version", before.version);
  if (verbose === null || pedantic === null || echo === null || headers === null || noResponders === null) return null;
  if (name === null || lang === null || version === null) return null;
  return { verbose, pedantic, echo, headers, noResponders, name, lang, version };
}

function parseObject(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    if (value === null) return {};
    return typeof value === "object" && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

const booleanField = (value: unknown, standard: boolean): boolean | null =>
  typeof value === "boolean" ? value : absent(value, standard);

const stringField = (value: unknown, standard: string): string | null =>
  typeof value === "string" ? value : absent(value, standard);

const absent = <T>(value: unknown, standard: T): T | null => (value === undefined || value === null ? standard : null);
