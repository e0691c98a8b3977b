import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';

it('expects what is not', () => expect(1).toBe(2));

it('leaves a rejection', async () => {
  void Promise.reject(new Error('nobody listens'));
  await turn();
});
