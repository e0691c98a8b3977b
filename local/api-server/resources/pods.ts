import { isJsonObject, listOrEmpty, objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { ResourceStrategy } from './strategy.ts';

const resourcesOf = (container: unknown): { requests: Record<string, string>; limits: Record<string, string> } => {
  const { requests = {}, limits = {} } =
    (container as { resources?: { requests?: Record<string, string>; limits?: Record<string, string> } }).resources ?? {};
  return { requests, limits };
};

/** Guaranteed, Burstable or BestEffort, from requests and limits. */
function qualityOfService(spec: unknown): string {
  const { containers, initContainers } = (spec ?? {}) as { containers?: unknown[] | null; initContainers?: unknown[] | null };
  const all = [...(containers ?? []), ...(initContainers ?? [])].map(resourcesOf);
  if (all.every(({ requests, limits }) => Object.keys(requests).length === 0 && Object.keys(limits).length === 0)) return 'BestEffort';
  const guaranteed = all.every(({ requests, limits }) =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

const specOf = (object: StoredObject) => objectOrEmpty(object['spec']);
const phaseOf = (object: StoredObject) => (isJsonObject(object['status']) ? object['status']['phase'] : undefined);

const TOLERATED = ['not-ready', 'unreachable'];

/** What admission gives every pod: five minutes of patience with its node, and no priority unless it has one. */
function admitted(value: Json | undefined): JsonObject {
  const spec = objectOrEmpty(value);
  const tolerations = listOrEmpty(spec['tolerations']);
  const tolerates = (key: string) =>
    tolerations.some(
      (each) =>
        isJsonObject(each) &&
        (each['key'] === key || each['key'] === undefined) &&
        (each['effect'] === 'NoExecute' || each['effect'] === undefined),
    );
  const added = TOLERATED.map((taint) => `node.kubernetes.io/${taint}`)
    .filter((key) => !tolerates(key))
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  return { priority: 0, preemptionPolicy: 'PreemptLowerPriority', ...spec, tolerations: [...tolerations, ...added] };
}

/** A pod starts Pending; nobody but its node ends it once it has one. */
export const pods: ResourceStrategy = {
  generation: true,
  answersDeleted: true,
  onCreate: (object) => ({
    ...object,
    spec: admitted(object['spec']),
    status: { phase: 'Pending', qosClass: qualityOfService(object['spec']) },
  }),
  onStatus: (object, old) => ({ ...object, metadata: { ...object.metadata, ownerReferences: old.metadata.ownerReferences } }),
  grace(object, requested) {
    const spec = specOf(object);
    const phase = phaseOf(object);
    if (spec['nodeName'] === undefined || spec['nodeName'] === '' || phase === 'Succeeded' || phase === 'Failed') return 0;
    if (requested !== undefined) return Math.max(requested, 0);
    const own = spec['terminationGracePeriodSeconds'];
    return typeof own === 'number' ? own : 30;
  },
};
