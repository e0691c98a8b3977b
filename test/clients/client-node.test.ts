import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuthorizationV1Api,
  CoreV1Api,
  KubeConfig,
  makeInformer,
  PolicyV1Api,
  setHeaderOptions,
  type V1ConfigMap,
} from '@kubernetes/client-node';
import { readFileSync } from 'node:fs';
import { startApiServer, type ApiServer } from '../../local/api-server/start.ts';
import { borrowRealApiServer, describeAlsoReal } from '../real/api-server.ts';
import { until } from '../until.ts';

const namespace = 'client-node';
const saying = (a: string, map: V1ConfigMap): V1ConfigMap => Object.assign(map, { data: { a } });

/** What a program of the official client does, on a server of either kind. */
function behaviour(kubeconfig: () => string): void {
  let config: KubeConfig;
  let core: CoreV1Api;
  beforeAll(async () => {
    config = new KubeConfig();
    config.loadFromString(kubeconfig());
    core = config.makeApiClient(CoreV1Api);
    await core.createNamespace({ body: { metadata: { name: namespace } } });
  });
  const made = (name: string, labels: Record<string, string> = {}) =>
    core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels }, data: { a: '1' } } });

  it('has its informer follow what comes, changes and goes', async () => {
    const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: 'followed' });
    const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, list, 'followed');
    const seen: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const)
      informer.on(verb, ({ metadata }) => seen.push(`${verb} ${metadata?.name ?? ''}`));
    await made('before', { followed: '' });
    await informer.start();
    try {
      const after = await made('after', { followed: '' });
      await core.replaceNamespacedConfigMap({ namespace, name: 'after', body: saying('2', after) });
      await core.deleteNamespacedConfigMap({ namespace, name: 'before' });
      await until('all changes to be told', () => seen.length === 4);
      expect(seen).toEqual(['add before', 'add after', 'update after', 'delete before']);
    } finally {
      await informer.stop();
    }
  });

  it('reads pages until there is no next', async () => {
    for (const name of ['one', 'two', 'three']) await made(name, { paged: '' });
    const first = await core.listNamespacedConfigMap({ namespace, labelSelector: 'paged', limit: 2 });
    const { _continue: next } = first.metadata ?? {};
    const rest = await core.listNamespacedConfigMap({ namespace, labelSelector: 'paged', limit: 2, _continue: next });
    expect([...first.items, ...rest.items].map(({ metadata }) => metadata?.name)).toEqual(['one', 'three', 'two']);
    expect(rest.metadata).not.toHaveProperty('_continue', expect.anything());
  });

  it('applies what another manager owns by force alone', async () => {
    await made('owned');
    const apply = (force: boolean) =>
      core.patchNamespacedConfigMap(
        {
          namespace,
          name: 'owned',
          fieldManager: 'other',
          force,
          body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owned' }, data: { a: '2' } },
        },
        setHeaderOptions('Content-Type', 'application/apply-patch+yaml'),
      );
    await expect(apply(false)).rejects.toMatchObject({ code: 409 });
    expect((await apply(true)).data).toEqual({ a: '2' });
  });

  it('is told by a conflict that somebody else was faster', async () => {
    const stale = await made('fought-over');
    await core.replaceNamespacedConfigMap({ namespace, name: 'fought-over', body: saying('2', stale) });
    await expect(core.replaceNamespacedConfigMap({ namespace, name: 'fought-over', body: saying('3', stale) })).rejects.toMatchObject({
      code: 409,
    });
  });

  it('evicts a pod', async () => {
    await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'default' } } });
    const body = { metadata: { name: 'leaves' }, spec: { containers: [{ name: 'main', image: 'civ8s:1' }] } };
    await core.createNamespacedPod({ namespace, body });
    await core.createNamespacedPodEviction({ namespace, name: 'leaves', body: { metadata: { name: 'leaves', namespace } } });
    await expect(core.readNamespacedPod({ namespace, name: 'leaves' })).rejects.toMatchObject({ code: 404 });
    expect((await config.makeApiClient(PolicyV1Api).listNamespacedPodDisruptionBudget({ namespace })).items).toEqual([]);
  });

  it('asks what it may do', async () => {
    const body = { spec: { resourceAttributes: { verb: 'delete', resource: 'pods', namespace } } };
    const { status } = await config.makeApiClient(AuthorizationV1Api).createSelfSubjectAccessReview({ body });
    expect(status?.allowed).toBe(true);
  });
}

describe('a program of client-node, on the embedded server', () => {
  let server: ApiServer;
  const defects: unknown[] = [];
  beforeAll(async () => {
    server = await startApiServer({ report: (error) => defects.push(error) });
  });
  afterAll(async () => {
    await server.stop();
    expect(defects).toEqual([]);
  });

  behaviour(() => server.kubeconfig);
});

describeAlsoReal('a program of client-node, on the real server', () => {
  let kubeconfig: string;
  beforeAll(async () => {
    kubeconfig = readFileSync((await borrowRealApiServer()).kubeconfig, 'utf8');
  });

  behaviour(() => kubeconfig);
});
