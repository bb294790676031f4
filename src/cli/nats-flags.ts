/**
 * Who the command is to the NATS servers: options and variables, with the names that the `nats` command line has for them.
 *
 * Law: an option goes before a variable. Where an option or a URL says who we are, the variables for that are left alone, so
 * that what is in the environment for another purpose does not get in the way. No secret is repeated in a message.
 */
import type { NatsSecurity } from "../supervisor/options.ts";
import type { Environment } from "./language.ts";

export const NATS_FLAGS = [
  { name: "user", value: "NAME" },
  { name: "password", value: "TEXT" },
  { name: "token", value: "TEXT" },
  { name: "nkey", value: "FILE" },
  { name: "creds", value: "FILE" },
  { name: "tlsca", value: "FILE" },
  { name: "tlscert", value: "FILE" },
  { name: "tlskey", value: "FILE" },
] as const;

export type NatsFlagName = (typeof NATS_FLAGS)[number]["name"];

/** Read where the options are; set and empty is as not set. */
export interface NatsEnvironment {
  readonly NATS_USER?: string | undefined;
  readonly NATS_PASSWORD?: string | undefined;
  readonly NATS_TOKEN?: string | undefined;
  readonly NATS_NKEY?: string | undefined;
  readonly NATS_CREDS?: string | undefined;
  readonly NATS_CA?: string | undefined;
  readonly NATS_CERT?: string | undefined;
  readonly NATS_KEY?: string | undefined;
}

const VARIABLES: Readonly<Record<NatsFlagName, keyof NatsEnvironment>> = {
  user: "NATS_USER",
  password: "NATS_PASSWORD",
  token: "NATS_TOKEN",
  nkey: "NATS_NKEY",
  creds: "NATS_CREDS",
  tlsca: "NATS_CA",
  tlscert: "NATS_CERT",
  tlskey: "NATS_KEY",
};

const IDENTITY: readonly NatsFlagName[] = ["user", "token", "nkey", "creds"];
const CERTIFICATE: readonly NatsFlagName[] = ["tlscert", "tlskey"];

export const isNatsFlag = (name: string): name is NatsFlagName => Object.hasOwn(VARIABLES, name);

/** `given`: what the options say. */
export function natsSecurityOf(
  given: ReadonlyMap<string, string>,
  urls: readonly string[],
  env: Environment,
): NatsSecurity {
  const anyOf = (names: readonly NatsFlagName[]): boolean => names.some((name) => given.has(name));
  const named = anyOf(IDENTITY) || urls.some((url) => url.includes("@"));
  const variable = (name: NatsFlagName): string | undefined => env[VARIABLES[name]] || undefined;
  // A password may come from the environment to a user that was named here: it is seen by fewer eyes there.
  const secret = (name: NatsFlagName): string | undefined =>
    given.get(name) ?? (named && !(name === "password" && given.has("user")) ? undefined : variable(name));
  const pair = (name: NatsFlagName): string | undefined =>
    given.get(name) ?? (anyOf(CERTIFICATE) ? undefined : variable(name));
  const tls = present({
    caFile: given.get("tlsca") ?? variable("tlsca"),
    certFile: pair("tlscert"),
    keyFile: pair("tlskey"),
  });
  const identity = present({
    user: secret("user"),
    pass: secret("password"),
    token: secret("token"),
    nkeyFile: secret("nkey"),
    credsFile: secret("creds"),
  });
  return Object.keys(tls).length === 0 ? identity : { ...identity, tls };
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function present<T extends Readonly<Record<string, string | undefined>>>(fields: T): Present<T> {
  const result: Present<T> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined) Object.assign(result, { [key]: value });
  }
  return result;
}
