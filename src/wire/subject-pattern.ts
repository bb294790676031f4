/** Which subjects a subscription is to (NATS, "Subject-based messaging", wildcards). Law: both are given as their tokens. */

/** Whether what is sent to `subject` comes to those subscribed to `pattern`: `*` stands for one token, `>` at the end for one or more. */
export function matches(pattern: readonly string[], subject: readonly string[]): boolean {
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === ">") return subject.length > at;
    if (subject[at] === undefined || (pattern[at] !== "*" && pattern[at] !== subject[at])) return false;
  }
  return pattern.length === subject.length;
}
