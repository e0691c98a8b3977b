import { describe, expect, it } from '@jest/globals';
import { dueAfter, missed } from '../../../../../local/node/workloads/cron-jobs/due.ts';
import { parseSchedule } from '../../../../../local/node/workloads/cron-jobs/schedule.ts';
import { zoneOf } from '../../../../../local/node/workloads/cron-jobs/zone.ts';

const next = (schedule: string, since: string, zone = 'UTC') => {
  const due = dueAfter(parseSchedule(schedule), Date.parse(since), zoneOf(zone));
  return due === undefined ? undefined : new Date(due).toISOString().replace(':00.000Z', 'Z');
};

describe('the schedule of a CronJob', () => {
  it.each([
    ['* * * * *', '2026-01-01T12:00:30Z', '2026-01-01T12:01Z'],
    ['* * * * *', '2026-01-01T12:00:00Z', '2026-01-01T12:01Z'],
    ['*/15 * * * *', '2026-01-01T12:50:00Z', '2026-01-01T13:00Z'],
    ['5,10-12 3 * * *', '2026-01-01T03:10:00Z', '2026-01-01T03:11Z'],
    ['0 0 1 jan *', '2026-01-01T00:00:00Z', '2027-01-01T00:00Z'],
    ['0 9 * * MON-FRI', '2026-01-02T09:00:00Z', '2026-01-05T09:00Z'],
    ['0 0 * * 7', '2026-01-01T00:00:00Z', '2026-01-04T00:00Z'],
    ['0 0 13 * fri', '2026-01-01T00:00:00Z', '2026-01-02T00:00Z'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00Z'],
    ['10/20 * * * *', '2026-01-01T12:11:00Z', '2026-01-01T12:30Z'],
    ['@hourly', '2026-01-01T12:00:00Z', '2026-01-01T13:00Z'],
    ['@weekly', '2026-01-01T00:00:00Z', '2026-01-04T00:00Z'],
    ['@every 1h30m', '2026-01-01T12:00:00Z', '2026-01-01T13:30Z'],
    ['0 0 30 2 *', '2026-01-01T00:00:00Z', undefined],
  ])('%s, after %s, is due at %s', (schedule, since, expected) => expect(next(schedule, since)).toBe(expected));

  it.each([
    ['in winter', '2026-01-01T12:00:00Z', '2026-01-02T07:30Z'],
    ['in summer', '2026-07-01T12:00:00Z', '2026-07-02T06:30Z'],
    ['on the day after the clocks change', '2026-03-28T12:00:00Z', '2026-03-29T06:30Z'],
  ])('is that of its time zone, %s', (_, since, expected) => expect(next('30 8 * * *', since, 'Europe/Berlin')).toBe(expected));

  it('leaves out an hour that a day does not have', () =>
    expect(next('30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30Z'));

  it('finds midnight on short days and on long ones', () => {
    expect(next('0 0 * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T22:00Z');
    expect(next('0 0 * * *', '2026-10-25T00:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T23:00Z');
  });

  it.each([
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', '"60" is not a value, a range or a step from 0 to 59'],
    ['5-1 * * * *', '"5-1" is not a value, a range or a step from 0 to 59'],
    ['*/0 * * * *', '"*/0" is not a value, a range or a step from 0 to 59'],
    ['* * * foo *', '"foo" is not a value, a range or a step from 1 to 12'],
  ])('is refused as %s', (schedule, why) => expect(() => parseSchedule(schedule)).toThrow(new RangeError(why)));

  it('counts what was missed', () =>
    expect(missed(parseSchedule('*/10 * * * *'), 0, 3_600_000, zoneOf('UTC'))).toEqual({ count: 6, last: 3_600_000 }));

  it('tells a time with the offset of its zone', () => {
    expect(zoneOf('UTC').text(0)).toBe('1970-01-01T00:00:00Z');
    expect(zoneOf('Asia/Kolkata').text(0)).toBe('1970-01-01T05:30:00+05:30');
  });
});
