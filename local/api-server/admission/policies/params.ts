import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, textAt } from '../../../../ground/json/read-json.ts';
import { groupVersionOf } from '../../../../ground/text/group-version.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { ResourceInfo } from '../../contracts/resource-info.ts';
import { collectionOf, inVersion, type Conversions } from '../../registry.ts';
import { keyOf } from '../../store/store.ts';
import { picks } from '../../validation/selectors.ts';
import type { Surroundings } from './match.ts';

/** A policy or a binding cannot be used as it is. */
export class Misconfigured extends Error {
  override readonly name = 'Misconfigured';
}

function namespaceOf(wanted: string, namespaced: boolean, namespace: string): string | undefined {
  if (!namespaced) {
    if (wanted !== '') throw new Misconfigured('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
    return undefined;
  }
  if (wanted !== '') return wanted;
  if (namespace === '') throw new Misconfigured('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources');
  return namespace;
}

/** The resource of a policy's parameters; throws Misconfigured where nothing serves it. */
export function paramResource(paramKind: JsonObject | undefined, { registry }: Surroundings): ResourceInfo | undefined {
  if (!paramKind) return undefined;
  const [apiVersion, kind] = [textAt(paramKind, 'apiVersion'), textAt(paramKind, 'kind')];
  const { group, version } = groupVersionOf(apiVersion);
  const found = registry.ofKind(group, kind, version)?.resource;
  if (found) return found;
  throw new Misconfigured(`failed to find resource referenced by paramKind: '${apiVersion}, Kind=${kind}'`);
}

/** The parameters with which a binding has its policy judge: one judgement each; undefined where it judges without any. */
export function paramsOf(
  resource: ResourceInfo | undefined,
  ref: JsonObject | undefined,
  namespace: string,
  { store, conversions }: Surroundings & { readonly conversions: Conversions },
): readonly (StoredObject | undefined)[] {
  if (!resource || !ref) return [undefined];
  const collection = store.collection(collectionOf(resource));
  const where = namespaceOf(textAt(ref, 'namespace'), resource.namespaced, namespace);
  const name = textAt(ref, 'name');
  const keys = name === '' ? collection.keys(where === undefined ? '' : `${where}/`) : [keyOf(where, name)];
  const found = keys
    .flatMap((key) => collection.get(key) ?? [])
    .filter(({ metadata }) => name !== '' || picks(objectAt(ref, 'selector'), metadata.labels ?? {}))
    .map((object) => inVersion(object, resource, conversions));
  if (found.length === 0 && textAt(ref, 'parameterNotFoundAction') === 'Deny')
    throw new Misconfigured('no params found for policy binding with `Deny` parameterNotFoundAction');
  return found;
}
