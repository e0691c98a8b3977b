import { expect, it } from '@jest/globals';
import { accessProblems, describeBrowser } from './browser.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { DESK, PHONE } from './sizes.ts';

describeBrowser('the words of the page', () => {
  const tested = pageOfEachTest();

  it('lead to the chapters that explain them, beside the realm', async () => {
    await tested.open('?view=shops');
    const { page } = tested;
    await page.locator('tr[data-shop]').first().waitFor();
    await page.keyboard.press('?');
    const opened = page.waitForEvent('popup');
    await page.getByRole('dialog').getByRole('link', { name: 'starving' }).click();
    const chapter = await opened;
    await chapter.getByRole('heading', { name: '7. Probes and readiness' }).waitFor();
    expect(await chapter.title()).toBe('7. Probes and readiness · civ8s');
    await chapter.getByRole('link', { name: 'the tour' }).click();
    await chapter.getByRole('link', { name: 'Server-side apply, and owners of fields' }).click();
    await chapter.getByRole('heading', { name: '13. Server-side apply, and owners of fields' }).waitFor();
  });

  it('are links where they stand in the panel of a shop', async () => {
    await tested.open(`?view=shops&shop=${KINGDOM}/woodworker`);
    const { page } = tested;
    const opened = page.waitForEvent('popup');
    await page.getByRole('complementary').getByRole('link', { name: 'Stock' }).click();
    await (await opened).getByRole('heading', { name: '3. Deployments, ReplicaSets and pods' }).waitFor();
  });

  it.each(['light', 'dark'] as const)('keep nobody out, in a %s scheme, on a desk and on a phone', async (colorScheme) => {
    for (const viewport of [DESK, PHONE])
      for (const chapter of ['tour/index.html', 'tour/10-patches.html']) {
        await tested.open(chapter, { colorScheme, viewport });
        await tested.page.getByRole('heading', { level: 1 }).waitFor();
        expect(await accessProblems(tested.page)).toEqual([]);
        expect(await tested.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
        if (viewport === DESK || chapter !== 'tour/10-patches.html') await tested.page.context().close();
      }
  });
});
