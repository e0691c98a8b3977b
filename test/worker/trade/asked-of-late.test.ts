import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createAskedOfLate } from '../../../worker/trade/asked-of-late.ts';

const opened = (at = 0) => {
  const time = { now: at };
  return { time, asked: createAskedOfLate([{ product: 'wood' }, { product: 'stone' }], () => time.now) };
};

describe('what was asked of late', () => {
  it('is an average over a minute', () => {
    const { asked } = opened();
    asked.add('wood', 90);
    asked.add('wood', 30);
    asked.add('stone', 6);
    expect([...asked.rates()]).toEqual([
      ['wood', 2],
      ['stone', 0.1],
    ]);
  });

  it('is forgotten after that minute', () => {
    const { time, asked } = opened(500);
    asked.add('wood', 60);
    time.now = 59_999;
    expect(asked.rates().get('wood')).toBe(1);
    time.now = 60_500;
    expect([...asked.rates()]).toEqual([]);
  });

  it('keeps count of no good that the shop does not make', () => {
    const { asked } = opened();
    for (let at = 0; at < 1_000; at += 1) asked.add(`good-${at}`, 1);
    expect([...asked.rates()]).toEqual([]);
  });

  it('starts again after a long sleep', () => {
    const { time, asked } = opened();
    asked.add('wood', 60);
    time.now = 1e12;
    asked.add('wood', 30);
    expect(asked.rates().get('wood')).toBe(0.5);
  });

  const step = fc.record({ after: fc.integer({ min: 0, max: 20_000 }), units: fc.integer({ min: 0, max: 1_000_000 }) });
  it('is all of the last 59 seconds, and nothing of what is older than 60', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.array(step, { maxLength: 60 }), (start, steps) => {
        const { time, asked } = opened(start);
        const all: { readonly at: number; readonly units: number }[] = [];
        const since = (ms: number) => all.filter(({ at }) => at > time.now - ms).reduce((sum, { units }) => sum + units, 0) / 60;
        for (const { after, units } of steps) {
          time.now += after;
          all.push({ at: time.now, units });
          asked.add('wood', units);
          const rate = asked.rates().get('wood') ?? 0;
          expect(rate).toBeGreaterThanOrEqual(since(59_000));
          expect(rate).toBeLessThanOrEqual(since(60_000));
        }
      }),
    ));
});
