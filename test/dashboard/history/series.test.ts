import { expect, it } from '@jest/globals';
import { createSeriesNumbers } from '../../../dashboard/history/figures.ts';
import { seriesOf } from '../../../dashboard/history/series.ts';
import { shopOf } from '../page/shop.ts';
import { pictureOf } from '../picture.ts';

it('lines of figures are no more at once than can be written down while others wait', () => {
  const numbers = createSeriesNumbers();
  const shops = Array.from({ length: 1_000 }, (_, index) => shopOf(`one/${index}`, { stock: [{ good: 'wood', count: index }] }));
  const figures = numbers.figuresOf(pictureOf({ shops }));
  const asked = (points: number) =>
    seriesOf([{ atMs: 5, picture: new Uint8Array(), figures }], numbers.names, {
      shop: '*',
      good: '',
      what: '',
      fromMs: 0,
      toMs: 10,
      points,
    });
  expect([asked(40).series.length, asked(1_000).series.length]).toEqual([1_000, 200]);
});

it('lines of figures are no more than 10,000, however many shops there are', () => {
  const numbers = createSeriesNumbers();
  const shops = Array.from({ length: 20_000 }, (_, index) => shopOf(`one/${index}`));
  expect([numbers.figuresOf(pictureOf({ shops })).length, numbers.names.length]).toEqual([10_000, 10_000]);
});
