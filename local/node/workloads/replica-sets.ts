import { ApiError } from '../../../kube/errors/api-error.ts';
import { pods, replicaSets, type Pod, type ReplicaSet } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { keyOf } from '../../../kube/objects/resource.ts';
import type { Controller, Parts } from '../../../controllers/runtime/definition.ts';
import { adopt, release } from '../adopt.ts';
import type { PodEvent } from '../pods/pod-event.ts';
import { byOwner, isOrphan, matches, ownerKeys } from '../selection.ts';
import { createPod, deletePod } from '../pods/own-pods.ts';
import { refusalText } from '../refusal.ts';
import { decideReplicaSet, type ReplicaSetRefusal, type ReplicaSetStep } from './replica-set-decide.ts';

/** ReplicaSet -> pods: as many as it asks for. */
export const replicaSetController: Controller = {
  name: 'replicaset',
  summary: 'keeps as many pods as a ReplicaSet asks for',
  flags: {},
  setUp({ follow, recordEvent, wall }) {
    const all = follow(replicaSets, { keys: ({ object }) => [keyOf(object)], indexes: { namespace: byOwner.namespace } });
    const owned = ownerKeys('ReplicaSet');
    const ofPod = (pod: Pod): string[] =>
      owned(pod).length > 0
        ? owned(pod)
        : all
            .by('namespace', pod.metadata?.namespace ?? '')
            .filter((set) => matches(set.spec?.selector ?? {}, pod.metadata?.labels))
            .map(keyOf);
    const people = follow(pods, { keys: ({ object }) => ofPod(object), indexes: byOwner });
    return async (key, { client }) => {
      const replicaSet = all.get(key);
      if (replicaSet === undefined) return 'on-change';
      const { uid = '', namespace = '' } = replicaSet.metadata ?? {};
      const orphan = people
        .by('namespace', namespace)
        .find((pod) => isOrphan(pod) && matches(replicaSet.spec?.selector ?? {}, pod.metadata?.labels));
      if (orphan && replicaSet.metadata?.deletionTimestamp === undefined) {
        await adopt(client, pods, orphan, { apiVersion: 'apps/v1', kind: 'ReplicaSet', object: replicaSet });
        return 'on-change';
      }
      const world = { replicaSet, pods: people.by('owner', uid) };
      const { steps, againMs } = decideReplicaSet(world, wall());
      for (const step of steps) {
        try {
          await perform(client, replicaSet, step, recordEvent);
        } catch (error) {
          const refusal = refusalOf(step, error);
          if (refusal === undefined) throw error;
          const told = decideReplicaSet({ ...world, refusal }, wall()).steps.find(({ do: act }) => act === 'status');
          if (told) await perform(client, replicaSet, told, recordEvent);
          throw error; // tried again, less and less often
        }
      }
      return againMs === undefined ? 'on-change' : { afterMs: againMs };
    };
  },
};

/** Undefined where it was not about its pods. */
function refusalOf(step: ReplicaSetStep, error: unknown): ReplicaSetRefusal | undefined {
  if (!ApiError.is(error) || (step.do !== 'create' && step.do !== 'delete')) return undefined;
  return { reason: step.do === 'create' ? 'FailedCreate' : 'FailedDelete', message: refusalText(error) };
}

async function perform(client: Client, replicaSet: ReplicaSet, step: ReplicaSetStep, recordEvent: Parts['recordEvent']): Promise<void> {
  const tell = (event: PodEvent): void => recordEvent({ resource: replicaSets, object: replicaSet }, event);
  switch (step.do) {
    case 'create':
      return createPod(client, step.pod, tell);
    case 'delete':
      return deletePod(client, step.pod, tell);
    case 'release':
      return release(client, pods, step.pod, replicaSet);
    case 'status':
      return void (await client.update(replicaSets, { ...replicaSet, status: step.status }, { subresource: 'status' }));
  }
}
