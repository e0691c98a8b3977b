import { groupResourceOf } from '../../contracts/resource-info.ts';
import type { ServedResource } from '../../contracts/schema-source.ts';
import { methodNotAllowed, noSuchResource, notServed } from '../../contracts/status-error.ts';
import type { Registry } from '../../registry.ts';
import type { Answer } from '../present/answer.ts';
import { nothingThere } from '../present/nothing-there.ts';
import type { Understood } from '../understand/negotiate.ts';
import type { ResourceTarget } from '../understand/target.ts';
import { UNSERVED_GROUPS, UNSERVED_RESOURCES } from './unserved.ts';

/** A request for a resource that is there, and that can be asked so. */
export interface Resolved extends Understood {
  readonly target: ResourceTarget;
  readonly served: ServedResource;
}

/** Throws a StatusError where the path names nothing, or where that cannot be asked so. */
export function resolve(registry: Registry, exchange: Understood, target: ResourceTarget): Resolved | Answer {
  const served = servedAt(registry, target);
  if (served === undefined) return nothingThere(exchange.path, registry.builtIn);
  assertCanBeAsked(served, target);
  return { ...exchange, target, served };
}

function servedAt(registry: Registry, { group, version, plural }: ResourceTarget): ServedResource | undefined {
  const served = registry.find(group, version, plural);
  if (served === undefined && UNSERVED_GROUPS.has(group)) throw notServed(`the API group ${group}`);
  return served;
}

function assertCanBeAsked({ resource }: ServedResource, { namespace, name, subresource, verb }: ResourceTarget): void {
  if (UNSERVED_RESOURCES.has(groupResourceOf(resource))) throw notServed(resource.plural);
  if (!resource.namespaced && namespace !== undefined) throw noSuchResource();
  const one = name !== undefined;
  if (resource.namespaced && namespace === undefined && (one || verb === 'create' || verb === 'deletecollection'))
    throw one ? noSuchResource() : methodNotAllowed();
  const info = subresource === undefined ? undefined : resource.subresources.find((each) => each.name === subresource);
  if (subresource !== undefined && !info) throw noSuchResource();
  const verbs = info ? info.verbs : resource.verbs;
  if (!verbs.includes(verb) || (verb === 'create' && one && !info) || ((verb === 'update' || verb === 'patch') && !one))
    throw methodNotAllowed();
}
