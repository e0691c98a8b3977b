import { describe, expect, it } from '@jest/globals';
import { createAllowance } from '../../../../controllers/runtime/why/allowance.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

describe('an allowance', () => {
  it('is over when it is spent, and comes back with time, up to what it was', async () => {
    const clock = createVirtualClock();
    const allowance = createAllowance({ perMs: 2, most: 10, from: clock.now() });
    const spent = (): number => {
      let times = 0;
      for (; allowance.has(clock.now()); times += 1) allowance.spend(1);
      return times;
    };
    expect(spent()).toBe(10);
    await clock.advance(3);
    expect(spent()).toBe(6);
    await clock.advance(1_000);
    expect(spent()).toBe(10);
  });

  it('that was spent beyond what there was has to come back first', async () => {
    const clock = createVirtualClock();
    const allowance = createAllowance({ perMs: 1, most: 10, from: clock.now() });
    allowance.spend(30);
    await clock.advance(20);
    expect(allowance.has(clock.now())).toBe(false);
    await clock.advance(1);
    expect(allowance.has(clock.now())).toBe(true);
  });
});
