import { describe, expect, it } from '@jest/globals';
import { START, type PagePlace } from '../../../dashboard/page/place/place.ts';
import { rowsInSight } from '../../../dashboard/page/views/row-window.ts';
import { shopRows, stateCounts } from '../../../dashboard/page/views/shop-rows.ts';
import { shopOf } from './shop.ts';

const shops = [
  shopOf('two/wood', { state: 'full', stock: [{ good: 'wood', count: 9 }], town: 'hill' }),
  shopOf('one/axe', { state: 'starving', waits: ['4 iron from iron'] }),
  shopOf('one/iron', { state: 'trouble', ready: 0, stock: [{ good: 'iron', count: 2 }] }),
];
const rows = (place: Partial<PagePlace>) => shopRows(shops, { ...START, ...place }).map(({ key }) => key);

describe('the rows of the table of shops', () => {
  it.each([
    ['all, by name', {}, ['one/axe', 'one/iron', 'two/wood']],
    ['those of a kingdom', { kingdom: 'one' }, ['one/axe', 'one/iron']],
    ['those of a town', { kingdom: 'two', town: 'hill' }, ['two/wood']],
    ['those in some states', { states: ['trouble', 'full'] }, ['one/iron', 'two/wood']],
    ['those that are found by name', { q: 'AXE' }, ['one/axe']],
    ['those that are found by a good', { q: 'wood' }, ['two/wood']],
    ['those that are found by every word', { q: 'one iron' }, ['one/iron']],
    ['the worst first', { sort: 'state' }, ['one/iron', 'one/axe', 'two/wood']],
    ['the fullest first', { sort: '-stock' }, ['two/wood', 'one/iron', 'one/axe']],
    ['by an unknown column, as by name', { sort: 'evil' }, ['one/axe', 'one/iron', 'two/wood']],
  ] as const)('are %s', (_, place, expected) => expect(rows(place)).toEqual(expected));

  it('are counted by state, the worst first', () =>
    expect(stateCounts(shops)).toEqual([
      ['trouble', 1],
      ['starving', 1],
      ['full', 1],
    ]));
});

describe('the rows in sight', () => {
  it.each([
    ['all of few', 5, { top: 0, height: 800 }, { first: 0, last: 5 }],
    ['the first of many', 1_000, { top: 0, height: 440 }, { first: 0, last: 18 }],
    ['those in the middle', 1_000, { top: 4_400, height: 440 }, { first: 92, last: 118 }],
    ['none of what was scrolled beyond', 3, { top: 44_000, height: 440 }, { first: 3, last: 3 }],
  ])('are %s', (_, count, window, expected) => expect(rowsInSight(count, 44, window)).toEqual(expected));
});
