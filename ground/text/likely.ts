/**
 * The word that was probably meant: one of the same letters, whatever their case and order; else the nearest that is at
 * most two letters away, though not more than half of what was typed; else one that begins or ends like it.
 */
export function likely(typed: string, known: readonly string[]): string | undefined {
  return known.find((word) => letters(word) === letters(typed)) ?? nearest(typed.toLowerCase(), known) ?? alike(typed, known);
}

const letters = (word: string): string => Array.from(word.toLowerCase().replaceAll('-', '')).sort().join('');

function nearest(typed: string, known: readonly string[]): string | undefined {
  const most = Math.min(2, typed.length / 2);
  const near = known.map((word) => ({ word, steps: distance(typed, word.toLowerCase()) })).filter(({ steps }) => steps <= most);
  return near.sort((one, other) => one.steps - other.steps)[0]?.word;
}

function alike(typed: string, known: readonly string[]): string | undefined {
  if (typed.length < 3) return undefined;
  const begins = known
    .map((word) => ({ word, shared: sharedBeginning(typed, word) }))
    .filter(({ shared }) => shared >= Math.min(4, typed.length));
  return begins.sort((one, other) => other.shared - one.shared)[0]?.word ?? known.find((word) => word.endsWith(typed.slice(-4)));
}

function sharedBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** How many letters have to be put in, taken out or changed. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const change = one[line - 1] === other[column - 1] ? 0 : 1;
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + change));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
