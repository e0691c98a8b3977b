import { resourceTitle } from '../../../kube/objects/resource.ts';
import type { NeededRight } from './needed-right.ts';

/** What is no verb of RBAC, though it may well be said, and what the server asks for. */
const MEANT = new Map([
  ['apply', 'patch, and create where it may not be there yet'],
  ['evict', "create, with subresource: 'eviction'"],
  ['write', 'create, update, patch or delete'],
  ['read', 'get, list or watch'],
]);

/** Why rules cannot be made of a right as it is said, and what to do; undefined if they can. */
export function rightProblem({ verbs, resource, subresource, name, namespaces = [] }: NeededRight): string | undefined {
  const title = [resourceTitle(resource), subresource].filter((part) => part !== undefined).join('/');
  const told = (what: string) => `the right to ${verbs.join(', ')} ${title} ${what}`;
  if (verbs.length === 0) return `a right on ${title} has no verbs: say what is done, such as verbs: ['patch']`;
  const strange = verbs.find((verb) => MEANT.has(verb));
  if (strange !== undefined) return told(`names a verb that RBAC does not have, ${strange}: say ${MEANT.get(strange) ?? ''}`);
  if (subresource?.includes('/') === true || subresource === '')
    return told(`names a subresource that cannot be: say one such as 'status', or leave it out`);
  if (name === '') return told('names an object without a name: give it, or leave name out for all of them');
  if (!resource.namespaced && namespaces.length > 0)
    return told(`is limited to ${namespaces.join(', ')}, and these objects are in no namespace: leave namespaces out`);
  return undefined;
}
