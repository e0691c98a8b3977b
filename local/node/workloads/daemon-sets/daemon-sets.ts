import { controllerRevisions, daemonSets, nodes, pods, type DaemonSet } from '../../../../kube/objects/built-in.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { keyOf } from '../../../../kube/objects/resource.ts';
import type { Controller, Parts } from '../../../../controllers/runtime/definition.ts';
import type { PodEvent } from '../../pods/pod-event.ts';
import { byOwner, ownerKeys } from '../../selection.ts';
import { createPod, deletePod } from '../../pods/own-pods.ts';
import { performRevision } from '../revisions.ts';
import { decideDaemonSet, type DaemonSetStep } from './daemon-set-decide.ts';

const setOf = ownerKeys('DaemonSet');

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
  const tell = (event: PodEvent): void => recordEvent({ resource: daemonSets, object: set }, event);
  switch (step.do) {
    case 'create':
      return createPod(client, step.pod, tell);
    case 'delete':
      if (step.pod.status?.phase === 'Failed') {
        const message = `Found failed daemon pod ${keyOf(step.pod)} on node ${step.pod.spec?.nodeName ?? ''}, will try to kill it`;
        tell({ type: 'Warning', reason: 'FailedDaemonPod', message });
      }
      return deletePod(client, step.pod, tell);
    case 'status':
      return void (await client.update(daemonSets, { ...set, status: step.status }, { subresource: 'status' }));
    case 'record':
    case 'raise':
    case 'forget':
      return performRevision(client, step);
  }
}
