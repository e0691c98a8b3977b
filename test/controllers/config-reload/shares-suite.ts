import { expect, it } from '@jest/globals';
import { SHARE_WITH } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { contentMarker } from '../../../controllers/config-reload/seen/marker.ts';
import { configMaps, deployments, events, namespaces, secrets, serviceAccounts } from '../../../kube/objects/built-in.ts';
import { kubeconfigOfAccount } from '../../account-token.ts';
import { accountIn, grant } from '../../grant.ts';
import { atServer, type ServedCluster } from './at-server.ts';
import { configMap, secret, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until } from './stage.ts';

/** Of one namespace: all that a change of its workloads for ConfigMaps needs. */
const RULES = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] },
  { apiGroups: ['apps'], resources: ['deployments', 'daemonsets', 'statefulsets'], verbs: ['list', 'watch', 'patch'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];
const QUIET = ['--resources-to-ignore=secrets', '--ignored-workload-types=jobs,cronjobs', '--pod-delete-match=false'];
const SHARED = { annotations: { [SHARE_WITH]: 'shop-*' } };
const pod = { containers: [{ name: 'main', image: 'none' }] };
const markerOf = (value: string): string => contentMarker([['key', value]]);

/** What holds of sources of other namespaces, whichever API server serves them. */
export function sharesAcrossNamespaces(startServer: () => Promise<ServedCluster>): void {
  const served = atServer(startServer);
  const markers = async (namespace: string) => markersOf(await served.client.get(deployments, { namespace, name: 'web' }));
  const recordOf = async (namespace: string) =>
    (await served.client.get(deployments, { namespace, name: 'web' })).metadata?.annotations?.['reload.civ8s.dev/applied'] ?? '';
  const said = async (namespace: string) =>
    (await served.client.list(events, { namespace })).items.filter(({ reason }) => reason === 'SourceNotShared');
  const write = (namespace: string, value: string) =>
    served.client.patch(configMaps, { namespace, name: 'ca' }, { merge: { data: { key: value } } });
  /** Two namespaces: one whose sources the workload of the other names, and its own. */
  async function build(place: string, annotations: Readonly<Record<string, string>> = {}): Promise<readonly [string, string]> {
    const [platform, shop] = [`platform-${place}`, `shop-${place}`];
    for (const name of [platform, shop]) await served.client.create(namespaces, { metadata: { name } });
    await served.client.create(configMaps, configMap('ca', { key: 'first' }, { namespace: platform, ...SHARED }));
    await served.client.create(secrets, secret('token', { key: 'first' }, { namespace: platform, ...SHARED }));
    const names = {
      'configmap.reloader.stakater.com/reload': `${platform}/ca`,
      'secret.reloader.stakater.com/reload': `${platform}/token`,
    };
    await served.client.create(deployments, workload('web', { namespace: shop, annotations: { ...names, ...annotations }, pod }));
    return [platform, shop];
  }

  it('a change rolls once what names it, also during downtime; and nothing once it is withdrawn', async () => {
    const [platform, shop] = await build('roll');
    const first = served.start();
    await until(async () => (await recordOf(shop)).includes(`"Secret/${platform}/token"`));
    await write(platform, 'second');
    await until(async () => (await markers(shop)).some((marker) => marker.endsWith(`_CONFIGMAP=${markerOf('second')}`)));
    first.kill('SIGKILL');
    await first.ended;
    await served.client.patch(secrets, { namespace: platform, name: 'token' }, { merge: { stringData: { key: 'second' } } });
    served.start();
    await until(async () => (await markers(shop)).some((marker) => /_SECRET=[0-9a-f]{40}$/.test(marker)));
    const { metadata } = await served.client.get(deployments, { namespace: shop, name: 'web' });
    // Noted, rolled for the one, rolled for the other; the Secret's marker is not its SHA-1.
    expect([metadata?.generation, (await markers(shop)).filter((marker) => marker.endsWith(markerOf('second'))).length]).toEqual([4, 1]);

    await served.client.patch(
      configMaps,
      { namespace: platform, name: 'ca' },
      { merge: { metadata: { annotations: { [SHARE_WITH]: null } } } },
    );
    await until(async () => (await recordOf(shop)).includes(`"ConfigMap/${platform}/ca":"out"`));
    await until(async () => (await said(shop)).length === 1);
    const before = await markers(shop);
    await write(platform, 'third');
    await served.client.patch(secrets, { namespace: platform, name: 'token' }, { merge: { stringData: { key: 'third' } } });
    await until(async () => (await markers(shop)).join() !== before.join());
    expect((await markers(shop)).filter((marker) => marker.includes('_CONFIGMAP='))).toEqual(
      before.filter((marker) => marker.includes('_CONFIGMAP=')),
    );
  });

  it('with rights in two namespaces and no others it rolls from the one to the other, and says of a third that it does not', async () => {
    const [platform, shop] = await build('rights', { 'configmap.reloader.stakater.com/reload': 'platform-rights/ca, platform-roll/ca' });
    await served.client.create(serviceAccounts, { metadata: { namespace: shop, name: 'reloader' } });
    for (const namespace of [platform, shop]) await grant(served.client, accountIn(shop, 'reloader'), 'reloader', RULES, namespace);
    const kubeconfig = await kubeconfigOfAccount(served.server.kubeconfig, served.client, shop, 'reloader');
    served.start([`--namespaces=${shop},${platform}`, ...QUIET], { through: { kubeconfig } });
    await until(async () => (await recordOf(shop)).includes(`"ConfigMap/${platform}/ca"`));
    await write(platform, 'second');
    await until(async () => (await markers(shop)).some((marker) => marker.endsWith(markerOf('second'))));
    await until(async () => (await said(shop)).length === 1);
    expect((await said(shop)).map(({ message, count }) => [message, count ?? 1])).toEqual([
      [expect.stringContaining('platform-roll/ca, which configmap.reloader.stakater.com/reload names, does not count: this controller'), 1],
    ]);
  });
}
