import type { KubeObject, Resource } from '../objects/resource.ts';

/** The Accept header for a resource's representation: of one object, or of a list. */
export function acceptOf({ representation }: Resource<KubeObject>, of: 'object' | 'list' = 'object'): Readonly<Record<string, string>> {
  if (representation === 'whole') return { accept: 'application/json' };
  return { accept: `application/json;as=PartialObjectMetadata${of === 'list' ? 'List' : ''};g=meta.k8s.io;v=v1` };
}
