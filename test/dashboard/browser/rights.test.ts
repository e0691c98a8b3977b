import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { connect, type Connection } from '../../../kube/connect.ts';
import { configMaps, deployments, events, leases, namespaces, pods } from '../../../kube/objects/built-in.ts';
import { SYSTEM_NAMESPACE } from '../../../model/names.ts';
import { kubeconfigOfAccount } from '../../account-token.ts';
import { clusterRoles, applyRealm, roles } from '../../controllers/applied-realm.ts';
import { startEmbeddedServer, type EmbeddedServer } from '../../local/api-server/embedded-server.ts';
import { realm } from '../../../realm.ts';
import { describeBrowser } from './browser.ts';
import { launchBrowser } from './launch.ts';
import { KINGDOM } from './sample-cluster.ts';
import { showCluster, type ShownCluster } from './shown-cluster.ts';

const OF_KINGDOM = { of: roles, name: { namespace: KINGDOM, name: 'dashboard' } };
const OF_SYSTEM = { of: roles, name: { namespace: 'civ-system', name: 'dashboard' } };
const OF_ALL = { of: clusterRoles, name: { name: 'civ8s-dashboard' } };
const SHOP = `tr[data-shop="${KINGDOM}/ironworker"]`;

/** What it reads, by which role, and what is still to be seen without it. */
const READ = [
  { resource: pods, role: OF_KINGDOM, still: SHOP },
  { resource: configMaps, role: OF_KINGDOM, still: SHOP },
  { resource: deployments, role: OF_KINGDOM, still: SHOP },
  { resource: events, role: OF_KINGDOM, still: SHOP },
  { resource: events, role: OF_SYSTEM, still: SHOP },
  { resource: pods, role: OF_SYSTEM, still: SHOP },
  { resource: leases, role: OF_SYSTEM, still: SHOP },
  { resource: namespaces, role: OF_ALL, still: '[data-source="api"]' },
] as const;

describeBrowser('a dashboard that lacks one of its rights', () => {
  let server: EmbeddedServer;
  let admin: Connection;
  let own: Connection;
  let browser: Browser;
  let shown: ShownCluster | undefined;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startEmbeddedServer(), launchBrowser()]);
    admin = await connect({ env: {}, kubeconfig: server.kubeconfig });
    await applyRealm(admin.client, realm);
    own = await connect({ env: {}, kubeconfig: await kubeconfigOfAccount(server.kubeconfig, admin.client, SYSTEM_NAMESPACE, 'dashboard') });
  });
  afterEach(() => shown?.stop());
  afterAll(async () => {
    await browser.close();
    await own.close();
    await admin.close();
    await server.stop();
  });

  it('lacks none to begin with', async () => {
    shown = await showCluster(own, { clusterWide: [] });
    const page = await browser.newPage();
    await page.goto(`${shown.url}?view=shops`);
    await page.locator(SHOP).waitFor();
    await page.locator('[data-source="api"][data-state="live"]').waitFor();
    expect(await page.locator('.notices p').count()).toBe(0);
    await page.close();
  });

  it.each(READ)(
    'says so of $resource.plural, by the role $role.name, and shows what it knows without them',
    async ({ resource, role, still }) => {
      const { rules = [] } = await admin.client.get(role.of, role.name);
      const without = rules.map((rule) => ({ ...rule, resources: rule.resources.filter((name) => name !== resource.plural) }));
      await admin.client.patch(role.of, role.name, { merge: { rules: without.filter(({ resources }) => resources.length > 0) } });
      try {
        shown = await showCluster(own, { clusterWide: [] });
        const page = await browser.newPage();
        await page.goto(`${shown.url}?view=shops`);
        const notice = page.getByRole('status', { name: 'Notices' }).locator('p');
        await notice.first().waitFor();
        expect(await notice.allInnerTexts()).toEqual([
          expect.stringMatching(new RegExp(`could not list ${resource.plural}.*ask for the right`)),
        ]);
        await page.locator(still).first().waitFor();
        await page.close();
      } finally {
        await admin.client.patch(role.of, role.name, { merge: { rules } });
      }
    },
  );
});
