/** What clocks show in one place of the world, summer time and all. */
export interface TimeZone {
  readonly name: string;
  /** What a clock on the wall shows, as if it were UTC, in ms since 1970: it jumps where clocks are changed. */
  wallAt(ms: number): number;
}

/** Undefined where no zone has this name: `Europe/Berlin`, `UTC`, `+05:30`. */
export function timeZoneOf(name: string): TimeZone | undefined {
  const format = formatOf(name);
  return format === undefined ? undefined : { name: format.resolvedOptions().timeZone, wallAt: (ms) => wallOf(format, ms) };
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  const [year, month, day, hour, minute, second] = ['numeric', 'numeric', 'numeric', 'numeric', 'numeric', 'numeric'] as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', year, month, day, hour, minute, second });
  } catch {
    return undefined; // a RangeError: the one thing that it says is that there is no such zone
  }
}

function wallOf(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const whole = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return whole + (ms - Math.floor(ms / 1_000) * 1_000);
}
