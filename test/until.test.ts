import { describe, expect, it } from '@jest/globals';
import { until } from './until.ts';

describe('until', () => {
  it('answers the first answer that is neither undefined nor false', async () => {
    const answers = [undefined, false, 0, 1];
    expect(await until('an answer', () => answers.shift(), { everyMs: 0 })).toBe(0);
  });

  it('asks again where the question fails', async () => {
    const answers = [() => Promise.reject(new Error('refused')), () => Promise.resolve('served')];
    expect(await until('an answer', () => answers.shift()?.(), { everyMs: 0 })).toBe('served');
  });

  it('says what it waited for, and what it saw last', async () => {
    await expect(until('a pod', () => false, { seconds: 0.01, everyMs: 1 })).rejects.toThrow(
      'waited 0.01 s in vain for a pod; last: false',
    );
    await expect(until('a pod', () => Promise.reject(new Error('refused')), { seconds: 0.01, everyMs: 1 })).rejects.toThrow(
      'waited 0.01 s in vain for a pod; last: Error: refused',
    );
  });
});
