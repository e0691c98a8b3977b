/** One measured figure, and the bar that it is to reach. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
}

const written = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

export function show({ what, value, unit, bar }: Figure): string {
  const line = `${what.padEnd(62)} ${written(value).padStart(8)} ${unit}`;
  if (bar === undefined) return line;
  const [reached, wanted] =
    'atLeast' in bar ? [value >= bar.atLeast, `at least ${written(bar.atLeast)}`] : [value <= bar.atMost, `at most ${written(bar.atMost)}`];
  return `${line}  (${wanted}: ${reached ? 'reached' : 'MISSED'})`;
}

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
