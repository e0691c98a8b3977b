import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { collectGarbage } from '../../../controllers/runtime/collect-garbage.ts';

it('what nothing holds any more is collected at once', async () => {
  const thrownAway = new WeakRef({ list: Array.from({ length: 1_000 }, (_, number) => ({ number })) });
  await turn(); // a reference that was looked at is held until the end of the turn
  collectGarbage();
  await turn();
  expect(thrownAway.deref()).toBeUndefined();
});
