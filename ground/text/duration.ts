const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const PART = `(\\d+(?:\\.\\d*)?)(${[...UNIT_MS.keys()].join('|')})`;
const WHOLE = new RegExp(`^(?:${PART})+$`);

/** A length of time as Go writes it (`300ms`, `1.5s`, `1h30m`, `0`), in milliseconds; undefined where the text is not one. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!WHOLE.test(text)) return undefined;
  return [...text.matchAll(new RegExp(PART, 'g'))].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS.get(unit) ?? 0), 0);
}
