import { timestamp } from '../../../ground/time/rfc3339.ts';
import { objectsAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { NodeHooks, Usage } from '../contracts/node-hooks.ts';
import { notFound } from '../contracts/status-error.ts';
import type { VerbResult } from '../http/present/present.ts';
import { listOptions } from '../verbs/list-options.ts';
import type { ApiRequest, ServerParts } from '../verbs/request.ts';
import { METRICS_GROUP } from './resources.ts';

type Measured = NonNullable<NodeHooks['usage']>;

const quantities = ({ cores, bytes }: Usage) => ({ cpu: `${Math.round(cores * 1e9)}n`, memory: `${Math.round(bytes / 1_024)}Ki` });

const about = (
  { metadata: { name, namespace, labels, creationTimestamp } }: StoredObject,
  kind: string,
  { at, windowMs }: Usage,
): StoredObject => ({
  kind,
  apiVersion: `${METRICS_GROUP}/v1beta1`,
  metadata: {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  },
  timestamp: timestamp(at),
  window: `${(windowMs / 1_000).toFixed(3)}s`,
});

function podMetrics(pod: StoredObject, measured: Measured): StoredObject | undefined {
  const names = objectsAt(objectAt(pod, 'spec'), 'containers').map((container) => textAt(container, 'name'));
  const used = names.flatMap((name) => {
    const usage = measured.ofContainer(pod, name);
    return usage === undefined ? [] : [{ name, usage }];
  });
  const [first] = used;
  if (first === undefined) return undefined;
  return { ...about(pod, 'PodMetrics', first.usage), containers: used.map(({ name, usage }) => ({ name, usage: quantities(usage) })) };
}

function nodeMetrics(node: StoredObject, measured: Measured): StoredObject | undefined {
  const usage = measured.ofNode(node.metadata.name ?? '');
  return usage === undefined ? undefined : { ...about(node, 'NodeMetrics', usage), usage: quantities(usage) };
}

/** What all pods or nodes use now, or one of them. Throws a StatusError where nothing is known of that one. */
export function usageAnswer({ store }: ServerParts, request: ApiRequest, measured: Measured): VerbResult {
  const { plural } = request.served.resource;
  const collection = store.collection(plural);
  const measure = (key: string): StoredObject[] => {
    const object = collection.get(key);
    const metrics = object && (plural === 'pods' ? podMetrics(object, measured) : nodeMetrics(object, measured));
    return metrics === undefined ? [] : [metrics];
  };
  const prefix = request.namespace === undefined ? '' : `${request.namespace}/`;
  if (request.name !== undefined) {
    const [object] = measure(`${prefix}${request.name}`);
    if (object === undefined) throw notFound(request.served.resource, request.name);
    return { is: 'object', code: 200, object };
  }
  const { selects = () => true } = listOptions(request);
  return { is: 'list', list: { items: collection.keys(prefix).flatMap(measure).filter(selects), metadata: {} } };
}
