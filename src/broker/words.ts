/**
 * The words that NATS has for what goes wrong on a connection.
 *
 * Law: they are nats-server's own, letter for letter, since clients tell the cases apart by the text. Two that the protocol's
 * documentation lists are said here where nats-server hangs up without a word: `parserError`, `headersNotSupported`.
 */
export const ERROR_WORDS = {
  unknownOperation: "Unknown Protocol Operation",
  parserError: "Parser Error",
  controlLineTooLong: "maximum control line exceeded",
  payloadTooLarge: "Maximum Payload Violation",
  invalidSubject: "Invalid Subject",
  invalidPublishSubject: "Invalid Publish Subject",
  headersNotSupported: "message headers not supported",
  noRespondersNeedsHeaders: "no responders requires headers support",
  staleConnection: "Stale Connection",
  tooManyConnections: "maximum connections exceeded",
  tooManySubscriptions: "maximum subscriptions exceeded",
} as const;

export const publishViolation = (subject: string): string => `Permissions Violation for Publish to "${subject}"`;

/** Why a connection ended, as disconnect events say it. */
export type CloseReason =
  | "Client Closed"
  | "Protocol Violation"
  | "Maximum Control Line Exceeded"
  | "Maximum Message Payload Exceeded"
  | "Maximum Connections Exceeded"
  | "No Responders Requires Headers"
  | "Slow Consumer (Pending Bytes)"
  | "Stale Connection"
  | "Read Error"
  | "Write Error"
  | "Server Shutdown";
