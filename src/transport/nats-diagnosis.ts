/**
 * TLS with a server of NATS: whom we take it for, and why one that answers does not let us in.
 *
 * Law: asks, and changes nothing; it finds a reason or says null, within the time allowed. A server that asks for a client
 * certificate says so only after our side of a TLS 1.3 handshake is over; the `nats` client does not hear it then, and waits
 * until its time is up. Here it is heard: the same handshake, and a moment of listening.
 */
import { connect as dial, isIP, type Socket } from "node:net";
import { checkServerIdentity, type PeerCertificate, connect as secure, type TLSSocket } from "node:tls";

/** A server that has not let us in by then is asked why. */
const DIAGNOSE_AFTER_MS = 500;

export interface TlsMaterial {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** What OpenSSL says, as a person would. `offered`: we had a certificate of our own to show. */
export function tlsReason(code: string, message: string, offered: boolean): string {
  switch (code) {
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_GET_ISSUER_CERT":
      return `its TLS certificate is signed by nobody that is trusted here (${code})`;
    case "CERT_HAS_EXPIRED":
      return `its TLS certificate has expired (${code})`;
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `its TLS certificate is for another name (${message})`;
    case "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED":
      return `it asks for a TLS client certificate (${code})`;
    case "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE":
      // Older servers say so also where none was shown.
      return offered ? refusedCertificate(code) : `it asks for a TLS client certificate (${code})`;
    case "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA":
    case "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED":
    case "ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN":
      return refusedCertificate(code);
    default:
      return `TLS failed: ${message} (${code})`;
  }
}

const refusedCertificate = (code: string): string => `it does not accept the TLS client certificate (${code})`;

export const isTlsCode = (code: string): boolean =>
  /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_)/.test(code);

/** `server` as nats://host:port. null: TLS is not what keeps us out, or it did not say so in time. */
export function tlsRefusal(server: string, material: TlsMaterial, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const { port } = urlOf(server);
    const socket = dial(Number(port === "" ? 4222 : port), hostOf(server));
    let upper: TLSSocket | Socket = socket;
    const finish = (reason: string | null): void => {
      clearTimeout(timer);
      upper.on("error", () => {});
      upper.destroy();
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => finish(null), timeoutMs);
    const failed = (error: Error): void => {
      const code = "code" in error ? String(error.code) : "";
      finish(isTlsCode(code) ? tlsReason(code, error.message, material.cert !== undefined) : null);
    };
    socket.on("error", failed);
    socket.on("close", () => finish(null));
    socket.once("data", (info) => {
      if (!/"tls_required":\s*true/.test(info.toString("latin1"))) return finish(null);
      // Whom we trust was looked at by the client: here only the server's own complaint is of interest.
      upper = secure({ socket, ...material, rejectUnauthorized: false }, () => upper.write("PING\r\n"));
      upper.on("error", failed);
      // It answers: whatever keeps us out is not TLS.
      upper.on("data", () => finish(null));
    });
  });
}

const urlOf = (server: string): URL => new URL(server.replace(/^(nats|tls):/, "http:"));

const hostOf = (server: string): string => urlOf(server).hostname.replace(/^\[|\]$/g, "");

/** Beside an attempt to connect that takes long: what keeps us out, if TLS does. */
export class Diagnosis {
  found: string | null = null;
  /** Settles once every server has said that it will not have us: there is nothing to wait for any more. */
  readonly hopeless: Promise<"late">;
  #giveUp: () => void = () => {};
  readonly #timer: NodeJS.Timeout;

  constructor(servers: readonly string[], material: () => TlsMaterial, timeoutMs: number) {
    this.hopeless = new Promise((resolve) => {
      this.#giveUp = () => resolve("late");
    });
    const leftMs = timeoutMs - DIAGNOSE_AFTER_MS;
    this.#timer = setTimeout(() => void this.#look(servers, material(), leftMs), DIAGNOSE_AFTER_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  async #look(servers: readonly string[], material: TlsMaterial, timeoutMs: number): Promise<void> {
    let refusals = 0;
    for (const server of servers) {
      const reason = await tlsRefusal(server, material, timeoutMs / servers.length);
      if (reason !== null) refusals += 1;
      this.found ??= reason;
    }
    if (refusals === servers.length) this.#giveUp();
  }
}

/**
 * The client looks for the name "localhost" in the certificate of a server that it was given by number. Such a certificate may
 * name any of the numbers that we were given, as the client itself lets one do for names that it is told of later.
 */
export function verification(servers: readonly string[]): object {
  const numbers = servers.map((server) => hostOf(server)).filter((host) => isIP(host) !== 0);
  return {
    checkServerIdentity: (host: string, certificate: PeerCertificate): Error | undefined => {
      const problems = [host, ...numbers].map((name) => checkServerIdentity(name, certificate));
      return problems.includes(undefined) ? undefined : problems.at(-1);
    },
  };
}
