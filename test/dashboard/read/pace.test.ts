import { describe, expect, it } from '@jest/globals';
import { createPace } from '../../../dashboard/read/pace.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

describe('the pace', () => {
  it('does the first thing after a quiet time at once, and then not too much', async () => {
    const clock = createVirtualClock();
    const acts: number[] = [];
    const pace = createPace(clock, 200, () => acts.push(clock.now()));
    pace.want();
    await clock.advance(0);
    expect(acts).toEqual([0]);
    for (let ms = 10; ms <= 400; ms += 10) {
      await clock.advance(10);
      pace.want();
    }
    expect(acts).toEqual([0, 200, 400]);
    await clock.advance(1_000);
    expect(acts).toEqual([0, 200, 400, 600]);
    pace.want();
    await clock.advance(0);
    expect(acts.at(-1)).toBe(1_400);
  });

  it('does nothing after its end', async () => {
    const clock = createVirtualClock();
    let acts = 0;
    const pace = createPace(clock, 200, () => (acts += 1));
    pace.want();
    pace.stop();
    await clock.advance(1_000);
    expect(acts).toBe(0);
  });
});
