import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createProgress } from '../../../../controllers/resource-events/outbox/progress.ts';

describe('the progress of a resource', () => {
  it('is nowhere at first, and follows what is reached while nothing is open', () => {
    const progress = createProgress();
    expect(progress.version).toBeUndefined();
    progress.reached('5');
    expect(progress.version).toBe('5');
  });

  it('does not pass a change that is open, and catches up when that is closed', () => {
    const progress = createProgress();
    progress.reached('5');
    const [first, second] = [progress.open(), progress.open()];
    progress.reached('9');
    second();
    expect(progress.version).toBe('5');
    first();
    first();
    expect(progress.version).toBe('9');
  });

  it('is the last version before which all is closed, whatever the order', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant('open'), fc.constant('reach'), fc.nat(20)), { maxLength: 60 }), (steps) => {
        const progress = createProgress();
        const seen: { readonly version?: string; open?: boolean }[] = [];
        const closes: (() => void)[] = [];
        for (const [index, step] of steps.entries()) {
          if (step === 'open') {
            const mark = { open: true };
            seen.push(mark);
            const close = progress.open();
            closes.push(() => {
              mark.open = false;
              close();
            });
          } else if (step === 'reach') {
            seen.push({ version: String(index) });
            progress.reached(String(index));
          } else closes[step % Math.max(1, closes.length)]?.();
          const until = seen.findIndex(({ open }) => open === true);
          const passed = until < 0 ? seen : seen.slice(0, until);
          expect(progress.version).toBe(passed.findLast(({ version }) => version !== undefined)?.version);
        }
      }),
    ));
});
