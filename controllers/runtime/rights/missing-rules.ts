import { ruleResource, type LackingRight } from './needed-right.ts';

/** A rule of RBAC, as it stands in a Role. */
interface MissingRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What to add, and where. */
export interface MissingRules {
  readonly clusterRole: readonly MissingRule[];
  readonly roles: readonly { readonly namespace: string; readonly rules: readonly MissingRule[] }[];
}

/** The fewest rules that grant what is lacking. JSON is YAML: they can be pasted as they are. */
export function missingRules(lacking: readonly LackingRight[]): MissingRules {
  const namespaces = [...new Set(lacking.flatMap(({ namespace }) => namespace ?? []))];
  return {
    clusterRole: rulesFor(lacking.filter(({ namespace }) => namespace === undefined)),
    roles: namespaces.map((namespace) => ({ namespace, rules: rulesFor(lacking.filter((lack) => lack.namespace === namespace)) })),
  };
}

function rulesFor(lacking: readonly LackingRight[]): readonly MissingRule[] {
  const byResource = grouped(
    lacking,
    ({ right }) => [right.resource.group, ruleResource(right), right.name],
    ([first, ...others]) => ({
      apiGroups: [first.right.resource.group],
      resources: [ruleResource(first.right)],
      ...(first.right.name === undefined ? {} : { resourceNames: [first.right.name] }),
      verbs: [...new Set([first, ...others].flatMap(({ verbs }) => verbs))],
    }),
  );
  return grouped(
    byResource,
    ({ apiGroups, resourceNames, verbs }) => [apiGroups, resourceNames, verbs],
    ([first, ...others]): MissingRule => ({ ...first, resources: [first, ...others].flatMap(({ resources }) => resources) }),
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
