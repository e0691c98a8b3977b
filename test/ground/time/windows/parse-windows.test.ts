import { describe, expect, it } from '@jest/globals';
import { parseWindows } from '../../../../ground/time/windows/parse-windows.ts';

const problemOf = (text: string): string | undefined => {
  const parsed = parseWindows(text);
  return 'problem' in parsed ? parsed.problem : undefined;
};

describe('a text of windows', () => {
  it.each([
    'Mon-Fri 09:00-17:00 Europe/Berlin',
    'mon-fri 9:00-17:00 europe/berlin',
    'Mon, Wed 09:00 - 12:00, 13:00 - 17:00 UTC',
    '22:00-02:00',
    'Sat,Sun',
    'Mon-Fri 09:00-17:00; Sat 10:00-12:00; America/New_York',
    'Dec 20-31; Jan 1-2 Europe/Berlin',
    'Mon Jan-Dec 1-7 22:00-24:00 +05:30',
    '00:00-24:00 -03:00',
    'Feb 29',
    'Jan-Dec 25-last',
    'Sat last Jan-Dec 12:00-13:00',
  ])('is "%s"', (text) => expect(problemOf(text)).toBeUndefined());

  const neither = 'is neither days (Mon-Fri, Sat, Dec 24-last) nor times (09:00-17:00), nor at the end a time zone (Europe/Berlin)';
  it.each([
    ['', 'it says no days and no times, such as Mon-Fri 09:00-17:00 Europe/Berlin'],
    [' ; ', 'it says no days and no times, such as Mon-Fri 09:00-17:00 Europe/Berlin'],
    ['Europe/Berlin', 'it says no days and no times, such as Mon-Fri 09:00-17:00 Europe/Berlin'],
    ['whenever', `"whenever" ${neither}`],
    ['Mon-Fri 09:00-17:00 Europe/Berlim', `"Europe/Berlim" ${neither}`],
    ['0 9 * * 1-5', '"0" are not days of a month: they go from 1 to 31, and in a range the smaller comes first'],
    ['Mon-Fri 9-17', '"Mon-Fri 9-17" has days without a month: write hours as 09:00-17:00, and days as Jan-Dec 9-17'],
    ['Mon 09:00', `"09:00" ${neither}`],
    ['Mon 25:00-26:00', '"25:00-26:00" is not a time of the day such as 09:00-17:00: it goes from 00:00 to 24:00'],
    ['Mon 24:00-02:00', '"24:00-02:00" is not a time of the day such as 09:00-17:00: it goes from 00:00 to 24:00'],
    ['Mon 09:60-10:00', '"09:60-10:00" is not a time of the day such as 09:00-17:00: it goes from 00:00 to 24:00'],
    ['Mon 9-17:00', '"9-17:00" is not a time of the day such as 09:00-17:00: it goes from 00:00 to 24:00'],
    ['09:00-09:00', '"09:00-09:00" is over as it begins: the whole day is 00:00-24:00'],
    ['7-1', '"7-1" are not days of a month: they go from 1 to 31, and in a range the smaller comes first'],
    ['1-32', '"1-32" are not days of a month: they go from 1 to 31, and in a range the smaller comes first'],
    ['last-3', '"last-3" are not days of a month: they go from 1 to 31, and in a range the smaller comes first'],
    ['Feb 30', 'no month has the day in "Feb 30"'],
    ['Sep,Nov 31', 'no month has the day in "Sep,Nov 31"'],
    ['Mon 09:00-12:00 Tue', '"Mon 09:00-12:00 Tue" says its weekdays twice: put a ";" between two windows'],
    ['Mon Europe/Berlin; Tue', 'the zone "Europe/Berlin" stands before the end: it goes there, once, and holds for all windows'],
    ['Mon;'.repeat(51), 'it has 51 windows, and may have 50'],
    ['\u001b[2J', `"\\u001b[2J" ${neither}`],
    ['x'.repeat(2_000), `"${'x'.repeat(59)}…" ${neither}`],
    ['1,'.repeat(1_000), `"${'1,'.repeat(29)}1…" ${neither}`],
    ['1,'.repeat(100_000), 'it has 200000 characters, and may have 2000'],
  ])('"%.40s" is told what is wrong with it', (text, problem) => expect(problemOf(text)).toBe(problem));
});
