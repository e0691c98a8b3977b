import { describe, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { ConfigReload, type ConfigReloadProps } from '../../../constructs/config-reload.ts';
import { flags } from '../../../controllers/config-reload/flags.ts';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { configMaps, deployments } from '../../../kube/objects/built-in.ts';
import { parseFlags } from '../../../controllers/runtime/flags/flags.ts';
import { nowhere } from '../../../controllers/runtime/rights/nowhere.ts';
import { setUp } from '../../../controllers/runtime/set-up.ts';
import { resourceTitle } from '../../../kube/objects/resource.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster } from '../runtime/fake-cluster.ts';
import { classes, mounting, podStatus, rollouts, statuses, type ArgoRollout } from './custom-kinds.ts';
import { AUTO, configMap, workload } from './objects.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}
interface Rendered {
  readonly kind: string;
  readonly rules?: readonly Rule[];
  readonly spec?: { readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } } };
}
/** The rights that the controller declares it needs with these arguments: `list configmaps`, `create pods/eviction`, and where. */
const neededWith = (args: readonly string[]) => {
  const settings = parseFlags(flags, { args, env: { POD_NAMESPACE: OWN } });
  const { rights } = setUp({ controller: configReload, settings, namespace: OWN }, nowhere('config-reload'));
  return rights.flatMap(({ verbs, ...right }) => verbs.map((verb) => ({ ...right, verb })));
};
const OWN = 'civ-system';
/** A ConfigReload as it is rendered. */
function rendered(props: Partial<ConfigReloadProps>) {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  const { deployment } = new ConfigReload(chart, 'reload', { namespace: OWN, ...props });
  const objects = chart.toJson() as readonly Rendered[];
  const rulesOf = (wanted: string) => objects.find(({ kind }) => kind === wanted)?.rules ?? [];
  const args = objects.find(({ kind }) => kind === deployment.kind)?.spec?.template.spec.containers[0]?.args.slice(2) ?? [];
  return { args, rulesOf };
}
/** What these rules, in the cluster and in its own namespace, do not grant of it. */
const lackingWith = (args: readonly string[], cluster: readonly Rule[], own: readonly Rule[]): readonly string[] =>
  neededWith(args)
    .filter(({ verb, resource: { group, plural }, subresource, name, namespaces = [] }) => {
      const rules = [...cluster, ...(namespaces.join() === OWN ? own : [])];
      return !rules.some(
        ({ apiGroups, resources, verbs, resourceNames }) =>
          apiGroups.includes(group) &&
          resources.includes(subresource === undefined ? plural : `${plural}/${subresource}`) &&
          verbs.includes(verb) &&
          (resourceNames === undefined || (name !== undefined && resourceNames.includes(name))),
      );
    })
    .map(({ verb, resource }) => `${verb} ${resourceTitle(resource)}`);
const CUSTOM = /\.(argoproj|secrets-store\.csi\.x-k8s)\.io$/;

describe('config-reload, with the rights that its construct renders for Rollouts and SecretProviderClasses', () => {
  it('asks for nothing else, and for all of what is granted for them', async () => {
    const { args, rulesOf } = rendered({ rollouts: true, secretProviderClasses: true });
    const granted = new Set(
      rulesOf('ClusterRole').flatMap(({ apiGroups, resources, verbs }) =>
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
    const { clock } = atWork(cluster, configReload, { args });
    await clock.advance(5_000);
    cluster.put(statuses, podStatus('vault', 'v2', { generation: 2 }));
    cluster.put(configMaps, configMap('settings', { key: 'second' }));
    await clock.advance(20_000);

    expect([...asked].filter((request) => !granted.has(request))).toEqual([]);
    const said = new Set(neededWith(args).map(({ verb, resource }) => `${verb} ${resourceTitle(resource)}`));
    expect([...asked].filter((request) => !said.has(request))).toEqual([]);
    expect([...granted].filter((right) => CUSTOM.test(right) && !asked.has(right))).toEqual([]);
    // A record and a roll each.
    expect(cluster.changes.filter((change) => change.startsWith('patch') && !change.includes('events'))).toHaveLength(6);
  });
});

describe('the rights that config-reload asks for at its start', () => {
  const ALL = { secrets: true, jobs: true, pods: true, rollouts: true, secretProviderClasses: true, metaInfo: true };

  it.each([{}, ALL, ...Object.keys(ALL).map((prop) => ({ [prop]: true }))])('are granted by its construct with %j', (props) => {
    const { args, rulesOf } = rendered(props);
    expect(lackingWith(args, rulesOf('ClusterRole'), rulesOf('Role'))).toEqual([]);
  });

  it.each([
    ['those to read only, in a dry run', ['--dry-run'], /^(list|watch) /],
    ['none of Secrets where they are ignored', ['--resources-to-ignore=secrets'], /^(?!\w+ secrets)/],
    ['none of Jobs where they are left alone', ['--ignored-workload-types=jobs,cronjobs'], /^(?!\w+ \w+\.batch)/],
    ['none of workloads with --pods-only', ['--pods-only'], /^(?!\w+ \w+\.(apps|batch))/],
    ['none of pods with --pod-delete-match=false', ['--pod-delete-match=false'], /^(?!\w+ pods)/],
    ['none of Events with --events=false', ['--events=false'], /^(?!\w+ events)/],
  ])('are %s', (_, args, allowed) =>
    expect(neededWith(args).filter(({ verb, resource }) => !allowed.test(`${verb} ${resourceTitle(resource)}`))).toEqual([]),
  );

  it('are those of each namespace that is named', () =>
    expect(neededWith(['--namespaces=a,b']).find(({ verb }) => verb === 'list')?.namespaces).toEqual(['a', 'b']));

  it("are what docs/config-reload.md adds to Reloader's roles", () => {
    const blocks = [...readFileSync('docs/config-reload.md', 'utf8').matchAll(/^```diff\n([^]*?)^```$/gm)].map(([, text = '']) => text);
    const side = (text: string | undefined, sign: '-' | '+'): readonly Rule[] => {
      const lines = (text ?? '').split('\n').filter((line) => line.startsWith(' ') || line.startsWith(sign));
      return lines.length === 0 ? [] : (load(lines.map((line) => line.slice(1)).join('\n')) as readonly Rule[]);
    };
    const [cluster, own] = blocks;
    expect(lackingWith([], side(cluster, '+'), side(own, '+'))).toEqual([]);
    expect(new Set(lackingWith([], side(cluster, '-'), side(own, '-')))).toEqual(
      new Set([
        ...['deployments.apps', 'daemonsets.apps', 'statefulsets.apps', 'cronjobs.batch', 'jobs.batch'].map((what) => `watch ${what}`),
        ...['cronjobs.batch', 'jobs.batch', 'configmaps'].map((what) => `patch ${what}`),
        ...['pods', 'secrets', 'configmaps'].map((what) => `create ${what}`),
        'list pods',
      ]),
    );
  });
});
