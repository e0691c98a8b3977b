import { describe, expect, it } from '@jest/globals';
import { abortOf, onAbort, rejectionOf } from '../../../ground/time/abort.ts';

describe('an abort', () => {
  it('is told once', () => {
    const controller = new AbortController();
    let told = 0;
    onAbort(controller.signal, () => (told += 1));
    expect(told).toBe(0);
    controller.abort();
    controller.abort();
    expect(told).toBe(1);
  });

  it('is told at once where it has happened', () => {
    let told = 0;
    onAbort(AbortSignal.abort(), () => (told += 1));
    expect(told).toBe(1);
  });

  it('is not told to one who no longer listens, though the same function listens elsewhere', () => {
    const controller = new AbortController();
    let told = 0;
    const act = (): void => void (told += 1);
    const forget = onAbort(controller.signal, act);
    onAbort(controller.signal, act);
    forget();
    controller.abort();
    expect(told).toBe(1);
  });

  it('can be awaited, before and after', async () => {
    const controller = new AbortController();
    const aborted = abortOf(controller.signal);
    controller.abort();
    await aborted;
    await abortOf(controller.signal);
    expect(controller.signal.aborted).toBe(true);
  });

  it('can be a rejection, with its reason', async () => {
    const controller = new AbortController();
    const rejected = expect(rejectionOf(controller.signal)).rejects.toBe('enough');
    controller.abort('enough');
    await rejected;
    await expect(rejectionOf(controller.signal)).rejects.toBe('enough');
  });
});
