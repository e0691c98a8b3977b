import { describe, expect, it } from '@jest/globals';
import { isRecord, listOrEmpty, objectOrEmpty, textOrEmpty, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';

const OBJECT: JsonObject = { name: 'mill', goods: ['wood', { iron: 1 }, null], spec: { count: 3 }, none: null };

describe('what outside data holds under a name', () => {
  it('is given as what it ought to be', () =>
    expect([
      textAt(OBJECT, 'name'),
      listAt(OBJECT, 'goods'),
      objectsAt(OBJECT, 'goods'),
      objectAt(OBJECT, 'spec'),
      numberAt(objectAt(OBJECT, 'spec'), 'count'),
    ]).toEqual(['mill', ['wood', { iron: 1 }, null], [{ iron: 1 }], { count: 3 }, 3]));

  it.each(['none', 'absent', 'name', 'goods'])('is empty where it is something else: %s', (name) => {
    expect([objectAt(OBJECT, name), numberAt(OBJECT, name)]).toEqual([undefined, undefined]);
    if (name !== 'name') expect(textAt(OBJECT, name)).toBe('');
    if (name !== 'goods') expect([listAt(OBJECT, name), objectsAt(OBJECT, name)]).toEqual([[], []]);
  });

  it('is empty where there is nothing to look into', () => expect([textAt(undefined, 'name'), listAt(undefined, 'x')]).toEqual(['', []]));
});

describe('a value that ought to be of a kind', () => {
  it.each([undefined, null, 1, true])('is an empty one of that kind where it is %j', (odd) =>
    expect([objectOrEmpty(odd), listOrEmpty(odd), textOrEmpty(odd)]).toEqual([{}, [], '']),
  );

  it.each([[{}, true] as const, [[], false] as const, [null, false] as const, ['text', false] as const, [undefined, false] as const])(
    'is a record only where it has fields: %j',
    (value, expected) => expect(isRecord(value)).toBe(expected),
  );

  it('is shown as it would be written, text without quotes', () =>
    expect(['a', 1, null, undefined, ['a']].map(shown)).toEqual(['a', '1', 'null', 'null', '["a"]']));
});
