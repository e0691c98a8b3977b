import { ApiError } from '../errors/api-error.ts';
import type { Client, RequestOptions } from './client.ts';
import { textOf } from './exchange.ts';
import { resource, type KubeObject, type Resource } from '../objects/resource.ts';
import { decodeJson } from './send.ts';

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** What the server has; it is asked once for each group and version. Both reject with ApiError: `not-found` where there is no such kind. */
export interface Discovery {
  /** The resource of an object that says only its apiVersion and kind. */
  find(apiVersion: string, kind: string): Promise<Resource<KubeObject>>;
  /** The same, in the version that the server prefers. */
  preferred(group: string, kind: string): Promise<Resource<KubeObject>>;
}

export function createDiscovery(client: Client, { timeoutMs = DEADLINE_MS }: Pick<RequestOptions, 'timeoutMs'> = {}): Discovery {
  const read = async <T>(path: string): Promise<T> => {
    const { body } = await client.raw({ path, timeoutMs });
    return decodeJson(await textOf(body), `discover ${path}`) as T;
  };
  const known = new Map<string, Promise<ResourceList>>();
  const list = (apiVersion: string): Promise<ResourceList> => {
    const asked = known.get(apiVersion) ?? read<ResourceList>(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
    known.set(apiVersion, asked);
    asked.catch(() => known.delete(apiVersion)); // a failure is not what the server has
    return asked;
  };
  const find = async (apiVersion: string, kind: string): Promise<Resource<KubeObject>> => {
    const { resources = [] } = await list(apiVersion);
    const found = resources.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
    if (found === undefined)
      throw new ApiError(
        'not-found',
        `no kind "${kind}" in ${apiVersion}: the cluster does not have it, or its definition is not there yet`,
      );
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    return resource(group ?? '', version ?? '', found.name, kind, found.namespaced ? 'namespaced' : 'cluster');
  };
  return {
    find,
    async preferred(group, kind) {
      if (group === '') return find('v1', kind);
      const { preferredVersion } = await read<{ readonly preferredVersion: { readonly groupVersion: string } }>(`/apis/${group}`);
      return find(preferredVersion.groupVersion, kind);
    },
  };
}

const DEADLINE_MS = 65_000;
