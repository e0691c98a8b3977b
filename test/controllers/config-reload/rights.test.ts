import { describe, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { ConfigReload } from '../../../constructs/config-reload.ts';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { configMaps, deployments } from '../../../kube/objects/built-in.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster } from '../runtime/fake-cluster.ts';
import { classes, mounting, podStatus, rollouts, statuses, type ArgoRollout } from './custom-kinds.ts';
import { AUTO, configMap, workload } from './objects.ts';

interface Rendered {
  readonly kind: string;
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
  readonly spec?: { readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } } };
}
const CUSTOM = /\.(argoproj|secrets-store\.csi\.x-k8s)\.io$/;

describe('config-reload, with the rights that its construct renders for Rollouts and SecretProviderClasses', () => {
  it('asks for nothing else, and for all of what is granted for them', async () => {
    const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    const { deployment } = new ConfigReload(chart, 'reload', { namespace: 'civ-system', rollouts: true, secretProviderClasses: true });
    const objects = chart.toJson() as readonly Rendered[];
    const rules = objects.find(({ kind }) => kind === 'ClusterRole')?.rules ?? [];
    const granted = new Set(
      rules.flatMap(({ apiGroups, resources, verbs }) =>
        apiGroups.flatMap((group) => resources.flatMap((name) => verbs.map((verb) => `${verb} ${name}${group === '' ? '' : `.${group}`}`))),
      ),
    );

    const cluster = fakeCluster();
    const asked = new Set<string>();
    cluster.fault = ({ verb, resource }, commit) => {
      asked.add(`${verb} ${resource}`);
      return commit();
    };
    cluster.put(configMaps, configMap('settings', { key: 'first' }));
    cluster.put(classes, { metadata: { namespace: 'default', name: 'vault' } });
    cluster.put(statuses, podStatus('vault', 'v1', { generation: 1 }));
    cluster.put(deployments, workload('mounts', { pod: mounting('vault') }));
    cluster.put<ArgoRollout>(rollouts, workload('rolls'));
    cluster.put<ArgoRollout>(
      rollouts,
      workload('restarts', { annotations: { ...AUTO, 'reloader.stakater.com/rollout-strategy': 'restart' } }),
    );
    const { clock } = atWork(cluster, configReload, {
      args: objects.find(({ kind }) => kind === deployment.kind)?.spec?.template.spec.containers[0]?.args.slice(2),
    });
    await clock.advance(5_000);
    cluster.put(statuses, podStatus('vault', 'v2', { generation: 2 }));
    cluster.put(configMaps, configMap('settings', { key: 'second' }));
    await clock.advance(20_000);

    expect([...asked].filter((request) => !granted.has(request))).toEqual([]);
    expect([...granted].filter((right) => CUSTOM.test(right) && !asked.has(right))).toEqual([]);
    // A record and a roll each.
    expect(cluster.changes.filter((change) => change.startsWith('patch') && !change.includes('events'))).toHaveLength(6);
  });
});
