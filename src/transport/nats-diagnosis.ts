/**
 * Why a server that answers does not let us in by TLS.
 *
 * Law: asks, and changes nothing; it finds a reason or says null, within the time allowed. A server that asks for a client
 * certificate says so only after our side of a TLS 1.3 handshake is over; the `nats` client does not hear it then, and waits
 * until its time is up. Here it is heard: the same handshake, and a moment of listening.
 */
import { connect as dial, type Socket } from "node:net";
import { connect as secure, type TLSSocket } from "node:tls";

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
    const { hostname, port } = new URL(server.replace(/^(nats|tls):/, "http:"));
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = dial(Number(port === "" ? 4222 : port), host);
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
    });
  });
}
