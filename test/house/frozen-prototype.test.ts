import { describe, expect, it } from '@jest/globals';

describe('the prototype of all objects', () => {
  it('cannot be written to in any suite', () => {
    const counts: Record<string, Record<string, number>> = {};
    expect(() => Object.assign((counts['__proto__'] ??= {}), { sold: 1 })).toThrow('not extensible');
    expect(() => Object.assign(Object.prototype, { toString: 1 })).toThrow('Object.prototype.toString is frozen in tests');
    expect(Object.isFrozen(Object.prototype)).toBe(true);
  });

  it('lets an object have a property of its own under any name', () => {
    const own: Record<string, unknown> = {};
    own['constructor'] = 1;
    expect([Object.entries(own), {}.constructor]).toEqual([[['constructor', 1]], Object]);
  });
});
