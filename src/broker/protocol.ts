/**
 * What the supervisor and the broker's worker say to each other: one union for each direction.
 *
 * The worker is started with a `BrokerWorkerData`, answers once, with `ready` or `failed`, and after `failed` exits by
 * itself. On `freeze` it stands still, once it has said so, for as long as the word in `freeze` says; on `close` it closes
 * the broker and exits.
 */
import type { ErrorCode, ErrorValues } from "../errors.ts";
import type { BrokerSettings } from "./options.ts";

export interface BrokerWorkerData {
  readonly options: BrokerSettings;
  /** By which the thread is made to stand still. None: it never is. */
  readonly freeze?: SharedArrayBuffer;
}

export type BrokerRequest = { readonly type: "close" | "freeze" };

export type BrokerMessage =
  | { readonly type: "ready"; readonly url: string; readonly port: number }
  | { readonly type: "freezing" }
  | {
      readonly type: "failed";
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly values: ErrorValues };
    };
