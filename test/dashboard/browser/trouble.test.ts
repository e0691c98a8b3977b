import { expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { events, pods } from '../../../kube/objects/built-in.ts';
import { accessProblems, describeBrowser } from './browser.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { DESK, PHONE } from './sizes.ts';

describeBrowser('trouble', () => {
  const tested = pageOfEachTest();
  let page: Page;
  const open = async (search?: string, options?: BrowserContextOptions): Promise<void> => {
    await tested.open(search, options);
    ({ page } = tested);
  };
  const lines = () => page.locator('[data-trouble]');
  const warn = (name: string, message: string, count = 1) => {
    const time = new Date(Date.now() - 5_000).toISOString().replace(/\.\d+/, '');
    return tested.cluster.connection.client.create(events, {
      metadata: { name, namespace: KINGDOM },
      involvedObject: { kind: 'Pod', name: 'woodworker-1', namespace: KINGDOM },
      type: 'Warning',
      reason: 'BackOff',
      message,
      count,
      firstTimestamp: time,
      lastTimestamp: time,
    });
  };
  const setWaiting = (shop: string, reason: string | undefined) => {
    const state = reason === undefined ? { running: {} } : { waiting: { reason, message: 'no disk' } };
    const containerStatuses = [{ name: shop, image: '', imageID: '', ready: reason === undefined, restartCount: 0, state }];
    const conditions = [{ type: 'Ready', status: reason === undefined ? 'True' : 'False' }];
    return tested.cluster.connection.client.patch(
      pods,
      { namespace: KINGDOM, name: `${shop}-1` },
      { merge: { status: { phase: 'Running', conditions, containerStatuses } } },
      { subresource: 'status' },
    );
  };

  it('is told line by line as it comes, the newest first, grouped, with the shop and a mark each', async () => {
    await open('?view=trouble');
    await page.getByText('No trouble in these 15m.').waitFor();
    await warn('first', '<b>Back-off</b> restarting');
    await lines().getByText('Pod woodworker-1: <b>Back-off</b> restarting').waitFor();
    await warn('second', 'Back-off again', 11);
    await lines().getByText('×12').waitFor();
    await setWaiting('stoneworker', 'CrashLoopBackOff');
    await lines().nth(1).waitFor();
    expect(await lines().first().innerText()).toMatch(/stoneworker trouble\s+0 of 1 pods are ready: CrashLoopBackOff: no disk/);
    expect(await page.locator('.strip rect').count()).toBe(2);
    await page.getByRole('link', { name: 'Trouble (1)' }).waitFor();
    await setWaiting('stoneworker', undefined);
    await page.getByRole('link', { name: 'Trouble', exact: true }).waitFor();
  });

  it('is filtered by kind and by word, and a link restores that', async () => {
    await open('?view=trouble');
    await lines().nth(1).waitFor();
    await page.getByRole('button', { name: 'cluster 1' }).click();
    await lines().nth(1).waitFor({ state: 'detached' });
    const { search } = new URL(page.url());
    expect(search).toBe('?view=trouble&kind=event');
    await page.context().close();
    await open(`${search}&q=woodworker`);
    await lines().getByText('BackOff').waitFor();
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText('None of it is like that.').waitFor();
  });

  it('leads to its time, by its line and by its mark', async () => {
    await open('?view=trouble&kind=state');
    await lines().first().getByRole('link').first().click();
    await page.locator('.time-bar').getByText('ago').waitFor();
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/^\d{4}-\d\d-\d\dT/);
    await page.keyboard.press('l');
    await page.locator('.time-bar').waitFor({ state: 'detached' });
    await page.locator('.strip rect.state').click();
    await page.locator('.time-bar').waitFor();
    await lines().first().waitFor();
    await page.keyboard.press('1');
    await page
      .locator(`#map [data-shop="${KINGDOM}/stoneworker"]`)
      .or(page.locator('.time-bar').getByText('nothing is kept'))
      .first()
      .waitFor();
    tested.problems.splice(0, Infinity, ...tested.problems.filter((problem) => !problem.includes('404 (Not Found)')));
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in a %s scheme, on a desk and on a phone', async (colorScheme) => {
    for (const viewport of [DESK, PHONE]) {
      await open('?view=trouble', { colorScheme, viewport });
      await lines().first().waitFor();
      expect(await accessProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      if (viewport === DESK) await page.context().close();
    }
  });
});
