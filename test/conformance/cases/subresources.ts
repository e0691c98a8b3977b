import { textOf } from '../../local/api-server/api-client.ts';
import { casesOf, type Case } from '../case.ts';
import { deployment, JSON_PATCH, MERGE, namespaced, pod, serviceAccount } from '../objects.ts';

const status = casesOf('status subresource');
const scale = casesOf('scale subresource');
const pods = casesOf('pods: binding and eviction');
const tokens = casesOf('service account tokens');

const DEPLOYMENTS = 'apis/apps/v1';
const scaleOf = (name: string, replicas: number, metadata: object = {}) => ({
  apiVersion: 'autoscaling/v1',
  kind: 'Scale',
  metadata: { name, ...metadata },
  spec: { replicas },
});
const binding = (name: string, node: string) => ({
  apiVersion: 'v1',
  kind: 'Binding',
  metadata: { name },
  target: { apiVersion: 'v1', kind: 'Node', name: node },
});
const eviction = (name: string, fields: object = {}) => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, ...fields });
const tokenRequest = (spec: object = {}) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });

export const statusCases: readonly Case[] = [
  status.succeeds('writes the status and not the spec, or the spec and not the status', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', DEPLOYMENTS);
    await ask('POST', at, { ...deployment('d'), status: { replicas: 7 } });
    await ask(
      'PATCH',
      `${at}/d/status`,
      { metadata: { labels: { x: 'y' }, annotations: { n: 'm' } }, spec: { replicas: 9 }, status: { replicas: 4, observedGeneration: 1 } },
      MERGE,
    );
    await ask('PATCH', `${at}/d`, { spec: { replicas: 3 }, status: { replicas: 5 } }, MERGE);
    await ask('GET', `${at}/d/status`);
    const { body } = await quietly('GET', `${at}/d`);
    await ask('PUT', `${at}/d/status`, {
      ...body,
      status: {
        replicas: 6,
        conditions: [{ type: 'Available', status: 'True', reason: 'R', message: 'M', lastTransitionTime: '2020-01-01T00:00:00Z' }],
      },
    });
  }),
  status.succeeds('lets a node tell of its pod', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p', { nodeName: 'n1' }));
    await ask(
      'PATCH',
      `${at}/p/status`,
      {
        status: {
          phase: 'Running',
          podIP: '10.0.0.9',
          podIPs: [{ ip: '10.0.0.9' }],
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [{ name: 'main', ready: true, restartCount: 0, image: 'i', imageID: '' }],
        },
      },
      { type: 'application/strategic-merge-patch+json' },
    );
    await ask('PATCH', `${at}/p`, { metadata: { annotations: { a: 'b' } } }, MERGE);
  }),
  status.refuses('has none where there is none', async ({ namespace, ask, quietly }) => {
    await ask('GET', `${namespaced(namespace, 'configmaps')}/c/status`);
    await ask('GET', `${namespaced(namespace, 'pods')}/none/status`);
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await ask(
      'PATCH',
      `${namespaced(namespace, 'pods')}/p/status`,
      { metadata: { resourceVersion: '1' }, status: { phase: 'Running' } },
      MERGE,
    );
  }),
  status.tells('tells a watch of a status', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'deployments', DEPLOYMENTS);
    await quietly('POST', at, deployment('d'));
    const events = await watch(`${at}?watch=true`);
    await quietly('PATCH', `${at}/d/status`, { status: { replicas: 1 } }, MERGE);
    await events.take(2);
  }),
];

export const scaleCases: readonly Case[] = [
  scale.succeeds('reads and writes replicas', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', DEPLOYMENTS);
    await quietly(
      'POST',
      at,
      deployment('d', {
        selector: {
          matchLabels: { app: 'd' },
          matchExpressions: [
            { key: 'app', operator: 'In', values: ['e', 'd'] },
            { key: 'x', operator: 'DoesNotExist' },
          ],
        },
      }),
    );
    await ask('GET', `${at}/d/scale`);
    await ask('PUT', `${at}/d/scale`, scaleOf('d', 3, { namespace }));
    await ask('PATCH', `${at}/d/scale`, { spec: { replicas: 4 } }, MERGE);
    await ask('PATCH', `${at}/d/scale`, [{ op: 'replace', path: '/spec/replicas', value: 1 }], JSON_PATCH);
    await ask('GET', `${at}/d`);
  }),
  scale.refuses('refuses replicas that are none, and stale ones', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', DEPLOYMENTS);
    await quietly('POST', at, deployment('d'));
    await ask('PATCH', `${at}/d/scale`, { spec: { replicas: -1 } }, MERGE);
    await ask('PUT', `${at}/d/scale`, scaleOf('d', 3, { resourceVersion: '1', namespace }));
    await ask('PATCH', `${at}/none/scale`, { spec: { replicas: 1 } }, MERGE);
    await ask('GET', `${namespaced(namespace, 'configmaps')}/c/scale`);
  }),
  scale.tells('tells a watch of the new replicas', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'deployments', DEPLOYMENTS);
    await quietly('POST', at, deployment('d'));
    const events = await watch(`${at}?watch=true`);
    await quietly('PATCH', `${at}/d/scale`, { spec: { replicas: 5 } }, MERGE);
    await events.take(2);
  }),
];

export const podCases: readonly Case[] = [
  pods.succeeds('binds a pod to a node', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p'));
    await ask('POST', `${at}/p/binding`, binding('p', 'n1'));
    await ask('GET', `${at}/p`);
  }),
  pods.succeeds('evicts a pod', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p', { nodeName: 'n1' }));
    await ask('POST', `${at}/p/eviction`, eviction('p'));
    await ask('GET', `${at}/p`);
    await quietly('POST', at, pod('q'));
    await ask('POST', `${at}/q/eviction`, eviction('q', { deleteOptions: { gracePeriodSeconds: 0 } }));
    await ask('GET', `${at}/q`);
  }),
  pods.refuses('binds no pod twice, and evicts none that a budget holds', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p', {}, { labels: { app: 'p' } }));
    await quietly('POST', `${at}/p/binding`, binding('p', 'n1'));
    await ask('POST', `${at}/p/binding`, binding('p', 'n2'));
    await ask('POST', `${at}/none/binding`, binding('none', 'n2'));
    await ask('POST', `${at}/none/eviction`, eviction('none'));
    const budgets = namespaced(namespace, 'poddisruptionbudgets', 'apis/policy/v1');
    await quietly('POST', budgets, { metadata: { name: 'b' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'p' } } } });
    await quietly('PATCH', `${at}/p/status`, { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }, MERGE);
    await quietly(
      'PATCH',
      `${budgets}/b/status`,
      { status: { observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 } },
      MERGE,
    );
    await ask('POST', `${at}/p/eviction`, eviction('p'));
  }),
  pods.tells('tells a watch of the binding and of the eviction', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p'));
    const events = await watch(`${at}?watch=true`);
    await quietly('POST', `${at}/p/binding`, binding('p', 'n1'));
    await quietly('POST', `${at}/p/eviction`, eviction('p'));
    await events.take(4);
  }),
];

export const tokenCases: readonly Case[] = [
  tokens.succeeds('issues a token that says who it is', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'serviceaccounts');
    await quietly('POST', at, serviceAccount('s'));
    const { body } = await ask('POST', `${at}/s/token`, tokenRequest({ expirationSeconds: 3_600 }));
    await ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { token: textOf(body['status']?.['token']) });
    await ask('POST', `${at}/s/token`, tokenRequest({ audiences: ['other'] }));
  }),
  tokens.succeeds('binds a token to a pod', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'serviceaccounts');
    await quietly('POST', at, serviceAccount('s'));
    await quietly('POST', namespaced(namespace, 'pods'), pod('p', { serviceAccountName: 's' }));
    const { body } = await ask('POST', `${at}/s/token`, tokenRequest({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'p' } }));
    const token = textOf(body['status']?.['token']);
    await ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { token });
    await ask('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token } });
  }),
  tokens.refuses('refuses tokens for what is not there, and short ones', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'serviceaccounts');
    await quietly('POST', at, serviceAccount('s'));
    await quietly('POST', namespaced(namespace, 'pods'), pod('p', { serviceAccountName: 's' }));
    await ask('POST', `${at}/none/token`, tokenRequest());
    await ask('POST', `${at}/s/token`, tokenRequest({ expirationSeconds: 5 }));
    await ask('POST', `${at}/s/token`, tokenRequest({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'none' } }));
    await ask('POST', `${at}/s/token`, tokenRequest({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'p', uid: 'another' } }));
    await ask('GET', `${at}/s`, undefined, { token: 'wrong' });
  }),
];
