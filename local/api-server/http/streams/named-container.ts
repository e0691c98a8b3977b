import { isJsonObject, objectOrEmpty, textOrEmpty, type Json } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { badRequest } from '../../contracts/status-error.ts';

const names = (list: Json | undefined): readonly string[] =>
  Array.isArray(list) ? list.map((each) => (isJsonObject(each) ? textOrEmpty(each['name']) : '')) : [];

/** The container that is meant. Throws a StatusError where it is not clear, or not there. */
export function namedContainer(pod: StoredObject, requested: string): string {
  const spec = objectOrEmpty(pod['spec']);
  const { name = '' } = pod.metadata;
  const all = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) => names(spec[field]));
  const [only, ...more] = names(spec['containers']);
  if (requested === '') {
    if (only !== undefined && more.length === 0) return only;
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.join(' ')}]`);
  }
  if (!all.includes(requested)) throw badRequest(`container ${requested} is not valid for pod ${name}`);
  return requested;
}
