import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { deployments, pods } from '../../../kube/objects/built-in.ts';
import { addShop } from '../../cli/small-cluster.ts';
import { accessProblems, describeBrowser } from './browser.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { DESK, PHONE } from './sizes.ts';

describeBrowser('the page', () => {
  const tested = pageOfEachTest();
  const { problems } = tested;
  let page: Page;
  const open = async (search?: string, options?: BrowserContextOptions): Promise<void> => {
    await tested.open(search, options);
    ({ page } = tested);
  };
  const setStock = (shop: string, good: string, count: string) =>
    tested.cluster.connection.client.patch(
      pods,
      { namespace: KINGDOM, name: `${shop}-1` },
      { merge: { metadata: { annotations: { [`goods.civ8s.dev/${good}`]: count } } } },
    );
  const row = (shop: string) => page.locator(`tr[data-shop="${KINGDOM}/${shop}"]`);
  const panel = () => page.getByRole('complementary');

  describe('of shops', () => {
    it('shows every shop with its state, its stock and what it waits for', async () => {
      await open('?view=shops');
      await row('craftsman').waitFor();
      expect(await page.title()).toBe('civ8s');
      expect(await row('craftsman').getByRole('link', { name: 'craftsman' }).count()).toBe(1);
      await row('craftsman').getByText('starting').waitFor();
      await row('craftsman').getByText('4 iron from ironworker').waitFor();
      expect(await row('woodworker').locator('[data-good="wood"]').textContent()).toContain('62');
      await row('woodworker').and(page.locator('[data-state="full"]')).waitFor();
    });

    it('shows what changes without being asked', async () => {
      await open('?view=shops');
      await row('stoneworker').getByText('18').waitFor();
      await setStock('stoneworker', 'stone', '4711');
      await row('stoneworker').getByText('4711').waitFor();
      await setStock('stoneworker', 'stone', '18');
    });

    it('opens a shop, says why it is short, and what would help; Back and Escape close it again', async () => {
      await open('?view=shops');
      await row('craftsman').getByRole('link', { name: 'craftsman' }).click();
      await panel().getByRole('heading', { name: 'craftsman' }).waitFor();
      const why = page.locator('[data-why] li');
      await why.nth(1).waitFor();
      expect(await why.allInnerTexts()).toEqual([
        'waits for iron: 0.17/s too little',
        `${KINGDOM}/ironworker: makes all it can: 0.1 iron/s, and 0.27 are wanted`,
      ]);
      await panel().getByText('full speed, 0.067 axe/s').waitFor();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy the command' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`civ logs -n ${KINGDOM} craftsman`);
      await page.goBack();
      await panel().waitFor({ state: 'detached' });
      await page.goForward();
      await panel().waitFor();
      await page.keyboard.press('Escape');
      await panel().waitFor({ state: 'detached' });
    });

    it('is found, filtered and sorted, and a link restores all of that', async () => {
      await open('?view=shops');
      await row('craftsman').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('wood');
      await row('ironworker').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Stock' }).click();
      const { search } = new URL(page.url());
      expect(search).toContain('q=wood');
      await page.context().close();
      await open(search);
      await row('woodworker').waitFor();
      expect(await page.getByRole('searchbox').inputValue()).toBe('wood');
      expect(await page.locator('tr[data-shop]').count()).toBe(2);
      expect(await page.getByRole('columnheader', { name: 'Stock' }).getAttribute('aria-sort')).toBe('ascending');
    });

    it('says so where a link leads to a shop that is no more, and offers the nearest', async () => {
      await open(`?view=shops&shop=${KINGDOM}/craftsmen`);
      await panel().getByText('There is no such shop').waitFor();
      await panel()
        .getByRole('link', { name: `${KINGDOM}/craftsman` })
        .click();
      await panel().getByRole('heading', { name: 'craftsman' }).waitFor();
    });

    it.each(['light', 'dark'] as const)('keeps nobody out, in a %s scheme, on a desk and on a phone', async (colorScheme) => {
      for (const viewport of [DESK, PHONE]) {
        await open(`?view=shops&shop=${KINGDOM}/craftsman`, { colorScheme, viewport });
        await page.locator('[data-why] li').first().waitFor();
        expect(await accessProblems(page)).toEqual([]);
        if (viewport === DESK) await page.context().close();
      }
    });

    it('fits a phone', async () => {
      await open(`?view=shops`, { viewport: PHONE, hasTouch: true });
      await row('craftsman').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
      await row('craftsman').getByRole('link').tap();
      await panel().waitFor();
      const box = await panel().boundingBox();
      expect(box?.width).toBe(PHONE.width);
    });
  });

  describe('of what others wrote', () => {
    const EVIL = '<img src=x onerror="document.title=1">\u202E';

    it('shows it as the text that it is', async () => {
      await setStock('stoneworker', 'stone', '18');
      const client = tested.cluster.connection.client;
      await client.patch(
        pods,
        { namespace: KINGDOM, name: 'woodworker-1' },
        { merge: { metadata: { annotations: { 'worker.civ8s.dev/waits': EVIL } } } },
      );
      await open(`?view=shops&q=${encodeURIComponent('<b>x</b>')}&shop=${encodeURIComponent(`${KINGDOM}/<script>`)}`);
      await page.getByText('none of 4 shops is like that').waitFor();
      await page.getByRole('searchbox').fill('woodworker');
      await row('woodworker').getByText('<img src=x onerror="document.title=1">\\u202e').waitFor();
      expect([await page.title(), await page.locator('main img, main script').count()]).toEqual(['civ8s', 0]);
      await client.patch(
        pods,
        { namespace: KINGDOM, name: 'woodworker-1' },
        { merge: { metadata: { annotations: { 'worker.civ8s.dev/waits': null } } } },
      );
    });

    it('shows a shop whose directions cannot be read, and all others', async () => {
      const shop = { kingdom: KINGDOM, town: 'simple-town', shop: 'evil', directions: [{ product: '__proto__', amount: -1 }] };
      await addShop(tested.cluster, shop);
      await open(`?view=shops&shop=${KINGDOM}/evil`);
      await panel().getByText('its directions cannot be read').waitFor();
      await row('craftsman').waitFor();
      await tested.cluster.connection.client.delete(deployments, { namespace: KINGDOM, name: 'evil' });
      await tested.cluster.connection.client.delete(pods, { namespace: KINGDOM, name: 'evil-1' });
    });
  });

  describe('when something is away', () => {
    it('keeps what it shows while the API server is gone, says so, and goes on when it is back', async () => {
      await open('?view=shops');
      await row('craftsman').waitFor();
      await page.locator('[data-source="api"][data-state="live"]').waitFor();
      const end = await tested.cluster.server.faults.outage();
      await page.getByText('The API server does not answer').waitFor({ timeout: 30_000 });
      await row('craftsman').waitFor();
      expect(await page.title()).toBe('▲ civ8s');
      await page.locator('main.old').waitFor();
      const announced = await page.getByRole('status', { name: 'Notices' }).ariaSnapshot();
      expect(announced).toContain('The API server does not answer');
      expect(announced).not.toContain('ago');
      await end();
      await page.getByText('The API server does not answer').waitFor({ state: 'detached', timeout: 60_000 });
      await setStock('stoneworker', 'stone', '99');
      await row('stoneworker').getByText('99').waitFor({ timeout: 60_000 });
      await setStock('stoneworker', 'stone', '18');
    });

    it('keeps what it shows while its own server is gone, and goes on when another is there', async () => {
      await open('?view=shops');
      await page.locator('[data-source="stream"][data-state="live"]').waitFor({ state: 'attached' });
      await tested.shown.stop();
      await page.locator('[data-source="stream"][data-state="lost"]').waitFor({ state: 'attached' });
      await row('craftsman').waitFor();
      problems.splice(0); // the browser tells of each connection that is refused
      await tested.showAgain();
      await page.locator('[data-source="stream"][data-state="live"]').waitFor({ state: 'attached', timeout: 30_000 });
      await setStock('stoneworker', 'stone', '98');
      await row('stoneworker').getByText('98').waitFor();
      problems.splice(0);
    });
  });

  it('can be used by the keyboard alone', async () => {
    await open('?view=shops');
    await row('craftsman').waitFor();
    const reached = async (): Promise<boolean> => (await row('craftsman').locator('a:focus').count()) > 0;
    for (let tabs = 0; tabs < 30 && !(await reached()); tabs += 1) await page.keyboard.press('Tab');
    expect(await reached()).toBe(true);
    await page.keyboard.press('Enter');
    await panel().waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
  });

  it('loads in eight tabs of one browser', async () => {
    await open('?view=shops');
    const newTab = async (): Promise<Page> => {
      const tab = await page.context().newPage();
      await tab.goto(`${tested.shown.url}?view=shops`);
      await tab.locator(`tr[data-shop="${KINGDOM}/craftsman"]`).waitFor();
      return tab;
    };
    const hide = async (tab: Page): Promise<void> => {
      await tab.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden' }); document.dispatchEvent(new Event('visibilitychange'))",
      );
      await tab.locator('[data-source="stream"][data-state="paused"]').waitFor({ state: 'attached' });
    };
    const first = [page, ...(await Promise.all(Array.from({ length: 4 }, newTab)))];
    await Promise.all(first.map(hide)); // as a browser does with all tabs but one
    await Promise.all([newTab(), newTab(), newTab()]);
  });
});
