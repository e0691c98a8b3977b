import { createDiscovery, type Discovery } from '../../../../kube/client/discover.ts';
import type { Client } from '../../../../kube/client/client.ts';
import type { HorizontalPodAutoscaler } from '../../../../kube/objects/built-in.ts';
import type { AutoscalingV1Scale } from '../../../../kube/objects/kinds/autoscaling-v1.ts';
import { resource, type NamespacedName, type Resource } from '../../../../kube/objects/resource.ts';

/** What has replicas, whatever it is: asked for by its subresource scale. */
export interface ScaleTarget {
  readonly scale: AutoscalingV1Scale;
  /** Only if nobody has changed it since. */
  write(replicas: number): Promise<void>;
}

export type ScaleTargets = (client: Client, autoscaler: HorizontalPodAutoscaler) => Promise<ScaleTarget>;

/** Each kind is looked up once. Rejects with an ApiError where the target is not there, or has no scale. */
export function scaleTargets(): ScaleTargets {
  const discoveries = new WeakMap<Client, Discovery>();
  return async (client, { metadata, spec: { scaleTargetRef } }) => {
    const discovery = discoveries.get(client) ?? createDiscovery(client);
    discoveries.set(client, discovery);
    const { apiVersion = 'v1', kind } = scaleTargetRef;
    const { group, version, plural } = await discovery.find(apiVersion, kind);
    const scales: Resource<AutoscalingV1Scale> = resource(group, version, plural, kind);
    const name: NamespacedName = { namespace: metadata?.namespace, name: scaleTargetRef.name };
    const scale = await client.get(scales, name, { subresource: 'scale' });
    return {
      scale,
      async write(replicas) {
        await client.update(scales, { ...scale, spec: { ...scale.spec, replicas } }, { subresource: 'scale' });
      },
    };
  };
}
