import { describe, expect, it } from '@jest/globals';
import { rejectionOf } from '../../../ground/time/abort.ts';
import { createDeadline } from '../../../ground/time/deadline.ts';
import { DeadlineExceeded, within } from '../../../ground/time/within.ts';
import { createVirtualClock } from './virtual-clock.ts';

const late = new Error('late');
const NEVER = new AbortController().signal;

describe('a deadline', () => {
  it('aborts with its reason when time is up', async () => {
    const clock = createVirtualClock();
    const { signal, exceeded } = createDeadline(clock, 100, () => late);
    await clock.advance(99);
    expect([signal.aborted, exceeded()]).toEqual([false, false]);
    await clock.advance(1);
    expect([signal.reason, exceeded()]).toEqual([late, true]);
  });

  it('aborts when the outer signal does, with the reason of that, and is not exceeded', () => {
    const outer = new AbortController();
    const deadlines = [createDeadline(createVirtualClock(), 100, () => late, outer.signal)];
    outer.abort('enough');
    deadlines.push(createDeadline(createVirtualClock(), 100, () => late, outer.signal));
    expect(deadlines.map(({ signal, exceeded }) => [signal.reason, exceeded()])).toEqual([
      ['enough', false],
      ['enough', false],
    ]);
  });

  it('starts again when it is postponed, and never comes once it is disarmed', async () => {
    const clock = createVirtualClock();
    const { signal, postpone, disarm } = createDeadline(clock, 100, () => late);
    await clock.advance(99);
    postpone();
    await clock.advance(99);
    expect(signal.aborted).toBe(false);
    disarm();
    await clock.advance(1_000);
    expect(signal.aborted).toBe(false);
  });

  it('leaves nothing behind once it has ended', async () => {
    const clock = createVirtualClock();
    const outer = new AbortController();
    const { signal, end } = createDeadline(clock, 100, () => late, outer.signal);
    end();
    outer.abort();
    expect([clock.planned, signal.aborted]).toEqual([0, false]);
  });
});

describe('what is done within a time', () => {
  it('answers what it answers, and leaves no timer', async () => {
    const clock = createVirtualClock();
    expect(await within(clock, 100, NEVER, async () => 'done')).toBe('done');
    expect(clock.planned).toBe(0);
  });

  it('fails as it fails', async () => expect(within(createVirtualClock(), 100, NEVER, () => Promise.reject(late))).rejects.toBe(late));

  it('ends at the deadline, whether it obeys or not', async () => {
    const clock = createVirtualClock();
    const obeying = within(clock, 2_000, NEVER, (signal) => rejectionOf(signal).catch(() => Promise.reject(late)));
    const deaf = within(clock, 2_000, NEVER, () => new Promise(() => undefined));
    const ended = Promise.allSettled([obeying, deaf]);
    await clock.advance(2_000);
    const reason = new DeadlineExceeded('not done within 2 s');
    expect(await ended).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
  });

  it('ends with its parent', async () =>
    expect(within(createVirtualClock(), 100, AbortSignal.abort(late), () => new Promise(() => undefined))).rejects.toBe(late));
});
