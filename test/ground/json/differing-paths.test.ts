import { describe, expect, it } from '@jest/globals';
import { differingPaths, type DifferingLimits } from '../../../ground/json/differing-paths.ts';

const paths = (before: unknown, after: unknown, limits?: DifferingLimits) => differingPaths(before, after, limits).paths;

describe('the paths at which two values differ', () => {
  it('are none where they are equal, and absent is as good as undefined', () => {
    expect(paths({ a: [{ b: 1 }], c: null }, { a: [{ b: 1 }], c: null, d: undefined })).toEqual([]);
    expect(paths({ d: undefined }, {})).toEqual([]);
  });

  it('lead to the fields that were changed, added and removed', () =>
    expect(paths({ spec: { a: 1, b: 2, same: {} } }, { spec: { a: 2, c: 3, same: {} } })).toEqual(['spec.a', 'spec.b', 'spec.c']));

  it('lead into lists of the same length, and to lists of another', () =>
    expect(paths({ ports: [{ port: 1 }], names: ['a'] }, { ports: [{ port: 2 }], names: ['a', 'b'] })).toEqual(['ports[0].port', 'names']));

  it('put names in quotes that are more than a word', () =>
    expect(paths({ data: {} }, { data: { 'index.html': '', 'a"b\n': '' } })).toEqual(['data["index.html"]', 'data["a\\"b\\n"]']));

  it('do not see what an object has from its prototype', () => {
    expect(paths({}, JSON.parse('{ "__proto__": { "a": 1 } }'))).toEqual(['__proto__']);
    expect(paths({ constructor: 1 }, {})).toEqual(['constructor']);
  });

  it('leave out what does not count, where it stands', () => {
    const at = (version: string) => ({ metadata: { version }, spec: { version } });
    expect(paths(at('1'), at('2'), { except: new Map([['metadata', new Set(['version'])]]) })).toEqual(['spec.version']);
  });

  it('are as many as was asked for, and say that there are more', () => {
    expect(differingPaths({}, { a: 1, b: 2 }, { most: 2 })).toMatchObject({ paths: ['a', 'b'], more: false });
    expect(differingPaths({}, { a: 1, b: 2, c: 3 }, { most: 2 })).toMatchObject({ paths: ['a', 'b'], more: true });
  });

  it('are not looked for any further once so many values were compared', () => {
    const [before, after] = [1, 2].map((value) => ({ list: Array.from({ length: 1_000 }, () => ({ value: 1 })), last: value }));
    const { more, compared } = differingPaths(before, after, { values: 100 });
    expect(more).toBe(true);
    expect(compared).toBeLessThan(1_100);
  });
});
