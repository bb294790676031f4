/**
 * Failures as a person reads them. Law: one line, no stack trace; an operating error speaks the chosen language, and a failure
 * that nobody foresaw says so.
 */
import { type ErrorCode, type ErrorValues, isGraftError } from "../errors.ts";
import type { Language } from "./language.ts";
import { CATALOGUES, fill, type MessageKey, sayIn } from "./messages.ts";
import { printable } from "./text-width.ts";

export interface OperatingError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly values: ErrorValues;
}

/** The code's sentence; where `values` do not fill it, the error's own English message. */
export function operatingErrorMessage(language: Language, { code, message, values }: OperatingError): string {
  const told = { ...owners(language, values), ...values };
  const printed = Object.fromEntries(Object.entries(told).map(([key, value]) => [key, printable(String(value))]));
  return fill(CATALOGUES[language][keyOf(code, values)], printed) ?? firstLine(message);
}

/** A folder of another node names both owners by cluster and node. */
function owners(language: Language, values: ErrorValues): ErrorValues {
  const { expectedNodeId, expectedClusterName, foundNodeId, foundClusterName } = values;
  const owner = (node: string | number = "", cluster: string | number = "") =>
    sayIn(language)("error.owner", { node, cluster });
  if (expectedNodeId === undefined || foundNodeId === undefined) return {};
  return { expected: owner(expectedNodeId, expectedClusterName), found: owner(foundNodeId, foundClusterName) };
}

/** Said of a node's end, NODE_STOPPED comes with what its worker died of; said of a call, without. */
const keyOf = (code: ErrorCode, values: ErrorValues): MessageKey =>
  code === "NODE_STOPPED" && "reason" in values ? "error.nodeCrashed" : `error.${code}`;

const firstLine = (text: string): string => printable(text.split("\n", 1)[0] ?? "");

export function failureMessage(language: Language, error: unknown): string {
  if (isGraftError(error)) return operatingErrorMessage(language, error);
  const message = error instanceof Error ? error.message : String(error);
  return sayIn(language)("error.unexpected", { message: firstLine(message) });
}
