import type { JsonObject } from '../ground/json/json.ts';
import { timestamp } from '../ground/time/rfc3339.ts';
import type { StoredObject } from '../local/api-server/contracts/kube-object.ts';
import { keyOfObject, type ObjectStore } from '../local/api-server/store/store.ts';

type StatusOf = (object: StoredObject, now: string) => JsonObject;

const condition = (type: string, reason: string, now: string): JsonObject => ({
  type,
  status: 'True',
  reason,
  message: '',
  lastTransitionTime: now,
  lastUpdateTime: now,
});

const numberIn = ({ spec }: StoredObject, field: string): number => {
  const value = (spec as JsonObject | undefined)?.[field];
  return typeof value === 'number' ? value : 1;
};

/** The status that workloads would have once all of theirs runs. */
const STATUSES: ReadonlyMap<string, StatusOf> = new Map<string, StatusOf>([
  [
    'deployments.apps',
    (object, now) => {
      const replicas = numberIn(object, 'replicas');
      return {
        observedGeneration: object.metadata.generation ?? 1,
        replicas,
        updatedReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        conditions: [condition('Available', 'MinimumReplicasAvailable', now), condition('Progressing', 'NewReplicaSetAvailable', now)],
      };
    },
  ],
  [
    'statefulsets.apps',
    (object) => {
      const replicas = numberIn(object, 'replicas');
      const revision = `${object.metadata.name ?? ''}-${object.metadata.generation ?? 1}`;
      return {
        observedGeneration: object.metadata.generation ?? 1,
        replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        currentReplicas: replicas,
        updatedReplicas: replicas,
        currentRevision: revision,
        updateRevision: revision,
      };
    },
  ],
  [
    'daemonsets.apps',
    ({ metadata }) => ({
      observedGeneration: metadata.generation ?? 1,
      currentNumberScheduled: 1,
      desiredNumberScheduled: 1,
      numberAvailable: 1,
      numberMisscheduled: 0,
      numberReady: 1,
      updatedNumberScheduled: 1,
    }),
  ],
  [
    'jobs.batch',
    (object, now) => ({
      startTime: now,
      completionTime: now,
      succeeded: numberIn(object, 'completions'),
      conditions: [condition('Complete', 'CompletionsReached', now)],
    }),
  ],
]);

/** Gives workloads that status as soon as they are there, or are changed. */
export function keepWorkloadsReady(store: ObjectStore, wall: () => number): void {
  const seen = new Map<string, number>();
  store.subscribe(({ collection, object }) => {
    const statusOf = STATUSES.get(collection);
    const { uid = '', generation = 1, deletionTimestamp } = object.metadata;
    if (statusOf === undefined || deletionTimestamp !== undefined || seen.get(uid) === generation) return;
    const key = keyOfObject(object);
    if (store.collection(collection).get(key)?.metadata.uid !== uid) return; // it is gone
    seen.set(uid, generation);
    store.put(collection, key, { ...object, status: statusOf(object, timestamp(wall())) });
  });
}
