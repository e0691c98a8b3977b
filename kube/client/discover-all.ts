import { ApiError } from '../errors/api-error.ts';
import { isRecord } from '../../ground/json/json.ts';
import { resource, type KubeObject, type Resource } from '../objects/resource.ts';
import type { Client, RequestOptions } from './client.ts';
import { textOf } from './exchange.ts';
import { parseObject } from './parse-object.ts';
import { decodeJson } from './send.ts';

/** A resource that the server has, in the version that it prefers, and what one may do with it. */
export interface DiscoveredResource {
  readonly resource: Resource<KubeObject>;
  readonly verbs: readonly string[];
}

/** All that a server serves. */
export interface DiscoveredResources {
  readonly served: readonly DiscoveredResource[];
  /** What cannot be told, as the server behind it is away: `metrics.k8s.io/v1beta1`, or a group, and why. */
  readonly broken: ReadonlyMap<string, string>;
}

/**
 * Asks for every resource, each once: in the version that its group prefers or, where it is not in that one, in the first that has it.
 * A group that cannot be told does not keep the others away. Rejects with ApiError where the server cannot be asked at all.
 */
export async function discoverAll(client: Client, options: RequestOptions = {}): Promise<DiscoveredResources> {
  const read = async (path: string, accept: string): Promise<Readonly<Record<string, unknown>>> => {
    const { body } = await client.raw({ timeoutMs: DEADLINE_MS, ...options, path, headers: { accept } });
    const attempt = `discover ${path}`;
    return { ...parseObject(decodeJson(await textOf(body, attempt), attempt), attempt) };
  };
  const [core, others] = await Promise.all(['/api', '/apis'].map((path) => read(path, AGGREGATED)));
  const versions = [...(await coreVersions(core, read)), ...(await groupVersions(others, read))];
  return preferred(versions);
}

const DEADLINE_MS = 65_000;
const PLAIN = 'application/json';
/** One answer for all groups, where the server knows how: since 1.27; else the list of the groups alone. */
const AGGREGATED = `application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,${PLAIN}`;

type Read = (path: string, accept: string) => Promise<Readonly<Record<string, unknown>>>;

/** A version of a group with its resources, the preferred version before the others; or why it cannot be told. */
interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly found: readonly DiscoveredResource[] | { readonly why: string };
}

const isAggregated = (document: Readonly<Record<string, unknown>> = {}): boolean => document['kind'] === 'APIGroupDiscoveryList';

async function coreVersions(core: Readonly<Record<string, unknown>> = {}, read: Read): Promise<readonly GroupVersion[]> {
  if (isAggregated(core)) return aggregatedVersions(core);
  return Promise.all(texts(core['versions']).map((version) => versionAt('', version, `/api/${version}`, read)));
}

async function groupVersions(others: Readonly<Record<string, unknown>> = {}, read: Read): Promise<readonly GroupVersion[]> {
  if (isAggregated(others)) return aggregatedVersions(others);
  const asked = records(others['groups']).flatMap((group) => {
    const name = String(group['name']);
    const first = isRecord(group['preferredVersion']) ? String(group['preferredVersion']['version']) : '';
    const rest = records(group['versions']).map((version) => String(version['version']));
    return [...new Set([first, ...rest])].filter((version) => version !== '').map((version) => ({ name, version }));
  });
  const answers: GroupVersion[] = [];
  for (const { name, version } of asked) answers.push(await versionAt(name, version, `/apis/${name}/${version}`, read));
  return answers;
}

async function versionAt(group: string, version: string, path: string, read: Read): Promise<GroupVersion> {
  try {
    const { resources } = await read(path, PLAIN);
    const found = records(resources)
      .filter(({ name }) => !String(name).includes('/'))
      .map(({ name, kind, namespaced, verbs }) => ({
        resource: resource(group, version, String(name), String(kind), namespaced === true ? 'namespaced' : 'cluster'),
        verbs: texts(verbs),
      }));
    return { group, version, found };
  } catch (error) {
    if (!ApiError.is(error)) throw error;
    return { group, version, found: { why: error.message } };
  }
}

const aggregatedVersions = ({ items }: Readonly<Record<string, unknown>>): readonly GroupVersion[] =>
  records(items).flatMap(({ metadata, versions }) => {
    const name = isRecord(metadata) ? metadata['name'] : undefined;
    const group = typeof name === 'string' ? name : '';
    return records(versions).map((entry): GroupVersion => {
      const version = String(entry['version']);
      // Stale: the server behind it did not answer; what it had before may be listed still.
      if (entry['freshness'] === 'Stale') return { group, version, found: { why: 'the server behind it does not answer' } };
      const found = records(entry['resources']).flatMap(({ resource: plural, responseKind, scope, verbs }): DiscoveredResource[] => {
        const kind = isRecord(responseKind) ? responseKind['kind'] : undefined;
        if (typeof kind !== 'string' || kind === '') return [];
        return [
          {
            resource: resource(group, version, String(plural), kind, scope === 'Namespaced' ? 'namespaced' : 'cluster'),
            verbs: texts(verbs),
          },
        ];
      });
      return { group, version, found };
    });
  });

function preferred(versions: readonly GroupVersion[]): DiscoveredResources {
  const served = new Map<string, DiscoveredResource>();
  const broken = new Map<string, string>();
  for (const { group, version, found } of versions) {
    if ('why' in found) broken.set(group === '' ? version : `${group}/${version}`, found.why);
    else
      for (const each of found) {
        const name = `${each.resource.plural}.${group}`;
        if (!served.has(name)) served.set(name, each);
      }
  }
  return { served: [...served.values()], broken };
}

const records = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((each) => isRecord(each)) : [];

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
