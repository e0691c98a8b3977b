import { expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { pods } from '../../../kube/objects/built-in.ts';
import type { HistoryPicture } from '../../../dashboard/wire/past.ts';
import { until } from '../../until.ts';
import { accessProblems, describeBrowser } from './browser.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { DESK, PHONE } from './sizes.ts';

describeBrowser('the past', () => {
  const tested = pageOfEachTest();
  let page: Page;
  const open = async (search?: string, options?: BrowserContextOptions): Promise<void> => {
    await tested.open(search, options);
    ({ page } = tested);
  };
  const ask = (path: string) => fetch(`${tested.shown.url}${path}`);
  /** A time of which something is kept: that of the first moment, which is of the sample as it began. */
  const firstTime = () =>
    until('the first moment', async () => {
      const { since } = (await (await ask('api/history')).json()) as HistoryPicture;
      return since !== null && new Date(Math.ceil(since / 1_000) * 1_000).toISOString();
    });
  const setStock = (count: string) =>
    tested.cluster.connection.client.patch(
      pods,
      { namespace: KINGDOM, name: 'stoneworker-1' },
      { merge: { metadata: { annotations: { 'goods.civ8s.dev/stone': count } } } },
    );
  /** The browser notes every answer that is not 200. */
  const forgiveMissing = () => {
    const rest = tested.problems.filter((problem) => !problem.includes('404 (Not Found)'));
    tested.problems.splice(0, Infinity, ...rest);
  };
  const panel = () => page.getByRole('complementary');
  const bar = () => page.locator('.time-bar');

  it('is shown as it was on map, table and panel, by a link, until somebody goes back to live', async () => {
    const at = await firstTime();
    await setStock('4711');
    await open(`?shop=${KINGDOM}/stoneworker&at=${at}`);
    await bar().getByText('ago').waitFor();
    await panel().locator('[data-good="stone"]').getByText('18', { exact: true }).first().waitFor();
    await page.locator(`#map [data-shop="${KINGDOM}/stoneworker"]`).getByText('18').waitFor();
    await page.keyboard.press('2');
    await page.locator(`tr[data-shop="${KINGDOM}/stoneworker"]`).getByText('18').waitFor();
    await bar().getByRole('link', { name: 'back to live' }).click();
    await panel().locator('[data-good="stone"]').getByText('4711', { exact: true }).first().waitFor();
    expect([await bar().count(), new URL(page.url()).searchParams.get('at')]).toEqual([0, null]);
    await page.goBack();
    await panel().locator('[data-good="stone"]').getByText('18', { exact: true }).first().waitFor();
    await page.keyboard.press('l');
    await bar().waitFor({ state: 'detached' });
  });

  it('is walked by [ and ], and says where nothing is kept', async () => {
    await open('?t=7d');
    await page.locator('#map [data-shop]').first().waitFor();
    await page.keyboard.press('[');
    await bar().getByText('nothing is kept from before').waitFor();
    await page.getByRole('button', { name: 'Step back' }).click();
    await bar().getByText('6 h ago').or(bar().getByText('5 h ago')).waitFor();
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    await bar().waitFor({ state: 'detached' });
    forgiveMissing();
  });

  it('has trends, and charts of a shop that lead to a time', async () => {
    await setStock('18');
    await firstTime();
    await open(`?view=shops&shop=${KINGDOM}/stoneworker`);
    await page
      .locator(`tr[data-shop="${KINGDOM}/stoneworker"]`)
      .getByRole('img', { name: /^in store: from 18 to \d+, at last \d+$/ })
      .waitFor();
    await panel().getByText('The last 15m').click();
    await panel().locator('[data-chart="stock"] canvas').waitFor();
    await panel()
      .locator('[data-chart="stock"]')
      .getByText(/stone from 18 to/)
      .waitFor();
    const chart = await panel().locator('[data-chart="stock"] .u-over').boundingBox();
    await page.mouse.click((chart?.x ?? 0) + (chart?.width ?? 0) / 2, (chart?.y ?? 0) + 20);
    await bar().getByText('ago').waitFor();
    await bar()
      .getByText(/nothing is kept|ago$/)
      .waitFor();
    forgiveMissing();
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in a %s scheme, on a desk and on a phone', async (colorScheme) => {
    const at = await firstTime();
    for (const viewport of [DESK, PHONE]) {
      await open(`?view=shops&shop=${KINGDOM}/stoneworker&at=${at}`, { colorScheme, viewport });
      await panel().getByText('The last 15m').click();
      await panel().locator('[data-chart="stock"] canvas, .charts p').first().waitFor();
      expect(await accessProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      if (viewport === DESK) await page.context().close();
    }
  });
});
