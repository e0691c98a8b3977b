import { ApiError } from '../../../kube/errors/api-error.ts';
import { deployments, replicaSets, type Deployment, type ReplicaSet } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { keyOf, nameOf } from '../../../kube/objects/resource.ts';
import type { Controller, Parts } from '../../../controllers/runtime/definition.ts';
import { adopt } from '../adopt.ts';
import { byOwner, isOrphan, matches, ownerKeys } from '../selection.ts';
import { decideDeployment, REVISION, type DeploymentStep } from './deployment-decide.ts';

/** Deployment -> ReplicaSets: rolling updates, history, conditions. */
export const deploymentController: Controller = {
  name: 'deployment',
  summary: 'keeps a ReplicaSet for each template of a Deployment',
  flags: {},
  setUp({ follow, recordEvent, wall }) {
    const all = follow(deployments, { keys: ({ object }) => [keyOf(object)], indexes: { namespace: byOwner.namespace } });
    const owned = ownerKeys('Deployment');
    const ofSet = (set: ReplicaSet): string[] =>
      owned(set).length > 0
        ? owned(set)
        : all
            .by('namespace', set.metadata?.namespace ?? '')
            .filter((deployment) => matches(deployment.spec?.selector ?? {}, set.metadata?.labels))
            .map(keyOf);
    const sets = follow(replicaSets, { keys: ({ object }) => ofSet(object), indexes: byOwner });
    return async (key, { client }) => {
      const deployment = all.get(key);
      if (deployment === undefined) return 'on-change';
      const { uid = '', namespace = '' } = deployment.metadata ?? {};
      const orphan = sets
        .by('namespace', namespace)
        .find((set) => isOrphan(set) && matches(deployment.spec?.selector ?? {}, set.metadata?.labels));
      if (orphan && deployment.metadata?.deletionTimestamp === undefined) {
        await adopt(client, replicaSets, orphan, { apiVersion: 'apps/v1', kind: 'Deployment', object: deployment });
        return 'on-change';
      }
      const steps = decideDeployment({ deployment, replicaSets: sets.by('owner', uid) }, wall());
      for (const step of steps) await perform(client, deployment, step, recordEvent);
      return untilDeadline(deployment, wall());
    };
  },
};

/** A rollout that does not get on has to be looked at again when its time is up. */
function untilDeadline({ spec, status }: Deployment, now: number): 'on-change' | { readonly afterMs: number } {
  const progressing = status?.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing === undefined || progressing.reason === 'NewReplicaSetAvailable' || progressing.reason === 'ProgressDeadlineExceeded')
    return 'on-change';
  const endsAt = Date.parse(progressing.lastUpdateTime ?? '') + (spec?.progressDeadlineSeconds ?? 600) * 1_000;
  return { afterMs: Math.max(1_000, endsAt - now + 1_000) };
}

async function perform(client: Client, deployment: Deployment, step: DeploymentStep, recordEvent: Parts['recordEvent']): Promise<void> {
  const scaled = (set: string, from: number, to: number) =>
    recordEvent(
      { resource: deployments, object: deployment },
      {
        type: 'Normal',
        reason: 'ScalingReplicaSet',
        message: `Scaled ${to > from ? 'up' : 'down'} replica set ${set} from ${from} to ${to}`,
      },
    );
  switch (step.do) {
    case 'create':
      try {
        await client.create(replicaSets, step.replicaSet);
      } catch (error) {
        // It is there already: the store will show it, or it is an orphan that will be adopted.
        if (!ApiError.is(error, 'already-exists')) throw error;
        return;
      }
      return scaled(step.replicaSet.metadata?.name ?? '', 0, step.replicaSet.spec?.replicas ?? 0);
    case 'scale':
      await client.patch(replicaSets, nameOf(step.replicaSet), {
        merge: { metadata: { uid: step.replicaSet.metadata?.uid }, spec: { replicas: step.replicas } },
      });
      return scaled(step.replicaSet.metadata?.name ?? '', step.replicaSet.spec?.replicas ?? 0, step.replicas);
    case 'revise':
      return void (await client.patch(replicaSets, nameOf(step.replicaSet), {
        merge: { metadata: { uid: step.replicaSet.metadata?.uid, annotations: step.annotations } },
      }));
    case 'mark':
      return void (await client.patch(deployments, nameOf(deployment), {
        merge: { metadata: { uid: deployment.metadata?.uid, annotations: { [REVISION]: step.revision } } },
      }));
    case 'delete':
      return client.delete(replicaSets, nameOf(step.replicaSet), {
        ...(step.replicaSet.metadata?.uid === undefined ? {} : { uid: step.replicaSet.metadata.uid }),
        propagation: 'Background',
      });
    case 'status':
      return void (await client.update(deployments, { ...deployment, status: step.status }, { subresource: 'status' }));
  }
}
