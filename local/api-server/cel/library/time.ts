import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import type { CelDuration, Timestamp } from '../values/value.ts';

const FIXED = /^([+-]?)(\d\d):(\d\d)$/;

/** The clock of a place, as if it were UTC. */
function clockAt(milliseconds: number, zone: string): Date {
  const [, sign, hours, minutes] = FIXED.exec(zone) ?? [];
  if (hours !== undefined) return new Date(milliseconds + (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000);
  if (zone === 'UTC' || zone === '') return new Date(milliseconds);
  try {
    const written = new Date(milliseconds).toLocaleString('sv-SE', { timeZone: zone });
    return new Date(`${written.replace(' ', 'T')}Z`);
  } catch (error) {
    throw new CelError(`unknown time zone ${zone}`, { cause: error });
  }
}

const dayOfYear = (clock: Date) =>
  Math.floor(
    (Date.UTC(clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()) - Date.UTC(clock.getUTCFullYear(), 0, 1)) / 86_400_000,
  );

const PARTS: Readonly<Record<string, (clock: Date) => number>> = {
  getFullYear: (clock) => clock.getUTCFullYear(),
  getMonth: (clock) => clock.getUTCMonth(),
  getDayOfYear: dayOfYear,
  getDayOfMonth: (clock) => clock.getUTCDate() - 1,
  getDate: (clock) => clock.getUTCDate(),
  getDayOfWeek: (clock) => clock.getUTCDay(),
  getHours: (clock) => clock.getUTCHours(),
  getMinutes: (clock) => clock.getUTCMinutes(),
  getSeconds: (clock) => clock.getUTCSeconds(),
};

const millisecondsOf = ({ nanos }: Timestamp) => Number((nanos - (((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n);
const withinSecond = ({ nanos }: Timestamp) => (((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n) / 1_000_000n;

export const time: Library = [
  ...Object.entries(PARTS).flatMap(([name, part]): Library => [
    [`timestamp.${name}() -> int`, (at: Timestamp) => BigInt(part(clockAt(millisecondsOf(at), 'UTC')))],
    [`timestamp.${name}(string) -> int`, (at: Timestamp, zone: string) => BigInt(part(clockAt(millisecondsOf(at), zone)))],
  ]),
  ['timestamp.getMilliseconds() -> int', withinSecond],
  ['timestamp.getMilliseconds(string) -> int', withinSecond],
  ['duration.getHours() -> int', ({ nanos }: CelDuration) => nanos / 3_600_000_000_000n],
  ['duration.getMinutes() -> int', ({ nanos }: CelDuration) => nanos / 60_000_000_000n],
  ['duration.getSeconds() -> int', ({ nanos }: CelDuration) => nanos / 1_000_000_000n],
  ['duration.getMilliseconds() -> int', ({ nanos }: CelDuration) => nanos / 1_000_000n],
];
