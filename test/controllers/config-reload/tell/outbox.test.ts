import { describe, expect, it } from '@jest/globals';
import { createOutbox } from '../../../../controllers/config-reload/tell/outbox.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

/** Each item takes a second to be sent. */
function outbox(limit = 3) {
  const clock = createVirtualClock();
  const sent: string[] = [];
  const stop = new AbortController();
  const box = createOutbox<string>({
    limit,
    farewellMs: 2_500,
    clock,
    async send(item, signal) {
      await clock.pause(1_000, signal);
      if (!signal.aborted) sent.push(item);
    },
  });
  return { ...box, clock, sent, stop };
}

describe('an outbox', () => {
  it('sends one after another, in their order', async () => {
    const { put, run, clock, sent, stop } = outbox();
    const ended = run(stop.signal);
    for (const item of ['a', 'b']) put(item);
    await clock.advance(1_500);
    const first = [...sent];
    await clock.advance(1_000);
    stop.abort();
    expect([first, sent, await ended]).toEqual([['a'], ['a', 'b'], 0]);
  });

  it('takes no more than its limit', () => {
    const { put } = outbox();
    expect(['a', 'b', 'c', 'd'].map(put)).toEqual([true, true, true, false]);
  });

  it('goes on for a short while when it is to stop, cuts what is under way then, and says how many are left', async () => {
    const { put, run, clock, sent, stop } = outbox(4);
    const ended = run(stop.signal);
    for (const item of ['a', 'b', 'c', 'd']) put(item);
    stop.abort();
    await clock.advance(10_000);
    expect([sent, await ended]).toEqual([['a', 'b'], 1]);
  });
});
