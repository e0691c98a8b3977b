import { grantsOf, withoutCovered, type Grant } from './grant.ts';
import { ruleResource, type LackingRight, type NeededRight } from './needed-right.ts';

/** A rule of RBAC, as it stands in a Role. */
export interface RightsRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What stands in a ClusterRole, and what in Roles. */
export interface RightsRules {
  readonly clusterRole: readonly RightsRule[];
  readonly roles: readonly { readonly namespace: string; readonly rules: readonly RightsRule[] }[];
}

/** The fewest rules that grant all of it. */
export const rulesOf = (rights: readonly NeededRight[]): RightsRules => rulesOfGrants(rights.flatMap(grantsOf));

export const rulesOfGrants = (grants: readonly Grant[]): RightsRules =>
  rulesByPlace(
    withoutCovered(grants)
      .toSorted((one, other) => VERBS.indexOf(one.verb) - VERBS.indexOf(other.verb))
      .map(({ verb, ...of }) => ({ ...of, verbs: [verb] })),
  );

/** As one is used to read them; others come first. */
const VERBS: readonly string[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** What to add, and where. JSON is YAML: the rules can be pasted as they are. */
export const missingRules = (lacking: readonly LackingRight[]): RightsRules =>
  rulesByPlace(
    lacking.map(({ right, namespace, verbs }) => ({
      group: right.resource.group,
      resource: ruleResource(right),
      name: right.name,
      namespace,
      verbs,
    })),
  );

/** Verbs on one sort of objects in one place. */
interface Granted {
  readonly group: string;
  readonly resource: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly verbs: readonly string[];
}

function rulesByPlace(granted: readonly Granted[]): RightsRules {
  const namespaces = [...new Set(granted.flatMap(({ namespace }) => namespace ?? []))];
  return {
    clusterRole: rulesFor(granted.filter(({ namespace }) => namespace === undefined)),
    roles: namespaces.map((namespace) => ({ namespace, rules: rulesFor(granted.filter((each) => each.namespace === namespace)) })),
  };
}

function rulesFor(granted: readonly Granted[]): readonly RightsRule[] {
  const byResource = grouped(
    granted,
    ({ group, resource, name }) => [group, resource, name],
    ([{ group, resource, name, verbs }, ...others]) => ({
      apiGroups: [group],
      resources: [resource],
      ...(name === undefined ? {} : { resourceNames: [name] }),
      verbs: [...new Set([verbs, ...others.map((other) => other.verbs)].flat())],
    }),
  );
  return grouped(
    byResource,
    ({ apiGroups, resourceNames, verbs }) => [apiGroups, resourceNames, verbs],
    ([first, ...others]): RightsRule => ({ ...first, resources: [first, ...others].flatMap(({ resources }) => resources) }),
  );
}

/** What is equal by the words that `alike` gives becomes one. */
function grouped<From, To>(all: readonly From[], alike: (each: From) => unknown, merge: (same: [From, ...From[]]) => To): readonly To[] {
  const groups = new Map<string, [From, ...From[]]>();
  for (const each of all) {
    const word = JSON.stringify(alike(each));
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [each]);
    else group.push(each);
  }
  return [...groups.values()].map(merge);
}
