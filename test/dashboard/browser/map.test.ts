import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { until } from '../../until.ts';
import { accessProblems, describeBrowser } from './browser.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { PHONE } from './sizes.ts';

describeBrowser('the map', () => {
  const tested = pageOfEachTest();
  let page: Page;
  const open = async (search?: string, options?: BrowserContextOptions): Promise<void> => {
    await tested.open(search, options);
    ({ page } = tested);
  };
  const card = (shop: string) => page.locator(`#map [data-shop="${KINGDOM}/${shop}"]`);
  const panel = () => page.getByRole('complementary');
  const isFocused = (shop: string) => card(shop).and(page.locator(':focus')).waitFor();

  it('is what the page begins with: every shop with its state, stock and rate, and the cause above all', async () => {
    await open();
    await page.locator('#map[data-level="near"]').waitFor();
    for (const shop of ['woodworker', 'stoneworker', 'ironworker', 'craftsman']) await card(shop).waitFor();
    await page.getByText('1 held up by 1 cause').waitFor();
    await page.getByRole('link', { name: 'ironworker (iron)' }).waitFor();
    expect(await card('woodworker').locator('[data-good="wood"]').textContent()).toContain('62');
    const name = await card('craftsman').ariaSnapshot();
    expect(name).toMatch(
      /^- button "craftsman ?, starting, 0.025 of 0.067 axe.s ?, in store axe 0 wood 8 ?, waits for 4 iron from ironworker"/,
    );
    const marks = () => page.evaluate<number>("performance.getEntriesByName('civ8s:map').length");
    expect(await until('the map to be painted', async () => (await marks()) || undefined)).toBe(1);
  });

  it('asks for nothing but itself, and not often', async () => {
    const asked: string[] = [];
    page = await tested.newPage();
    page.on(
      'request',
      (request) => request.url().startsWith('data:') || asked.push(new URL(request.url()).pathname.replace(/-\w+\./, '.')),
    );
    await page.goto(tested.shown.url);
    await card('craftsman').waitFor();
    expect(asked.sort()).toEqual(expect.arrayContaining(['/', '/api/realm', '/assets/main.js', '/assets/style.css']));
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it('opens a shop by a click, and leaves the rest faint that has nothing to do with it', async () => {
    await open();
    await card('stoneworker').click();
    await panel().getByRole('heading', { name: 'stoneworker' }).waitFor();
    await page.locator(`#map .faint[data-shop="${KINGDOM}/woodworker"]`).waitFor();
    expect(await page.locator(`#map .faint[data-shop="${KINGDOM}/craftsman"]`).count()).toBe(0);
    expect(page.url()).toContain(`shop=${KINGDOM}/stoneworker`);
  });

  it('is walked by arrows, with one stop for Tab: left to suppliers, right to buyers', async () => {
    await open();
    await card('craftsman').waitFor();
    expect(await page.locator('#map [data-shop][tabindex="0"]').count()).toBe(1);
    await card('stoneworker').focus();
    await page.keyboard.press('ArrowRight');
    await isFocused('ironworker');
    await page.keyboard.press('ArrowRight');
    await isFocused('craftsman');
    await page.keyboard.press('ArrowLeft');
    await isFocused('ironworker');
    await page.keyboard.press('Enter');
    await panel().getByRole('heading', { name: 'ironworker' }).waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
  });

  it('zooms by keys and buttons, from far to near, and a link restores that', async () => {
    await open();
    await card('craftsman').waitFor();
    for (let times = 0; times < 5; times += 1) await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.locator('#map[data-level="far"]').waitFor();
    const { search } = new URL(page.url());
    expect(search).toMatch(/v=\d+,\d+,0\.\d+/);
    await page.context().close();
    await open(search);
    await page.locator('#map[data-level="far"]').waitFor();
    await page.keyboard.press('0');
    await page.locator('#map[data-level="near"]').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it.each([
    ['has goods travel along its edges', 'no-preference', 'true'],
    ['moves nothing for who wants no motion', 'reduce', 'false'],
  ] as const)('%s', async (_, reducedMotion, moves) => {
    await open('', { reducedMotion });
    await card('craftsman').waitFor();
    await page.locator(`#map canvas.dots[data-moves="${moves}"]`).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.getByRole('button', { name: 'Fit all' }).click();
    await page.locator('#map[data-level="near"]').waitFor();
  });

  it('is dragged and wheeled', async () => {
    await open();
    const before = await card('craftsman').boundingBox();
    await page.mouse.move(640, 600);
    await page.mouse.down();
    await page.mouse.move(600, 500, { steps: 4 });
    await page.mouse.up();
    const after = await card('craftsman').boundingBox();
    expect([Math.round((after?.x ?? 0) - (before?.x ?? 0)), Math.round((after?.y ?? 0) - (before?.y ?? 0))]).toEqual([-40, -100]);
    await page.mouse.wheel(0, 600);
    await page.locator('#map:not([data-level="near"])').waitFor();
  });

  it('leads to the views by their numbers', async () => {
    await open();
    await card('craftsman').waitFor();
    await page.keyboard.press('2');
    await page.getByRole('table').waitFor();
    await page.keyboard.press('3');
    await page.locator(`[data-cause="${KINGDOM}/ironworker"]`).getByText('full speed, 0.067 axe/s').waitFor();
    await page.locator('tr[data-good="iron"]').getByText('short by 0.17/s').waitFor();
    expect(await accessProblems(page)).toEqual([]);
    await page.goBack();
    await page.goBack();
    await card('craftsman').waitFor();
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in a %s scheme', async (colorScheme) => {
    await open('', { colorScheme });
    await card('craftsman').waitFor();
    await page.getByText('1 held up by 1 cause').waitFor();
    expect(await accessProblems(page)).toEqual([]);
  });

  describe('on a phone', () => {
    it('brings the chosen shop into what the panel leaves free', async () => {
      await open(`?shop=${KINGDOM}/craftsman`, { viewport: PHONE, hasTouch: true });
      await panel().getByRole('heading', { name: 'craftsman' }).waitFor();
      await page.getByText('1 held up by 1 cause').waitFor();
      const [sheet, shop] = await Promise.all([panel().boundingBox(), card('craftsman').boundingBox()]);
      expect((shop?.y ?? 0) + (shop?.height ?? 0)).toBeLessThanOrEqual((sheet?.y ?? 0) + 1);
      expect(await accessProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    });

    it('has the panel over its lower half, or over all of it', async () => {
      await open(`?shop=${KINGDOM}/craftsman`, { viewport: PHONE, hasTouch: true });
      await page.getByRole('button', { name: 'Over the whole page' }).tap();
      await page.getByRole('button', { name: 'Show the map above it' }).waitFor();
      expect((await panel().boundingBox())?.y).toBe(0);
      expect(await accessProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Show the map above it' }).tap();
      await page.getByRole('button', { name: 'Over the whole page' }).waitFor();
      expect((await panel().boundingBox())?.y).toBe(PHONE.height / 2);
    });

    it('opens a shop by a tap', async () => {
      await open('', { viewport: PHONE, hasTouch: true });
      await card('craftsman').or(card('stoneworker')).first().waitFor({ state: 'attached' });
      const map = await page.locator('#map').boundingBox();
      await page.touchscreen.tap((map?.x ?? 0) + (map?.width ?? 0) / 2, (map?.y ?? 0) + (map?.height ?? 0) / 2);
      await panel().waitFor();
    });
  });
});
