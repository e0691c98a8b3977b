import type { ResourceStrategy } from './strategy.ts';

/** Annotations count as a change of a Deployment, since some of them steer it; its labels are not written with its status. */
export const deployments: ResourceStrategy = {
  generation: true,
  generationOfAnnotations: true,
  onStatus: (object, old) => ({ ...object, metadata: { ...object.metadata, labels: old.metadata.labels } }),
};
