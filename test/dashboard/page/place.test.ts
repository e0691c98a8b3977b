import { describe, expect, it } from '@jest/globals';
import { placeSearch, readPlace, START, type PagePlace } from '../../../dashboard/page/place/place.ts';

describe('the address of a place', () => {
  it('is the page itself at the start', () => expect([placeSearch(START), readPlace('')]).toEqual(['./', START]));

  it('leads back to where one was', () => {
    const place: PagePlace = {
      ...START,
      view: 'shops',
      kingdom: 'kingdom-of-foobar',
      town: 'simple town & more',
      shop: 'kingdom-of-foobar/craftsman',
      q: 'a=b&c<d>',
      good: 'iron & wood',
      states: ['trouble', 'starving'],
      sort: '-state',
      v: '-10.5,20,1.25',
    };
    expect(readPlace(placeSearch(place))).toEqual(place);
  });

  it('is readable', () =>
    expect(placeSearch({ ...START, shop: 'one/wood', states: ['trouble', 'never'] })).toBe('?shop=one/wood&state=trouble,never'));

  it.each([
    ['a view that there is not', '?view=secrets'],
    ['states that there are not', '?state=evil,x'],
    ['a sort that is not a word', '?sort=%3Cscript%3E'],
    ['a view of the map that is not numbers', '?v=1,2'],
    ['unknown words', '?admin=true&__proto__=x'],
  ])('from anybody: %s is left out', (_, search) => expect(readPlace(search)).toEqual(START));

  it('from anybody: text is no longer than a name can be', () => expect(readPlace(`?q=${'x'.repeat(9_000)}`).q).toHaveLength(300));
});
