import type { ChangedObject, ChangedResource } from '../../../events/resource-change.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';

/** Some aggregated APIs give their objects no uid: then what stands for it is the place of the object. */
export const hasUid = ({ metadata }: KubeObject): boolean => metadata?.uid !== undefined && metadata.uid !== '';

export function changedObject({ group, plural }: ChangedResource, object: KubeObject): ChangedObject {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = object.metadata ?? {};
  const known = uid === '' ? joined(group, plural, namespace, name) : uid;
  return namespace === '' ? { uid: known, name, resourceVersion } : { uid: known, namespace, name, resourceVersion };
}

/** What messages of one object have in common. */
export const changeKey = (clusterId: string, uid: string): string => joined(clusterId, uid);

/** Of what is about a whole resource. */
export const resourceUid = ({ group, plural }: ChangedResource): string => joined(group, plural);

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('/');
