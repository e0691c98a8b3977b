import { beforeAll, expect, it } from '@jest/globals';
import { events, leases, namespaces, pods } from '../../../kube/objects/built-in.ts';
import { accessProblems, describeBrowser } from './browser.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { DESK, PHONE } from './sizes.ts';

describeBrowser('the page of controllers', () => {
  const tested = pageOfEachTest();
  beforeAll(async () => {
    const { client } = tested.cluster.connection;
    const namespace = 'civ-system';
    await client.create(namespaces, { metadata: { name: namespace } });
    for (const name of ['config-reload-1', 'config-reload-2']) {
      const labels = { 'app.kubernetes.io/name': 'config-reload' };
      await client.create(pods, {
        metadata: { name, namespace, labels },
        spec: { nodeName: 'here', containers: [{ name: 'config-reload', image: 'civ8s:0' }] },
      });
      const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
      await client.patch(pods, { namespace, name }, { merge: { status } }, { subresource: 'status' });
    }
    const renewTime = new Date().toISOString().replace('Z', '000Z');
    await client.create(leases, {
      metadata: { name: 'civ8s-config-reload', namespace },
      spec: { holderIdentity: 'config-reload-2_7f', leaseDurationSeconds: 3_600, renewTime },
    });
    await client.create(events, {
      metadata: { name: 'one', namespace: KINGDOM },
      involvedObject: { kind: 'Deployment', namespace: KINGDOM, name: 'ironworker' },
      source: { component: 'civ8s-config-reload' },
      reason: 'Reloaded',
      message: 'ConfigMap ironworker-directions changed <b>now</b>',
      type: 'Normal',
      lastTimestamp: new Date().toISOString(),
      count: 2,
    });
  });

  it('shows who leads, and what they did and why', async () => {
    await tested.open('?view=controllers');
    const { page } = tested;
    const row = page.locator('tr[data-controller="config-reload"]');
    await row.getByText('2 of 2').waitFor();
    await row.getByRole('cell', { name: /^config-reload-2, .* old$/ }).waitFor();
    const deed = page.locator('[data-deed="Reloaded"]');
    await deed.getByText('ConfigMap ironworker-directions changed <b>now</b>').waitFor();
    expect(await deed.innerText()).toContain('×2');
    await deed.getByRole('link', { name: `Deployment ${KINGDOM}/ironworker` }).click();
    await page.getByRole('complementary').getByRole('heading', { name: 'ironworker' }).waitFor();
  });

  it('is reached by its key; another shows all keys, and is closed again', async () => {
    await tested.open('?view=shops');
    const { page } = tested;
    await page.locator('tr[data-shop]').first().waitFor();
    await page.keyboard.press('5');
    await page.getByRole('heading', { name: 'What they did' }).waitFor();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('find shops, towns and goods').waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Keys' }).click();
    await keys.getByRole('button', { name: 'Close' }).click();
    await keys.waitFor({ state: 'hidden' });
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in a %s scheme, on a desk and on a phone', async (colorScheme) => {
    for (const viewport of [DESK, PHONE]) {
      await tested.open('?view=controllers', { colorScheme, viewport });
      await tested.page.locator('[data-deed]').first().waitFor();
      expect(await accessProblems(tested.page)).toEqual([]);
      expect(await tested.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      if (viewport === DESK) await tested.page.context().close();
    }
  });
});
