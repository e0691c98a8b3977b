import { describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { MERGE, namespaced, serviceAccount } from '../../../conformance/objects.ts';
import { until } from '../../../until.ts';
import { textOf } from '../api-client.ts';
import { running } from '../running.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ROLES = `${RBAC}/clusterroles`;
const gathering = (name: string, label: string, labels = {}) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name, labels },
  aggregationRule: {
    clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }, { matchExpressions: [{ key: label, operator: 'Exists' }] }],
  },
  rules: [],
});
const reading = (...resources: readonly string[]) => ({ apiGroups: ['example.com'], resources, verbs: ['get'] });
const role = (name: string, labels: object, ...rules: readonly object[]) => ({ metadata: { name, labels }, rules });

describe('ClusterRoles that gather those of others', () => {
  const defects: unknown[] = [];
  const here = running({ report: (error) => defects.push(error) });
  const make = async (body: object) => expect(await here.api.ask('POST', ROLES, { body })).toMatchObject({ code: 201 });
  const rules = async (name: string) => (await here.api.ask('GET', `${ROLES}/${name}`)).body['rules'] as unknown as readonly object[];
  const gathers = (name: string, ...wanted: readonly object[]) =>
    until(`the rules of ${name}`, async () => isDeepStrictEqual(await rules(name), wanted));

  it('are those that every cluster has: view, in edit, in admin', async () => {
    const [view, edit, admin] = await Promise.all(['view', 'edit', 'admin'].map(rules));
    expect(view?.length).toBeGreaterThan(5);
    expect(edit).toEqual(expect.arrayContaining([...(view ?? [])]));
    expect(admin).toEqual(expect.arrayContaining([...(edit ?? [])]));
    await here.api.ask('POST', namespaced('default', 'serviceaccounts'), { body: serviceAccount('viewer') });
    const reply = await here.api.ask('POST', `${namespaced('default', 'serviceaccounts')}/viewer/token`, { body: { spec: {} } });
    const token = textOf(reply.body['status']?.['token']);
    const body = {
      metadata: { name: 'viewer' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'default', name: 'viewer' }],
    };
    await here.api.ask('POST', namespaced('default', 'rolebindings', RBAC.slice(1)), { body });
    const codes = ['configmaps', 'secrets'].map(
      async (plural) => (await here.api.ask('GET', namespaced('default', plural), { token })).code,
    );
    expect(await Promise.all(codes)).toEqual([200, 403]);
  });

  it('have the rules of those that their selectors name, in the order of names, each once', async () => {
    await make(gathering('all-towns', 'example.com/towns'));
    await make(role('towns-b', { 'example.com/towns': 'true' }, reading('b'), reading('a')));
    await make(role('towns-a', { 'example.com/towns': 'true' }, reading('a')));
    await make(role('towns-c', { 'example.com/towns': 'false' }, reading('c')));
    await gathers('all-towns', reading('a'), reading('b'), reading('c'));
    await here.api.ask('PATCH', `${ROLES}/towns-a`, { ...MERGE, body: { metadata: { labels: null } } });
    await gathers('all-towns', reading('b'), reading('a'), reading('c'));
    await here.api.ask('DELETE', `${ROLES}/towns-b`);
    await gathers('all-towns', reading('c'));
  });

  it('gather what others of them have gathered, and not from themselves', async () => {
    await make(gathering('outer', 'example.com/outer', { 'example.com/outer': 'true' }));
    await make(gathering('inner', 'example.com/inner', { 'example.com/outer': 'true' }));
    await make(role('core', { 'example.com/inner': 'true' }, reading('core')));
    await gathers('outer', reading('core'));
    await here.api.ask('DELETE', `${ROLES}/core`);
    await gathers('outer');
  });

  it('come to rest where they gather from each other', async () => {
    const ring = ['ring-a', 'ring-b', 'ring-c'];
    for (const [at, name] of ring.entries()) {
      await make(gathering(name, `example.com/${name}`, { [`example.com/${ring[(at + 1) % ring.length]}`]: 'true' }));
      await make(role(`${name}-own`, { [`example.com/${name}`]: 'true' }, reading(name)));
    }
    const [a, b, c] = [reading('ring-a'), reading('ring-b'), reading('ring-c')];
    await gathers('ring-a', a, b, c);
    await gathers('ring-b', a, c, b);
    await gathers('ring-c', a, b, c);
    const revision = async () => (await here.api.ask('GET', ROLES)).body['metadata']?.['resourceVersion'];
    const rested = await revision();
    await here.api.ask('GET', ROLES);
    expect(await revision()).toBe(rested);
    for (const name of ring) await here.api.ask('DELETE', `${ROLES}/${name}-own`);
    for (const name of ring) await gathers(name);
  });

  it('own their rules: others that somebody writes there are replaced', async () => {
    await make(gathering('owned', 'example.com/owned'));
    await make(role('owner', { 'example.com/owned': 'true' }, reading('owned')));
    await gathers('owned', reading('owned'));
    const { managedFields } = (await here.api.ask('GET', `${ROLES}/owned`)).body['metadata'] as unknown as {
      readonly managedFields: object[];
    };
    expect(managedFields).toContainEqual(expect.objectContaining({ manager: 'clusterrole-aggregation-controller', operation: 'Apply' }));
    await here.api.ask('PATCH', `${ROLES}/owned`, { ...MERGE, body: { rules: [reading('other')] } });
    await gathers('owned', reading('owned'));
  });

  it('meet no defect', () => expect(defects).toEqual([]));
});
