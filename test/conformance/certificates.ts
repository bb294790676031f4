/** Certificates that live as long as a test: made with openssl, in a folder that the caller removes. */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const opensslMissing = spawnSync("openssl", ["version"]).status !== 0;

const openssl = (...args: readonly string[]): void => {
  execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
};

export interface Signed {
  readonly cert: string;
  readonly key: string;
}

export class Authority {
  readonly cert: string;
  readonly #key: string;
  readonly #folder: string;
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
    this.cert = join(folder, `${name}.pem`);
    this.#key = join(folder, `${name}-key.pem`);
    const subject = ["-subj", `/CN=${name}`, "-days", "1"];
    openssl("req", "-x509", ...NEW_KEY, "-keyout", this.#key, "-out", this.cert, ...subject);
  }

  /** `names` as openssl writes them, such as "IP:127.0.0.1". */
  sign(name: string, names: string, days = 1): Signed {
    const [key, request, cert, extensions] = ["key.pem", "csr", "pem", "ext"].map((ending) =>
      join(this.#folder, `${this.#name}-${name}.${ending}`),
    );
    if (key === undefined || request === undefined || cert === undefined || extensions === undefined)
      throw new Error("unreachable");
    writeFileSync(extensions, `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
    openssl("req", ...NEW_KEY, "-keyout", key, "-out", request, "-subj", `/CN=${name}`);
    const signer = ["-CA", this.cert, "-CAkey", this.#key, "-CAcreateserial", "-extfile", extensions];
    openssl("x509", "-req", "-in", request, "-out", cert, "-days", String(days), ...signer);
    return { cert, key };
  }
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
