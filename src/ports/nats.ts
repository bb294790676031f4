/**
 * Who we are to a NATS server, and how we know it: plain values, so that they can be handed to a worker. Law: of user, token,
 * nkey and creds one at most is given. `{node}` in the user and in the name of a file stands for the id of the node that
 * connects, so that each node of a cluster can be a user of its own.
 */
export interface NatsSecurity {
  readonly user?: string;
  /** Goes with `user`. */
  readonly pass?: string;
  readonly token?: string;
  /** A file that holds the seed of a user's nkey (`SU…`). Read anew at each connection. */
  readonly nkeyFile?: string;
  /** A file that holds a user's JWT and seed, as `nsc` writes it. Read anew at each connection. */
  readonly credsFile?: string;
  readonly tls?: NatsTls;
}

/** Files in PEM, read anew at each connection. Where any is given, a server without TLS is refused. */
export interface NatsTls {
  /** Whom we trust to vouch for servers, instead of those that Node.js trusts. */
  readonly caFile?: string;
  /** Our own certificate, for a server that asks for one; goes with `keyFile`. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** The servers to use, and who we are to them. */
export interface NatsAccess extends NatsSecurity {
  /** URLs or host:port; with or without credentials of their own. */
  readonly servers: string | readonly string[];
}
