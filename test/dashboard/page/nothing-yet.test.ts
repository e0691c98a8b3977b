import { describe, expect, it } from '@jest/globals';
import { shownRealm } from '../../../dashboard/page/live/shown-realm.ts';
import { nothingYet } from '../../../dashboard/page/views/nothing-yet.ts';
import type { RealmPicture, SourcePicture } from '../../../dashboard/wire/realm.ts';
import { pictureOf } from '../picture.ts';
import { shopOf } from './shop.ts';

const source = (state: SourcePicture['state']): SourcePicture => ({ name: 'namespaces', kingdom: '', state, since: '', says: '' });
const of = (unlike: Partial<RealmPicture>) => nothingYet({ realm: { value: shownRealm(pictureOf(unlike)) } });

describe('where no shop is shown, it is said', () => {
  it('that nothing is known yet', () =>
    expect([nothingYet({ realm: { value: undefined } }), of({ sources: [source('loading')] })]).toEqual(['loading …', 'loading …']));
  it('that there is no kingdom, and what to do', () =>
    expect(of({ sources: [source('live')] })).toBe('There is no kingdom yet. Apply one: civ apply'));
  it('that there are kingdoms without a shop', () =>
    expect(of({ sources: [source('live')], kingdoms: [{ name: 'one', realm: '' }] })).toBe('There is no shop yet.'));
  it('that none is in the kingdom that is looked at', () =>
    expect(of({ kingdoms: [{ name: 'one', realm: '' }], shops: [shopOf('one/wood')] })).toBe('There is no shop in that kingdom.'));
});
