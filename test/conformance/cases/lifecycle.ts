import { casesOf, type Case } from '../case.ts';
import { configMap, deployment, MERGE, namespaced, pod, serviceAccount } from '../objects.ts';

const deletes = casesOf('delete: preconditions, grace, finalizers');
const namespaces = casesOf('namespaces');
const propagation = casesOf('propagation');
const dryRun = casesOf('dry run');

export const deleteCases: readonly Case[] = [
  deletes.succeeds('deletes at once what nothing holds', async ({ namespace, ask, quietly }) => {
    await quietly('POST', namespaced(namespace, 'configmaps'), configMap('c'));
    await ask('DELETE', `${namespaced(namespace, 'configmaps')}/c`);
    await ask('GET', `${namespaced(namespace, 'configmaps')}/c`);
    await quietly('POST', namespaced(namespace, 'serviceaccounts'), serviceAccount('s'));
    await ask('DELETE', `${namespaced(namespace, 'serviceaccounts')}/s`);
    await quietly('POST', namespaced(namespace, 'services'), {
      metadata: { name: 's' },
      spec: { ports: [{ port: 80 }], clusterIP: 'None' },
    });
    await ask('DELETE', `${namespaced(namespace, 'services')}/s`);
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await ask('DELETE', `${namespaced(namespace, 'pods')}/p`);
    await quietly('POST', namespaced(namespace, 'deployments', 'apis/apps/v1'), deployment('d'));
    await ask('DELETE', `${namespaced(namespace, 'deployments', 'apis/apps/v1')}/d`);
  }),
  deletes.succeeds('gives a pod on a node its grace', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p', { nodeName: 'n1' }));
    await ask('DELETE', `${at}/p`);
    await ask('DELETE', `${at}/p`, { gracePeriodSeconds: 5 });
    await ask('DELETE', `${at}/p?gracePeriodSeconds=0`);
    await ask('GET', `${at}/p`);
  }),
  deletes.succeeds('waits for finalizers', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', {}, { finalizers: ['example.com/hold'] }));
    await ask('DELETE', `${at}/c`);
    await ask('DELETE', `${at}/c`);
    await ask('PATCH', `${at}/c`, { metadata: { finalizers: null } }, MERGE);
    await ask('GET', `${at}/c`);
  }),
  deletes.refuses('takes no new finalizers once it is to end', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', {}, { finalizers: ['example.com/hold'] }));
    await quietly('DELETE', `${at}/c`);
    await ask('PATCH', `${at}/c`, { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } }, MERGE);
  }),
  deletes.succeeds('deletes a collection', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    for (const name of ['a', 'b', 'c']) await quietly('POST', at, configMap(name, {}, { labels: { odd: String(name !== 'b') } }));
    await ask('DELETE', `${at}?labelSelector=odd%3Dtrue`);
    await ask('GET', at);
  }),
  deletes.refuses('refuses to delete another object of that name, or another version', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c'));
    await ask('DELETE', `${at}/c`, { preconditions: { uid: 'another' } });
    await ask('DELETE', `${at}/c`, { preconditions: { resourceVersion: '1' } });
    await ask('DELETE', `${at}/c`, { propagationPolicy: 'Sideways' });
    await ask('DELETE', `${at}/c`, '{');
    await ask('DELETE', `${at}/c`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', dryRun: ['Some'] });
  }),
  deletes.tells('tells a watch of the wish, then of the end', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p', { nodeName: 'n1', terminationGracePeriodSeconds: 7 }));
    const events = await watch(`${at}?watch=true`);
    await quietly('DELETE', `${at}/p`);
    await quietly('DELETE', `${at}/p?gracePeriodSeconds=0`);
    await events.take(4);
  }),
];

export const namespaceCases: readonly Case[] = [
  namespaces.succeeds('creates a namespace and begins to end it', async ({ namespace, ask }) => {
    await ask('POST', '/api/v1/namespaces', { metadata: { name: `${namespace}-x`, labels: { a: 'b' } } });
    await ask('GET', `/api/v1/namespaces/${namespace}-x`);
    await ask(
      'PATCH',
      `/api/v1/namespaces/${namespace}-x`,
      {
        metadata: { labels: { a: null, 'kubernetes.io/metadata.name': 'else' } },
        status: { phase: 'Terminating' },
        spec: { finalizers: [] },
      },
      MERGE,
    );
    await ask('DELETE', `/api/v1/namespaces/${namespace}-x?dryRun=All`);
  }),
  namespaces.refuses('creates nothing where there is no namespace', async ({ ask }) => {
    await ask('POST', namespaced('nowhere', 'configmaps'), configMap('c'));
    await ask('GET', namespaced('nowhere', 'configmaps'));
    await ask('GET', '/api/v1/namespaces/nowhere');
    await ask('DELETE', '/api/v1/namespaces/nowhere');
  }),
  namespaces.refuses('lets the first namespaces live', async ({ ask }) => {
    for (const name of ['default', 'kube-system', 'kube-public']) await ask('DELETE', `/api/v1/namespaces/${name}`);
  }),
  namespaces.refuses('refuses new content in a namespace that ends', async ({ namespace, ask, quietly }) => {
    await quietly('POST', namespaced(namespace, 'configmaps'), configMap('held', {}, { finalizers: ['example.com/hold'] }));
    await quietly('DELETE', `/api/v1/namespaces/${namespace}`);
    await ask('POST', namespaced(namespace, 'configmaps'), configMap('c'));
    await quietly('PATCH', `${namespaced(namespace, 'configmaps')}/held`, { metadata: { finalizers: null } }, MERGE);
  }),
  namespaces.tells('tells a watch of a namespace', async ({ namespace, quietly, watch }) => {
    const events = await watch(`/api/v1/namespaces?watch=true&fieldSelector=metadata.name%3D${namespace}-x`);
    await quietly('POST', '/api/v1/namespaces', { metadata: { name: `${namespace}-x` } });
    await quietly('PATCH', `/api/v1/namespaces/${namespace}-x`, { metadata: { labels: { a: 'b' } } }, MERGE);
    await events.take(2);
  }),
];

const containers = [{ name: 'main', image: 'civ8s:1' }];
const metadata = { labels: { app: 'o' } };
const selector = { matchLabels: { app: 'o' } };
const running = { metadata, spec: { containers } };
const once = { metadata, spec: { containers, restartPolicy: 'Never' } };
/** What may own others, and a few that do not, by where they are. */
const OWNERS = {
  'api/v1 replicationcontrollers': { replicas: 1, selector: { app: 'o' }, template: running },
  'api/v1 services': { clusterIP: 'None', ports: [{ port: 80 }] },
  'apis/apps/v1 replicasets': { selector, template: running },
  'apis/apps/v1 deployments': { selector, template: running },
  'apis/apps/v1 daemonsets': { selector, template: running },
  'apis/apps/v1 statefulsets': { selector, serviceName: 's', template: running },
  'apis/batch/v1 jobs': { template: once },
  'apis/batch/v1 cronjobs': { schedule: '0 0 1 1 *', jobTemplate: { spec: { template: once } } },
  'api/v1 pods': { containers },
};

export const propagationCases: readonly Case[] = [
  propagation.succeeds('marks what waits for its dependents, or lets go of them', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    for (const [name, propagationPolicy] of [
      ['a', 'Foreground'],
      ['b', 'Orphan'],
      ['c', 'Background'],
    ] as const) {
      await quietly('POST', at, deployment(name, {}, { finalizers: ['example.com/hold'] })); // or it would be gone before it is seen
      await ask('DELETE', `${at}/${name}?dryRun=All`, { propagationPolicy });
    }
    await ask('DELETE', `${at}/a?dryRun=All&propagationPolicy=Orphan`);
    await ask('DELETE', `${at}/a?dryRun=All&orphanDependents=false`);
  }),
  propagation.succeeds('lets go of dependents where nothing is said, or not, as the kind has it', async ({ namespace, quietly, note }) => {
    for (const [place, spec] of Object.entries(OWNERS)) {
      const [api, plural = ''] = place.split(' ');
      const at = namespaced(namespace, plural, api);
      const made = await quietly('POST', at, { metadata: { name: 'o', finalizers: ['example.com/hold'] }, spec });
      const asked = [`${at}/o?dryRun=All`, `${at}/o?dryRun=All&gracePeriodSeconds=0`, `${at}/o?dryRun=All&orphanDependents=true`];
      const replies = [];
      for (const path of asked) {
        const { body, headers } = await quietly('DELETE', path);
        replies.push([body['metadata']?.['finalizers'], (headers as Record<string, string>)['warning'] ?? null]);
      }
      note(`${place}: made ${made.code}`, replies);
    }
  }),
  propagation.refuses('refuses two wishes at once', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await quietly('POST', at, deployment('d'));
    await ask('DELETE', `${at}/d`, { orphanDependents: true, propagationPolicy: 'Background' });
    await ask('DELETE', `${at}/d?propagationPolicy=Sideways`);
  }),
];

export const dryRunCases: readonly Case[] = [
  dryRun.succeeds('answers as if it had been done, and does nothing', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('POST', `${at}?dryRun=All`, configMap('c', { data: { a: '1' } }));
    await ask('GET', `${at}/c`);
    await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('PUT', `${at}/c?dryRun=All`, configMap('c', { data: { a: '2' } }));
    await ask('PATCH', `${at}/c?dryRun=All`, { data: { b: '3' } }, MERGE);
    await ask('DELETE', `${at}/c?dryRun=All`);
    await ask('GET', `${at}/c`);
  }),
  dryRun.refuses('knows no other dry run than All', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('POST', `${at}?dryRun=Some`, configMap('c'));
    await quietly('POST', at, configMap('c'));
    await ask('PATCH', `${at}/c?dryRun=Some`, {}, MERGE);
    await ask('PUT', `${at}/c?dryRun=Some`, configMap('c'));
    await ask('DELETE', `${at}/c?dryRun=Some`);
    await ask('POST', `${at}?dryRun=All`, configMap('c'));
  }),
];
