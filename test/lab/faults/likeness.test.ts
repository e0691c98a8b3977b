import { describe, expect, it } from '@jest/globals';
import { likenessOf, unlike } from '../../../lab/faults/likeness.ts';

const ONE = { uid: 'a1', ready: true, at: [{ time: 1, by: 'me' }], names: ['x-1'], labels: { a: '1' } };
const OTHER = { uid: 'b2', ready: true, at: [{ time: 2, by: 'me' }], names: ['x-2'], labels: { a: '1' } };

describe('what two runs have in common', () => {
  const likeness = likenessOf(ONE, OTHER);

  it('is all but what differs between them', () =>
    expect(unlike(likeness, { uid: 'c3', ready: true, at: [{ time: 3, by: 'me' }], names: ['x-3'], labels: { a: '1' } })).toEqual([]));

  it.each<readonly [string, object, string]>([
    ['another value', { ready: false }, 'the state.ready is false, not true'],
    ['another value in a list', { at: [{ time: 1, by: 'you' }] }, 'the state.at[0].by is "you", not "me"'],
    ['a longer list', { names: ['x', 'y'] }, 'the state.names has 2 items, not 1: ["x","y"]'],
    ['no list', { names: 'x' }, 'the state.names is "x", not a list'],
    ['no object', { labels: null }, 'the state.labels is null, not an object'],
    ['a field more', { more: 1 }, 'the state.more is 1, and should not be there'],
    ['a field less', { labels: {} }, 'the state.labels.a is missing'],
  ])('is told from %s', (_, change, why) => expect(unlike(likeness, { ...ONE, ...change })).toEqual([why]));

  it('is nothing where the fields themselves differ', () =>
    expect(unlike(likenessOf({ 'pod-1': 1 }, { 'pod-2': 1 }), 'whatever')).toEqual([]));
});
