import { describe, expect, it } from '@jest/globals';
import { tmpdir } from 'node:os';
import { stateOfProcess } from './process-state.ts';

describe('the state of a process', () => {
  it('is after a suite what it was before', () => {
    const before = { env: { ...process.env }, cwd: process.cwd(), exit: process.exit, fetch };
    const restore = stateOfProcess();
    process.env['LEFT_BY_A_SUITE'] = 'yes';
    process.env['PATH'] = '/nowhere';
    delete process.env['HOME'];
    process.chdir(tmpdir());
    process.exit = () => undefined as never;
    Object.assign(globalThis, { leftByASuite: true, fetch: undefined });
    restore();
    expect({ env: { ...process.env }, cwd: process.cwd(), exit: process.exit, fetch }).toEqual(before);
    expect(globalThis).not.toHaveProperty('leftByASuite');
  });
});
