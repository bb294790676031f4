/**
 * Names: cluster names and ids, node ids, incarnations, boots.
 *
 * Law: whatever stands in a subject or names a sender matches one pattern. It has no dot, space or wildcard, so a name can
 * never be more than one token of a subject.
 */

export const NAME_BYTES_MAX = 64;

/** By code: whether the character may stand in a name. Looked up rather than matched, since every frame brings names. */
const ALLOWED: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_-]/.test(String.fromCharCode(code)),
);

/** A string of 1 to 64 letters, digits, _ or -. */
export function isName(text: unknown): text is string {
  if (typeof text !== "string" || text.length === 0 || text.length > NAME_BYTES_MAX) return false;
  for (let at = 0; at < text.length; at += 1) if (ALLOWED[text.charCodeAt(at)] !== true) return false;
  return true;
}

export function checkedName(name: string, what: string): string {
  if (!isName(name)) throw new TypeError(`${what} is not a name: ${JSON.stringify(name)}`);
  return name;
}
