/** Indexes as a status writes them: `0-2,4`. */
export function indexesText(indexes: ReadonlySet<number>): string {
  const runs: [from: number, to: number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : to === from + 1 ? `${from},${to}` : `${from}-${to}`)).join(',');
}

/** Those that a status names, below a limit. */
export function indexesIn(text: string, limit: number): ReadonlySet<number> {
  const ranges = text === '' ? [] : text.split(',').map((part) => part.split('-').map(Number));
  return new Set(
    ranges.flatMap(([from = 0, to = from]) =>
      Array.from({ length: Math.max(0, Math.min(to, limit - 1) - from + 1) }, (_, offset) => from + offset),
    ),
  );
}
