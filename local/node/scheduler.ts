import type { Controller } from '../../controllers/runtime/definition.ts';
import { nodes, pods } from '../../kube/objects/built-in.ts';
import { keyOf } from '../../kube/objects/resource.ts';
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
      if (pod !== undefined && !hasNode(pod) && pod.metadata?.deletionTimestamp === undefined)
        await place(client, pod, machines.get(nodeName), parts);
      return 'on-change';
    };
  },
});

const hasNode = ({ spec }: { readonly spec?: { readonly nodeName?: string } }): boolean => (spec?.nodeName ?? '') !== '';
