import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { parseRecord } from '../../../controllers/config-reload/seen/record.ts';
import { deployments } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import { classes, mounting, podStatus, statuses } from './custom-kinds.ts';
import { AUTO, workload, type WorkloadParts } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until } from './stage.ts';

const TYPED = 'secretproviderclass.reloader.stakater.com/auto';
const NAMED = 'secretproviderclass.reloader.stakater.com/reload';
const EXCLUDED = 'secretproviderclasses.exclude.reloader.stakater.com/reload';
const both = {
  ...mounting('vault'),
  containers: [
    { name: 'main', image: 'none', volumeMounts: [{ name: 'v', mountPath: '/x' }], envFrom: [{ configMapRef: { name: 'cm' } }] },
  ],
};

/** Reloader's own scenarios of classes: what is changed, and whether it rolls. `seen`: is the class noted on the workload? */
export interface ClassScenario {
  readonly name: string;
  readonly parts: WorkloadParts;
  readonly change: readonly ('version' | 'labels' | 'cm')[];
  readonly seen: boolean;
  readonly rolls: boolean;
}
const on = (name: string, parts: WorkloadParts, change: ClassScenario['change'], rolls: boolean, seen = rolls): ClassScenario => ({
  name,
  parts: { pod: mounting('vault'), ...parts },
  change,
  seen,
  rolls,
});
export const classScenarios: readonly ClassScenario[] = [
  on('the version changes', {}, ['version'], true),
  on('only labels change', {}, ['labels'], false, true),
  on('named', { annotations: { [NAMED]: 'vault' } }, ['version'], true),
  on('named on the template', { annotations: {}, template: { [NAMED]: 'vault' } }, ['version'], true),
  on('auto on the template', { annotations: {}, template: AUTO }, ['version'], true),
  on('excluded', { annotations: { ...AUTO, [EXCLUDED]: 'vault' } }, ['version'], false),
  on('used by an init container only', { pod: mounting('vault', 'initContainers') }, ['version'], true),
  on('auto for classes, a ConfigMap', { annotations: { [TYPED]: 'true' }, pod: both }, ['cm'], false, true),
  on('auto for classes, a class', { annotations: { [TYPED]: 'true' }, pod: both }, ['version'], true),
  on('auto, a ConfigMap', { pod: both }, ['cm'], true),
  on('auto, both', { pod: both }, ['cm', 'version'], true),
  on('no annotation', { annotations: {}, pod: both }, ['cm', 'version'], false),
];

/** The classes of a namespace that a `Stage` has built: `vault`, and `fence`, which a Deployment of that name mounts. */
export function classStage(client: Client, namespace: string) {
  const recordOf = async (kind: Resource<KubeObject>, name: string) =>
    parseRecord((await client.get(kind, { namespace, name })).metadata?.annotations?.[APPLIED])?.sources ?? {};
  const rotate = (className: string, version: string) =>
    client.patch(
      statuses,
      { namespace, name: `web-1-${namespace}-${className}` },
      { merge: { status: { objects: [{ id: 'password', version }] } } },
    );
  const fenceMarkers = async () => markersOf(await client.get(deployments, { namespace, name: 'class-fence' })).join();
  return {
    rotate,
    async build(): Promise<void> {
      for (const name of ['vault', 'fence']) {
        await client.create(classes, { metadata: { namespace, name } });
        await client.create(statuses, podStatus(name, 'v1', { namespace }));
      }
      await client.create(deployments, workload('class-fence', { namespace, pod: mounting('fence') }));
    },
    /** Resolves once the controller has noted which version the workloads have. */
    async seen(kinds: readonly Resource<KubeObject>[]): Promise<void> {
      await until(async () => (await recordOf(deployments, 'class-fence'))['SecretProviderClass/fence'] !== undefined);
      for (const kind of kinds) await until(async () => (await recordOf(kind, 'web'))['SecretProviderClass/vault'] !== undefined);
    },
    label: () =>
      client.patch(statuses, { namespace, name: `web-1-${namespace}-vault` }, { merge: { metadata: { labels: { new: 'label' } } } }),
    /** Resolves once whatever was rotated before has been heard of. */
    async fence(): Promise<void> {
      const before = await fenceMarkers();
      await rotate('fence', String(performance.now()));
      await until(async () => (await fenceMarkers()) !== before);
    },
  };
}
