import { ASKED_ANNOTATION, SHOP_LABEL } from '../../../model/keys.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';
import { hasEnded } from '../../../kube/objects/has-ended.ts';
import { isReady, readyCondition } from '../../../kube/objects/pod-ready.ts';
import type { SeenPod } from './shop.ts';

/** What is kept of a pod: a cluster has many. */
export function keptOfPod(pod: Pod): Pod {
  const { name, namespace, uid, resourceVersion, deletionTimestamp, labels = {}, annotations = {} } = pod.metadata ?? {};
  const asked = annotations[ASKED_ANNOTATION];
  const { type = 'Ready', status = 'False' } = readyCondition(pod) ?? {};
  return {
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      labels: { [SHOP_LABEL]: labels[SHOP_LABEL] ?? '' },
      ...(asked === undefined ? {} : { annotations: { [ASKED_ANNOTATION]: asked } }),
    },
    status: { phase: pod.status?.phase, conditions: [{ type, status }] },
  };
}

/** By the shop that a pod says it is of. */
export const shopKeyOfPod = ({ metadata }: Pod): string => `${metadata?.namespace ?? ''}/${metadata?.labels?.[SHOP_LABEL] ?? ''}`;

/** The pods that still live, or may have goods yet. */
export const seenPods = (pods: readonly Pod[]): readonly SeenPod[] =>
  pods
    .filter((pod) => !hasEnded(pod))
    .map((pod) => ({
      ready: isReady(pod),
      leaving: pod.metadata?.deletionTimestamp !== undefined,
      askedText: pod.metadata?.annotations?.[ASKED_ANNOTATION],
    }));
