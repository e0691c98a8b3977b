import { describe, expect, it } from '@jest/globals';
import { annotationsOf, changesOf, createSign, pauseAfter, type Annotations, type Written } from '../../../worker/sign/sign.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

const GOODS = 'goods.civ8s.dev/wood';
const WAITS = 'worker.civ8s.dev/waits';
const written: Written = { is: 'written' };
const down: Written = { is: 'unreached', why: 'connection refused' };

/** A sign over a pod that answers as it is told to, written in order. */
const signOn = (answers: readonly Written[] = []) => {
  const clock = createVirtualClock();
  const patches: { readonly at: number; readonly annotations: Annotations }[] = [];
  const state = { wanted: { [GOODS]: '1' } as Annotations, outcomes: [] as unknown[] };
  const script = [...answers];
  const sign = createSign({
    wanted: () => state.wanted,
    write: async (annotations) => {
      patches.push({ at: clock.now(), annotations });
      return script.shift() ?? written;
    },
    announce: (happening) => state.outcomes.push(happening),
    clock,
    random: () => 0,
  });
  return { clock, patches, state, sign };
};

describe('the sign', () => {
  it('shows what the shop holds and waits for', () => {
    expect(annotationsOf({ wood: '12' }, '4 iron from ironworker')).toEqual({ [GOODS]: '12', [WAITS]: '4 iron from ironworker' });
    expect(annotationsOf({ wood: '12' }, '')).toEqual({ [GOODS]: '12', [WAITS]: null });
  });

  it('is written where it has changed', () => {
    const known = new Map([
      [GOODS, '1'],
      [WAITS, null],
    ]);
    expect(changesOf(known, { [GOODS]: '1', [WAITS]: null })).toEqual({});
    expect(changesOf(known, { [GOODS]: '2', [WAITS]: null })).toEqual({ [GOODS]: '2' });
  });

  it('is written at most twice a second, with the last value', async () => {
    const { clock, patches, state, sign } = signOn();
    const stop = new AbortController();
    const keeping = sign.keep(stop.signal);
    for (let value = 2; value < 202; value += 1) {
      state.wanted = { [GOODS]: String(value) };
      await clock.advance(10);
    }
    await clock.advance(1_000);
    stop.abort();
    await keeping;
    expect(patches.map(({ at }) => at)).toEqual([0, 500, 1_000, 1_500, 2_000]);
    expect(patches.at(-1)?.annotations).toEqual({ [GOODS]: '201' });
  });

  it('is left alone while nothing changes', async () => {
    const { clock, patches, sign } = signOn();
    const stop = new AbortController();
    const keeping = sign.keep(stop.signal);
    await clock.advance(60_000);
    stop.abort();
    await keeping;
    expect(patches).toHaveLength(1);
  });

  it('is written again after a failure, ever more rarely, and then with what holds by then', async () => {
    const { clock, patches, state, sign } = signOn([down, { is: 'refused', why: '403' }, down]);
    const stop = new AbortController();
    const keeping = sign.keep(stop.signal);
    await clock.advance(2_900);
    state.wanted = { [GOODS]: '9' };
    await clock.advance(4_100);
    stop.abort();
    await keeping;
    expect(patches.map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000]);
    expect(patches.at(-1)?.annotations).toEqual({ [GOODS]: '9' });
    expect(state.outcomes.slice(0, 2)).toEqual([
      { is: 'signed', outcome: 'unreached', why: 'connection refused' },
      { is: 'signed', outcome: 'refused', why: '403' },
    ]);
  });

  it('trusts nothing that a failed attempt may have written', async () => {
    const { clock, patches, state, sign } = signOn([written, down]);
    const stop = new AbortController();
    const keeping = sign.keep(stop.signal);
    await clock.advance(100);
    state.wanted = { [GOODS]: '2' };
    await clock.advance(500);
    state.wanted = { [GOODS]: '1' };
    await clock.advance(1_000);
    stop.abort();
    await keeping;
    expect(patches.map(({ annotations }) => annotations[GOODS])).toEqual(['1', '2', '1']);
  });

  it('waits as long as the server asks', async () => {
    const { clock, patches, sign } = signOn([{ is: 'refused', why: '429', retryAfterMs: 10_000 }]);
    const stop = new AbortController();
    const keeping = sign.keep(stop.signal);
    await clock.advance(10_000);
    stop.abort();
    await keeping;
    expect(patches.map(({ at }) => at)).toEqual([0, 10_000]);
  });

  it('pauses up to 15 s', () =>
    expect([0, 1, 2, 5, 400].map((failures) => pauseAfter(failures, () => 0))).toEqual([500, 1_000, 2_000, 15_000, 15_000]));
});
