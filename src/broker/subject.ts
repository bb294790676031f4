/**
 * What is a subject: tokens with dots between them. `*` as a whole token stands for any one token, `>` as the last for all
 * the rest, at least one.
 */

/** May be subscribed to: no token is empty, and `>` comes last. */
export function isPattern(subject: string): boolean {
  const tokens = subject.split(".");
  return tokens.every((token, i) => token !== "" && (token !== ">" || i === tokens.length - 1));
}

/** Names one subject: no token is empty or a wildcard. */
export const isLiteral = (subject: string): boolean =>
  subject.split(".").every((token) => token !== "" && token !== "*" && token !== ">");

/** Whether a subscription to `pattern` can match more than one subject. */
export const hasWildcard = (pattern: string): boolean => !isLiteral(pattern);
