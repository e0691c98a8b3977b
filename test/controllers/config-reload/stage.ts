import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { parseRecord } from '../../../controllers/config-reload/seen/record.ts';
import { configMaps, daemonSets, deployments, namespaces, secrets, statefulSets, type Deployment } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import { until as untilAnswer } from '../../until.ts';
import { AUTO, configMap, secret, workload } from './objects.ts';
import { markersOf, type Scenario } from './scenarios.ts';

export const KINDS: readonly Resource<KubeObject>[] = [deployments, daemonSets, statefulSets];
const SOURCES = ['cm', 'cm-2', 'secret', 'secret-2', 'fence'];
const FENCE = {
  annotations: AUTO,
  pod: { containers: [{ name: 'main', image: 'none', envFrom: [{ configMapRef: { name: 'fence' } }, { secretRef: { name: 'fence' } }] }] },
};

export interface StageOptions extends Partial<Pick<Scenario, 'parts' | 'on'>> {
  readonly labels?: Readonly<Record<string, string>>;
  readonly kinds?: readonly Resource<KubeObject>[];
  readonly without?: readonly string[];
  /** Of every source. */
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

/** A namespace of a cluster: its sources, a workload `web` of each kind, and `fence`, a Deployment that rolls for whatever it uses. */
export function stage(client: Client, namespace: string) {
  let kinds = KINDS;
  const name = { namespace, name: 'web' };
  const fenceRecord = async () =>
    parseRecord((await client.get(deployments, { namespace, name: 'fence' })).metadata?.annotations?.[APPLIED])?.sources ?? {};
  const write = async (source: string, value: string): Promise<void> => {
    if (!source.startsWith('secret')) await client.patch(configMaps, { namespace, name: source }, { merge: { data: { key: value } } });
    if (!source.startsWith('cm')) await client.patch(secrets, { namespace, name: source }, { merge: { stringData: { key: value } } });
  };
  return {
    namespace,
    write,
    async build({ parts = {}, on = {}, labels = {}, without = [], kinds: wanted = KINDS, sourceLabels = {} }: StageOptions): Promise<void> {
      kinds = wanted;
      await client.create(namespaces, { metadata: { name: namespace, labels } });
      for (const source of SOURCES.filter((one) => !without.includes(one))) {
        const metadata = { namespace, labels: sourceLabels, annotations: source.endsWith('-2') || source === 'fence' ? {} : on };
        if (!source.startsWith('secret')) await client.create(configMaps, configMap(source, { key: 'first' }, metadata));
        if (!source.startsWith('cm')) await client.create(secrets, secret(source, { key: 'first' }, metadata));
      }
      for (const kind of kinds) await client.create<KubeObject>(kind, workloadOfKind(kind, workload('web', { ...parts, namespace })));
      await client.create(deployments, workload('fence', { ...FENCE, namespace }));
    },
    /** Resolves once the controller has taken note of all that it is to roll later. */
    async recorded(workloads: boolean): Promise<void> {
      await until(async () => Object.keys(await fenceRecord()).length > 0);
      for (const kind of workloads ? kinds : [])
        await until(async () => (await client.get(kind, name)).metadata?.annotations?.[APPLIED] !== undefined);
    },
    async change(what: Scenario['change']): Promise<void> {
      for (const one of what) {
        if (one.startsWith('labels'))
          await client.patch<KubeObject>(
            one.endsWith('cm') ? configMaps : secrets,
            { namespace, name: one.slice('labels of '.length) },
            { merge: { metadata: { labels: { new: 'label' } } } },
          );
        else await write(one, 'updated');
      }
    },
    /** Resolves once whatever was changed before has been heard of: a later change of each type has arrived. */
    async fence(types: readonly string[] = ['ConfigMap', 'Secret']): Promise<void> {
      const before = await fenceRecord();
      await write('fence', String(performance.now()));
      await until(async () => {
        const now = await fenceRecord();
        return types.every((type) => JSON.stringify(now[`${type}/fence`]) !== JSON.stringify(before[`${type}/fence`]));
      });
    },
    /** Of each kind, what tells that it has rolled. */
    markers: () => Promise.all(kinds.map(async (kind) => markersOf(await client.get(kind, name)))),
    async allRolled(): Promise<void> {
      for (const kind of kinds) await until(async () => markersOf(await client.get(kind, name)).length > 0);
    },
  };
}

export type Stage = ReturnType<typeof stage>;

function workloadOfKind(kind: Resource<KubeObject>, { metadata, spec }: Deployment): KubeObject {
  return { metadata, spec: { ...spec, ...(kind.kind === 'StatefulSet' ? { serviceName: 'none' } : {}) } } as KubeObject;
}

/** Here the question says what is waited for. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  await untilAnswer(holds.toString(), holds);
}
