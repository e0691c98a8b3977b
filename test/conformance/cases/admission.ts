import { until } from '../../until.ts';
import { casesOf, type Case } from '../case.ts';
import { namespaced, pod } from '../objects.ts';

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
];
