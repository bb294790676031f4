/**
 * Where clients come in: `graft.<cluster>.propose` and `.read`, open on the leader alone (a queue group each, so that of an
 * old and a new leader only one answers). Law: every request is answered once, or its client times out and must take it for
 * "may yet commit"; a request is bounded and checked before it is believed.
 */
export type Consistency = "linearizable" | "stale";

export type ClientRequest =
  /** Makes a session: the answer's `index` is the client's id. */
  | { readonly type: "register" }
  /**
   * `clientId` 0: no session, executed at most once for each time that it is sent. Otherwise (clientId, sequence) is executed
   * once, however often it is sent; sequences count up from 1, and a newer one says that the client has the older ones' answers.
   */
  | { readonly type: "propose"; readonly clientId: number; readonly sequence: number; readonly command: Uint8Array }
  | { readonly type: "read"; readonly consistency: Consistency; readonly query: Uint8Array };

export type ClientErrorCode =
  | "NOT_LEADER"
  | "OVERLOADED"
  | "TOO_LARGE"
  | "SESSION_EXPIRED"
  | "UNCERTAIN"
  | "INVALID_REQUEST"
  | "NODE_STOPPED";

export type ClientResponse =
  /** `index`: of the entry that was executed, or that the read has seen applied. */
  | { readonly type: "ok"; readonly index: number; readonly result: Uint8Array }
  /** `mayHaveExecuted` false: it surely was not, and will not be. */
  | {
      readonly type: "error";
      readonly code: ClientErrorCode;
      readonly message: string;
      readonly mayHaveExecuted: boolean;
      /** Who leads instead, where it is known. */
      readonly leader: string | null;
    };

export type Respond = (response: ClientResponse) => void;

/** Part of a transport that serves clients. While it is shut nobody is subscribed, and NATS tells clients so by a 503. */
export interface ClientDoor {
  /**
   * `onRequest` is called for each request that could be decoded; the others are answered INVALID_REQUEST here. A command is
   * good for as long as that call lasts: who keeps it copies it.
   */
  open(onRequest: (request: ClientRequest, respond: Respond) => void): void;
  shut(): void;
}
