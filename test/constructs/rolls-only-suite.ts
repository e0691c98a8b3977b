import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '../../constructs/synth.ts';
import { realm } from '../../realm.ts';
import { startControllerHere } from '../controllers/runtime/controller-here.ts';
import { MERGE, STRATEGIC, namespaced } from '../conformance/objects.ts';
import { apiClient, textOf, type ApiClient, type ClientReply, type ApiServerUnderTest } from '../local/api-server/api-client.ts';
import { manifestsOf } from './manifests.ts';
import { until } from '../until.ts';

const POLICY = "ValidatingAdmissionPolicy 'civ-rolls-only' with binding 'civ-rolls-only' denied request: ";
const HASH = '6b3093988321555757cc9b88a5f2d59101a0261c';
const APPLIED = 'reload.civ8s.dev/applied';
const PAUSED_AT = 'deployment.reloader.stakater.com/paused-at';
const DEPLOYMENTS = namespaced('default', 'deployments', 'apis/apps/v1');
const WEB = `${DEPLOYMENTS}/web`;
const PLACES: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: namespaced('civ-system', 'serviceaccounts'),
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
};

const template = (main: object, unlike: object = {}) => ({
  spec: { template: { spec: { containers: [{ name: 'main', ...main }], ...unlike } } },
});
const env = (...variables: readonly object[]) => template({ env: variables });
const annotated = (annotations: Readonly<Record<string, string | null>>) => ({ metadata: { annotations } });
const user = [
  { name: 'LEVEL', value: 'info' },
  { name: 'STAKATER_API_SECRET', value: 'of the user' },
  { name: 'STAKATER_OLD_CONFIGMAP', value: HASH },
];
const web = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, annotations: { foreign: 'kept', 'reloader.stakater.com/auto': 'true' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name }, annotations: { foreign: 'kept' } },
      spec: {
        containers: [
          { name: 'main', image: 'civ8s:1', env: user, envFrom: [{ configMapRef: { name: 'settings' } }] },
          { name: 'side', image: 'civ8s:1' },
        ],
        initContainers: [{ name: 'init', image: 'civ8s:1' }],
      },
    },
  },
});

/** What the policy of a realm lets config-reload do to workloads, on a server that enforces it. */
export function rollsOnlyPolicy(startServer: () => Promise<ApiServerUnderTest & { stop?(): Promise<unknown> }>): void {
  let server: Awaited<ReturnType<typeof startServer>>;
  let api: ApiClient;
  let token: string;
  const patch = (body: object, path = WEB, type = STRATEGIC, as = token): Promise<ClientReply> =>
    api.ask('PATCH', path, { ...type, token: as, body });
  const said = ({ code, body }: ClientReply): string =>
    code < 300
      ? 'yes'
      : textOf(body['message']).includes(POLICY)
        ? textOf(body['message']).slice(textOf(body['message']).indexOf(POLICY) + POLICY.length)
        : `${code}: ${textOf(body['message'])}`;
  beforeAll(async () => {
    server = await startServer();
    api = apiClient(server);
    const wanted = manifestsOf(render(realm)).filter(
      ({ kind, metadata }) => PLACES[kind] !== undefined && /^civ-system$|config-reload$|^civ-rolls-only$/.test(metadata.name),
    );
    expect(wanted.map(({ kind }) => kind).sort((one, other) => one.localeCompare(other))).toEqual(
      Object.keys(PLACES).sort((one, other) => one.localeCompare(other)),
    );
    for (const kind of Object.keys(PLACES))
      for (const manifest of wanted.filter((one) => one.kind === kind))
        expect(await api.ask('POST', PLACES[kind] ?? '', { body: manifest })).toMatchObject({ code: 201 });
    for (const name of ['web', 'rolling']) expect(await api.ask('POST', DEPLOYMENTS, { body: web(name) })).toMatchObject({ code: 201 });
    token = textOf(
      (
        await api.ask('POST', `${namespaced('civ-system', 'serviceaccounts')}/config-reload/token`, {
          body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
        })
      ).body['status']?.['token'],
    );
    // The API server reads new rights and policies when it gets round to them: until then RBAC refuses this, or nobody does.
    const probe = async () => said(await patch(annotated({ probe: String(Date.now()) })));
    await until('the policy', async () => (await probe()).startsWith('config-reload may'));
    await api.ask('PATCH', WEB, { ...MERGE, body: annotated({ probe: null }) });
  });
  afterAll(async () => {
    await api.close();
    await server.stop?.();
  });

  it.each<[string, object]>([
    ['note what the pods have', annotated({ [APPLIED]: '{}' })],
    ['note what was told of', annotated({ 'reload.civ8s.dev/notified': '{}' })],
    [
      'write its variable, and note it',
      { ...annotated({ [APPLIED]: '{"scope":""}' }), ...env({ name: 'STAKATER_SETTINGS_CONFIGMAP', value: HASH }) },
    ],
    ['change its variable', env({ name: 'STAKATER_SETTINGS_CONFIGMAP', value: HASH.replaceAll('6', '7') })],
    [
      'take its variables away',
      env({ $patch: 'delete', name: 'STAKATER_SETTINGS_CONFIGMAP' }, { $patch: 'delete', name: 'STAKATER_OLD_CONFIGMAP' }),
    ],
    [
      'write its first variable to a container that had none',
      template({}, { containers: [{ name: 'side', env: [{ name: 'STAKATER_SETTINGS_SECRET', value: HASH }] }] }),
    ],
    [
      'leave on the template what it was reloaded from',
      { spec: { template: { metadata: { annotations: { 'reloader.stakater.com/last-reloaded-from': '{}' } } } } },
    ],
    ['pause, and note it', { ...annotated({ [PAUSED_AT]: '2026-11-21T10:00:00Z' }), spec: { paused: true } }],
    ['resume what it has paused', { ...annotated({ [PAUSED_AT]: null }), spec: { paused: false } }],
  ])('lets config-reload %s', async (_, body) => expect(said(await patch(body))).toBe('yes'));

  const containers = 'config-reload may change only its own variables of a container';
  const workload = 'config-reload may change only annotations, the pause and the pod template of a workload';
  const pod =
    'config-reload may change only the annotation reloader.stakater.com/last-reloaded-from and its own variables of a pod template';
  it.each<[string, object, string]>([
    ['an image', template({ image: 'evil:1' }), containers],
    ['a command', template({ command: ['sh'] }), containers],
    ["a user's variable", env({ name: 'LEVEL', value: 'debug' }), containers],
    ['another variable', env({ name: 'LD_PRELOAD', value: HASH }), containers],
    ['a variable that only begins like its own', env({ name: 'STAKATER_LD_PRELOAD', value: HASH }), containers],
    ['a variable of its own that is no hash', env({ name: 'STAKATER_SETTINGS_CONFIGMAP', value: '--require=/evil' }), containers],
    [
      'a variable of its own out of a Secret',
      env({ name: 'STAKATER_SETTINGS_SECRET', valueFrom: { secretKeyRef: { name: 'any', key: 'key' } } }),
      containers,
    ],
    ["a user's variable that is called like its own", env({ $patch: 'delete', name: 'STAKATER_API_SECRET' }), containers],
    [
      'the order of variables',
      {
        spec: {
          template: {
            spec: { containers: [{ name: 'main', '$setElementOrder/env': [{ name: 'STAKATER_API_SECRET' }, { name: 'LEVEL' }] }] },
          },
        },
      },
      containers,
    ],
    ['the number of containers', template({}, { containers: [{ name: 'evil', image: 'evil:1' }] }), containers],
    ['an init container', template({}, { initContainers: [{ name: 'init', image: 'evil:1' }] }), pod],
    ['the account of the pods', template({}, { serviceAccountName: 'admin' }), pod],
    ['the network of the pods', template({}, { hostNetwork: true }), pod],
    ['a volume', template({}, { volumes: [{ name: 'all', hostPath: { path: '/' } }] }), pod],
    ['an annotation of the template', { spec: { template: { metadata: { annotations: { foreign: null } } } } }, pod],
    ['a label of the template', { spec: { template: { metadata: { labels: { more: 'x' } } } } }, pod],
    ['an annotation', annotated({ foreign: 'changed' }), 'config-reload may change only its own annotations of a workload'],
    [
      'what a user asks for',
      annotated({ 'reloader.stakater.com/auto': null }),
      'config-reload may change only its own annotations of a workload',
    ],
    ['the pause, without a note', { spec: { paused: true } }, 'config-reload may pause and resume only what it notes'],
    ['how many there are', { spec: { replicas: 0 } }, workload],
    ['a label', { metadata: { labels: { a: 'b' } } }, workload],
    ['a finalizer', { metadata: { finalizers: ['example.com/stay'] } }, workload],
  ])('does not let it change %s', async (_, body, why) => expect(said(await patch(body))).toBe(why));

  it('judges a workload of thirty containers with a hundred variables each', async () => {
    const variables = Array.from({ length: 100 }, (_, at) => ({
      name: `A_RATHER_LONG_NAME_OF_A_VARIABLE_${at}`,
      value: `https://a-service-with-a-long-name-${at}.example.com/and/a/path`,
    }));
    const large = web('large');
    const all = Array.from({ length: 30 }, (_, at) => ({ name: `container-${at}`, image: 'civ8s:1', args: ['serve'], env: variables }));
    expect(
      await api.ask('POST', DEPLOYMENTS, {
        body: { ...large, spec: { ...large.spec, template: { ...large.spec.template, spec: { containers: all } } } },
      }),
    ).toMatchObject({ code: 201 });
    const marked = {
      spec: { template: { spec: { containers: [{ name: 'container-29', env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP', value: HASH }] }] } } },
    };
    expect(said(await patch(marked, `${DEPLOYMENTS}/large`))).toBe('yes');
    expect(
      said(
        await patch({ spec: { template: { spec: { containers: [{ name: 'container-29', image: 'evil:1' }] } } } }, `${DEPLOYMENTS}/large`),
      ),
    ).toBe(containers);
  });

  it('lets others do as they please', async () =>
    expect(said(await patch({ metadata: { labels: { a: 'b' } } }, WEB, MERGE, server.token))).toBe('yes'));

  it('holds it to that under a role that is far too generous', async () => {
    await api.ask('POST', PLACES['ClusterRole'] ?? '', {
      body: { metadata: { name: 'generous' }, rules: [{ apiGroups: ['apps'], resources: ['*'], verbs: ['*'] }] },
    });
    await api.ask('POST', PLACES['ClusterRoleBinding'] ?? '', {
      body: {
        metadata: { name: 'generous' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'generous' },
        subjects: [{ kind: 'ServiceAccount', name: 'config-reload', namespace: 'civ-system' }],
      },
    });
    const tries = {
      create: () => api.ask('POST', DEPLOYMENTS, { token, body: web('evil') }),
      delete: () => api.ask('DELETE', WEB, { token }),
      scale: () => patch({ spec: { replicas: 0 } }, `${WEB}/scale`, MERGE),
      status: () => patch({ status: { observedGeneration: 9 } }, `${WEB}/status`, MERGE),
    };
    await until('the right to try', async () => !said(await tries.scale()).startsWith('403'));
    for (const [what, attempt] of Object.entries(tries))
      expect([what, said(await attempt())]).toEqual([what, 'config-reload may only patch the workload itself']);
  });

  describe('the controller itself, under the policy', () => {
    it.each(['env-vars', 'annotations'])('rolls by the strategy %s, pauses and resumes', async (strategy) => {
      const name = `rolls-${strategy}`;
      const pauses = {
        ...web(name),
        metadata: { name, annotations: { 'reloader.stakater.com/auto': 'true', 'deployment.reloader.stakater.com/pause-period': '1s' } },
      };
      const folder = mkdtempSync(join(tmpdir(), 'civ8s-rolls-'));
      const kubeconfig = join(folder, 'kubeconfig');
      writeFileSync(
        kubeconfig,
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Config',
          'current-context': 'it',
          contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
          clusters: [
            { name: 'it', cluster: { server: server.url, 'certificate-authority-data': Buffer.from(server.ca).toString('base64') } },
          ],
          users: [{ name: 'it', user: { token } }],
        }),
      );
      const settings = `${namespaced('default', 'configmaps')}/settings`;
      if ((await api.ask('GET', settings)).code === 404)
        await api.ask('POST', namespaced('default', 'configmaps'), { body: { metadata: { name: 'settings' }, data: { key: 'first' } } });
      await api.ask('POST', DEPLOYMENTS, { body: pauses });
      const controller = startControllerHere({
        name: 'config-reload',
        kubeconfig,
        args: [
          '--debounce=100ms',
          '--leader-elect=false',
          '--namespaces=default',
          '--resources-to-ignore=secrets',
          '--ignored-workload-types=jobs,cronjobs',
          '--pod-delete-match=false',
          `--reload-strategy=${strategy}`,
        ],
      });
      try {
        const now = async () => (await api.ask('GET', `${DEPLOYMENTS}/${name}`)).body;
        const holds = (what: (text: string) => boolean) => until(what.toString(), async () => what(JSON.stringify(await now())));
        await holds((text) => text.includes(APPLIED));
        await api.ask('PATCH', settings, { ...MERGE, body: { data: { key: `updated by ${strategy}` } } });
        const isResumed = () =>
          controller.logs.some(({ message, workload: which }) => message === 'resumed' && which === `Deployment default/${name}`);
        const written = strategy === 'env-vars' ? 'STAKATER_SETTINGS_CONFIGMAP' : 'last-reloaded-from';
        await holds(
          (text) => isResumed() && text.includes(written) && !text.includes(PAUSED_AT) && !text.includes('STAKATER_OLD_CONFIGMAP'),
        );
        expect(controller.logs.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
      } finally {
        await controller.stop();
        rmSync(folder, { recursive: true });
      }
    });
  });
}
