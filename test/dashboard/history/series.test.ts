import { expect, it } from '@jest/globals';
import { createSeriesNumbers } from '../../../dashboard/history/figures.ts';
import { packFigures } from '../../../dashboard/history/packing.ts';
import { seriesOf } from '../../../dashboard/history/series.ts';
import { shopOf } from '../page/shop.ts';
import { pictureOf } from '../picture.ts';

const NOTHING = new Uint8Array();

it('lines of figures are no more at once than can be written down while others wait', async () => {
  const numbers = createSeriesNumbers();
  const shops = Array.from({ length: 1_000 }, (_, index) => shopOf(`one/${index}`, { stock: [{ good: 'wood', count: index }] }));
  const figures = await packFigures(numbers.figuresOf(pictureOf({ shops }), 5));
  const asked = async (points: number): Promise<number> => {
    const question = { shop: '*', good: '', what: '', fromMs: 0, toMs: 10, points };
    return (await seriesOf([{ atMs: 5, base: NOTHING, picture: NOTHING, figures }], numbers.names, question)).series.length;
  };
  expect([await asked(40), await asked(1_000)]).toEqual([1_000, 200]);
});

it('lines of figures are no more than 10,000, however many shops there are', () => {
  const numbers = createSeriesNumbers();
  const shops = Array.from({ length: 20_000 }, (_, index) => shopOf(`one/${index}`));
  expect([numbers.figuresOf(pictureOf({ shops }), 5).length, numbers.names.length]).toEqual([10_000, 10_000]);
});

it('a new line takes the place of the one that was not told for longest, and has nothing of what stood there', async () => {
  const numbers = createSeriesNumbers();
  const told = (atMs: number, ...shops: readonly string[]) =>
    packFigures(
      numbers.figuresOf(pictureOf({ shops: shops.map((shop) => shopOf(`one/${shop}`, { stock: [{ good: 'wood', count: atMs }] })) }), atMs),
    ).then((figures) => ({ atMs, base: NOTHING, picture: NOTHING, figures }));
  const many = Array.from({ length: 4_990 }, (_, index) => `shop-${index}`);
  const moments = [await told(1, 'oldest', 'old', ...many), await told(2, 'old', ...many), await told(3, ...many)];
  const fresh = Array.from({ length: 9 }, (_, index) => `new-${index}`);
  moments.push(await told(4, ...many, ...fresh));
  expect(numbers.names).toHaveLength(10_000);
  const stockOf = async (shop: string) => {
    const question = { shop: `one/${shop}`, good: 'wood', what: 'stock', fromMs: 1, toMs: 5, points: 4 };
    return (await seriesOf(moments, numbers.names, question)).series.map(({ values }) => values);
  };
  expect(await stockOf('new-8')).toEqual([[null, null, null, 4]]);
  expect(await stockOf('shop-0')).toEqual([[1, 2, 3, 4]]);
  expect(await stockOf('oldest')).toEqual([]);
});
