import { describe, expect, it } from '@jest/globals';
import { createMeter } from '../../../dashboard/books/meter.ts';

const MINUTE = 60_000;

/** A meter that is read every five seconds, and what `made` says for each reading: nothing, where nobody answered. */
function metered(seconds: number, made: (second: number) => number | undefined) {
  const meter = createMeter(0);
  const shown: (number | undefined)[] = [];
  for (let second = 5; second <= seconds; second += 5) {
    const count = made(second);
    if (count !== undefined) meter.add({ seconds: 5, moves: new Map([['wood', count]]) });
    shown.push(meter.rates(second * 1_000, MINUTE)?.get('wood'));
  }
  return { shown, meter };
}

describe('a meter', () => {
  it('says nothing before it has measured for a whole window, and for how long it will', () => {
    const { shown, meter } = metered(55, () => 10);
    expect([shown.every((rate) => rate === undefined), meter.waitMs(55_000, MINUTE)]).toEqual([true, 5_000]);
  });

  it('says the mean of the window, however unevenly goods are made', () =>
    expect(metered(120, (second) => (second % 10 === 0 ? 20 : 0)).shown.at(-1)).toBeCloseTo(2, 1));

  it('forgets what is older than the window', () =>
    expect(metered(180, (second) => (second <= 60 ? 1_000 : 10)).shown.at(-1)).toBeCloseTo(2, 1));

  it('knows of no rate where hardly anything was measured', () => {
    const { shown, meter } = metered(120, (second) => (second <= 60 || second > 110 ? 10 : undefined));
    expect([shown.at(-1), meter.waitMs(120_000, MINUTE) > 30_000]).toEqual([undefined, true]);
  });

  it('keeps no more names than a shop can deal in', () => {
    const meter = createMeter(0);
    for (let name = 0; name < 5_000; name += 1) meter.add({ seconds: 60, moves: new Map([[`good-${name}`, 1]]) });
    expect(meter.rates(MINUTE, MINUTE)?.size).toBe(1_000);
  });
});
