import { textOf, type ClientRequest } from '../../local/api-server/api-client.ts';
import { untilAllowed, type GrantedRule } from '../../grant.ts';
import { until } from '../../until.ts';
import { casesOf, type Case } from '../case.ts';
import { APPLY, configMap, MERGE, namespaced, pod, serviceAccount } from '../objects.ts';
import type { Session } from '../session.ts';

const bearer = casesOf('access: bearer tokens');
const reviews = casesOf('access reviews');
const rbac = casesOf('role-based access control');

const RBAC = 'apis/rbac.authorization.k8s.io/v1';

/** The token of a service account that may do nothing. */
async function stranger({ namespace, quietly }: Session): Promise<string> {
  await quietly('POST', namespaced(namespace, 'serviceaccounts'), serviceAccount('stranger'));
  const { body } = await quietly('POST', `${namespaced(namespace, 'serviceaccounts')}/stranger/token`, { spec: {} });
  return textOf(body['status']?.['token']);
}

const role = (name: string, rules: readonly GrantedRule[]) => ({ metadata: { name }, rules });
const bindingTo = (namespace: string, roleName: string, kind = 'Role') => ({
  metadata: { name: roleName },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: roleName },
  subjects: [{ kind: 'ServiceAccount', name: 'stranger', namespace }],
});

/** Rules come in no order. */
const sorted = (rules: unknown) => (rules as readonly unknown[]).map((rule) => JSON.stringify(rule)).sort();

const resourceReview = (namespace: string, verb: string, resource: string, more: object = {}) => ({
  spec: { resourceAttributes: { namespace, verb, resource, ...more } },
});

/** Waits until rights of the stranger count. */
const untilGranted = ({ namespace, quietly }: Session, token: string, rules: readonly GrantedRule[]): Promise<void> =>
  untilAllowed(rules, namespace, async (resourceAttributes) => {
    const body = { spec: { resourceAttributes } };
    const reply = await quietly('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body, { token });
    return (reply.body['status'] as { readonly allowed?: boolean } | undefined)?.allowed;
  });

/** Gives rights to the stranger, and waits until they count. */
async function grant(session: Session, token: string, name: string, rules: readonly GrantedRule[], kind = 'Role'): Promise<void> {
  const { namespace, quietly } = session;
  const at = (plural: string) => (kind === 'Role' ? namespaced(namespace, `${plural}s`, RBAC) : `/${RBAC}/cluster${plural}s`);
  await quietly('POST', at('role'), role(name, rules));
  await quietly('POST', at('rolebinding'), bindingTo(namespace, name, kind));
  await untilGranted(session, token, rules);
}

export const accessCases: readonly Case[] = [
  bearer.succeeds(
    'knows who holds a token',
    async (session) =>
      void (await session.ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { token: await stranger(session) })),
  ),
  bearer.refuses('knows nobody without one, or with a wrong one', async ({ namespace, ask }) => {
    await ask('GET', namespaced(namespace, 'configmaps'), undefined, { token: '' });
    await ask('GET', namespaced(namespace, 'configmaps'), undefined, { token: 'wrong' });
    await ask('GET', namespaced(namespace, 'configmaps'), undefined, { token: 'a.b.c' });
    await ask('GET', '/apis', undefined, { token: '' });
  }),
  reviews.succeeds('answers who may what', async (session) => {
    const { namespace, ask, quietly, note } = session;
    const token = await stranger(session);
    const at = '/apis/authorization.k8s.io/v1';
    await ask('POST', `${at}/selfsubjectaccessreviews`, resourceReview(namespace, 'get', 'pods'));
    await ask('POST', `${at}/selfsubjectaccessreviews`, resourceReview(namespace, 'get', 'pods'), { token });
    await ask(
      'POST',
      `${at}/selfsubjectaccessreviews`,
      { spec: { nonResourceAttributes: { verb: 'get', path: '/openid/v1/jwks' } } },
      { token },
    );
    const { body } = await quietly('POST', `${at}/selfsubjectrulesreviews`, { spec: { namespace } }, { token });
    note('its rules', sorted(body['status']?.['resourceRules']));
    note('its paths', sorted(body['status']?.['nonResourceRules']));
    await ask('POST', `${at}/subjectaccessreviews`, {
      spec: { user: 'somebody', groups: ['system:masters'], resourceAttributes: { verb: '*', resource: '*', group: '*' } },
    });
    await ask('POST', `${at}/namespaces/${namespace}/localsubjectaccessreviews`, {
      metadata: { namespace },
      spec: { user: 'somebody', resourceAttributes: { namespace, verb: 'get', resource: 'pods' } },
    });
    await ask('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: 'wrong' } });
  }),
  reviews.refuses('refuses questions about nothing', async (session) => {
    const at = '/apis/authorization.k8s.io/v1';
    await session.ask('POST', `${at}/selfsubjectaccessreviews`, { spec: {} });
    await session.ask('POST', `${at}/selfsubjectrulesreviews`, { spec: {} });
    await session.ask('GET', `${at}/selfsubjectaccessreviews`);
    await session.ask('POST', `${at}/subjectaccessreviews`, resourceReview(session.namespace, 'get', 'pods'), {
      token: await stranger(session),
    });
  }),
  rbac.succeeds('allows what a role allows, and no more', async (session) => {
    const { namespace, ask, quietly } = session;
    const token = await stranger(session);
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await grant(session, token, 'patcher', [
      { apiGroups: [''], resources: ['pods'], verbs: ['patch'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['named'], verbs: ['get', 'create'] },
      { apiGroups: ['apps'], resources: ['*/scale'], verbs: ['*'] },
    ]);
    const may = async (verb: string, resource: string, more: object = {}) =>
      void (await ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', resourceReview(namespace, verb, resource, more), {
        token,
      }));
    await may('patch', 'pods');
    await may('get', 'pods');
    await may('patch', 'pods', { subresource: 'status' });
    await may('patch', 'pods', { namespace: 'default' });
    await may('get', 'configmaps', { name: 'named' });
    await may('get', 'configmaps', { name: 'other' });
    await may('list', 'configmaps');
    await may('get', 'deployments', { group: 'apps', subresource: 'scale' });
    await ask('PATCH', `${namespaced(namespace, 'pods')}/p`, { metadata: { annotations: { a: 'b' } } }, { ...MERGE, token });
  }),
  rbac.succeeds('allows the roles that every cluster has', async (session) => {
    const { namespace, ask, quietly } = session;
    const token = await stranger(session);
    // `view` gathers its rules, which is a controller manager's work.
    const name = 'system:aggregate-to-view';
    await quietly('POST', namespaced(namespace, 'rolebindings', RBAC), bindingTo(namespace, name, 'ClusterRole'));
    await untilGranted(session, token, [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }]);
    await ask('GET', namespaced(namespace, 'configmaps'), undefined, { token });
    await ask('GET', namespaced(namespace, 'secrets'), undefined, { token });
    await ask('GET', `/${RBAC}/clusterroles?fieldSelector=metadata.name%3D${name}`);
  }),
  rbac.refuses('says what is not allowed', async (session) => {
    const { namespace, ask, quietly } = session;
    const token = await stranger(session);
    const as = { token };
    await ask('GET', namespaced(namespace, 'configmaps'), undefined, as);
    await ask('GET', `${namespaced(namespace, 'configmaps')}/c`, undefined, as);
    await ask('GET', '/api/v1/nodes', undefined, as);
    await ask('GET', '/metrics', undefined, as);
    await ask('GET', `${namespaced(namespace, 'pods')}/p/log`, undefined, as);
    await ask('POST', namespaced(namespace, 'configmaps'), configMap('c'), as);
    await ask('DELETE', namespaced(namespace, 'deployments', 'apis/apps/v1'), undefined, as);
    await ask('GET', `${namespaced(namespace, 'pods')}?watch=true`, undefined, as);
    await ask('GET', `/api/v1/namespaces/${namespace}`, undefined, as);
    await quietly('POST', namespaced(namespace, 'rolebindings', RBAC), bindingTo(namespace, 'missing'));
    const list = namespaced(namespace, 'configmaps');
    await until('the binding is heeded', async () => (await quietly('GET', list, undefined, as)).text.includes('missing'));
    await ask('GET', list, undefined, as);
  }),
  rbac.succeeds('takes a request for that of another, whom its sender may impersonate', async ({ namespace, ask }) => {
    const whoami = (as: ClientRequest['as']) => ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { as });
    await whoami({ user: 'jane' });
    await whoami({ user: 'jane', group: 'developers' });
    await whoami({ user: `system:serviceaccount:${namespace}:stranger` });
    await ask('GET', namespaced(namespace, 'configmaps'), undefined, { as: { user: 'jane' } });
  }),
  rbac.succeeds('takes a request for that of another with a uid and more that is known of him', async ({ namespace, ask }) => {
    const whoami = (as: ClientRequest['as']) => ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { as });
    await whoami({ user: 'jane', uid: '4711', extra: { scopes: ['view'], 'example.com%2fTeam': ['a, b'] } });
    await whoami({ user: 'jane', extra: { Scopes: ['view'], '%zz': ['kept as it is'] } });
    await whoami({
      user: `system:serviceaccount:${namespace}:stranger`,
      uid: '4711',
      extra: { 'authentication.kubernetes.io%2fpod-name': ['p'] },
    });
  }),
  rbac.refuses('takes no uid, no group and nothing else without a user', async ({ ask }) => {
    const whoami = (as: ClientRequest['as']) => ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { as });
    await whoami({ uid: '4711' });
    await whoami({ group: 'developers' });
    await whoami({ extra: { scopes: ['view'] } });
  }),
  rbac.succeeds('asks the right for each thing that is impersonated', async (session) => {
    const { namespace, ask, quietly, note } = session;
    const token = await stranger(session);
    const rules = [
      { apiGroups: [''], resources: ['users', 'groups'], verbs: ['impersonate'] },
      { apiGroups: ['authentication.k8s.io'], resources: ['uids'], resourceNames: ['4711'], verbs: ['impersonate'] },
      { apiGroups: ['authentication.k8s.io'], resources: ['userextras/scopes'], resourceNames: ['view'], verbs: ['impersonate'] },
    ];
    await grant(session, token, `impersonator-${namespace}`, rules, 'ClusterRole');
    const whoami = (as: ClientRequest['as']) => quietly('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { token, as });
    await ask(
      'POST',
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { token, as: { user: 'jane', uid: '4711', extra: { scopes: ['view'] } } },
    );
    const beyond: readonly ClientRequest['as'][] = [{ uid: '4712' }, { extra: { scopes: ['edit'] } }, { extra: { teams: ['a'] } }];
    for (const as of beyond) note(JSON.stringify(as), (await whoami({ user: 'jane', ...as })).code);
  }),
  rbac.refuses('lets nobody impersonate whom he may not', async (session) => {
    const { namespace, quietly, note } = session;
    const token = await stranger(session);
    for (const user of ['jane', 'system:serviceaccount:kube-system:other']) {
      const { code, body } = await quietly('GET', namespaced(namespace, 'configmaps'), undefined, { token, as: { user } });
      note(user, [code, body['reason']]); // the words are of constrained impersonation, which the embedded server has not
    }
  }),
  rbac.succeeds('a right to one name is a right to list that name alone', async (session) => {
    const { namespace, ask, quietly } = session;
    const token = await stranger(session);
    await quietly('POST', namespaced(namespace, 'configmaps'), configMap('mine'));
    await quietly('POST', namespaced(namespace, 'configmaps'), configMap('other'));
    await grant(session, token, 'one', [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['mine'], verbs: ['list'] }]);
    for (const selector of ['metadata.name%3Dmine', 'metadata.name%3Dother', 'metadata.name!%3Dother', ''])
      await ask('GET', `${namespaced(namespace, 'configmaps')}?fieldSelector=${selector}`, undefined, { token });
  }),
  rbac.refuses('who may patch may apply what is there, and create nothing by it without that right', async (session) => {
    const { namespace, ask, quietly } = session;
    const token = await stranger(session);
    const maps = namespaced(namespace, 'configmaps');
    await quietly('POST', maps, configMap('there'));
    await grant(session, token, 'applies', [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['wished'], verbs: ['create'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['update'] },
    ]);
    for (const name of ['there', 'missing', 'wished'])
      await ask('PATCH', `${maps}/${name}?fieldManager=one`, configMap(name, { data: { a: '1' } }), { ...APPLY, token });
    await ask('PATCH', `${maps}/missing?fieldManager=one`, configMap('missing', { data: { a: 1 } }), { ...APPLY, token });
    await ask('PATCH', `${maps}/missing?fieldManager=one`, configMap('missing', { data: { '/': '1' } }), { ...APPLY, token });
    await ask('PUT', `${namespaced(namespace, 'leases', 'apis/coordination.k8s.io/v1')}/new`, { metadata: { name: 'new' } }, { token });
  }),
];
