import { expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { accessProblems, describeBrowser } from './browser.ts';
import { createHurriedClock } from './hurried-clock.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { DESK, PHONE } from './sizes.ts';
import { askWorkingSample } from './working-sample.ts';

const HURRY = 40;

describeBrowser('the rates of now', () => {
  const time = createHurriedClock(HURRY);
  let silent = false;
  const tested = pageOfEachTest(() => ({ time, askBooks: askWorkingSample(time.clock.now, () => silent) }));
  let page: Page;
  const open = async (search?: string, options?: BrowserContextOptions): Promise<void> => {
    await tested.open(search, options);
    ({ page } = tested);
  };
  const now = (title: string, good: string) =>
    page.getByRole('table').filter({ hasText: title }).locator(`[data-flow="${good}"] [data-now]`);

  it('stand in the panel beside the plan, with over how long they were measured', async () => {
    await open(`?shop=${KINGDOM}/ironworker`);
    await page.locator('[data-measured]').getByText('measuring').or(page.locator('[data-measured]').getByText('of the last')).waitFor();
    await page.locator('[data-measured]').getByText('of the last 60 s').waitFor();
    await now('Makes', 'iron')
      .getByText(/^0\.(09|1|11)/)
      .waitFor();
    await now('Buys', 'wood')
      .getByText(/^(0\.9|1)/)
      .waitFor();
    await now('Sells', 'iron')
      .getByText(/^0\.(09|1|11)/)
      .waitFor();
  });

  it('stand on the map, in its summary, and in the table of goods', async () => {
    await open();
    await page.getByText(/0\.2\d? trades\/s/).waitFor();
    await page
      .locator(`#map [data-shop="${KINGDOM}/ironworker"]`)
      .getByText(/0\.(09|1|11)\d* iron/)
      .waitFor();
    await page.keyboard.press('3');
    await page
      .locator('tr[data-good="stone"]')
      .getByText(/^0\.(5|6)/)
      .first()
      .waitFor();
  });

  it('of a good open in the table of goods: who makes it, who buys it and of whom; a link restores that', async () => {
    await open('?view=economy');
    await page.locator('tr[data-good="iron"]').getByRole('button', { name: 'iron' }).click();
    const detail = page.getByRole('group', { name: 'Who makes and who buys iron' });
    await detail.getByText('Made by 1').waitFor();
    const flow = (shop: string) => detail.locator(`[data-flow="${KINGDOM}/${shop}"]`);
    await flow('ironworker')
      .locator('[data-now]')
      .getByText(/^0\.(09|1|11)/)
      .waitFor();
    await flow('craftsman').getByText('from ironworker').waitFor();
    expect(new URL(page.url()).search).toBe('?view=economy&good=iron');
    await page.reload();
    await flow('craftsman').getByRole('link', { name: 'craftsman' }).click();
    await page.getByRole('complementary').getByRole('heading', { name: 'craftsman' }).waitFor();
    await page.getByRole('button', { name: 'iron', expanded: true }).click();
    await detail.waitFor({ state: 'detached' });
  });

  it.each(['light', 'dark'] as const)('keep nobody out, in a %s scheme, on a desk and on a phone', async (colorScheme) => {
    for (const viewport of [DESK, PHONE]) {
      await open(`?view=economy&good=iron&shop=${KINGDOM}/ironworker`, { colorScheme, viewport });
      await page.locator('[data-measured]').getByText('of the last').waitFor();
      expect(await accessProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      if (viewport === DESK) await page.context().close();
    }
  });

  it('are unknown where no worker answers, which is said, and all else stays', async () => {
    silent = true;
    await open(`?shop=${KINGDOM}/ironworker`);
    await page.getByText('0 of 4 workers answer: rates unknown: connection refused: let the dashboard in').waitFor();
    await page.locator('[data-source="books"][data-state="stale"]').waitFor({ state: 'attached' });
    await page.locator('[data-measured]').getByText('unknown, no worker answers').waitFor();
    await page.locator('[data-source="api"][data-state="live"]').waitFor();
    await now('Makes', 'iron').getByText('–').waitFor();
    silent = false;
  });
});
