import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `90s`, `5m`, `1m30s`, in milliseconds: for an option of commander. */
export function duration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const total = parts.reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text || total <= 0)
    throw new InvalidArgumentError('give a time like 90s, 5m or 1m30s');
  return total;
}
