/**
 * Numbers on the wire: terms, indexes, rounds, sizes.
 *
 * Law: a number that leaves is a safe integer, or `checkedCount` throws, for then we have a bug; a number that arrives is
 * one, or what holds it is refused.
 */

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** `value` itself. protobufjs would encode a BigInt or NaN as 0 and a fraction cut off, all silently. */
export function checkedCount(value: number, what: string): number {
  if (!isCount(value)) throw new RangeError(`${what} is not an integer in [0, 2^53 - 1]: ${String(value)}`);
  return value;
}

/** `last` or `hint`, from its two fields, which are 0 where they are absent; null where one is out of range. */
export function positionFrom(index: number | null | undefined, term: number | null | undefined) {
  const position = { index: index ?? 0, term: term ?? 0 };
  return isCount(position.index) && isCount(position.term) ? position : null;
}
