import type { ConfigMap } from '../../../kube/objects/built-in.ts';

const SUFFIX = '-directions';
const FILE = 'directions.json';

/** What is kept of a ConfigMap: the directions of shops, and of any other no more than its name. */
export function keptOfConfigMap({ metadata = {}, data = {} }: ConfigMap): ConfigMap {
  const { name = '', namespace, uid, resourceVersion } = metadata;
  const text = name.endsWith(SUFFIX) ? data[FILE] : undefined;
  return { metadata: { name, namespace, uid, resourceVersion }, ...(text === undefined ? {} : { data: { [FILE]: text } }) };
}

/** Where the directions of a shop are, by its key. */
export const directionsKey = (shop: string): string => `${shop}${SUFFIX}`;

export const directionsText = (map: ConfigMap | undefined): string | undefined => map?.data?.[FILE];
