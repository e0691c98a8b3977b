import { describe, expect, it } from '@jest/globals';
import { afterChange, shownRealm } from '../../../dashboard/page/live/shown-realm.ts';
import { apiState } from '../../../dashboard/page/live/sources.ts';
import type { SourcePicture } from '../../../dashboard/wire/realm.ts';
import { shopOf } from './shop.ts';

const at = '2026-01-02T12:00:00.000Z';
const realm = shownRealm({
  version: 1,
  build: 'b',
  at,
  seq: 10,
  sources: [],
  kingdoms: [{ name: 'one', realm: 'sample' }],
  trades: null,
  troubles: 0,
  goods: [],
  causes: [],
  shops: [shopOf('one/iron', { ready: 0 }), shopOf('one/wood', { stock: [{ good: 'wood', count: 1 }] })],
});

describe('what the page shows', () => {
  it('takes the fields that differ', () => {
    const next = afterChange(realm, { seq: 11, at, shops: [{ key: 'one/wood', stock: [{ good: 'wood', count: 2 }] }] });
    expect(next?.shops.get('one/wood')).toEqual(shopOf('one/wood', { stock: [{ good: 'wood', count: 2 }] }));
    expect(next?.shops.get('one/iron')).toBe(realm.shops.get('one/iron'));
    expect([next?.seq, next?.kingdoms]).toEqual([11, realm.kingdoms]);
  });

  it('takes new shops, and drops those that are gone', () => {
    const next = afterChange(realm, { seq: 11, at, shops: [shopOf('one/axe')], gone: ['one/wood'] });
    expect([...(next?.shops.keys() ?? [])].sort()).toEqual(['one/axe', 'one/iron']);
  });

  it('leaves what it was as it was', () => {
    afterChange(realm, { seq: 11, at, gone: ['one/wood'] });
    expect([...realm.shops.keys()]).toEqual(['one/iron', 'one/wood']);
  });

  it('passes over what it has, and has to be fetched whole where something was missed', () =>
    expect([afterChange(realm, { seq: 10, at, gone: ['one/wood'] }), afterChange(realm, { seq: 12, at })]).toEqual([realm, undefined]));
});

describe('the state of the API server', () => {
  const source = (state: SourcePicture['state'], name = 'pods'): SourcePicture => ({ name, kingdom: '', state, since: at, says: '' });
  it.each([
    [['live', 'stale', 'loading'], 'stale'],
    [['live', 'loading', 'refused'], 'loading'],
    [['live', 'refused'], 'refused'],
    [['live', 'live'], 'live'],
    [[], 'loading'],
  ] as const)('of sources that are %j is %s', (states, expected) =>
    expect(apiState(states.map((state) => source(state))).state).toBe(expected),
  );
});
