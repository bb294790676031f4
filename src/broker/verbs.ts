/**
 * The verbs that a client may say, as one table of transitions.
 *
 * Law: a byte that no verb continues with is noticed at that byte, so garbage is never collected in the hope of a newline.
 * The table has a row of 128 for each prefix of a verb; upper and lower case lead to the same row. No verb is the beginning
 * of another, so reaching a verb's last byte decides.
 */
const VERB_NAMES = ["PUB", "HPUB", "SUB", "UNSUB", "PING", "PONG", "CONNECT", "INFO", "+OK", "-ERR"] as const;
export type Verb = (typeof VERB_NAMES)[number];

const ROW = 128;
const NOWHERE = 0;
/** The row in which each verb begins. */
export const FIRST_ROW = 1;

const rowsMax = VERB_NAMES.join("").length + 2;
const transitions = new Uint8Array(rowsMax * ROW);
const verbOfRow: (Verb | null)[] = new Array<Verb | null>(rowsMax).fill(null);

let rows = FIRST_ROW + 1;
for (const verb of VERB_NAMES) {
  let row = FIRST_ROW;
  for (const letter of verb) {
    const known = transitions[row * ROW + letter.charCodeAt(0)] ?? NOWHERE;
    const next = known === NOWHERE ? rows++ : known;
    for (const form of [letter, letter.toLowerCase()]) transitions[row * ROW + form.charCodeAt(0)] = next;
    row = next;
  }
  verbOfRow[row] = verb;
}

/** The row after `byte`; 0 where no verb goes on like this. */
export const nextRow = (row: number, byte: number): number =>
  byte < ROW ? (transitions[row * ROW + byte] ?? NOWHERE) : NOWHERE;

/** The verb whose last byte led to `row`, or null while it is incomplete. */
export const verbAt = (row: number): Verb | null => verbOfRow[row] ?? null;
