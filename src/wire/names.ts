/**
 * Names: cluster names and ids, node ids, incarnations, boots.
 *
 * Law: whatever stands in a subject or names a sender matches one pattern. It has no dot, space or wildcard, so a name can
 * never be more than one token of a subject.
 */

export const NAME_BYTES_MAX = 64;

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

export const isName = (text: unknown): text is string => typeof text === "string" && NAME.test(text);

export function checkedName(name: string, what: string): string {
  if (!isName(name)) throw new TypeError(`${what} is not a name: ${JSON.stringify(name)}`);
  return name;
}
