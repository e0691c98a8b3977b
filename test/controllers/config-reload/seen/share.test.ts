import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { idSeenFrom, isElsewhere, located } from '../../../../controllers/config-reload/seen/elsewhere.ts';
import { patternsOf } from '../../../../controllers/config-reload/seen/patterns.ts';
import { badShares, isSharedWith } from '../../../../controllers/config-reload/seen/share.ts';
import { SOURCE_TYPES } from '../../../../controllers/config-reload/seen/source-type.ts';

describe('with whom a source is shared', () => {
  it.each<[string | undefined, string, boolean]>([
    [undefined, 'shop', false],
    ['', 'shop', false],
    ['shop', 'shop', true],
    ['shop', 'shop-2', false],
    [' prod-eu , shop', 'shop', true],
    ['prod-*', 'prod-eu', true],
    ['prod-*', 'prod', false],
    ['*', 'anything', true],
    ['*-eu', 'prod-eu', false],
    ['sho.', 'shop', false],
  ])('%j and the namespace %s: %s', (list, namespace, shared) => expect(isSharedWith(list, namespace)).toBe(shared));

  it('names what can be no namespace', () =>
    expect(badShares('shop, prod-*, *, *-eu, a/b, Shop, a.b')).toEqual(['*-eu', 'a/b', 'Shop', 'a.b']));
});

describe('names of sources in a list', () => {
  it.each<[string, Partial<ReturnType<typeof patternsOf>>]>([
    ['app', { names: ['app'], elsewhere: [], open: false }],
    ['platform/ca', { names: [], elsewhere: ['platform/ca'], open: false, bad: [], notInFull: [] }],
    ['platform/ca.v1, app', { names: ['app'], elsewhere: ['platform/ca.v1'] }],
    ['shop/app.v1', { names: ['app.v1'], elsewhere: [], open: false }],
    ['platform/ca-.*', { elsewhere: [], open: false, notInFull: ['platform/ca-.*'] }],
    ['platform/', { elsewhere: [], notInFull: ['platform/'] }],
    ['a/b/c', { elsewhere: [], notInFull: ['a/b/c'] }],
    ['app.*', { open: true, notInFull: [] }],
    ['x/?app, a/b|app', { open: true, elsewhere: [], notInFull: [] }],
    ['(', { bad: ['('], open: false }],
  ])('%j', (list, expected) => expect(patternsOf(list, 'shop')).toMatchObject(expected));
});

describe('the id of a source', () => {
  const name = fc.stringMatching(/^[a-z]([-.a-z0-9]{0,8}[a-z0-9])?$/);
  const namespace = fc.constantFrom('shop', 'a', 'a-b', 'platform');
  const source = fc.record({ type: fc.constantFrom(...SOURCE_TYPES), namespace, name });

  it('tells it from every other, and leads back to it', () =>
    fc.assert(
      fc.property(source, source, namespace, (one, other, own) => {
        const id = idSeenFrom(own, one);
        expect([located(id, own), isElsewhere(id)]).toEqual([one, one.namespace !== own]);
        expect(id === idSeenFrom(own, other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    ));
});
