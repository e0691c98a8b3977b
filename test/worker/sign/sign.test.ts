import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { annotationsOf, changesOf, createSign, pauseAfter } from '../../../worker/sign/sign.ts';
import type { Annotations, Written } from '../../../worker/sign/write.ts';
import { createSteadyRates } from '../../../worker/sign/steady-rates.ts';
import { createAskedOfLate } from '../../../worker/trade/asked-of-late.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

const GOODS = 'goods.civ8s.dev/wood';
const WAITS = 'worker.civ8s.dev/waits';
const ASKED = 'worker.civ8s.dev/asked';
const COST = 'controller.kubernetes.io/pod-deletion-cost';
const written: Written = { is: 'written' };
const down: Written = { is: 'unreached', why: 'connection refused' };

/** A sign over a pod that answers as it is told to, written in order. */
const signOn = (answers: readonly Written[] = [], judge: (annotations: Annotations) => Written = () => written) => {
  const clock = createVirtualClock();
  const patches: { readonly at: number; readonly annotations: Annotations }[] = [];
  const state = { wanted: { [GOODS]: '1' } as Annotations, outcomes: [] as unknown[] };
  const script = [...answers];
  const sign = createSign({
    wanted: () => state.wanted,
    write: async (annotations) => {
      patches.push({ at: clock.now(), annotations });
      return script.shift() ?? judge(annotations);
    },
    announce: (happening) => state.outcomes.push(happening),
    clock,
    random: () => 0,
  });
  return { clock, patches, state, sign };
};

describe('the sign', () => {
  it('shows what the shop holds and waits for, what outsiders ask, and what it costs to lose it', () => {
    const shown = { inventory: { wood: '12' }, waits: '4 iron from ironworker', asked: new Map([['wood', 1.2]]) };
    expect(annotationsOf(shown)).toEqual({ [GOODS]: '12', [WAITS]: '4 iron from ironworker', [ASKED]: 'wood 1.2', [COST]: '12' });
    expect(annotationsOf({ inventory: { wood: '0' }, waits: '', asked: new Map() })).toEqual({
      [GOODS]: '0',
      [WAITS]: null,
      [ASKED]: null,
      [COST]: '0',
    });
  });

  it('has no more keys than the policy allows, and counts all goods', () => {
    const inventory = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`good-${at}`, '1']));
    const annotations = annotationsOf({ inventory, waits: '', asked: new Map() });
    expect(Object.keys(annotations)).toHaveLength(256);
    expect(annotations[COST]).toBe('300');
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
    const { clock, patches, state, sign } = signOn([down, { is: 'refused', status: 403, why: '403' }, down]);
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
    const { clock, patches, sign } = signOn([{ is: 'refused', status: 429, why: '429', retryAfterMs: 10_000 }]);
    const stop = new AbortController();
    const keeping = sign.keep(stop.signal);
    await clock.advance(10_000);
    stop.abort();
    await keeping;
    expect(patches.map(({ at }) => at)).toEqual([0, 10_000]);
  });

  describe('under a policy that is older than the worker', () => {
    const policy = { knowsCost: false };
    const judge = (annotations: Annotations): Written =>
      COST in annotations && !policy.knowsCost ? { is: 'refused', status: 422, why: 'a worker may change only …' } : written;

    it('goes on without the key that the policy does not know, and has it once there is a newer one', async () => {
      policy.knowsCost = false;
      const { clock, patches, state, sign } = signOn([], judge);
      state.wanted = { [GOODS]: '1', [COST]: '1' };
      const stop = new AbortController();
      const keeping = sign.keep(stop.signal);
      await clock.advance(1_000);
      state.wanted = { [GOODS]: '2', [COST]: '2' };
      await clock.advance(500);
      expect(patches.map(({ annotations }) => annotations)).toEqual([{ [GOODS]: '1', [COST]: '1' }, { [GOODS]: '1' }, { [GOODS]: '2' }]);
      policy.knowsCost = true;
      await clock.advance(61_000);
      expect(patches.slice(3).map(({ annotations }) => annotations)).toEqual([{ [COST]: '2' }]);
      stop.abort();
      await keeping;
    });

    it('does without it at the end too', async () => {
      policy.knowsCost = false;
      const { patches, state, sign } = signOn([], judge);
      state.wanted = { [GOODS]: '1', [COST]: '1' };
      await sign.finish(new AbortController().signal);
      expect(patches.map(({ annotations }) => annotations)).toEqual([{ [GOODS]: '1', [COST]: '1' }, { [GOODS]: '1' }]);
    });

    it('writes seldom, as long as that lasts', async () => {
      policy.knowsCost = false;
      const { clock, patches, state, sign } = signOn([], judge);
      state.wanted = { [GOODS]: '1', [COST]: '1' };
      const stop = new AbortController();
      const keeping = sign.keep(stop.signal);
      await clock.advance(3_600_000);
      stop.abort();
      await keeping;
      expect(patches.length).toBeLessThan(10);
    });
  });

  const burst = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 30_000 }), units: fc.integer({ min: 1, max: 1_000 }) }), {
    minLength: 1,
    maxLength: 20,
  });
  it('follows what outsiders ask at two writes a second at most, by tenths, and is quiet again a minute after them', () =>
    fc.assert(
      fc.asyncProperty(burst, async (bursts) => {
        const { clock, patches, state, sign } = signOn();
        const asked = createAskedOfLate([{ product: 'wood' }], () => clock.now());
        const steady = createSteadyRates(asked.rates);
        Object.defineProperty(state, 'wanted', { get: () => annotationsOf({ inventory: {}, waits: '', asked: steady() }) });
        const stop = new AbortController();
        const keeping = sign.keep(stop.signal);
        for (const { afterMs, units } of bursts) {
          await clock.advance(afterMs);
          asked.add('wood', units);
        }
        await clock.advance(61_000);
        const { length } = patches;
        await clock.advance(600_000);
        stop.abort();
        await keeping;
        expect(patches).toHaveLength(length);
        expect(patches.at(-1)?.annotations).toEqual({ [ASKED]: null });
        expect(patches.filter(({ at }, index) => at - (patches[index - 1]?.at ?? -Infinity) < 500)).toEqual([]);
        expect(new Set(patches.slice(1).flatMap(({ annotations }) => Object.keys(annotations)))).toEqual(new Set([ASKED]));
      }),
      { numRuns: 20 },
    ));

  it('pauses up to 15 s', () =>
    expect([0, 1, 2, 5, 400].map((failures) => pauseAfter(failures, () => 0))).toEqual([500, 1_000, 2_000, 15_000, 15_000]));
});
