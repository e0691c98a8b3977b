import { until } from '../../until.ts';
import { casesOf, type Case } from '../case.ts';
import { MERGE, namespaced, pod } from '../objects.ts';

const adds = casesOf('what admission adds');
const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';

export const admissionCases: readonly Case[] = [
  adds.succeeds('gives a pod the priority of its class', async ({ namespace, ask, quietly }) => {
    const name = `high-${namespace}`;
    const at = namespaced(namespace, 'pods');
    await quietly('POST', CLASSES, { metadata: { name }, value: 1000, preemptionPolicy: 'Never' });
    await until(
      'the class to be known',
      async () => (await quietly('POST', `${at}?dryRun=All`, pod('p', { priorityClassName: name }))).code === 201,
    );
    await ask('POST', at, pod('p', { priorityClassName: name }));
    await ask('POST', at, pod('critical', { priorityClassName: 'system-cluster-critical' }));
    await quietly('DELETE', `${CLASSES}/${name}`);
  }),
  adds.refuses('refuses a class that is not there, and a priority of the own', async ({ namespace, ask }) => {
    await ask('POST', namespaced(namespace, 'pods'), pod('p', { priorityClassName: 'none' }));
    await ask('POST', namespaced(namespace, 'pods'), pod('p', { priority: 5 }));
  }),
  adds.succeeds('has the classes of the system', async ({ ask }) => {
    for (const name of ['system-cluster-critical', 'system-node-critical']) await ask('GET', `${CLASSES}/${name}`);
  }),
  adds.succeeds('marks a new node as one that is not ready', async ({ namespace, ask, quietly }) => {
    await ask('POST', '/api/v1/nodes', { metadata: { name: namespace } });
    await quietly('DELETE', `/api/v1/nodes/${namespace}`);
    const taints = [{ key: 'a', value: 'b', effect: 'NoExecute' }];
    await ask('POST', '/api/v1/nodes', { metadata: { name: `${namespace}-t` }, spec: { taints } });
    await quietly('DELETE', `/api/v1/nodes/${namespace}-t`);
  }),
  adds.succeeds('has a service of its own', async ({ quietly, note }) => {
    const { body: service } = await quietly('GET', namespaced('default', 'services/kubernetes'));
    note('labels', service['metadata']?.['labels']);
    note('its port', [service['spec']?.['ports']?.['0']?.['name'], service['spec']?.['ports']?.['0']?.['port']]);
    note('who made it', service['metadata']?.['managedFields']?.['0']?.['manager']);
    const { body: slice } = await quietly('GET', namespaced('default', 'endpointslices/kubernetes', 'apis/discovery.k8s.io/v1'));
    note('labels of the slice', slice['metadata']?.['labels']);
    note('where it leads', slice['ports']?.['0']?.['port'] === service['spec']?.['ports']?.['0']?.['targetPort']);
    const { body: endpoints } = await quietly('GET', namespaced('default', 'endpoints/kubernetes'));
    note('labels of the endpoints', endpoints['metadata']?.['labels']);
  }),
  adds.refuses('takes no new object that says of which version it is, but for a dry run', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    const versioned = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion } });
    await ask('POST', at, versioned('c', '5'));
    await ask('POST', `${at}?dryRun=All`, versioned('c', '5'));
    await ask('POST', at, versioned('Bad_', '5'));
    await ask('POST', at, versioned('d', '0'));
    await ask('POST', namespaced('none', 'configmaps'), versioned('c', '5'));
  }),
  adds.refuses('evicts no pod under a budget that nobody has looked at yet', async ({ namespace, ask, quietly, note }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', namespaced(namespace, 'poddisruptionbudgets', 'apis/policy/v1'), {
      metadata: { name: 'b' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'p' } } },
    });
    await quietly('POST', at, pod('p', { nodeName: 'n' }, { labels: { app: 'p' } }));
    await quietly('PATCH', `${at}/p/status`, { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }, MERGE);
    const { headers } = await ask('POST', `${at}/p/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } });
    note('when to ask again', (headers as Record<string, string>)['retry-after']);
  }),
  adds.succeeds('prefers the most mature version of a custom kind', async ({ namespace, quietly, note }) => {
    const group = `${namespace}.example.com`;
    const schema = { openAPIV3Schema: { type: 'object' } };
    const versions = ['v1alpha1', 'v2beta1', 'v1', 'v10', 'v2', 'older'];
    await quietly('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: `towns.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'towns', kind: 'Town' },
        versions: versions.map((name) => ({ name, served: true, storage: name === 'v1', schema })),
      },
    });
    await until('the towns to be served', async () => {
      const { body } = await quietly('GET', `/apis/${group}`);
      return (body['versions'] as unknown as readonly unknown[] | undefined)?.length === versions.length;
    });
    const { body } = await quietly('GET', `/apis/${group}`);
    note('versions', body['versions']);
    note('preferred', body['preferredVersion']);
  }),
];
