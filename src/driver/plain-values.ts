/**
 * Plain values as bytes, and as little as says all that the core can tell apart.
 *
 * Law: two values that the core could tell apart have different bytes, and what is read back behaves in the core as what was
 * written. The core never looks into a command or a piece of a snapshot, so of bytes only the length is kept: zeros of that
 * length stand for them. Which objects are one and the same is kept where it is asked for (`writeGraph`), since the core
 * compares a few by identity.
 *
 * Texts and shapes (the keys of an object, in order) are spelled out once and then named by number, so a reader must have read
 * all that was written before. Nothing here knows what the values mean, so a field that is added anywhere is covered.
 *
 *   value    tag u8, then
 *     0 null | 1 undefined | 2 false | 3 true
 *     4 number     f64 little-endian, where it is not a whole number from 0 to 2^53 - 1
 *     5 number     varint
 *     6 text       length varint | UTF-8; it gets the next number, from 0
 *     7 text       its number varint
 *     8 bytes      length varint
 *     9 array      count varint | elements; a run of commands stands for as many elements as it holds
 *    10 object     keys varint | each key a text | its values in that order; the shape gets the next number, from 0
 *    11 object     the number of its shape varint | its values
 *    12 map        count varint | key, value, …
 *    13 set        count varint | elements
 *    14 commands   first index | term, varints | groups, each: count | length of each, varints; a count of 0 ends them: log
 *                  entries whose indexes follow each other
 *    15 same       number varint: the object, array, map or set that began as the so-manieth of this graph, from 0
 *    64 to 255     the whole number tag - 64
 *   varint   7 bits a byte, the least first; the highest bit says that more follow
 */

/** The bytes are not what a writer writes. */
export class MalformedValue extends Error {}

export const TAGS = {
  null: 0,
  undefined: 1,
  false: 2,
  true: 3,
  float: 4,
  whole: 5,
  newText: 6,
  knownText: 7,
  bytes: 8,
  array: 9,
  newShape: 10,
  knownShape: 11,
  map: 12,
  set: 13,
  commands: 14,
  same: 15,
} as const;

/** From here on a tag is a number itself. */
export const SMALL = 64;
export const SMALL_MAX = 255 - SMALL;
