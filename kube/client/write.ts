import type { Client, DeleteOptions, Patch, RawRequest, WriteOptions } from './client.ts';
import { collectionOf, objectPath } from './path.ts';
import { pods } from '../objects/built-in.ts';
import { acceptOf } from './representation.ts';
import { apiVersionOf, keyOfName, nameOf, type KubeObject, type ObjectName, type Resource } from '../objects/resource.ts';
import { describeAttempt, type Send } from './send.ts';

const JSON_BODY = { 'content-type': 'application/json' };

type Writes = Pick<Client, 'create' | 'update' | 'patch' | 'delete' | 'evict'>;

export function createWriter(send: Send, program: string): Writes {
  const write = <T extends KubeObject>(
    verb: string,
    resource: Resource<T>,
    name: ObjectName,
    request: RawRequest & { readonly force?: boolean },
    options: WriteOptions,
  ): Promise<T> => {
    const { dryRun, fieldManager = program, fieldValidation, subresource, signal, timeoutMs } = options;
    const { headers, force, ...rest } = request;
    const query = { dryRun: dryRun ? 'All' : undefined, fieldManager, fieldValidation, force };
    return send(describeAttempt(verb, resource, name, subresource), {
      ...rest,
      headers: { ...acceptOf(resource), ...headers },
      about: resource,
      query,
      signal,
      timeoutMs,
    });
  };
  return {
    create: async (resource, object, options = {}) => {
      const name = nameOf(object);
      const path = options.subresource === undefined ? collectionOf(resource, name) : objectPath(resource, name, options.subresource);
      return write(
        'create',
        resource,
        name,
        { method: 'POST', path, headers: JSON_BODY, body: encode(kindSent(resource, options), object) },
        options,
      );
    },
    update: async (resource, object, options = {}) => {
      const name = nameOf(object);
      return write(
        'update',
        resource,
        name,
        {
          method: 'PUT',
          path: objectPath(resource, name, options.subresource),
          headers: JSON_BODY,
          body: encode(kindSent(resource, options), object),
        },
        options,
      );
    },
    patch: async (resource, name, patch, options = {}) =>
      write(
        'patch',
        resource,
        name,
        { method: 'PATCH', path: objectPath(resource, name, options.subresource), ...encodePatch(kindSent(resource, options), patch) },
        options,
      ),
    delete: async (resource, name, options = {}) => {
      const { signal, timeoutMs } = options;
      await send(describeAttempt('delete', resource, name), {
        method: 'DELETE',
        path: objectPath(resource, name),
        about: resource,
        headers: JSON_BODY,
        body: JSON.stringify(deletion(options)),
        signal,
        timeoutMs,
      });
    },
    evict: async (pod, options = {}) => {
      const { signal, timeoutMs } = options;
      const body = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: pod, deleteOptions: deletion(options) });
      const path = objectPath(pods, pod, 'eviction');
      // A 429 is the disruption budget's no: whether to wait for it is for the caller to say.
      await send(`evict pod ${keyOfName(pod)}`, { method: 'POST', path, headers: JSON_BODY, body, signal, timeoutMs }, { retry: false });
    },
  };
}

type SentKind = Required<Pick<KubeObject, 'apiVersion' | 'kind'>>;

/** The scale of an object is of a kind of its own, whatever is scaled; other subresources are written as the object itself. */
const kindSent = (resource: Resource<KubeObject>, { subresource }: WriteOptions): SentKind =>
  subresource === 'scale' ? { apiVersion: 'autoscaling/v1', kind: 'Scale' } : { apiVersion: apiVersionOf(resource), kind: resource.kind };

const encode = (kind: SentKind, object: object): string => JSON.stringify({ ...kind, ...object });

function encodePatch<T extends KubeObject>(
  kind: SentKind,
  patch: Patch<T>,
): Pick<RawRequest, 'headers' | 'body'> & { readonly force?: boolean } {
  if ('merge' in patch) return { headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify(patch.merge) };
  if ('json' in patch) return { headers: { 'content-type': 'application/json-patch+json' }, body: JSON.stringify(patch.json) };
  if ('strategic' in patch)
    return { headers: { 'content-type': 'application/strategic-merge-patch+json' }, body: JSON.stringify(patch.strategic) };
  // JSON is YAML as well.
  return { headers: { 'content-type': 'application/apply-patch+yaml' }, body: encode(kind, patch.apply), force: patch.force };
}

const deletion = ({ uid, resourceVersion, gracePeriodSeconds, propagation, dryRun }: DeleteOptions): object => ({
  apiVersion: 'v1',
  kind: 'DeleteOptions',
  gracePeriodSeconds,
  propagationPolicy: propagation,
  dryRun: dryRun ? ['All'] : undefined,
  preconditions: uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion },
});
