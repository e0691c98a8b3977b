import type { Pod } from '../../../kube/objects/built-in.ts';
import { hasEnded } from '../../../kube/objects/has-ended.ts';
import { isReady } from '../../../kube/objects/pod-ready.ts';

/** The replacement of a source's pods, as far as it has come. */
export interface PodReplacementState {
  /** Of the content that the pods have, or are getting. */
  readonly digest: string;
  /** The uids of the pods that still have the content before. */
  readonly left: readonly string[];
  /** So many pods were ready when it began. */
  readonly ready: number;
}

/** What is to be done about the pods of a source. */
export type PodsPlan =
  | { readonly do: 'nothing'; readonly afterMs?: number }
  /** Nobody knows which content they have: they are taken to have this one. */
  | { readonly do: 'note'; readonly digest: string }
  /** They have another content than this. */
  | { readonly do: 'begin'; readonly digest: string }
  | { readonly do: 'go-on'; readonly known: PodReplacementState };

export type PodStep =
  | { readonly do: 'done' }
  /** One that was replaced is not back yet. */
  | { readonly do: 'wait' }
  | { readonly do: 'remove'; readonly pods: readonly Pod[] };

/** Gone, or going, pods are no longer anybody's business; one that nothing would recreate never was. */
const stays = ({ metadata }: Pod): boolean => metadata?.deletionTimestamp === undefined;
export const isReplaceable = (pod: Pod): boolean =>
  stays(pod) && (pod.metadata?.ownerReferences ?? []).some(({ controller }) => controller === true) && !hasEnded(pod);
export const isReadyToStay = (pod: Pod): boolean => stays(pod) && isReady(pod);

/**
 * One at a time, and the next only when as many are ready as were; what is not ready anyway goes first, and costs
 * nobody anything. `missingIsFine`: fewer pods than at the beginning have been there for so long that they were meant to be fewer.
 */
export function podStep(
  { left, ready }: PodReplacementState,
  matching: readonly Pod[],
  { atOnce, missingIsFine }: { readonly atOnce: boolean; readonly missingIsFine: boolean },
): PodStep {
  const stale = matching.filter((pod) => left.includes(pod.metadata?.uid ?? '') && isReplaceable(pod));
  const [first] = stale;
  if (first === undefined) return { do: 'done' };
  if (atOnce) return { do: 'remove', pods: stale };
  const idle = stale.find((pod) => !isReadyToStay(pod));
  if (idle !== undefined) return { do: 'remove', pods: [idle] };
  const fresh = matching.filter((pod) => !stale.includes(pod) && !hasEnded(pod));
  if (fresh.some((pod) => !stays(pod) || !isReadyToStay(pod))) return { do: 'wait' };
  const enough = matching.filter(isReadyToStay).length >= ready;
  return enough || missingIsFine ? { do: 'remove', pods: [first] } : { do: 'wait' };
}
