import { expect, it } from '@jest/globals';
import { everyFault } from '../../../lab/faults/every-fault.ts';
import { rightControllers } from '../../lab/right-controllers.ts';

it('pod-timestamp stamps each pod once, whatever goes wrong', async () => {
  const { plans, failed } = await everyFault(rightControllers['pod-timestamp']);
  expect(failed).toEqual([]);
  expect(plans.length).toBeGreaterThan(25);
});
