import { equal } from '../../../ground/json/equal.ts';
import { isJsonObject, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue } from './cause.ts';
import { standingOf } from './job-standing.ts';

const spec = (object: JsonObject | undefined) => objectAt(object, 'spec') ?? {};
const templateOf = (job: JsonObject) => objectAt(spec(job), 'template') ?? {};

/** Nothing of it runs, and nothing will until it is resumed. */
function isAtRest(job: StoredObject): boolean {
  const { status, is } = standingOf(job);
  const isSuspended = is('Suspended') || textAt(status, 'startTime') === '';
  return spec(job)['suspend'] === true && isSuspended && (numberAt(status, 'active') ?? 0) === 0;
}

/** The template of a Job's pods may not change; but while it is at rest, where they are put and what they ask for may. */
export function jobTemplateCauses(job: StoredObject, old: StoredObject): readonly FailureCause[] {
  const [template, before] = [templateOf(job), templateOf(old)];
  if (!isAtRest(old)) return equal(template, before) ? [] : [invalidValue('spec.template', template, 'field is immutable')];
  const pods = spec(template);
  return equal(pods, movedLike(pods, spec(before))) ? [] : [invalidValue('spec.template.spec', pods, 'field is immutable')];
}

/** The pods of before, with what may differ as it is now. */
const movedLike = (pods: JsonObject, before: JsonObject): JsonObject => ({
  ...before,
  nodeSelector: pods['nodeSelector'],
  tolerations: pods['tolerations'],
  schedulingGates: pods['schedulingGates'],
  affinity: affinityLike(objectAt(pods, 'affinity'), objectAt(before, 'affinity')),
  containers: withResourcesOf(pods, before, 'containers'),
  initContainers: withResourcesOf(pods, before, 'initContainers'),
});

/** Nodes may be chosen otherwise, and other pods may not. */
function affinityLike(now: JsonObject | undefined, before: JsonObject = {}): JsonObject | undefined {
  const { nodeAffinity: _, ...rest } = before;
  if (now === undefined) return Object.keys(rest).length === 0 ? undefined : rest;
  return { ...rest, nodeAffinity: now['nodeAffinity'] };
}

/** Containers that are still the same ones, asking for what they ask for now. */
function withResourcesOf(pods: JsonObject, before: JsonObject, name: string) {
  const [now, then] = [listAt(pods, name), listAt(before, name)];
  if (then.length === 0 || now.length !== then.length) return before[name];
  return then.map((container, index) => {
    const other = now[index];
    if (!isJsonObject(container) || !isJsonObject(other) || container['name'] !== other['name']) return container;
    return { ...container, resources: other['resources'] };
  });
}
