import { equal } from '../../../../ground/json/equal.ts';
import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { groupResourceOf } from '../../contracts/resource-info.ts';
import { forbidden, invalid } from '../../contracts/status-error.ts';
import { keyOf, type ObjectStore } from '../../store/store.ts';
import type { Attempt } from '../policies/attempt.ts';
import { BASELINE, probeHosts } from './baseline.ts';
import type { PodLook, Violation } from './check.ts';
import { isFree, isStricter, podPolicyOf, shownStrictness, type Strictness } from './level.ts';
import { RESTRICTED } from './restricted.ts';

const PROBE_HOSTS_SINCE = 34;

function violations({ level, version }: Strictness, pod: PodLook): readonly Violation[] {
  if (level === 'privileged') return [];
  const checks = level === 'baseline' ? BASELINE : RESTRICTED;
  const known = version !== 'latest' && version < PROBE_HOSTS_SINCE ? checks.filter((check) => check !== probeHosts) : checks;
  return known.flatMap((check) => check(pod) ?? []);
}

const told = (found: readonly Violation[]) => found.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');

const lookAt = (holder: JsonObject): PodLook => ({
  annotations: (objectAt(objectAt(holder, 'metadata'), 'annotations') ?? {}) as Readonly<Record<string, string>>,
  spec: objectAt(holder, 'spec') ?? {},
});

/** Where the template of its pods stands. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  podtemplates: ['template'],
  replicationcontrollers: ['spec', 'template'],
  'replicasets.apps': ['spec', 'template'],
  'deployments.apps': ['spec', 'template'],
  'statefulsets.apps': ['spec', 'template'],
  'daemonsets.apps': ['spec', 'template'],
  'jobs.batch': ['spec', 'template'],
  'cronjobs.batch': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Throws a StatusError where a pod is less secure than its namespace asks for; warns where that is only wished. */
export function keepPodsSecure(attempt: Attempt, store: ObjectStore): void {
  const { served, subresource, object, operation } = attempt;
  if (operation === 'DELETE' || operation === 'CONNECT' || object === undefined) return;
  const resource = groupResourceOf(served.resource);
  if (resource === 'namespaces' && subresource === '') return judgeNamespace(attempt, object, store);
  const policy = podPolicyOf(store.collection('namespaces').get(keyOf(undefined, attempt.namespace))?.metadata.labels ?? {});
  if (isFree(policy) && policy.problems.length === 0) return;
  const path = TEMPLATES[resource];
  if (resource === 'pods' && (subresource === '' || subresource === 'ephemeralcontainers')) {
    if (attempt.old && !changesImages(object, attempt.old)) return;
    const found = violations(policy.enforce, lookAt(object));
    if (found.length > 0)
      throw forbidden(served.resource, attempt.name, `violates PodSecurity "${shownStrictness(policy.enforce)}": ${told(found)}`);
    warn(attempt, policy.warn, lookAt(object));
  } else if (path && subresource === '') {
    const template = path.reduce<JsonObject | undefined>((holder, field) => objectAt(holder, field), object);
    if (template) warn(attempt, policy.warn, lookAt(template));
  }
}

function warn(attempt: Attempt, strictness: Strictness, pod: PodLook): void {
  const found = violations(strictness, pod);
  if (found.length > 0) attempt.warn(`would violate PodSecurity "${shownStrictness(strictness)}": ${told(found)}`);
}

/** Of a pod that exists, only its images can change so that it matters. */
const changesImages = (pod: StoredObject, old: StoredObject): boolean => {
  const images = (of: StoredObject) =>
    ['initContainers', 'containers', 'ephemeralContainers'].map((list) =>
      objectsAt(objectAt(of, 'spec'), list).map((container) => textAt(container, 'image')),
    );
  return !equal(images(pod), images(old));
};

function judgeNamespace({ served, name, old, warn: tell }: Attempt, namespace: StoredObject, store: ObjectStore): void {
  const policy = podPolicyOf(namespace.metadata.labels ?? {});
  const before = podPolicyOf(old?.metadata.labels ?? {});
  if (policy.problems.length > 0 && !(old && equal(policy.problems, before.problems)))
    throw invalid(served.resource, name, policy.problems);
  const { enforce } = policy;
  if (!old || enforce.level === 'privileged' || equal({ ...enforce }, { ...before.enforce })) return;
  if (enforce.version === before.enforce.version && !isStricter(enforce.level, before.enforce.level)) return;
  const pods = store.collection('pods');
  const broken = pods.keys(`${name}/`).flatMap((key) => {
    const pod = pods.get(key);
    const found = pod ? violations(enforce, lookAt(pod)) : [];
    return pod && found.length > 0 ? [{ name: pod.metadata.name ?? '', why: found.map(({ reason }) => reason).join(', ') }] : [];
  });
  if (broken.length === 0) return;
  tell(`existing pods in namespace "${name}" violate the new PodSecurity enforce level "${shownStrictness(enforce)}"`);
  const lines = [...Map.groupBy(broken, ({ why }) => why)].map(([why, alike]) => {
    const others = alike.length - 1;
    const more = others === 0 ? '' : ` (and ${others} other ${others === 1 ? 'pod' : 'pods'})`;
    return `${alike[0]?.name ?? ''}${more}: ${why}`;
  });
  for (const line of lines.toSorted((a, b) => (a < b ? -1 : 1))) tell(line);
}
