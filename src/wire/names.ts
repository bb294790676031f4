/**
 * Names: cluster names and ids, node ids, incarnations, boots; and what NATS calls a connection.
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

export const CONNECTION_BYTES_MAX = 96;

/** 1 to 96 printable ASCII characters, without spaces. It never becomes part of a subject. */
export function isConnection(text: unknown): text is string {
  if (typeof text !== "string" || text.length === 0 || text.length > CONNECTION_BYTES_MAX) return false;
  for (let at = 0; at < text.length; at += 1)
    if (text.charCodeAt(at) <= 0x20 || text.charCodeAt(at) >= 0x7f) return false;
  return true;
}

export function checkedConnection(text: string): string {
  if (!isConnection(text)) throw new TypeError(`not the name of a connection: ${JSON.stringify(text)}`);
  return text;
}

export function checkedName(name: string, what: string): string {
  if (!isName(name)) throw new TypeError(`${what} is not a name: ${JSON.stringify(name)}`);
  return name;
}
