import { isJsonObject, listOrEmpty, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { badRequest, conflict, StatusError } from '../contracts/status-error.ts';
import { collectionOf } from '../registry.ts';
import { labelSelector } from '../selectors/label-selector.ts';
import { judged, mutatedObject } from './admitted.ts';
import { removeAtOnce } from './delete.ts';
import { selectorText } from './scale.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { keyFor, type ServerParts, type NamedRequest, type VerbReply } from './request.ts';
import { assertCurrent, current } from './update.ts';

const SUCCESS: StoredObject = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };

const CREATED: VerbReply = { code: 201, object: { ...SUCCESS, code: 201 } };

const at = (value: Json | undefined, field: string): Json | undefined => (isJsonObject(value) ? value[field] : undefined);
const listAt = (value: Json | undefined, field: string): readonly Json[] => {
  const list = at(value, field);
  return listOrEmpty(list);
};

/** The status with a condition in place of an older one of its type. */
function withCondition(object: StoredObject, condition: JsonObject): JsonObject {
  const others = listAt(object['status'], 'conditions').filter((each) => at(each, 'type') !== condition['type']);
  return { ...objectOrEmpty(object['status']), conditions: [...others, condition] };
}

/** `pods/binding`: a scheduler gives a pod its node, once. */
export async function bind(cluster: ServerParts, request: NamedRequest, sent: StoredObject): Promise<VerbReply> {
  current(cluster, request);
  const binding = await mutatedObject(cluster, request, { operation: 'CREATE', object: sent });
  const pod = current(cluster, request);
  const node = textOrEmpty(at(binding['target'], 'name'));
  if (node === '') throw badRequest('Binding "" is invalid: target.name: Required value');
  const assigned = textOrEmpty(at(pod['spec'], 'nodeName'));
  if (assigned !== '')
    throw conflict(
      { group: '', plural: 'pods/binding' },
      request.name,
      `pod ${request.name} is already assigned to node ${JSON.stringify(assigned)}`,
    );
  await judged(cluster, request, { operation: 'CREATE', object: binding });
  assertCurrent(cluster, request, pod);
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: timestamp(cluster.clock()) };
  const bound = { ...pod, spec: { ...(pod['spec'] as JsonObject), nodeName: node }, status: withCondition(pod, scheduled) };
  if (request.query.getAll('dryRun').length === 0) cluster.store.put(collectionOf(request.served.resource), keyFor(request), bound);
  return CREATED;
}

const isHealthy = (pod: StoredObject) =>
  listAt(pod['status'], 'conditions').some((condition) => at(condition, 'type') === 'Ready' && at(condition, 'status') === 'True');

/** The budgets that speak for a pod. */
function budgetsOf({ store }: ServerParts, pod: StoredObject): readonly StoredObject[] {
  const budgets = store.collection('poddisruptionbudgets.policy');
  return budgets
    .keys(`${pod.metadata.namespace ?? ''}/`)
    .flatMap((key) => budgets.get(key) ?? [])
    .filter(
      (budget) =>
        isJsonObject(at(budget['spec'], 'selector')) &&
        labelSelector(selectorText(at(budget['spec'], 'selector')))(pod.metadata.labels ?? {}),
    );
}

const numberAt = (value: Json | undefined, field: string) => {
  const number = at(value, field);
  return typeof number === 'number' ? number : 0;
};

const VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";
/** By then a budget that is new has been looked at. */
const RETRY_SECONDS = 10;

/** Takes one disruption out of a budget, or refuses: the controller that keeps the budget's status counts again later. */
function spend(cluster: ServerParts, pod: StoredObject, budget: StoredObject): void {
  const { name = '' } = budget.metadata;
  const allowed = numberAt(budget['status'], 'disruptionsAllowed');
  const always = at(budget['spec'], 'unhealthyPodEvictionPolicy') === 'AlwaysAllow';
  if (
    !isHealthy(pod) &&
    (always || numberAt(budget['status'], 'currentHealthy') >= Math.max(numberAt(budget['status'], 'desiredHealthy'), 1))
  )
    return;
  if (numberAt(budget['status'], 'observedGeneration') < (budget.metadata.generation ?? 0))
    throw new StatusError(429, 'TooManyRequests', VIOLATED, {
      causes: [{ reason: 'DisruptionBudget', message: `The disruption budget ${name} is still being processed by the server.` }],
      retryAfterSeconds: RETRY_SECONDS,
    });
  if (allowed <= 0) {
    const message = `The disruption budget ${name} needs ${numberAt(budget['status'], 'desiredHealthy')} healthy pods and has ${numberAt(budget['status'], 'currentHealthy')} currently`;
    throw new StatusError(429, 'TooManyRequests', VIOLATED, {
      causes: [{ reason: 'DisruptionBudget', message }],
    });
  }
  const disrupted = {
    ...(isJsonObject(at(budget['status'], 'disruptedPods')) ? (at(budget['status'], 'disruptedPods') as JsonObject) : {}),
    [pod.metadata.name ?? '']: timestamp(cluster.clock()),
  };
  cluster.store.put('poddisruptionbudgets.policy', `${budget.metadata.namespace ?? ''}/${name}`, {
    ...budget,
    status: { ...(budget['status'] as JsonObject), disruptionsAllowed: allowed - 1, disruptedPods: disrupted },
  });
}

/** `pods/eviction`: a deletion that disruption budgets may refuse. */
export async function evict(cluster: ServerParts, request: NamedRequest, sent: StoredObject): Promise<VerbReply> {
  current(cluster, request);
  const eviction = await mutatedObject(cluster, request, { operation: 'CREATE', object: sent });
  await judged(cluster, request, { operation: 'CREATE', object: eviction });
  const pod = current(cluster, request);
  const options = at(eviction, 'deleteOptions');
  const preconditions = at(options, 'preconditions');
  const grace = at(options, 'gracePeriodSeconds');
  const dryRun = request.query.getAll('dryRun').length > 0 || listAt(options, 'dryRun').length > 0;
  const deletion = {
    dryRun,
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    ...(typeof at(preconditions, 'uid') === 'string' ? { uid: textOrEmpty(at(preconditions, 'uid')) } : {}),
    ...(typeof at(preconditions, 'resourceVersion') === 'string'
      ? { resourceVersion: textOrEmpty(at(preconditions, 'resourceVersion')) }
      : {}),
  };
  const over =
    ['Succeeded', 'Failed', 'Pending'].includes(textOrEmpty(at(pod['status'], 'phase'))) || pod.metadata.deletionTimestamp !== undefined;
  if (!over && !dryRun) for (const budget of budgetsOf(cluster, pod)) spend(cluster, pod, budget);
  const plain: NamedRequest = { ...request, subresource: undefined };
  if (!dryRun && pod.metadata.deletionTimestamp === undefined && at(pod['spec'], 'nodeName') !== undefined) {
    const target = {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: timestamp(cluster.clock()),
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    };
    cluster.store.put(collectionOf(request.served.resource), keyFor(request), { ...pod, status: withCondition(pod, target) });
  }
  removeAtOnce(cluster, plain, deletion);
  return CREATED;
}
