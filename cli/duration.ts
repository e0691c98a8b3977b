import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../ground/text/duration.ts';

/** `90s`, `5m`, `1m30s`, in milliseconds: for an option of commander. */
export function duration(text: string): number {
  const ms = parseDuration(text) ?? 0;
  if (ms <= 0) throw new InvalidArgumentError('give a time like 90s, 5m or 1m30s');
  return ms;
}
