import { expect, it } from '@jest/globals';
import { createPulse } from '../../../ground/time/pulse.ts';

it('a pulse is felt from when it was asked for, also by one who looks later', () => {
  const pulse = createPulse();
  pulse.beat();
  const next = pulse.next();
  expect(next.aborted).toBe(false);
  pulse.beat();
  expect([next.aborted, pulse.next().aborted]).toEqual([true, false]);
});
