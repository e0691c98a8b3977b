import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { App, Chart, Yaml } from 'cdk8s';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReload } from '../../constructs/config-reload.ts';
import { ConfigWatcher, type ConfigWatcherProps } from '../../constructs/config-watcher.ts';
import { configMaps, namespaces, pods, type Pod } from '../../kube/objects/built-in.ts';
import { kubeconfigOfAccount } from '../account-token.ts';
import { configMap } from '../controllers/config-reload/objects.ts';
import { until } from '../controllers/config-reload/stage.ts';
import { startControllerHere } from '../controllers/runtime/controller-here.ts';
import { connectToRealApiServer, describeReal } from '../real/api-server.ts';
import { startKubectlProxy, type KubectlProxy } from '../real/kubectl-proxy.ts';
import { accountIn, untilRolesCount, type GrantedRule } from '../grant.ts';

const MATCH = { 'magalix.com/podDeleteMatch': 'app=frontend' };
const pod = (namespace: string, name: string): Pod => ({
  metadata: {
    namespace,
    name,
    labels: { app: 'frontend' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'frontend', uid: '0b0b0b0b-0000-0000-0000-000000000000', controller: true },
    ],
  },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'none' }] },
});

describeReal('a ConfigWatcher, with the rights that it renders', () => {
  const real = connectToRealApiServer();
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const kubectl = (...args: string[]) =>
    execFileSync(join(real.server.assets, 'kubectl'), ['--kubeconfig', real.server.kubeconfig, ...args], { encoding: 'utf8' });

  /** Applies a ConfigWatcher, two pods and their ConfigMap. Answers the container's flags, and a kubeconfig of its account. */
  async function deploy(namespace: string, props: Partial<ConfigWatcherProps>) {
    const { client } = real;
    await client.create(namespaces, { metadata: { name: namespace } });
    const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    new ConfigWatcher(chart, 'watcher', { namespace, ...props });
    const documents = chart.toJson() as {
      readonly kind: string;
      readonly metadata: { readonly namespace?: string };
      readonly rules?: readonly GrantedRule[];
      readonly spec?: { readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } } };
    }[];
    const file = join(folder, `${namespace}.yaml`);
    writeFileSync(file, Yaml.stringify(...documents));
    kubectl('apply', '-f', file);
    await untilRolesCount(client, accountIn(namespace, 'joe'), documents);
    const kubeconfig = await kubeconfigOfAccount(real.server.kubeconfig, client, namespace, 'joe');
    await client.create(configMaps, configMap('frontend-config', { 'config.cfg': 'MSG="hello"' }, { namespace, annotations: MATCH }));
    for (const name of ['a', 'b']) await client.create(pods, pod(namespace, name));
    return {
      kubeconfig,
      args: documents.find(({ kind }) => kind === 'Deployment')?.spec?.template.spec.containers[0]?.args.slice(2) ?? [],
    };
  }
  const start = (namespace: string, args: readonly string[], kubeconfig?: string) =>
    startControllerHere({
      name: 'config-reload',
      kubeconfig,
      args: ['--debounce=100ms', ...args],
      env: { res_namespace: namespace, POD_NAMESPACE: namespace, KUBECONFIG: '' },
    });
  const write = (namespace: string, message: string) =>
    real.client.patch(configMaps, { namespace, name: 'frontend-config' }, { merge: { data: { 'config.cfg': `MSG="${message}"` } } });
  const noPods = (namespace: string) => until(async () => (await real.client.list(pods, { namespace })).items.length === 0);
  /** Its memory is in the cluster: this resolves once it has one. */
  const remembered = (namespace: string) =>
    until(async () =>
      (await real.client.list(configMaps, { namespace })).items.some(
        ({ metadata, data }) => metadata?.name === 'civ8s-config-reload' && data !== undefined,
      ),
    );
  const requestsOf = (namespace: string) =>
    readFileSync(real.server.auditLog, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`system:serviceaccount:${namespace}:joe`));

  it.each([[true], [false]])('readAndDeleteOnly: %s: replaces the pods, and no request of its is refused', async (readAndDeleteOnly) => {
    const namespace = `watched-${readAndDeleteOnly}`;
    const { args, kubeconfig } = await deploy(namespace, { readAndDeleteOnly });
    const controller = start(namespace, args, kubeconfig);
    try {
      await controller.logged('leading');
      await controller.logged('listed');
      if (readAndDeleteOnly) await controller.logged('pods are not replaced for what changes while this process is down');
      else await remembered(namespace);
      // In memory there is nothing to see; its first look is over once a source that came later has been looked at.
      let turn = 0;
      await until(async () => {
        await write(namespace, String(turn++));
        return controller.logs.some(({ message }) => message === 'Modification detected');
      });
      await noPods(namespace);
    } finally {
      await controller.stop();
    }
    expect(requestsOf(namespace).filter((line) => line.includes('"code":403'))).toEqual([]);
  });

  it('through kubectl proxy: also for what changed while the proxy was away', async () => {
    const namespace = 'proxied';
    const { args, kubeconfig } = await deploy(namespace, { proxyImage: 'example.com/kubectl:1' });
    const first = await startKubectlProxy(real.server, kubeconfig, 0);
    const controller = start(
      namespace,
      args.map((arg) => arg.replace(':8001', `:${first.port}`)),
    );
    let second: KubectlProxy | undefined;
    try {
      await controller.logged('leading');
      await remembered(namespace);
      await first.stop();
      await controller.logged('cannot follow');
      await write(namespace, 'meanwhile');
      second = await startKubectlProxy(real.server, kubeconfig, first.port);
      await noPods(namespace);
    } finally {
      expect(await controller.stop()).toBe(0);
      await Promise.all([first.stop(), second?.stop()]);
    }
    const requests = requestsOf(namespace);
    expect([requests.length > 0, requests.filter((line) => line.includes('"code":403'))]).toEqual([true, []]);
    expect(requests.some((line) => line.includes('"verb":"patch"') && line.includes('"resource":"leases"'))).toBe(true);
  });

  it('reloader-meta-info is published with rights on that name alone', async () => {
    const namespace = 'with-meta-info';
    await real.client.create(namespaces, { metadata: { name: namespace } });
    const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    new ConfigReload(chart, 'reload', { namespace, metaInfo: true });
    const file = join(folder, `${namespace}.yaml`);
    const documents = chart.toJson() as Parameters<typeof untilRolesCount>[2];
    writeFileSync(file, Yaml.stringify(...documents));
    kubectl('apply', '-f', file);
    await untilRolesCount(real.client, accountIn(namespace, 'config-reload'), documents);
    const kubeconfig = await kubeconfigOfAccount(real.server.kubeconfig, real.client, namespace, 'config-reload');
    const controller = startControllerHere({
      name: 'config-reload',
      kubeconfig,
      args: ['--resources-to-ignore=secrets', '--ignored-workload-types=jobs,cronjobs', '--pod-delete-match=false'],
      env: { POD_NAMESPACE: namespace, RELOADER_NAMESPACE: namespace },
    });
    try {
      await until(async () =>
        (await real.client.list(configMaps, { namespace })).items.some(({ metadata }) => metadata?.name === 'reloader-meta-info'),
      );
    } finally {
      await controller.stop();
    }
  });
});
