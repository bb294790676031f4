/**
 * "Did you mean". Law: a suggestion is made only where the typed word is plainly a slip for one known word: its beginning,
 * or so near that fewer than a third of its letters (and at most two) differ.
 */

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each counting one. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, substituted, swapped));
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;

export function suggest(typed: string, known: readonly string[]): string | null {
  const completed = known.filter((word) => typed.length >= 2 && word.startsWith(typed));
  if (completed.length === 1 && completed[0] !== undefined) return completed[0];
  let best: string | null = null;
  let bestDistance = Math.min(2, Math.floor((typed.length - 1) / 2)) + 1;
  for (const word of known) {
    const distance = editDistance(typed, word);
    if (distance < bestDistance && distance * 3 <= Math.max(word.length, typed.length) + 2) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}
