import { describe, expect, it } from '@jest/globals';
import { hasten } from '../../../../controllers/runtime/queue/hasten.ts';
import { rejectionOf } from '../../../../ground/time/abort.ts';
import type { Outcome } from '../../../../controllers/runtime/queue/outcome.ts';
import { createQueue } from '../../../../controllers/runtime/queue/queue.ts';
import { createFailures, waitMs } from '../../../../ground/time/back-off.ts';
import { createWorkers, RETRIES, type WorkOptions } from '../../../../controllers/runtime/queue/workers.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

/** Workers at a queue; `turns` says when which key was taken. */
function working(reconcile: (key: string, signal: AbortSignal, turn: number) => Promise<Outcome>, options: Partial<WorkOptions> = {}) {
  const clock = createVirtualClock();
  const queue = createQueue(clock);
  const failures = createFailures(RETRIES);
  const turns: string[] = [];
  const told: string[] = [];
  const stop = new AbortController();
  const cut = new AbortController();
  const team = createWorkers({
    queue,
    failures,
    clock,
    workers: 2,
    deadlineMs: 60_000,
    caughtUp: () => true,
    retryAfterMs: () => undefined,
    reconcile: (key, signal) => {
      turns.push(`${clock.now()} ${key}`);
      return reconcile(key, signal, turns.length);
    },
    observer: {
      began: () => {},
      ended: (key, result, ms) => told.push(`${key} ${result} ${ms}`),
      failed: (key, error, ms) => told.push(`${key} ${String(error)} ${ms}`),
      overran: (key) => told.push(`${key} overran`),
    },
    ...options,
  });
  const ended = team.run(stop.signal, cut.signal);
  return { clock, queue, failures, turns, told, team, stop: () => stop.abort(), cut: () => cut.abort(), ended };
}
const never = () => new Promise<never>(() => {});
const failing = async (): Promise<never> => {
  throw new Error('no');
};

describe('workers', () => {
  it('are through with a key on `on-change`, and look again after the time that was asked for', async () => {
    const { clock, queue, turns } = working(async (key, _, turn) => (key === 'again' && turn < 3 ? { afterMs: 500 } : 'on-change'));
    queue.add('again');
    queue.add('once');
    await clock.advance(10_000);
    expect(turns).toEqual(['0 again', '0 once', '500 again']);
  });

  it('let time pass, and others have their turn, before a key that asks to be looked at again at once', async () => {
    const { clock, queue, turns } = working(async (key) => (key === 'again' ? { afterMs: 0 } : 'on-change'), { workers: 1 });
    queue.add('again');
    queue.add('once');
    await clock.advance(3);
    expect(turns).toEqual(['0 again', '0 once', '1 again', '2 again', '3 again']);
  });

  it('obey a stop where keys always wake each other', async () => {
    const { queue, stop, ended } = working(async (key) => {
      queue.add(key === 'one' ? 'other' : 'one');
      return 'on-change';
    });
    queue.add('one');
    setImmediate(stop);
    await expect(ended).resolves.toBeUndefined();
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['on-chnage', 'on-chnage'],
    [{ afterMs: Number.NaN }, '{ afterMs: NaN }'],
    [{ afterMs: -1 }, '{ afterMs: -1 }'],
    [{ afterMs: Infinity }, '{ afterMs: Infinity }'],
    [{ afterMs: '5' }, '{ afterMs: 5 }'],
    [{ after: 5 }, '{"after":5}'],
  ])('take the answer %j for a failure, and say what may be answered', async (answer, shown) => {
    const { clock, queue, turns, told } = working(async () => answer as unknown as Outcome);
    queue.add('a');
    await clock.advance(5);
    expect(turns).toEqual(['0 a', '5 a']);
    expect(told[0]).toBe(
      `a TypeError: the reconcile answered ${shown}: answer 'on-change', or { afterMs } with a number of milliseconds that is 0 or more 5`,
    );
  });

  it('try a failed key later each time, and start over after a success', async () => {
    const { clock, queue, turns } = working(async (_, __, turn) => (turn === 4 ? { afterMs: 1_000 } : failing()));
    queue.add('a');
    await clock.advance(1_041);
    expect(turns).toEqual(['0 a', '5 a', '15 a', '35 a', '1035 a', '1040 a']);
  });

  it('wait from 5 ms to 1,000 s with a key that failed', () =>
    expect([1, 2, 3, 10, 18, 19, 5_000].map((failures) => waitMs(RETRIES, failures))).toEqual([
      5, 10, 20, 2_560, 655_360, 1_000_000, 1_000_000,
    ]));

  it('wait at least as long as the server asked', async () => {
    const { clock, queue, turns } = working(failing, { retryAfterMs: () => 300 });
    queue.add('a');
    await clock.advance(700);
    expect(turns).toEqual(['0 a', '300 a', '600 a']);
  });

  it('take what a reconcile throws before it waits for anything as any failure', async () => {
    const { clock, queue, told } = working(() => {
      throw new Error('at once');
    });
    queue.add('a');
    await clock.advance(0);
    expect(told).toEqual(['a Error: at once 5', 'a error 0']);
  });

  it('try all failed keys at once when they are hastened', async () => {
    const { clock, queue, failures, turns } = working(async (_, __, turn) => (turn <= 6 ? failing() : 'on-change'));
    queue.add('a');
    queue.add('b');
    await clock.advance(20);
    hasten(queue, failures);
    await clock.advance(0);
    expect(turns.slice(-2)).toEqual(['20 a', '20 b']);
  });

  it('cut off a reconcile at its deadline, which is a failure', async () => {
    const { clock, queue, turns, told } = working((_, signal) => rejectionOf(signal), { deadlineMs: 100 });
    queue.add('a');
    await clock.advance(110);
    expect([turns, told]).toEqual([
      ['0 a', '105 a'],
      ['a DeadlineExceeded: not done within 0.1 s 5', 'a error 100'],
    ]);
  });

  it('leave a key to a reconcile that ignores its deadline, until that ends after all', async () => {
    let end: (outcome: Outcome) => void = () => {};
    const { clock, queue, turns, told, team } = working(
      (key, _, turn) => (key === 'a' && turn === 1 ? new Promise((resolve) => (end = resolve)) : Promise.resolve('on-change')),
      { deadlineMs: 100, workers: 1 },
    );
    queue.add('a');
    queue.add('b');
    await clock.advance(2_000);
    expect([turns, told.includes('a overran'), team.overrunMs()]).toEqual([['0 a', '1100 b'], true, 900]);
    end('on-change');
    await clock.advance(0);
    expect([turns, team.overrunMs()]).toEqual([['0 a', '1100 b', '2000 a'], 0]);
  });

  it('end what they have in hand before they stop, and take nothing new', async () => {
    const { clock, queue, turns, stop, ended } = working(() => clock.pause(50, new AbortController().signal).then(() => 'on-change'));
    queue.add('a');
    await clock.advance(10);
    stop();
    queue.add('b');
    let over = false;
    void ended.then(() => (over = true));
    await clock.advance(39);
    expect(over).toBe(false);
    await clock.advance(1);
    expect([over, turns]).toEqual([true, ['0 a']]);
  });

  it('when cut off give reconciles a second to obey, count no failure, and try nothing again', async () => {
    const { clock, queue, told, cut, ended } = working(never);
    queue.add('a');
    await clock.advance(10);
    cut();
    let over = false;
    void ended.then(() => (over = true));
    await clock.advance(999);
    expect(over).toBe(false);
    await clock.advance(1);
    expect([over, told, queue.depth()]).toEqual([true, ['a cut 10', 'a overran'], { live: 0, background: 0 }]);
  });
});
