import { hostname } from 'node:os';
import type { Pod } from '../../../kube/objects/built-in.ts';

const LONGEST = 63;

/** What a pod's machine is called to its containers: as the pod, unless it says otherwise, or has the network of the node. */
export function hostNameOf({ metadata, spec }: Pod): string {
  if (spec?.hostNetwork === true) return hostname();
  return (spec?.hostname ?? metadata?.name ?? '').slice(0, LONGEST).replace(/[-.]+$/, '');
}
