import { SHARE_WITH } from '../../../../controllers/config-reload/seen/annotation-keys.ts';
import { contentMarker, variableOf } from '../../../../controllers/config-reload/seen/marker.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { configMaps, deployments, namespaces, secrets } from '../../../../kube/objects/built-in.ts';
import { AUTO, configMap, fromConfigMap, fromSecret, secret, workload, type WorkloadParts } from '../objects.ts';
import type { WrittenMarkers } from './verdict.ts';

/** A source of a fleet, and the workloads that its changes are to roll. */
export interface FleetSource {
  readonly type: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
  /** The variable by which they tell of it. */
  readonly variable: string;
  readonly concerns: readonly string[];
}

/** Deployments of one namespace and their sources, and what was written to those. */
export interface Fleet {
  readonly sources: readonly FleetSource[];
  /** One of them: it is changed last, and tells that all else has been heard of. */
  readonly fence: FleetSource;
  readonly written: WrittenMarkers;
  /** So many writes there were. */
  readonly changes: number;
  write(source: FleetSource, value: string): Promise<void>;
}

/** What a Deployment asks for, and the sources that it takes. */
interface Member {
  readonly parts: WorkloadParts;
  readonly type: FleetSource['type'];
  /** One that others name as well, as they name it: the second half of them are of another namespace. */
  readonly shared?: string;
  /** It has the marker that Reloader left. */
  readonly reloaded?: boolean;
}

/** Beside the namespace of a fleet there is another one. */
export const elsewhere = (namespace: string): string => `${namespace}-platform`;

const REQUESTS_AT_ONCE = 16;
const FIRST = 'first';
const markerOf = (value: string): string => contentMarker([['key', value]]);
const OF_SECRETS = { 'secret.reloader.stakater.com/auto': 'true' };
const RELOADER = { fieldManager: 'Reloader' };

/** Each uses a ConfigMap of its own, and was never rolled. */
export const plainMember = (at: number): Member => ({ type: 'ConfigMap', parts: { annotations: AUTO, pod: fromConfigMap(`web-${at}`) } });

/** As clusters have them: annotations of all sorts, half with the marker of an earlier reload, and ten that share a source. */
export function reloaderMember(at: number, namespace: string): Member {
  const group = Math.floor(at / 40);
  const name = `web-${at}`;
  const shared = group % 2 === 0 ? `shared-${group}` : `${elsewhere(namespace)}/shared-${group}`;
  const named = { 'configmap.reloader.stakater.com/reload': `${name}, ${shared}` };
  switch (at % 4) {
    case 0:
      return plainMember(at);
    case 1:
      return { ...plainMember(at), reloaded: true };
    case 2:
      return { type: 'ConfigMap', parts: { annotations: named, pod: { containers: [{ name: 'main', image: 'none' }] } }, shared };
    default:
      return { type: 'Secret', parts: { annotations: OF_SECRETS, pod: fromSecret(name) }, reloaded: true };
  }
}

type MemberAt = (at: number, namespace: string) => Member;

/** Makes them all on a server. */
export async function makeFleet(client: Client, namespace: string, size: number, memberAt: MemberAt): Promise<Fleet> {
  const members = Array.from({ length: size }, (_, at) => ({ name: `web-${at}`, ...memberAt(at, namespace) }));
  const shared = Map.groupBy(members, (member) => member.shared ?? '');
  const sources: readonly FleetSource[] = [
    ...members.map(({ type, name }) => sourceNamed(name, { type, namespace, concerns: [name] })),
    ...[...shared].flatMap(([name, own]) =>
      name === '' ? [] : [sourceNamed(name, { type: 'ConfigMap', namespace, concerns: own.map((member) => member.name) })],
    ),
  ];
  for (const name of [namespace, elsewhere(namespace)]) await client.create(namespaces, { metadata: { name } });
  await eachOf(sources, async ({ type, name, namespace: place }) => {
    const metadata = { namespace: place, annotations: { [SHARE_WITH]: namespace } };
    if (type === 'ConfigMap') await client.create(configMaps, configMap(name, { key: FIRST }, metadata));
    else await client.create(secrets, secret(name, { key: FIRST }, metadata));
  });
  await eachOf(members, async ({ name, type, reloaded, parts }) => {
    await client.create(deployments, workload(name, { ...parts, namespace }));
    const env = [{ name: variableOf(type, name), value: markerOf(FIRST) }];
    const strategic = { spec: { template: { spec: { containers: [{ name: 'main', env }] } } } };
    if (reloaded === true) await client.patch(deployments, { namespace, name }, { strategic }, RELOADER);
  });
  const written = new Map<string, Map<string, string[]>>();
  let changes = 0;
  const [fence] = sources;
  if (fence === undefined) throw new Error('a fleet has one workload at least');
  return {
    sources,
    fence,
    written,
    get changes() {
      return changes;
    },
    async write({ type, name, namespace: place, variable, concerns }, value) {
      const source = { namespace: place, name };
      if (type === 'ConfigMap') await client.patch(configMaps, source, { merge: { data: { key: value } } });
      else await client.patch(secrets, source, { merge: { stringData: { key: value } } });
      changes += 1;
      for (const concerned of concerns) {
        const own = written.get(concerned) ?? new Map<string, string[]>();
        written.set(concerned, own);
        own.set(variable, [...(own.get(variable) ?? []), markerOf(value)]);
      }
    },
  };
}

/** As a workload of that namespace names it. */
function sourceNamed(named: string, about: Pick<FleetSource, 'type' | 'namespace' | 'concerns'>): FleetSource {
  const [name = '', place = about.namespace] = named.split('/').toReversed();
  return { ...about, namespace: place, name, variable: variableOf(about.type, named) };
}

export async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>, atOnce = REQUESTS_AT_ONCE): Promise<void> {
  const left = all.toReversed();
  const worker = async (): Promise<void> => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
