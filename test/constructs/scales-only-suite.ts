import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { CivSystem } from '../../constructs/civ-system.ts';
import { renderCharts } from '../../constructs/render-charts.ts';
import { MERGE, namespaced } from '../conformance/objects.ts';
import { apiClient, textOf, type ApiClient, type ApiServerUnderTest, type ClientReply } from '../local/api-server/api-client.ts';
import { manifestsOf } from './manifests.ts';
import { until } from '../until.ts';

const POLICY = /^.*ValidatingAdmissionPolicy 'civ-scales-(?:only|in-range)' with binding '[a-z-]+' denied request: /;
const DEPLOYMENTS = namespaced('default', 'deployments', 'apis/apps/v1');
const PLACES: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: namespaced('civ-system', 'serviceaccounts'),
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
};

const deployment = (name: string, range?: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, annotations: range === undefined ? {} : { 'civ8s.dev/replicas': range } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'civ8s:1' }] } },
  },
});

/** What the policy of a realm with a range lets demand do, on a server that enforces it. */
export function scalesOnlyPolicy(startServer: () => Promise<ApiServerUnderTest & { stop?(): Promise<unknown> }>): void {
  let server: Awaited<ReturnType<typeof startServer>>;
  let api: ApiClient;
  let token: string;
  const said = ({ code, body }: ClientReply): string => {
    const message = textOf(body['message']);
    return code < 300 ? 'yes' : POLICY.test(message) ? message.replace(POLICY, '') : `${code}: ${message}`;
  };
  const patch = async (path: string, body: object, as = token) => said(await api.ask('PATCH', path, { ...MERGE, token: as, body }));
  const scale = (name: string, replicas: number, as?: string) => patch(`${DEPLOYMENTS}/${name}/scale`, { spec: { replicas } }, as);

  beforeAll(async () => {
    server = await startServer();
    api = apiClient(server);
    const app = new App();
    new CivSystem(new Chart(app, 'civ-system', { disableResourceNameHashes: true }), 'system', { demand: true });
    const wanted = manifestsOf(renderCharts(app)).filter(
      ({ kind, metadata }) => PLACES[kind] !== undefined && /^civ-system$|demand$|^civ-scales-/.test(metadata.name),
    );
    for (const kind of Object.keys(PLACES))
      for (const manifest of wanted.filter((one) => one.kind === kind))
        expect(await api.ask('POST', PLACES[kind] ?? '', { body: manifest })).toMatchObject({ code: 201 });
    for (const one of [deployment('web', '1-5'), deployment('other'), deployment('bad', '5 or so'), deployment('gate', '1-5')])
      expect(said(await api.ask('POST', DEPLOYMENTS, { body: one }))).toBe('yes');
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const reply = await api.ask('POST', `${namespaced('civ-system', 'serviceaccounts')}/demand/token`, { body: request });
    token = textOf(reply.body['status']?.['token']);
    // The API server reads new rights and policies when it gets round to them: until then RBAC refuses these, or nobody does.
    for (const name of ['gate', 'other']) await until('the policy', async () => (await scale(name, 9)).startsWith('demand may scale'));
  });
  afterAll(async () => {
    await api.close();
    await server.stop?.();
  });

  it.each([1, 3, 5])('lets demand scale a Deployment with the range 1-5 to %d', async (replicas) =>
    expect(await scale('web', replicas)).toBe('yes'),
  );

  it.each([
    ['web', 0, 'demand may scale a Deployment only within the range of its annotation civ8s.dev/replicas'],
    ['web', 6, 'demand may scale a Deployment only within the range of its annotation civ8s.dev/replicas'],
    ['other', 3, 'demand may scale only a Deployment that has a range in its annotation civ8s.dev/replicas'],
    ['bad', 3, 'demand may scale only a Deployment that has a range in its annotation civ8s.dev/replicas'],
  ])('does not let it scale %s to %d', async (name, replicas, why) => expect(await scale(name, replicas)).toBe(why));

  it('goes by the range as it is now', async () => {
    const annotate = (range: string) => ({ metadata: { annotations: { 'civ8s.dev/replicas': range } } });
    expect(await patch(`${DEPLOYMENTS}/gate`, annotate('7-9'), server.token)).toBe('yes');
    await until('the new range', async () => (await scale('gate', 8)) === 'yes');
    expect(await scale('gate', 5)).toBe('demand may scale a Deployment only within the range of its annotation civ8s.dev/replicas');
  });

  it('lets others scale as they please', async () => expect(await scale('other', 4, server.token)).toBe('yes'));

  it('holds it to that under a role that is far too generous', async () => {
    const rules = [{ apiGroups: ['apps'], resources: ['*'], verbs: ['*'] }];
    await api.ask('POST', PLACES['ClusterRole'] ?? '', { body: { metadata: { name: 'generous-to-demand' }, rules } });
    await api.ask('POST', PLACES['ClusterRoleBinding'] ?? '', {
      body: {
        metadata: { name: 'generous-to-demand' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'generous-to-demand' },
        subjects: [{ kind: 'ServiceAccount', namespace: 'civ-system', name: 'demand' }],
      },
    });
    await until('the role', async () => !(await patch(`${DEPLOYMENTS}/web`, { spec: { replicas: 3 } })).startsWith('403: deployments'));
    for (const body of [{ spec: { replicas: 3 } }, { metadata: { annotations: { 'civ8s.dev/replicas': '1-9' } } }])
      expect(await patch(`${DEPLOYMENTS}/web`, body)).toBe('demand may change only the number of workers');
    expect(said(await api.ask('DELETE', `${DEPLOYMENTS}/web`, { token }))).toBe('demand may change only the number of workers');
  });
}
