import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { textOf } from './exchange.ts';
import { resource, type KubeObject, type Resource } from './resource.ts';

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** Finds the resource of an object that says only its apiVersion and kind; asks the server once for each apiVersion. */
export type FindResource = (apiVersion: string, kind: string) => Promise<Resource<KubeObject>>;

/** Rejects with ApiError: `not-found` where the server has no such kind. */
export function createDiscovery(client: Client): FindResource {
  const known = new Map<string, Promise<ResourceList>>();
  const list = (apiVersion: string): Promise<ResourceList> => {
    const asked = known.get(apiVersion) ?? read(client, apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
    known.set(apiVersion, asked);
    asked.catch(() => known.delete(apiVersion)); // a failure is not what the server has
    return asked;
  };
  return async (apiVersion, kind) => {
    const { resources = [] } = await list(apiVersion);
    const found = resources.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
    if (found === undefined) throw new ApiError('not-found', `no kind "${kind}" in ${apiVersion}: the cluster does not have it, or its definition is not there yet`);
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    return resource(group ?? '', version ?? '', found.name, kind, found.namespaced ? 'namespaced' : 'cluster');
  };
}

async function read(client: Client, path: string): Promise<ResourceList> {
  const { body } = await client.raw({ path });
  return JSON.parse(await textOf(body)) as ResourceList;
}
