import { ApiError } from '../errors/api-error.ts';
import type { Client, RequestOptions } from './client.ts';
import { isRecord } from '../../ground/json/json.ts';
import { groupVersionOf } from '../../ground/text/group-version.ts';
import { textOf } from './exchange.ts';
import { parseObject } from './parse-object.ts';
import { resource, type KubeObject, type Resource } from '../objects/resource.ts';
import { decodeJson } from './send.ts';

interface ResourceEntry {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** What the server has; it is asked once for each group and version. Both reject with ApiError: `not-found` where there is no such kind. */
export interface Discovery {
  /** The resource of an object that says only its apiVersion and kind. */
  find(apiVersion: string, kind: string): Promise<Resource<KubeObject>>;
  /** The same, in the version that the server prefers. */
  preferred(group: string, kind: string): Promise<Resource<KubeObject>>;
}

export function createDiscovery(client: Client, { timeoutMs = DEADLINE_MS }: Pick<RequestOptions, 'timeoutMs'> = {}): Discovery {
  const read = async (path: string): Promise<object> => {
    const { body } = await client.raw({ path, timeoutMs });
    return parseObject(decodeJson(await textOf(body, `discover ${path}`), `discover ${path}`), `discover ${path}`);
  };
  const known = new Map<string, Promise<readonly ResourceEntry[]>>();
  const list = (apiVersion: string): Promise<readonly ResourceEntry[]> => {
    const requested =
      known.get(apiVersion) ?? read(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`).then(resourcesOf);
    known.set(apiVersion, requested);
    requested.catch(() => known.delete(apiVersion)); // a failure is not what the server has
    return requested;
  };
  const find = async (apiVersion: string, kind: string): Promise<Resource<KubeObject>> => {
    const found = (await list(apiVersion)).find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
    if (found === undefined)
      throw new ApiError(
        'not-found',
        `no kind "${kind}" in ${apiVersion}: the cluster does not have it, or its definition is not there yet`,
      );
    const { group, version } = groupVersionOf(apiVersion);
    return resource(group, version, found.name, kind, found.namespaced ? 'namespaced' : 'cluster');
  };
  return {
    find,
    async preferred(group, kind) {
      if (group === '') return find('v1', kind);
      const { preferredVersion } = { preferredVersion: undefined, ...(await read(`/apis/${group}`)) } as { preferredVersion: unknown };
      const groupVersion = isRecord(preferredVersion) ? preferredVersion['groupVersion'] : undefined;
      if (typeof groupVersion !== 'string')
        throw new ApiError('malformed', `could not discover /apis/${group}: the answer names no preferred version`);
      return find(groupVersion, kind);
    },
  };
}

/** What of a list of resources names one. */
function resourcesOf(answer: object): readonly ResourceEntry[] {
  const { resources } = { resources: undefined, ...answer } as { readonly resources: unknown };
  return (Array.isArray(resources) ? resources : []).filter(
    (entry: unknown): entry is ResourceEntry => isRecord(entry) && typeof entry['name'] === 'string' && typeof entry['kind'] === 'string',
  );
}

const DEADLINE_MS = 65_000;
