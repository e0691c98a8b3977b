import type { Selection } from '../../kube/client/client.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { configMaps, deployments, pods } from '../../kube/objects/built-in.ts';
import { metadataOf } from '../../kube/objects/resource.ts';
import { REPLICAS_ANNOTATION, SHOP_LABEL } from '../../model/keys.ts';
import { firstLook } from './first-look.ts';
import type { Reached } from './reach-cluster.ts';

/** Where to look to know how many workers shops want. */
export interface MarketSelection {
  readonly selection: Selection;
  /** Does it tell what is wanted? A part of the cluster does not, since kingdoms trade with each other. */
  readonly whole: boolean;
}

/** All shops where one of a kingdom leaves its workers to demand and all may be read; otherwise those of the kingdom. */
export async function marketSelection(reached: Reached, kingdom: string | undefined): Promise<MarketSelection> {
  const everywhere = { labelSelector: SHOP_LABEL };
  if (kingdom === undefined) return { selection: everywhere, whole: true };
  const own = { ...everywhere, namespace: kingdom };
  const { items } = await reached.client.list(metadataOf(deployments), own);
  const isScaled = items.some(({ metadata }) => metadata?.annotations?.[REPLICAS_ANNOTATION] !== undefined);
  if (!isScaled) return { selection: own, whole: true };
  try {
    for (const resource of [deployments, configMaps, pods]) await firstLook(reached, { resource, ...everywhere });
    return { selection: everywhere, whole: true };
  } catch (error) {
    if (!ApiError.is(error, 'forbidden')) throw error;
    return { selection: own, whole: false };
  }
}
