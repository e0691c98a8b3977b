import { ApiError } from '../../../../kube/errors/api-error.ts';
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets, type StatefulSet } from '../../../../kube/objects/built-in.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { keyOf } from '../../../../kube/objects/resource.ts';
import type { Controller, Parts } from '../../../../controllers/runtime/definition.ts';
import { byOwner, ownerKeys } from '../../selection.ts';
import { deleteExactly } from '../../pods/own-pods.ts';
import { refusalText } from '../../refusal.ts';
import { performRevision } from '../revisions.ts';
import { decideStatefulSet, type StatefulSetStep } from './stateful-set-decide.ts';

const setOf = ownerKeys('StatefulSet');

/** StatefulSet -> pods with names and volumes of their own. */
export const statefulSetController: Controller = {
  name: 'statefulset',
  summary: 'keeps the numbered pods of StatefulSets',
  flags: {},
  setUp({ follow, recordEvent, wall }) {
    const all = follow(statefulSets, { keys: ({ object }) => [keyOf(object)] });
    const members = follow(pods, { keys: ({ object }) => setOf(object), indexes: { owner: byOwner.owner } });
    const revisions = follow(controllerRevisions, { keys: ({ object }) => setOf(object), indexes: { owner: byOwner.owner } });
    return async (key, { client }) => {
      const set = all.get(key);
      if (set === undefined) return 'on-change';
      const { uid = '' } = set.metadata ?? {};
      const plan = decideStatefulSet({ set, pods: members.by('owner', uid), revisions: revisions.by('owner', uid) }, wall());
      for (const step of plan.steps) await perform(client, set, step, recordEvent);
      return plan.againMs === undefined ? 'on-change' : { afterMs: plan.againMs };
    };
  },
};

async function perform(client: Client, set: StatefulSet, step: StatefulSetStep, recordEvent: Parts['recordEvent']): Promise<void> {
  const name = set.metadata?.name ?? '';
  const say = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    recordEvent({ resource: statefulSets, object: set }, { type, reason, message });
  switch (step.do) {
    case 'claim':
      try {
        await client.create(persistentVolumeClaims, step.claim);
      } catch (error) {
        if (ApiError.is(error, 'already-exists')) return; // that of the pod before
        throw error;
      }
      return say(
        'Normal',
        'SuccessfulCreate',
        `Create Claim ${step.claim.metadata?.name ?? ''} Pod ${step.pod} in StatefulSet ${name} success`,
      );
    case 'create':
      try {
        await client.create(pods, step.pod);
      } catch (error) {
        if (ApiError.is(error))
          say(
            'Warning',
            'FailedCreate',
            `Create Pod ${step.pod.metadata?.name ?? ''} in StatefulSet ${name} failed error: ${refusalText(error)}`,
          );
        throw error;
      }
      return say('Normal', 'SuccessfulCreate', `Create Pod ${step.pod.metadata?.name ?? ''} in StatefulSet ${name} successful`);
    case 'delete':
      await deleteExactly(client, step.pod);
      return say('Normal', 'SuccessfulDelete', `Delete Pod ${step.pod.metadata?.name ?? ''} in StatefulSet ${name} successful`);
    case 'status':
      return void (await client.update(statefulSets, { ...set, status: step.status }, { subresource: 'status' }));
    case 'record':
    case 'raise':
    case 'forget':
      return performRevision(client, step);
  }
}
