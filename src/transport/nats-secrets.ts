/**
 * What a connection needs from files: certificates, an nkey's seed, a creds file.
 *
 * Law: what is wrong with a file is found before anything is connected, and told with the option and the file's name, never
 * with what is in it. Seeds and creds are read again at each connection, so that they can be exchanged while a node runs;
 * where a file has become unreadable meanwhile, what it held last is used.
 */
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { GraftError } from "../errors.ts";
import type { NatsSecurity, NatsTls } from "../ports/nats.ts";
import type { TlsMaterial } from "./nats-diagnosis.ts";

export interface NatsSecrets {
  /** null: none is used. */
  readonly nkeySeed: (() => Uint8Array) | null;
  readonly creds: (() => Uint8Array) | null;
}

const SEED = /\bSU[A-Z2-7]{56}\b/;
const CREDS =
  /-+BEGIN NATS USER JWT-+\s+\S+\s+-+END NATS USER JWT-+[\s\S]*-+BEGIN USER NKEY SEED-+\s+SU[A-Z2-7]{56}\s+-+END USER NKEY SEED-+/;

/** @throws GraftError INVALID_OPTION */
export function readSecrets(security: NatsSecurity): NatsSecrets {
  refuseSeveral(security);
  const { nkeyFile, credsFile, tls } = security;
  if (tls !== undefined) checkTls(tls);
  return {
    nkeySeed:
      nkeyFile === undefined ? null : rereading("nkeyFile", nkeyFile, SEED, "a file with the seed of a user's nkey"),
    creds:
      credsFile === undefined ? null : rereading("credsFile", credsFile, CREDS, "a file with a user's JWT and seed"),
  };
}

/** What the files hold by now; what cannot be read is left out. */
export function tlsMaterial(tls: NatsTls | undefined): TlsMaterial {
  const read = (file: string | undefined): Buffer | undefined => {
    try {
      return file === undefined ? undefined : readFileSync(file);
    } catch {
      return undefined;
    }
  };
  const [ca, cert, key] = [read(tls?.caFile), read(tls?.certFile), read(tls?.keyFile)];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
}

/** `security` for the node `id`: `{node}` is replaced by it. */
export function securityFor(id: string, security: NatsSecurity): NatsSecurity {
  const filled = (text: string): string => text.replaceAll("{node}", id);
  const { tls, user, nkeyFile, credsFile } = security;
  return {
    ...security,
    ...(user === undefined ? {} : { user: filled(user) }),
    ...(nkeyFile === undefined ? {} : { nkeyFile: filled(nkeyFile) }),
    ...(credsFile === undefined ? {} : { credsFile: filled(credsFile) }),
    ...(tls === undefined
      ? {}
      : { tls: Object.fromEntries(Object.entries(tls).map(([name, file]) => [name, filled(file)])) }),
  };
}

function refuseSeveral({ user, pass, token, nkeyFile, credsFile }: NatsSecurity): void {
  const given = Object.entries({ user, token, nkeyFile, credsFile }).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => name).join(", ");
  if (given.length > 1) throw invalid(names, "several at once", "one of user, token, nkeyFile and credsFile");
  if (pass !== undefined && user === undefined) throw invalid("pass", "given alone", "a password with its user");
}

/** The part that is wanted, cut out of what else the file holds: nsc writes comments around a seed. */
function rereading(option: string, file: string, wanted: RegExp, allowed: string): () => Uint8Array {
  const cut = (): Uint8Array | null => {
    const [found] = wanted.exec(readFileSync(file, "latin1")) ?? [];
    return found === undefined ? null : Buffer.from(wanted === SEED ? found : `${found}\n`, "latin1");
  };
  let last = readable(option, file, cut);
  if (last === null) throw invalid(option, file, allowed);
  return () => {
    try {
      last = cut() ?? last;
    } catch {
      // It is being exchanged, or was removed: what it held last may still do.
    }
    return last ?? new Uint8Array();
  };
}

function checkTls({ caFile, certFile, keyFile }: NatsTls): void {
  if ((certFile === undefined) !== (keyFile === undefined))
    throw invalid("tls", certFile ?? keyFile ?? "", "a certificate together with its key");
  const read = (option: string, file: string | undefined): Buffer | undefined =>
    file === undefined ? undefined : readable(option, file, () => readFileSync(file));
  const [ca, cert, key] = [read("tls.caFile", caFile), read("tls.certFile", certFile), read("tls.keyFile", keyFile)];
  usable("tls.caFile", caFile, () => createSecureContext(ca === undefined ? {} : { ca }));
  if (ca !== undefined && !ca.includes("-----BEGIN")) throw invalid("tls.caFile", caFile ?? "", "a certificate in PEM");
  if (cert !== undefined && key !== undefined)
    usable("tls.certFile", `${certFile} with ${keyFile}`, () => createSecureContext({ cert, key }));
}

function readable<T>(option: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw invalid(option, code === "" ? file : `${file} (${code})`, "a file that can be read");
  }
}

/** What OpenSSL says names what it could not make sense of, and repeats none of it. */
function usable(option: string, value: string | undefined, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(option, `${value} (${reason})`, "certificates and keys in PEM that belong together");
  }
}

function invalid(option: string, value: string, allowed: string): GraftError {
  return new GraftError("INVALID_OPTION", `${option} is ${value}: allowed is ${allowed}`, { option, value, allowed });
}
