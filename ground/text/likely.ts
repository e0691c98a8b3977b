/** The word that was probably meant: one that is at most two letters away, or begins so. */
export function likely(typed: string, known: readonly string[]): string | undefined {
  const near = known.map((word) => ({ word, steps: distance(typed, word) })).filter(({ steps }) => steps <= 2);
  return near.sort((a, b) => a.steps - b.steps)[0]?.word ?? (typed.length > 2 ? known.find((word) => word.startsWith(typed)) : undefined);
}

/** How many letters are to be put in, taken out or changed. */
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
