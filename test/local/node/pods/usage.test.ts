import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { createUsageMeter } from '../../../../local/node/pods/usage.ts';

const itWithProc = existsSync('/proc/self/stat') ? it : it.skip;

describe('what a process uses', () => {
  itWithProc('is measured since it began, and from then on since it was measured last', () => {
    let now = 1_000_000;
    const meter = createUsageMeter(() => now);
    const first = meter.ofProcess(process.pid, 0);
    expect(first).toMatchObject({ windowMs: 1_000_000, at: 1_000_000 });
    expect(first?.cores).toBeGreaterThan(0);
    expect(first?.bytes).toBeGreaterThan(10_000_000);
    now += 1_000;
    expect(meter.ofProcess(process.pid, 0)).toMatchObject({ windowMs: 1_000_000, at: 1_000_000, cores: first?.cores });
    now += 9_000;
    expect(meter.ofProcess(process.pid, 0)).toMatchObject({ windowMs: 10_000, at: 1_010_000 });
  });

  itWithProc('begins anew with another process of the same number', () => {
    const meter = createUsageMeter(() => 1_000_000);
    meter.ofProcess(process.pid, 0);
    expect(meter.ofProcess(process.pid, 400_000)).toMatchObject({ windowMs: 600_000 });
  });

  it('is not known of one that has ended', () => expect(createUsageMeter(() => 0).ofProcess(2 ** 30, 0)).toBeUndefined());

  it('is known of the machine', () => {
    let now = 0;
    const meter = createUsageMeter(() => now);
    now = 10_000;
    expect(meter.ofMachine()).toMatchObject({ windowMs: 10_000, at: 10_000 });
    expect(meter.ofMachine().bytes).toBeGreaterThan(10_000_000);
  });
});
