import { beforeAll, describe, expect, it } from '@jest/globals';
import { APPLY, MERGE, namespaced, pod, serviceAccount } from '../../conformance/objects.ts';
import { textOf } from './api-client.ts';
import { committed } from './committed.ts';
import { running } from './running.ts';

const namespace = 'kingdom-of-tests';
const pods = namespaced(namespace, 'pods');
const RBAC = 'apis/rbac.authorization.k8s.io/v1';
const POLICIES = '/apis/admissionregistration.k8s.io/v1';

describe('the own-pod-only policy on the embedded server', () => {
  const here = running();
  let token = '';
  let unbound = '';
  beforeAll(async () => {
    const { api } = here;
    await api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace, labels: { 'civ8s.dev/kingdom': namespace } } } });
    await api.ask('POST', namespaced(namespace, 'serviceaccounts'), { body: serviceAccount('civ-worker') });
    await api.ask('POST', namespaced(namespace, 'roles', RBAC), {
      body: {
        metadata: { name: 'pod-patcher' },
        rules: [
          { apiGroups: [''], resources: ['pods', 'pods/status'], verbs: ['patch', 'delete'] },
          { apiGroups: [''], resources: ['pods/proxy', 'pods/portforward'], verbs: ['get', 'create'] },
        ],
      },
    });
    await api.ask('POST', namespaced(namespace, 'rolebindings', RBAC), {
      body: {
        metadata: { name: 'pod-patcher' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pod-patcher' },
        subjects: [{ kind: 'ServiceAccount', name: 'civ-worker', namespace }],
      },
    });
    await api.ask('POST', `${POLICIES}/validatingadmissionpolicies`, {
      body: committed('ValidatingAdmissionPolicy', 'civ-own-pod-only'),
    });
    await api.ask('POST', `${POLICIES}/validatingadmissionpolicybindings`, {
      body: { metadata: { name: 'civ-own-pod-only' }, spec: { policyName: 'civ-own-pod-only', validationActions: ['Deny'] } },
    });
    for (const name of ['own', 'other'])
      await api.ask('POST', pods, { body: pod(name, { serviceAccountName: 'civ-worker' }, { annotations: { foreign: 'kept' } }) });
    const request = (spec: object) => api.ask('POST', `${namespaced(namespace, 'serviceaccounts')}/civ-worker/token`, { body: { spec } });
    token = textOf((await request({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'own' } })).body['status']?.['token']);
    unbound = textOf((await request({})).body['status']?.['token']);
  });
  const patch = (name: string, body: object, as = token) => here.api.ask('PATCH', `${pods}/${name}`, { ...MERGE, token: as, body });
  const denied = (why: string) =>
    expect.stringContaining(
      `ValidatingAdmissionPolicy 'civ-own-pod-only' with binding 'civ-own-pod-only' denied request: ${why}`,
    ) as unknown;

  it('lets a worker sign on its own pod', () =>
    expect(
      patch('own', { metadata: { annotations: { 'goods.civ8s.dev/wood': '3', 'worker.civ8s.dev/waits': 'iron' } } }),
    ).resolves.toMatchObject({ code: 200 }));

  it.each(['0', '12', '2147483647', null])('lets a worker write %j as what it costs to delete it', (cost) =>
    expect(patch('own', { metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } } })).resolves.toMatchObject({
      code: 200,
    }),
  );

  // What is not a number at all is no valid annotation of a pod, which is said before any policy is asked.
  it.each([
    ['-1', denied("a worker's deletion cost must be a whole number")],
    ...['01', '1.5', 'cheap', ''].map((cost) => [cost, expect.stringContaining('must be a 32bit integer')] as const),
  ])('does not let a worker write %j as what it costs to delete it', (cost, message) =>
    expect(patch('own', { metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } } })).resolves.toMatchObject({
      code: 422,
      body: { message },
    }),
  );

  it('lets no worker fill the store, neither with keys nor with managers of fields', async () => {
    const goods = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`goods.civ8s.dev/good-${at}`, '1']));
    await expect(patch('own', { metadata: { annotations: goods(257) } })).resolves.toMatchObject({
      code: 422,
      body: { message: denied('a worker may have at most 256 annotations') },
    });
    const refusals = new Set<unknown>();
    for (let at = 0; at < 20; at += 1) {
      // Of those who update, the server itself keeps ten; of those who apply, all.
      const path = `${pods}/own?fieldManager=manager-${at}&force=true`;
      const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'own', annotations: goods(1) } };
      const { code, body } = await here.api.ask('PATCH', path, { ...APPLY, token, body: object });
      if (code !== 200) refusals.add(body['message']);
    }
    expect([...refusals]).toEqual([denied('a worker may bring its pod to at most 16 managers of fields')]);
    const { body } = await here.api.ask('GET', `${pods}/own`);
    expect(body['metadata']?.['managedFields']).toHaveLength(16);
  });

  it.each([
    ['what the name is made of', { generateName: 'other-' }, 'a worker may change only annotations'],
    ['who manages which fields', { managedFields: [{}] }, 'a worker may not take away who manages which fields'],
  ])('keeps %s from a worker', async (_, metadata, why) => {
    await expect(patch('own', { metadata })).resolves.toMatchObject({ code: 422, body: { message: denied(why) } });
  });

  it('counts characters, whatever they are', async () => {
    await expect(patch('own', { metadata: { annotations: { 'worker.civ8s.dev/waits': '🪵'.repeat(64) } } })).resolves.toMatchObject({
      code: 200,
    });
    await expect(patch('own', { metadata: { annotations: { 'worker.civ8s.dev/waits': '🪵'.repeat(65) } } })).resolves.toMatchObject({
      code: 422,
    });
  });

  it.each([
    [
      'another pod',
      () => patch('other', { metadata: { annotations: { 'goods.civ8s.dev/wood': '3' } } }),
      'a worker may change only its own pod',
    ],
    [
      'a token without a pod',
      () => patch('own', { metadata: { annotations: { 'goods.civ8s.dev/wood': '4' } } }, unbound),
      'a worker may change only its own pod',
    ],
    ['labels', () => patch('own', { metadata: { labels: { a: 'b' } } }), 'a worker may change only annotations'],
    [
      'the image',
      () => patch('own', { spec: { containers: [{ name: 'main', image: 'other:1' }] } }),
      'a worker may change only annotations',
    ],
    ['finalizers', () => patch('own', { metadata: { finalizers: ['a.b/c'] } }), 'a worker may change only annotations'],
    [
      'a foreign annotation',
      () => patch('own', { metadata: { annotations: { foreign: 'changed' } } }),
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
    [
      'to remove a foreign annotation',
      () => patch('own', { metadata: { annotations: { foreign: null } } }),
      'a worker may change only goods.civ8s.dev/ and worker.civ8s.dev/ annotations, and its deletion cost',
    ],
    [
      'a long value',
      () => patch('own', { metadata: { annotations: { 'goods.civ8s.dev/wood': '9'.repeat(65) } } }),
      "a worker's annotation may have at most 64 characters",
    ],
    ['the status', () => patch('own/status', { status: { phase: 'Running' } }), 'workers may only patch the pod itself'],
    ['a request to a pod', () => here.api.ask('GET', `${pods}/own:8080/proxy/books`, { token }), 'workers may only patch the pod itself'],
    [
      'a connection to a pod',
      () => here.api.ask('GET', `${pods}/own/portforward?ports=8080`, { token }),
      'workers may only patch the pod itself',
    ],
    ['to delete', () => here.api.ask('DELETE', `${pods}/own`, { token }), 'workers may only patch the pod itself'],
  ])('refuses a worker %s', async (_what, asked, why) => {
    await expect(asked()).resolves.toMatchObject({ code: 422, body: { reason: 'Invalid', message: denied(why) } });
  });

  it('does not bind others', () =>
    expect(patch('other', { metadata: { labels: { a: 'b' } } }, here.server.adminToken)).resolves.toMatchObject({ code: 200 }));

  it('knows a token no longer when its pod is gone', async () => {
    await here.api.ask('DELETE', `${pods}/own`);
    await expect(patch('other', {})).resolves.toMatchObject({ code: 401 });
  });
});
