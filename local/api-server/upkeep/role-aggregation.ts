import { onAbort } from '../../../ground/time/abort.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { apply } from '../patch/apply.ts';
import { labelSelector } from '../selectors/label-selector.ts';
import { keyOfObject } from '../store/store.ts';
import type { ServerParts } from '../verbs/request.ts';
import { selectorText } from '../verbs/scale.ts';
import { createTasks } from './task.ts';

const GROUP = 'rbac.authorization.k8s.io';
const ROLES = `clusterroles.${GROUP}`;
const MANAGER = 'clusterrole-aggregation-controller';
const PARTS_OF_A_RULE = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'];

/** Gives a ClusterRole that gathers those of others by their labels what it gathers, such as `view`, as a controller manager does. */
export function aggregateRoles(cluster: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const { store, registry, clock } = cluster;
  const roles = store.collection(ROLES);
  function aggregate(): void {
    const schema = registry.ofKind(GROUP, 'ClusterRole')?.schema.fields;
    if (schema === undefined) return;
    const all = roles.keys('').flatMap((key) => roles.get(key) ?? []);
    for (const role of all.filter(gathers)) {
      const rules = gatheredBy(role, all);
      if (equal(rules, role['rules'] ?? [])) continue;
      const { kind, apiVersion, metadata } = role;
      const applied = { kind, apiVersion, metadata: { name: metadata.name }, rules };
      const by = { manager: MANAGER, time: timestamp(clock()), force: true };
      store.put(ROLES, keyOfObject(role), apply({ live: role, applied, schema, ...by }));
    }
  }
  aggregate();
  const tasks = createTasks(aggregate, report, signal);
  const unsubscribe = store.subscribe(({ collection }) => {
    if (collection === ROLES) tasks.add(ROLES);
  });
  onAbort(signal, unsubscribe);
}

const gathers = (role: StoredObject): boolean => objectAt(role, 'aggregationRule') !== undefined;

/**
 * The rules of all that its selectors name, each once. Of one that gathers itself it has what that gathers, not what it holds at the
 * moment: so one look is enough, and roles that gather each other come to rest.
 */
function gatheredBy(root: StoredObject, all: readonly StoredObject[]): readonly JsonObject[] {
  const rules = new Map<string, JsonObject>();
  const seen = new Set([root]);
  const gather = (role: StoredObject): void => {
    for (const selector of objectsAt(objectAt(role, 'aggregationRule'), 'clusterRoleSelectors')) {
      const matches = labelSelector(selectorText(selector));
      for (const other of all) {
        if (seen.has(other) || !matches(other.metadata.labels ?? {})) continue;
        seen.add(other);
        if (gathers(other)) gather(other);
        else for (const rule of objectsAt(other, 'rules')) remember(rule);
      }
    }
  };
  const remember = (rule: JsonObject): void => {
    const text = JSON.stringify(PARTS_OF_A_RULE.map((part) => rule[part] ?? null));
    if (!rules.has(text)) rules.set(text, rule);
  };
  gather(root);
  return [...rules.values()];
}
