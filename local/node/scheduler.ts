import type { Controller } from '../../controllers/runtime/definition.ts';
import type { Client } from '../../kube/client/client.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { nodes, pods, type Pod } from '../../kube/objects/built-in.ts';
import { keyOf, nameOf } from '../../kube/objects/resource.ts';
import { hasEnded } from '../../kube/objects/has-ended.ts';
import { place } from './pods/place.ts';

/** Pod without a node -> the one node that there is, if it may be there. */
export const schedulerController = (nodeName: string): Controller => ({
  name: 'scheduler',
  summary: 'puts pods on this machine',
  flags: {},
  setUp(parts) {
    const all = parts.follow(pods, { keys: ({ object }) => [keyOf(object)], indexes: { unplaced: (pod) => (hasNode(pod) ? [] : ['']) } });
    const machines = parts.follow(nodes, { keys: () => all.by('unplaced', '').map(keyOf) });
    return async (key, { client }) => {
      const pod = all.get(key);
      if (pod === undefined || hasNode(pod)) return 'on-change';
      if (pod.metadata?.deletionTimestamp === undefined) await place(client, pod, machines.get(nodeName), parts);
      else if (!hasEnded(pod)) await giveUp(client, pod);
      return 'on-change';
    };
  },
});

/** It will never run, and whoever waits for its end has to be told. In a cluster what collects such pods does that. */
async function giveUp(client: Client, pod: Pod): Promise<void> {
  const failed = { metadata: { uid: pod.metadata?.uid }, status: { phase: 'Failed' } };
  try {
    await client.patch(pods, nameOf(pod), { merge: failed }, { subresource: 'status' });
  } catch (error) {
    if (!ApiError.is(error, 'not-found')) throw error;
  }
}

const hasNode = ({ spec }: { readonly spec?: { readonly nodeName?: string } }): boolean => (spec?.nodeName ?? '') !== '';
