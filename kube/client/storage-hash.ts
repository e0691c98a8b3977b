import { isRecord } from '../../ground/json/json.ts';
import { apiVersionOf, type KubeObject, type Resource } from '../objects/resource.ts';
import type { Client, RequestOptions } from './client.ts';
import { textOf } from './exchange.ts';
import { parseObject } from './parse-object.ts';
import { decodeJson } from './send.ts';

/**
 * A hash of what objects are stored as: two resources of one server that have the same are the same objects. Undefined where the server
 * does not say, which only its plain discovery documents do. Rejects with ApiError.
 */
export async function storageHash(
  client: Pick<Client, 'raw'>,
  resource: Resource<KubeObject>,
  options: RequestOptions = {},
): Promise<string | undefined> {
  const path = `${resource.group === '' ? '/api' : '/apis'}/${apiVersionOf(resource)}`;
  const attempt = `discover ${path}`;
  const { body } = await client.raw({ ...options, path, headers: { accept: 'application/json' } });
  const { resources } = { resources: undefined as unknown, ...parseObject(decodeJson(await textOf(body, attempt), attempt), attempt) };
  const entries: readonly unknown[] = Array.isArray(resources) ? resources : [];
  const hash = entries.filter(isRecord).find(({ name }) => name === resource.plural)?.['storageVersionHash'];
  return typeof hash === 'string' && hash !== '' ? hash : undefined;
}
