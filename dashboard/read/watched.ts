import { configMaps, deployments, events, pods } from '../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import { SHOP_LABEL } from '../../model/keys.ts';

/** What is read of kingdoms, beside that they are there. */
export const WATCHED = ['deployments', 'pods', 'configmaps', 'events'] as const;
export type Watched = (typeof WATCHED)[number];

/** What exactly is asked for: who may not ask for that in the whole cluster may in some kingdoms. */
export const watchedSelection: Readonly<Record<Watched, { readonly resource: Resource<KubeObject>; readonly labelSelector?: string }>> = {
  deployments: { resource: deployments, labelSelector: SHOP_LABEL },
  pods: { resource: pods, labelSelector: SHOP_LABEL },
  configmaps: { resource: configMaps, labelSelector: SHOP_LABEL },
  events: { resource: events },
};
