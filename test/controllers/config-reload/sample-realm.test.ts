import { describe, expect, it } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { render } from '../../../constructs/synth.ts';
import { configMaps, deployments, type ConfigMap, type Deployment } from '../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { realm } from '../../../realm.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster } from '../runtime/fake-cluster.ts';

interface Role extends KubeObject {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}
const manifests = render(realm).flatMap(({ text }) => loadAll(text) as KubeObject[]);
const of = <T extends KubeObject>(kind: string) => manifests.filter((manifest) => manifest.kind === kind) as T[];

describe('the realm of this repository, with the config-reload that it brings', () => {
  it('a shop whose directions change rolls, once, and no other; and nothing is asked for that its rights do not grant', async () => {
    const cluster = fakeCluster();
    for (const object of of<ConfigMap>('ConfigMap')) cluster.put(configMaps, object);
    for (const object of of<Deployment>('Deployment')) cluster.put(deployments, object);
    const asked = new Set<string>();
    cluster.fault = ({ verb, resource }, commit) => {
      asked.add(`${verb} ${resource}`);
      return commit();
    };
    const own = of<Deployment>('Deployment').find(({ metadata }) => metadata?.name === 'config-reload');
    const { clock } = atWork(cluster, configReload, { args: own?.spec?.template.spec?.containers[0]?.args?.slice(2) });
    await clock.advance(10_000);
    const before = cluster.changes.length;
    const directions = of<ConfigMap>('ConfigMap').find(({ metadata }) => metadata?.name === 'woodworker-directions');
    cluster.put(configMaps, { ...directions, data: { 'directions.json': '{}' } });
    await clock.advance(60_000);
    expect(cluster.changes.slice(before)).toEqual([
      'patch deployments.apps kingdom-of-foobar/woodworker',
      expect.stringMatching(/^create events /),
    ]);

    const { rules = [] } = of<Role>('ClusterRole').find(({ metadata }) => metadata?.name === 'civ8s-config-reload') ?? {};
    const granted = new Set(
      rules.flatMap(({ apiGroups, resources, verbs }) =>
        apiGroups.flatMap((group) => resources.flatMap((name) => verbs.map((verb) => `${verb} ${name}${group === '' ? '' : `.${group}`}`))),
      ),
    );
    expect([...asked].filter((request) => !granted.has(request))).toEqual([]);
  });
});
