import type { ConfigMap, Deployment, Event, Namespace, Pod } from '../../kube/objects/built-in.ts';
import type { ObjectMeta } from '../../kube/objects/resource.ts';
import { KINGDOM_LABEL, REALM_LABEL, REPLICAS_ANNOTATION, SHOP_LABEL, SHOP_TYPE_LABEL, TOWN_LABEL } from '../../model/keys.ts';
import { podAddress, WORKER_PORT, type PodAddress } from '../pod-address.ts';
import type { PodPicture } from '../wire/shop.ts';
import { podPicture } from './pod-picture.ts';

/** What is kept of the objects that are watched: environment, other labels and annotations never get further than this. */
const LABELS = [KINGDOM_LABEL, REALM_LABEL, SHOP_LABEL, SHOP_TYPE_LABEL, TOWN_LABEL];
export const DIRECTIONS_FILE = 'directions.json';

function metadataOf(metadata: ObjectMeta | undefined, annotations?: ObjectMeta['annotations']): ObjectMeta {
  const { name, namespace, uid, resourceVersion, labels } = metadata ?? {};
  const kept: Record<string, string> = {};
  for (const label of LABELS) {
    const value = labels?.[label];
    if (value !== undefined) kept[label] = value;
  }
  return { name, namespace, uid, resourceVersion, labels: kept, ...(annotations === undefined ? {} : { annotations }) };
}

export const trimNamespace = ({ metadata }: Namespace): Namespace => ({ metadata: metadataOf(metadata) });

/** A pod as it is kept: what is shown of it is made when it arrives, and what that was made of is let go. */
export interface WatchedPod extends Pod {
  readonly picture?: PodPicture;
  /** Absent: it does not run. */
  readonly address?: PodAddress | undefined;
}

export function trimPod(pod: Pod): WatchedPod {
  const picture = podPicture(pod);
  // The phase of a pod whose container starts again and again is `Running`: it is known why it does not answer.
  return { metadata: metadataOf(pod.metadata), picture, address: picture.trouble === '' ? podAddress(pod, WORKER_PORT) : undefined };
}

export const trimDeployment = ({ metadata, spec, status }: Deployment): Deployment => ({
  metadata: metadataOf(metadata, keptOf(metadata?.annotations, REPLICAS_ANNOTATION)),
  spec: { replicas: spec?.replicas, selector: {}, template: {} },
  status: { conditions: status?.conditions, readyReplicas: status?.readyReplicas },
});

export const trimConfigMap = ({ metadata, data }: ConfigMap): ConfigMap => ({
  metadata: metadataOf(metadata),
  data: keptOf(data, DIRECTIONS_FILE) ?? {},
});

const keptOf = (fields: Readonly<Record<string, string>> | undefined, name: string): Readonly<Record<string, string>> | undefined =>
  fields?.[name] === undefined ? undefined : { [name]: fields[name] };

/** What is kept of an Event. */
export const trimEvent = ({ metadata, involvedObject, ...event }: Event): Event => ({
  metadata: { name: metadata.name, namespace: metadata.namespace, uid: metadata.uid, resourceVersion: metadata.resourceVersion },
  involvedObject: { kind: involvedObject.kind, name: involvedObject.name, namespace: involvedObject.namespace },
  type: event.type,
  reason: event.reason,
  message: event.message,
  count: event.series?.count ?? event.count,
  source: { component: event.source?.component },
  reportingComponent: event.reportingComponent,
  firstTimestamp: event.firstTimestamp,
  lastTimestamp: event.series?.lastObservedTime ?? event.lastTimestamp,
  eventTime: event.eventTime,
});
