import { describe, expect, it } from '@jest/globals';
import { hotFunctions } from '../../bench/profile/hot-functions.ts';

const node = (id: number, functionName: string, url = '', lineNumber = -1) => ({ id, callFrame: { functionName, url, lineNumber } });
const profile = {
  nodes: [
    node(1, '(idle)'),
    node(2, 'render', `file://${process.cwd()}/constructs/synth.ts`, 34),
    node(3, 'resolve', '/home/me/node_modules/cdk8s/lib/resolve.js', 9),
    node(4, 'render', `file://${process.cwd()}/constructs/synth.ts`, 34),
    node(5, '(garbage collector)'),
    node(6, ''),
    node(7, 'post', 'node:inspector', 114),
  ],
  samples: [1, 2, 3, 4, 5, 6, 7],
  timeDeltas: [9_000, 1_000, 5_000, 3_000, 2_000, 500, 7_000],
};

describe('the hot functions of a profile', () => {
  it('are those that took the time, however they were called, and neither idleness nor the profiler', () =>
    expect(hotFunctions(profile)).toEqual({
      ms: 11.5,
      functions: [
        { where: 'resolve cdk8s/lib/resolve.js:10', ms: 5 },
        { where: 'render constructs/synth.ts:35', ms: 4 },
        { where: '(garbage collector)', ms: 2 },
        { where: 'a function', ms: 0.5 },
      ],
    }));
});
