import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createRollTimes } from '../../../../controllers/config-reload/decide/roll-times.ts';

const NONE = { window: '', blackout: '' };
const WORK = 'Mon-Fri 09:00-17:00 Europe/Berlin';
/** Thursday, at noon and at night. */
const NOON = Date.parse('2026-11-26T11:00:00Z');
const NIGHT = Date.parse('2026-11-26T20:00:00Z');
const HOUR = 3_600_000;

describe('the times at which a workload may be rolled', () => {
  it.each([
    ['any, where nothing is said', NONE, {}],
    ['those in its window', NONE, { window: WORK }],
    ['those out of its blackout', NONE, { blackout: 'Sat,Sun' }],
    ['those in the window of the flag', { ...NONE, window: WORK }, {}],
    ['those in its own window, whatever the flag says', { ...NONE, window: 'Sat' }, { window: WORK }],
    ['any, where it says so against the flags', { window: 'Sat', blackout: 'Mon-Fri' }, { window: '', blackout: ' ' }],
    ['any, where what it says cannot be read', NONE, { window: 'at noon', blackout: 'later' }],
  ])('are %s', (_, flags, times) => expect(createRollTimes(flags).outOfTime(times, NOON)).toBeUndefined());

  it.each([
    [
      NONE,
      { window: WORK },
      `outside its window (reload.civ8s.dev/window is "${WORK}") until 2026-11-27T08:00:00Z; to go on now, set reload.civ8s.dev/window to ""`,
    ],
    [
      NONE,
      { blackout: 'Thu-Sun' },
      'in its blackout (reload.civ8s.dev/blackout is "Thu-Sun") until 2026-11-30T00:00:00Z; to go on now, set reload.civ8s.dev/blackout to ""',
    ],
    [
      { window: WORK, blackout: 'Nov 26-29 Europe/Berlin' },
      {},
      `outside its window (--window is "${WORK}") and in its blackout (--blackout is "Nov 26-29 Europe/Berlin") until 2026-11-30T08:00:00Z; to go on now, set reload.civ8s.dev/window and reload.civ8s.dev/blackout to ""`,
    ],
    [
      { ...NONE, window: WORK },
      { window: 'at noon' },
      `outside its window (--window is "${WORK}") until 2026-11-27T08:00:00Z; to go on now, set reload.civ8s.dev/window to ""`,
    ],
    [
      NONE,
      { window: 'Mon-Fri 09:00-17:00', blackout: 'Mon-Fri' },
      'outside its window (reload.civ8s.dev/window is "Mon-Fri 09:00-17:00") and in its blackout (reload.civ8s.dev/blackout is "Mon-Fri"): the two together leave no time for it, as far as can be foreseen; to go on now, set reload.civ8s.dev/window and reload.civ8s.dev/blackout to ""',
    ],
  ])('with %j and %j are told where this is none of them', (flags, times, why) =>
    expect(createRollTimes(flags).outOfTime(times, NIGHT)).toEqual({ why, afterMs: HOUR }),
  );

  it('are waited for to the millisecond, once they are near', () =>
    expect(createRollTimes(NONE).outOfTime({ window: WORK }, Date.parse('2026-11-27T07:59:59.250Z'))?.afterMs).toBe(750));

  it('have problems that are named, and do not count', () =>
    expect(createRollTimes(NONE).problemsOf({ window: '09:00-09:00', blackout: 'Sat' })).toEqual([
      'reload.civ8s.dev/window has no effect: "09:00-09:00" is over as it begins: the whole day is 00:00-24:00',
    ]));

  it('begin when it is said that they do', () => {
    const texts = ['Mon-Fri 09:00-17:00 Europe/Berlin', '22:00-04:00', 'Sun 02:30-03:30 Europe/Berlin', 'Jan-Dec last', ''];
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.constantFrom(...texts),
        fc.integer({ min: 0, max: 525_600 }),
        (window, blackout, minute) => {
          const times = createRollTimes(NONE);
          const now = NIGHT + minute * 60_000;
          const wait = times.outOfTime({ window, blackout }, now)?.afterMs ?? 0;
          for (let ms = 0; ms < wait; ms += 300_000) expect(times.outOfTime({ window, blackout }, now + ms)).toBeDefined();
          if (wait < HOUR) expect(times.outOfTime({ window, blackout }, now + wait)).toBeUndefined();
        },
      ),
    );
  });
});
