import { beforeAll, expect, it } from '@jest/globals';
import { pods } from '../../../kube/objects/built-in.ts';
import { addKingdom, addShop } from '../../cli/small-cluster.ts';
import { accessProblems, describeBrowser } from './browser.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { PHONE } from './sizes.ts';

const NEEDY = 'kingdom-of-need';
const SMITHS = Array.from({ length: 8 }, (_, index) => `blacksmith-of-the-hill-${index}`);

describeBrowser('a shop that does not run', () => {
  const tested = pageOfEachTest();

  /** A miner that starts again and again, and eight smiths who live on it. */
  beforeAll(async () => {
    const { cluster } = tested;
    await addKingdom(cluster, NEEDY);
    const place = { kingdom: NEEDY, town: 'hill' };
    await addShop(cluster, {
      ...place,
      shop: 'miner',
      goods: { ore: '0' },
      directions: [{ product: 'ore', amount: 9, minimum: 1, interval: 5 }],
    });
    const productInputList = [{ product: 'ore', amount: 1, store: 'http://miner' }];
    for (const shop of SMITHS)
      await addShop(cluster, {
        ...place,
        shop,
        goods: { nail: '3', ore: '0', hammer: '12', horseshoe: '7' },
        waits: '1 ore from miner',
        directions: [{ product: 'nail', amount: 1, minimum: 1, interval: 5, productInputList }],
      });
    const state = { waiting: { reason: 'CrashLoopBackOff' } };
    const containerStatuses = [{ name: 'miner', image: '', imageID: '', ready: false, restartCount: 7, state }];
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }], containerStatuses };
    await cluster.connection.client.patch(pods, { namespace: NEEDY, name: 'miner-1' }, { merge: { status } }, { subresource: 'status' });
  });

  it('is named above the map with what it is and how many it holds up, and its panel leads to them', async () => {
    await tested.open();
    await tested.page.getByRole('link', { name: 'miner (trouble, holds up 8)' }).click();
    const panel = tested.page.getByRole('complementary');
    await panel.getByRole('heading', { name: 'Holds up 8' }).waitFor();
    await panel.getByRole('paragraph').getByRole('link', { name: 'blacksmith-of-the-hill-3' }).click();
    await panel.getByRole('heading', { name: 'blacksmith-of-the-hill-3' }).waitFor();
    await panel.locator('[data-why] li').getByText('CrashLoopBackOff').waitFor();
  });

  it('is the first of the causes, and the goods are in sight below them; on a phone as well', async () => {
    await tested.open('?view=economy&good=ore', { viewport: PHONE });
    const { page } = tested;
    await page.locator(`[data-cause="${NEEDY}/miner"]`).waitFor();
    expect(await page.locator('[data-cause]').first().getAttribute('data-cause')).toBe(`${NEEDY}/miner`);
    const cut =
      "[...document.querySelectorAll('.economy thead th:not(.spare)')].filter((cell) => cell.scrollWidth > cell.clientWidth).length";
    expect(await page.evaluate(cut)).toBe(0);
    await page.locator('[data-detail="ore"]').getByText('Bought by 8').waitFor();
    expect(await accessProblems(page)).toEqual([]);
  });

  it('stands in a table whose rows are all of one height, however much lies in store', async () => {
    await tested.open('?view=shops', { viewport: PHONE });
    const { page } = tested;
    await page.locator(`tr[data-shop="${NEEDY}/miner"]`).waitFor();
    await page.locator(`tr[data-shop="${KINGDOM}/craftsman"]`).waitFor();
    const heights =
      "[...new Set([...document.querySelectorAll('tr[data-shop]')].map((row) => Math.round(row.getBoundingClientRect().height)))]";
    expect(await page.evaluate(heights)).toEqual([44]);
    expect(await accessProblems(page)).toEqual([]);
  });
});
