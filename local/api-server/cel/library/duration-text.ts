const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/uy;

/** Reads Go's durations (`1h30m`, `-1.5s`): in nanoseconds, or undefined. */
export function nanosOf(text: string): bigint | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const rest = text.slice(sign.length);
  if (rest === '0') return 0n;
  if (rest === '') return undefined;
  let total = 0n;
  for (PART.lastIndex = 0; PART.lastIndex < rest.length;) {
    const [, whole = '', fraction = '', unit = ''] = PART.exec(rest) ?? [];
    const size = UNITS[unit];
    if (size === undefined || (whole === '' && fraction === '')) return undefined;
    total += BigInt(whole || '0') * size + (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length);
  }
  if (total > 2n ** 63n - 1n) return undefined;
  return sign === '-' ? -total : total;
}

/** Seconds, as `string()` writes them: `5400s`, `0.5s`. */
export function secondsText(nanos: bigint): string {
  const magnitude = nanos < 0n ? -nanos : nanos;
  const fraction = String(magnitude % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${nanos < 0n ? '-' : ''}${magnitude / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
}
