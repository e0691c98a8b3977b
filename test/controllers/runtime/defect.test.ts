import { describe, expect, it } from '@jest/globals';
import { LeaseLost } from '../../../controllers/runtime/election/election.ts';
import { defectOf } from '../../../controllers/runtime/defect.ts';
import { DeadlineExceeded } from '../../../ground/time/within.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';

const withStack = (...frames: string[]): Error => Object.assign(new TypeError('no'), { stack: ['TypeError: no', ...frames].join('\n') });

describe('a defect', () => {
  it.each([
    new ApiError('conflict', 'changed'),
    new DeadlineExceeded('late'),
    new LeaseLost('gone'),
    new DOMException('stopped', 'AbortError'),
  ])('is not what the cluster or the time made: %s', (error) => expect(defectOf(error)).toBeUndefined());

  it('is where the first frame is that neither a package nor Node has', () => {
    const frames = [
      '    at parse (node:internal/json:1:1)',
      '    at follow (/app/node_modules/civ8s/kube/follow.js:3:1)',
      '    at async setUp (/app/website.ts:12:7)',
      '    at /app/main.ts:1:1',
    ];
    expect(defectOf(withStack(...frames))?.at).toBe('setUp (/app/website.ts:12:7)');
    expect(defectOf(withStack('    at /app/main.ts:1:1'))?.at).toBe('/app/main.ts:1:1');
  });

  it('has no place where it tells none', () => {
    expect(defectOf(withStack('    at run (node:internal/process:1:1)'))?.at).toBeUndefined();
    expect([defectOf('a text'), defectOf(undefined)]).toEqual([{}, {}]);
  });
});
