import { beforeAll, describe, expect, it } from '@jest/globals';
import { MERGE, namespaced, pod, serviceAccount } from '../../conformance/objects.ts';
import { textOf } from './api-client.ts';
import { committed } from './committed.ts';
import { running } from './running.ts';

const system = 'civ-system';
const pods = namespaced('default', 'pods');
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const POLICIES = '/apis/admissionregistration.k8s.io/v1';
const NAME = 'civ-stamps-only';

describe('the stamps-only policy on the embedded server', () => {
  const here = running();
  let token = '';
  beforeAll(async () => {
    const { api } = here;
    await api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: system } } });
    await api.ask('POST', namespaced(system, 'serviceaccounts'), { body: serviceAccount('pod-timestamp') });
    await api.ask('POST', `${RBAC}/clusterroles`, {
      body: { metadata: { name: 'stamps' }, rules: [{ apiGroups: [''], resources: ['pods', 'pods/status'], verbs: ['patch', 'delete'] }] },
    });
    await api.ask('POST', `${RBAC}/clusterrolebindings`, {
      body: {
        metadata: { name: 'stamps' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'stamps' },
        subjects: [{ kind: 'ServiceAccount', name: 'pod-timestamp', namespace: system }],
      },
    });
    await api.ask('POST', `${POLICIES}/validatingadmissionpolicies`, { body: committed('ValidatingAdmissionPolicy', NAME) });
    await api.ask('POST', pods, { body: pod('some', {}, { annotations: { foreign: 'kept' } }) });
    token = textOf(
      (await api.ask('POST', `${namespaced(system, 'serviceaccounts')}/pod-timestamp/token`, { body: { spec: {} } })).body['status']?.[
        'token'
      ],
    );
  });
  const patch = (body: object, as = token, path = 'some') => here.api.ask('PATCH', `${pods}/${path}`, { ...MERGE, token: as, body });

  it('is in force only while it is bound', async () => {
    await expect(patch({ metadata: { labels: { early: 'yes' } } })).resolves.toMatchObject({ code: 200 });
    await here.api.ask('POST', `${POLICIES}/validatingadmissionpolicybindings`, {
      body: { metadata: { name: NAME }, spec: { policyName: NAME, validationActions: ['Deny'] } },
    });
    await expect(patch({ metadata: { labels: { early: 'no' } } })).resolves.toMatchObject({ code: 422 });
  });

  it('lets pod-timestamp stamp', () =>
    expect(patch({ metadata: { annotations: { timestamp: '2026-01-01T00:00:00Z' } } })).resolves.toMatchObject({ code: 200 }));

  it.each([
    ['labels', () => patch({ metadata: { labels: { a: 'b' } } }), 'pod-timestamp may change only annotations'],
    ['the image', () => patch({ spec: { containers: [{ name: 'main', image: 'other:1' }] } }), 'pod-timestamp may change only annotations'],
    [
      'another annotation',
      () => patch({ metadata: { annotations: { foreign: null } } }),
      'pod-timestamp may change only the annotation timestamp',
    ],
    ['the status', () => patch({ status: { phase: 'Running' } }, token, 'some/status'), 'pod-timestamp may only patch the pod itself'],
    ['to delete', () => here.api.ask('DELETE', `${pods}/some`, { token }), 'pod-timestamp may only patch the pod itself'],
  ])('refuses it %s', async (_what, asked, why) => {
    await expect(asked()).resolves.toMatchObject({
      code: 422,
      body: {
        message: expect.stringContaining(`ValidatingAdmissionPolicy '${NAME}' with binding '${NAME}' denied request: ${why}`) as unknown,
      },
    });
  });

  it('does not bind others', () =>
    expect(patch({ metadata: { labels: { a: 'b' } } }, here.server.adminToken)).resolves.toMatchObject({ code: 200 }));
});
