import { ApiError } from '../../../../kube/errors/api-error.ts';
import { controllerRevisions, daemonSets, nodes, pods, type DaemonSet } from '../../../../kube/objects/built-in.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { keyOf, nameOf, type KubeObject } from '../../../../kube/objects/resource.ts';
import type { Controller, Parts } from '../../../../controllers/runtime/definition.ts';
import { byOwner, controllerOf } from '../../selection.ts';
import { performRevision } from '../revisions.ts';
import { decideDaemonSet, type DaemonSetStep } from './daemon-set-decide.ts';

const setOf = (object: KubeObject): string[] =>
  controllerOf(object)?.kind === 'DaemonSet' ? [`${object.metadata?.namespace ?? ''}/${controllerOf(object)?.name ?? ''}`] : [];

/** DaemonSet -> a pod on each node that will have it. */
export const daemonSetController: Controller = {
  name: 'daemonset',
  summary: 'keeps a pod of each DaemonSet on the node',
  flags: {},
  setUp({ follow, recordEvent, wall }) {
    const all = follow(daemonSets, { keys: ({ object }) => [keyOf(object)], indexes: { all: () => [''] } });
    const machines = follow(nodes, { keys: () => all.by('all', '').map(keyOf), indexes: { all: () => [''] } });
    const members = follow(pods, { keys: ({ object }) => setOf(object), indexes: { owner: byOwner.owner } });
    const revisions = follow(controllerRevisions, { keys: ({ object }) => setOf(object), indexes: { owner: byOwner.owner } });
    return async (key, { client }) => {
      const set = all.get(key);
      if (set === undefined) return 'on-change';
      const { uid = '' } = set.metadata ?? {};
      const world = { set, nodes: machines.by('all', ''), pods: members.by('owner', uid), revisions: revisions.by('owner', uid) };
      const plan = decideDaemonSet(world, wall());
      for (const step of plan.steps) await perform(client, set, step, recordEvent);
      return plan.againMs === undefined ? 'on-change' : { afterMs: plan.againMs };
    };
  },
};

async function perform(client: Client, set: DaemonSet, step: DaemonSetStep, recordEvent: Parts['recordEvent']): Promise<void> {
  const say = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    recordEvent({ resource: daemonSets, object: set }, { type, reason, message });
  switch (step.do) {
    case 'create':
      try {
        const created = await client.create(pods, step.pod);
        return say('Normal', 'SuccessfulCreate', `Created pod: ${created.metadata?.name ?? ''}`);
      } catch (error) {
        if (ApiError.is(error)) say('Warning', 'FailedCreate', `Error creating: ${error.message}`);
        throw error;
      }
    case 'delete': {
      const name = step.pod.metadata?.name ?? '';
      if (step.pod.status?.phase === 'Failed')
        say(
          'Warning',
          'FailedDaemonPod',
          `Found failed daemon pod ${keyOf(step.pod)} on node ${step.pod.spec?.nodeName ?? ''}, will try to kill it`,
        );
      await client.delete(pods, nameOf(step.pod), step.pod.metadata?.uid === undefined ? {} : { uid: step.pod.metadata.uid });
      return say('Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    }
    case 'status':
      return void (await client.update(daemonSets, { ...set, status: step.status }, { subresource: 'status' }));
    case 'record':
    case 'raise':
    case 'forget':
      return performRevision(client, step);
  }
}
