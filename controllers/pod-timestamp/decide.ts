import type { JsonPatchStep } from '../../kube/client/client.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';

/** The annotations by which a pod asks, and is answered. */
export interface Keys {
  readonly ask: string;
  readonly stamp: string;
}

/** Does the pod ask for the time, whatever it says by that, and have none yet? A pod that goes away needs none. */
export const asks = ({ metadata }: KubeObject, { ask, stamp }: Keys): boolean =>
  metadata?.deletionTimestamp === undefined && metadata?.annotations?.[ask] !== undefined && metadata.annotations[stamp] === undefined;

/**
 * Writes the time on this very pod, if it still asks as it did and has none: the second writer changes nothing and is
 * refused (422). What else happens to the pod meanwhile does not matter.
 */
export function stampOf({ metadata }: KubeObject, { ask, stamp }: Keys, time: string): JsonPatchStep[] {
  return [
    { op: 'test', path: '/metadata/uid', value: metadata?.uid },
    { op: 'test', path: annotation(ask), value: metadata?.annotations?.[ask] },
    { op: 'test', path: annotation(stamp), value: null },
    { op: 'add', path: annotation(stamp), value: time },
  ];
}

const annotation = (key: string): string => `/metadata/annotations/${key.replace('/', '~1')}`;

/** What is kept of a pod: a cluster has many. */
export function trimmed({ metadata = {} }: KubeObject, { ask, stamp }: Keys): KubeObject {
  const { name, namespace, uid, resourceVersion, deletionTimestamp, annotations = {} } = metadata;
  const kept = Object.fromEntries([ask, stamp].flatMap((key) => (annotations[key] === undefined ? [] : [[key, annotations[key]]])));
  return {
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }),
    },
  };
}
