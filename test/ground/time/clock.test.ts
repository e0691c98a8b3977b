import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../ground/time/clock.ts';

const MONTH_MS = 30 * 24 * 3_600_000;

describe('the clock of the system', () => {
  it('waits also for longer than a timer of Node can', async () => {
    const stop = new AbortController();
    const early: string[] = [];
    const cancel = systemClock.after(MONTH_MS, () => early.push('after'));
    const pause = systemClock.pause(MONTH_MS, stop.signal).then(() => early.push('pause'));
    await systemClock.pause(5, new AbortController().signal); // a timer that is too long for Node goes off after 1 ms
    expect(early).toEqual([]);
    cancel();
    stop.abort();
    await pause;
    expect(early).toEqual(['pause']);
  });

  it('takes what is overdue as due now, without a warning of Node in the log', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error) => warnings.push(name);
    process.on('warning', note);
    try {
      const { signal } = new AbortController();
      await systemClock.pause(-3.5, signal);
      await new Promise<void>((resolve) => void systemClock.after(-3.5, resolve));
      await systemClock.pause(5, signal); // a warning is told after the next tick
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', note);
    }
  });
});
