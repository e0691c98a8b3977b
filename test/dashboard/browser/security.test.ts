import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { pods } from '../../../kube/objects/built-in.ts';
import { addShop, startSmallCluster, type SmallCluster } from '../../cli/small-cluster.ts';
import { describeBrowser } from './browser.ts';
import { launchBrowser } from './launch.ts';
import { addSample, KINGDOM } from './sample-cluster.ts';
import { showCluster, type ShownCluster } from './shown-cluster.ts';

const EVIL = '<img src=x onerror="document.title=1">';
const SCRIPT = 'javascript:document.title=1';

describeBrowser('the page among strangers', () => {
  let cluster: SmallCluster;
  let shown: ShownCluster;
  let browser: Browser;
  beforeAll(async () => {
    [cluster, browser] = await Promise.all([startSmallCluster(), launchBrowser('--host-resolver-rules=MAP evil.test 127.0.0.1')]);
    await addSample(cluster);
    shown = await showCluster(cluster.connection);
  });
  afterAll(async () => {
    await browser.close();
    await shown.stop();
    await cluster.stop();
  });
  /** A page, and all that it asked of others, ran or complained of. */
  const opened = async (search = ''): Promise<{ readonly page: Page; readonly odd: string[] }> => {
    const page = await browser.newPage();
    const odd: string[] = [];
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => odd.push('dialog')));
    page.on('pageerror', (error) => odd.push(error.message));
    page.on('console', (message) => odd.push(message.text()));
    page.on('request', (request) => /^(data:|http:\/\/127\.0\.0\.1:)/.test(request.url()) || odd.push(request.url()));
    await page.goto(`${shown.url}${search}`);
    return { page, odd };
  };

  it('is not shown under a name that somebody else has made lead here', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(shown.url.replace('127.0.0.1', 'evil.test'));
    expect(answer?.status()).toBe(421);
    expect(await page.locator('body').innerText()).toContain('start it with --hosts evil.test');
    expect(await page.evaluate<number>("fetch('api/realm').then((answer) => answer.status)")).toBe(421);
    await page.close();
  });

  it.each([
    ['a script in the page', "document.body.append(Object.assign(document.createElement('script'), { text: 'document.title = 1' }))"],
    ['HTML made of text', "document.body.innerHTML = '<b>bold</b>'"],
    ['an attribute that is a script', "document.body.setAttribute('onclick', 'document.title = 1'); document.body.click()"],
    ['another trusted policy', "trustedTypes.createPolicy('evil', { createHTML: (text) => text })"],
  ])('does nothing with %s', async (_, attack) => {
    const { page } = await opened('?view=shops');
    await page.locator('tr[data-shop]').first().waitFor();
    const blocked = page.waitForEvent('console', (message) =>
      /Content Security Policy|requires 'Trusted|TrustedTypePolicy/.test(message.text()),
    );
    await page.evaluate<string>(`(() => { try { ${attack} } catch (error) { console.error(error.message) } })()`);
    await blocked;
    expect(await page.locator('body > b').count()).toBe(0);
    expect(await page.title()).toBe('civ8s');
    await page.close();
  });

  it.each(['https://example.com/', 'http://127.0.0.1:1/'])('asks nothing of %s', async (url) => {
    const { page } = await opened('?view=shops');
    const blocked = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'));
    expect(await page.evaluate<string>(`fetch('${url}').then(() => 'asked', () => 'refused')`)).toBe('refused');
    await blocked;
    await page.close();
  });

  it('shows what is hostile in directions, names and last words as the text that it is, on every view', async () => {
    const directions = [
      { product: EVIL, amount: 1, minimum: 1, interval: 5, productInputList: [{ product: EVIL, store: SCRIPT, amount: 1 }] },
    ];
    await addShop(cluster, { kingdom: KINGDOM, town: 'constructor', shop: 'constructor', waits: EVIL, directions });
    const waiting = { reason: 'CrashLoopBackOff', message: EVIL };
    await cluster.connection.client.patch(
      pods,
      { namespace: KINGDOM, name: 'constructor-1' },
      {
        merge: {
          status: {
            containerStatuses: [{ name: 'constructor', image: '', imageID: '', ready: false, restartCount: 3, state: { waiting } }],
          },
        },
      },
      { subresource: 'status' },
    );
    for (const view of ['shops', 'map', 'economy']) {
      const { page, odd } = await opened(`?view=${view}&shop=${KINGDOM}/constructor`);
      const panel = page.getByRole('complementary');
      await panel.getByText(EVIL).first().waitFor();
      expect(await page.locator('#app img, #app script, a[href^="javascript"]').count()).toBe(0);
      expect([await page.title(), odd]).toEqual(['civ8s', []]);
      await page.close();
    }
  });

  it('takes whatever an address says for text', async () => {
    const names = ['view', 'kingdom', 'town', 'shop', 'q', 'state', 'sort', 'v', 't', 'at', '__proto__', 'constructor'];
    for (const value of [EVIL, SCRIPT, '\u202E\u0000', '1e309,NaN,-0', 'x'.repeat(3_000)]) {
      const search = names.map((name) => `${name}=${encodeURIComponent(value.slice(0, name === 'q' ? 300 : 100))}`).join('&');
      const { page, odd } = await opened(`?${search}`);
      await page.getByRole('heading', { name: 'civ8s' }).waitFor();
      await page.locator('[data-source="stream"][data-state="live"]').waitFor({ state: 'attached' });
      expect(await page.locator('#app img, #app script, a[href^="javascript"]').count()).toBe(0);
      expect([await page.title(), odd]).toEqual(['civ8s', []]);
      await page.close();
    }
  });
});
