import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { timestamp } from '../../../../ground/time/rfc3339.ts';
import { parseWindows } from '../../../../ground/time/windows/parse-windows.ts';
import type { TimeWindows } from '../../../../ground/time/windows/time-windows.ts';
import { partOf } from '../../../fuzz/runs.ts';

function windowsOf(text: string): TimeWindows {
  const parsed = parseWindows(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.windows;
}

const shown = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : timestamp(ms).replace(/:00Z$/, 'Z'));

describe('a window', () => {
  it.each([
    // A day of work, in winter and in summer.
    ['Mon-Fri 09:00-17:00 Europe/Berlin', '2026-11-26T07:59Z', '2026-11-26T08:00Z', '2026-11-26T07:59Z'],
    ['Mon-Fri 09:00-17:00 Europe/Berlin', '2026-11-26T15:59Z', '2026-11-26T15:59Z', '2026-11-26T16:00Z'],
    ['Mon-Fri 09:00-17:00 Europe/Berlin', '2026-11-27T16:00Z', '2026-11-30T08:00Z', '2026-11-27T16:00Z'],
    ['Mon-Fri 09:00-17:00 Europe/Berlin', '2026-07-24T16:00Z', '2026-07-27T07:00Z', '2026-07-24T16:00Z'],
    // Clocks change between now and then.
    ['Mon 09:00-17:00 Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T07:00Z', '2026-03-28T12:00Z'],
    ['Mon 09:00-17:00 Europe/Berlin', '2026-10-24T12:00Z', '2026-10-26T08:00Z', '2026-10-24T12:00Z'],
    // What the clock skips is skipped, what it shows twice comes twice.
    ['02:15-02:45 Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T00:15Z', '2026-03-28T12:00Z'],
    ['02:30-03:30 Europe/Berlin', '2026-03-29T00:00Z', '2026-03-29T01:00Z', '2026-03-29T00:00Z'],
    ['02:15-02:45 Europe/Berlin', '2026-10-25T00:45Z', '2026-10-25T01:15Z', '2026-10-25T00:45Z'],
    ['01:00-02:30 Europe/Berlin', '2026-10-25T00:40Z', '2026-10-25T01:00Z', '2026-10-25T00:40Z'],
    // Half an hour of summer time, and a day that never was.
    ['Sun 02:10-02:20 Australia/Lord_Howe', '2026-10-03T00:00Z', '2026-10-10T15:10Z', '2026-10-03T00:00Z'],
    ['Fri Pacific/Apia', '2011-12-29T12:00Z', '2012-01-05T10:00Z', '2011-12-29T12:00Z'],
    // Over midnight it belongs to the day on which it begins.
    ['Fri 22:00-04:00 UTC', '2026-11-27T23:00Z', '2026-11-27T23:00Z', '2026-11-28T04:00Z'],
    ['Fri 22:00-04:00 UTC', '2026-11-27T03:00Z', '2026-11-27T22:00Z', '2026-11-27T03:00Z'],
    ['Jan-Dec last 22:00-04:00', '2026-11-30T22:30Z', '2026-11-30T22:30Z', '2026-12-01T04:00Z'],
    // From Friday to Monday without an end in between.
    ['Fri 18:00-24:00; Sat,Sun; Mon 00:00-06:00', '2026-11-27T20:00Z', '2026-11-27T20:00Z', '2026-11-30T06:00Z'],
    ['Sat-Mon', '2026-11-27T20:00Z', '2026-11-28T00:00Z', '2026-11-27T20:00Z'],
    // Months, and their days.
    ['Jan-Dec 31 12:00-13:00', '2026-08-31T13:00Z', '2026-10-31T12:00Z', '2026-08-31T13:00Z'],
    ['Jan-Dec last 12:00-13:00', '2027-01-31T13:00Z', '2027-02-28T12:00Z', '2027-01-31T13:00Z'],
    ['Jan-Dec 30-last', '2027-01-31T23:00Z', '2027-01-31T23:00Z', '2027-02-01T00:00Z'],
    ['Jan-Dec 30-last', '2027-02-01T00:00Z', '2027-03-30T00:00Z', '2027-02-01T00:00Z'],
    ['Mon Jan-Dec 1-7 22:00-23:00', '2026-12-07T23:00Z', '2027-01-04T22:00Z', '2026-12-07T23:00Z'],
    ['Dec 20-31; Jan 1-2 Europe/Berlin', '2026-12-20T00:00Z', '2026-12-20T00:00Z', '2027-01-02T23:00Z'],
    ['Nov-Feb 1', '2026-02-02T00:00Z', '2026-11-01T00:00Z', '2026-02-02T00:00Z'],
    ['Feb 29', '2026-11-26T00:00Z', '2028-02-29T00:00Z', '2026-11-26T00:00Z'],
    ['Mon Feb 29', '2028-03-01T00:00Z', '2044-02-29T00:00Z', '2028-03-01T00:00Z'],
    ['Mon Feb 29', '2072-03-01T00:00Z', '2112-02-29T00:00Z', '2072-03-01T00:00Z'],
    ['00:00-24:00', '2026-11-26T00:00Z', '2026-11-26T00:00Z', undefined],
  ])('%s: from %s on it is open at %s and closed at %s', (text, now, open, closed) => {
    const windows = windowsOf(text);
    const ms = Date.parse(now);
    expect({ open: shown(windows.nextOpenMs(ms)), closed: shown(windows.nextClosedMs(ms)) }).toEqual({ open, closed });
    expect(windows.isOpen(ms)).toBe(open === now);
  });

  const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Beirut', 'Pacific/Chatham'];
  const time = fc.nat({ max: 95 }).map((quarter) => `${Math.floor(quarter / 4)}:${String((quarter % 4) * 15).padStart(2, '0')}`);
  const times = fc.tuple(time, time).filter(([from, to]) => from !== to);
  const day = fc.constantFrom('', 'Sun', 'Mon-Fri', 'Fri-Mon', 'Jan-Dec 1-15', 'Jan-Dec last', 'Sun Jan-Dec last', 'Mar,Oct');
  const window = fc.tuple(day, times).map(([days, [from, to]]) => `${days} ${from}-${to}`);
  const text = fc
    .tuple(fc.array(window, { minLength: 1, maxLength: 3 }), fc.constantFrom(...ZONES))
    .map(([windows, zone]) => `${windows.join('; ')} ${zone}`);
  const MINUTE = 60_000;
  // Around the days on which clocks change, and any.
  const changes = [
    '2026-03-29T01:00Z',
    '2026-10-25T01:00Z',
    '2026-03-08T07:00Z',
    '2026-11-01T06:00Z',
    '2026-10-03T15:30Z',
    '2026-02-15T02:00Z',
  ];
  const near = fc
    .tuple(fc.constantFrom(...changes, '2026-03-28T22:00Z', '2026-10-24T21:00Z'), fc.integer({ min: -2_000, max: 500 }))
    .map(([change, minutes]) => Date.parse(change) + minutes * MINUTE);
  const any = fc
    .integer({ min: Date.parse('2020-01-01') / MINUTE, max: Date.parse('2034-01-01') / MINUTE })
    .map((minutes) => minutes * MINUTE);

  it('opens and closes when it says that it will, at any time in any zone', () =>
    fc.assert(
      fc.property(text, fc.oneof(near, any), (written, now) => {
        const windows = windowsOf(written);
        const found = { open: windows.nextOpenMs(now), closed: windows.nextClosedMs(now) };
        for (const [wanted, at] of [[true, found.open] as const, [false, found.closed] as const]) {
          const until = Math.min(at ?? Infinity, now + 3 * 1_440 * MINUTE);
          const steps = Array.from({ length: Math.ceil((until - now) / (15 * MINUTE)) }, (_, step) => now + step * 15 * MINUTE);
          expect(steps.filter((ms) => windows.isOpen(ms) === wanted)).toEqual([]);
          if (at !== undefined) {
            expect(windows.isOpen(at)).toBe(wanted);
            if (at > now) expect(windows.isOpen(at - 1)).toBe(!wanted);
          }
        }
      }),
      { numRuns: partOf(300) },
    ));
});
