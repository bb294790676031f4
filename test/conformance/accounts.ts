/** Operators, accounts and users of nats-server's JWT world, made for one test: as `nsc` would, without it. */
import { createHash } from "node:crypto";
import { nkeys } from "nats";

type KeyPair = ReturnType<typeof nkeys.createUser>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The claims of `subject`, signed by `issuer`. */
function jwt(subject: KeyPair, issuer: KeyPair, name: string, nats: object): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iat, iss: issuer.getPublicKey(), name, sub: subject.getPublicKey(), nats };
  const jti = createHash("sha256").update(JSON.stringify(claims)).digest("hex");
  const body = `${part({ typ: "JWT", alg: "ed25519-nkey" })}.${part({ jti, ...claims })}`;
  return `${body}.${Buffer.from(issuer.sign(Buffer.from(body))).toString("base64url")}`;
}

export class Operator {
  readonly #operator = nkeys.createOperator();
  readonly #account = nkeys.createAccount();

  /** Lines for nats-server's configuration. */
  configuration(): string {
    const account = { type: "account", version: 2, limits: UNLIMITED };
    const operator = jwt(this.#operator, this.#operator, "operator", { type: "operator", version: 2 });
    const signed = jwt(this.#account, this.#operator, "account", account);
    return `operator: ${operator}\nresolver: MEMORY\nresolver_preload: { ${this.#account.getPublicKey()}: ${signed} }\n`;
  }

  /** A creds file's text for a new user. */
  newUser(name: string): string {
    const user = nkeys.createUser();
    const signed = jwt(user, this.#account, name, { type: "user", version: 2, subs: -1, data: -1, payload: -1 });
    return [
      `-----BEGIN NATS USER JWT-----\n${signed}\n------END NATS USER JWT------\n`,
      "A comment, as nsc writes one.\n",
      `-----BEGIN USER NKEY SEED-----\n${text(user.getSeed())}\n------END USER NKEY SEED------\n`,
    ].join("\n");
  }
}

const UNLIMITED = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };

export interface NkeyUser {
  readonly publicKey: string;
  readonly seed: string;
}

export function newNkeyUser(): NkeyUser {
  const pair = nkeys.createUser();
  return { publicKey: pair.getPublicKey(), seed: text(pair.getSeed()) };
}
