import { describe, expect, it } from '@jest/globals';
import { createRenewed, type Passing } from '../../../events/buses/renewed.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Values 1, 2, 3 … that each hold for an hour from when they were fetched. */
function world() {
  const state = { now: 0, fetched: 0, isDown: false };
  const fetch = async (): Promise<Passing<number>> => {
    if (state.isDown) throw new Error('nobody answers');
    state.fetched += 1;
    return { value: state.fetched, endsAtMs: state.now + HOUR_MS };
  };
  return { state, renewed: createRenewed(fetch, () => state.now) };
}

describe('what is renewed', () => {
  it('is fetched once for all who ask', async () => {
    const { renewed, state } = world();
    expect(await Promise.all([renewed.get(), renewed.get(), renewed.get()])).toEqual([1, 1, 1]);
    expect(await renewed.get()).toBe(1);
    expect(state.fetched).toBe(1);
  });

  it('is fetched again five minutes before it ends', async () => {
    const { renewed, state } = world();
    await renewed.get();
    state.now = HOUR_MS - 5 * MINUTE_MS - 1;
    expect(await renewed.get()).toBe(1);
    state.now += 1;
    expect(await renewed.get()).toBe(2);
  });

  it('is used until its end while it cannot be fetched', async () => {
    const { renewed, state } = world();
    await renewed.get();
    state.isDown = true;
    state.now = HOUR_MS - 1;
    expect(await renewed.get()).toBe(1);
    state.now = HOUR_MS;
    await expect(renewed.get()).rejects.toThrow('nobody answers');
    state.isDown = false;
    expect(await renewed.get()).toBe(2);
  });

  it('is fetched again where it was not taken', async () => {
    const { renewed } = world();
    await renewed.get();
    renewed.drop();
    expect(await renewed.get()).toBe(2);
  });

  it('holds for good where it has no end', async () => {
    let fetched = 0;
    const renewed = createRenewed(async () => ({ value: (fetched += 1) }));
    await renewed.get();
    expect(await renewed.get()).toBe(1);
  });
});
