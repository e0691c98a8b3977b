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

/** Gives a ClusterRole that gathers those of others by their labels what it gathers, such as `view`, as a controller manager does. */
export function aggregateRoles(cluster: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const { store, registry, clock } = cluster;
  const roles = store.collection(ROLES);
  const all = (): readonly StoredObject[] => roles.keys('').flatMap((key) => roles.get(key) ?? []);
  function aggregate(): boolean {
    const served = registry.ofKind(GROUP, 'ClusterRole');
    const outdated = all().flatMap((role) => {
      const rules = gatheredBy(role, all());
      return rules === undefined || equal(rules, role['rules'] ?? []) ? [] : [{ role, rules }];
    });
    for (const { role, rules } of outdated) {
      const { kind, apiVersion, metadata } = role;
      const applied = { kind, apiVersion, metadata: { name: metadata.name }, rules };
      if (served === undefined) break;
      const by = { manager: MANAGER, time: timestamp(clock()), force: true };
      store.put(ROLES, keyOfObject(role), apply({ live: role, applied, schema: served.schema.fields, ...by }));
    }
    return outdated.length > 0;
  }
  while (aggregate()); // a role may gather what another has gathered
  const tasks = createTasks(() => void aggregate(), report, signal);
  const unsubscribe = store.subscribe(({ collection }) => {
    if (collection === ROLES) tasks.add(ROLES);
  });
  onAbort(signal, unsubscribe);
}

/** The rules of all that its selectors name, each once; undefined where it gathers nothing. */
function gatheredBy({ metadata, ...role }: StoredObject, others: readonly StoredObject[]): readonly JsonObject[] | undefined {
  const aggregation = objectAt(role, 'aggregationRule');
  if (aggregation === undefined) return undefined;
  const rules: JsonObject[] = [];
  for (const selector of objectsAt(aggregation, 'clusterRoleSelectors')) {
    const matches = labelSelector(selectorText(selector));
    for (const other of others) {
      if (other.metadata.name === metadata.name || !matches(other.metadata.labels ?? {})) continue;
      for (const rule of objectsAt(other, 'rules')) if (!rules.some((known) => equal(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
