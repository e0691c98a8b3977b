import { equal } from '../../../ground/json/equal.ts';
import type { EndpointSlice, Pod, Service } from '../../../kube/objects/built-in.ts';
import { hasEnded } from '../../../kube/objects/has-ended.ts';
import { isReady } from '../../../kube/objects/pod-ready.ts';
import { matches } from '../selection.ts';
import { portsOf } from '../pods/ports.ts';

const SERVICE_LABEL = 'kubernetes.io/service-name';
const MANAGER_LABEL = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'node.civ8s.dev';

export type EndpointsStep =
  | { readonly do: 'create'; readonly slice: EndpointSlice }
  | { readonly do: 'update'; readonly slice: EndpointSlice }
  | { readonly do: 'delete'; readonly slice: EndpointSlice };

/**
 * The EndpointSlices of a Service: one for each pod, since on one machine each pod has ports of its own; and where it has no pods, one
 * that lists nothing, as Kubernetes keeps it.
 */
export function decideEndpoints(service: Service, pods: readonly Pod[], slices: readonly EndpointSlice[]): readonly EndpointsStep[] {
  const wanted = wantedSlices(service, pods);
  const steps = wanted.flatMap((slice): EndpointsStep[] => {
    const there = slices.find(({ metadata }) => metadata?.name === slice.metadata?.name);
    if (there === undefined) return [{ do: 'create', slice }];
    // An empty list comes back from the server as none at all.
    if (equal(there.endpoints ?? [], slice.endpoints) && equal(there.ports ?? [], slice.ports)) return [];
    return [{ do: 'update', slice: { ...there, endpoints: slice.endpoints, ports: slice.ports ?? [] } }];
  });
  const names = new Set(wanted.map(({ metadata }) => metadata?.name));
  return [
    ...steps,
    ...slices.filter(({ metadata }) => !names.has(metadata?.name ?? '')).map((slice): EndpointsStep => ({ do: 'delete', slice })),
  ];
}

function wantedSlices(service: Service, pods: readonly Pod[]): EndpointSlice[] {
  const { selector } = service.spec ?? {};
  if (selector === undefined || service.spec?.type === 'ExternalName' || service.metadata?.deletionTimestamp !== undefined) return [];
  const found = pods.filter(
    (pod) => pod.status?.podIP !== undefined && !hasEnded(pod) && matches({ matchLabels: selector }, pod.metadata?.labels),
  );
  return found.length === 0 ? [emptySlice(service, service)] : found.map((pod) => sliceOf(service, pod));
}

/** A slice of a Service, named after what it is there for. */
function emptySlice({ metadata }: Service, { metadata: of }: Pod | Service): EndpointSlice {
  return {
    metadata: {
      name: `${metadata?.name ?? ''}-${(of?.uid ?? '').slice(0, 8)}`,
      namespace: metadata?.namespace ?? '',
      labels: { ...metadata?.labels, [SERVICE_LABEL]: metadata?.name ?? '', [MANAGER_LABEL]: MANAGER },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          name: metadata?.name ?? '',
          uid: metadata?.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    addressType: 'IPv4',
    endpoints: [],
    ports: [],
  };
}

function sliceOf(service: Service, pod: Pod): EndpointSlice {
  const isGoing = pod.metadata?.deletionTimestamp !== undefined;
  const serving = isReady(pod);
  const ports = portsOf(pod);
  return {
    ...emptySlice(service, pod),
    endpoints: [
      {
        addresses: [pod.status?.podIP ?? ''],
        conditions: { ready: serving && !isGoing, serving, terminating: isGoing },
        ...(pod.spec?.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
        targetRef: { kind: 'Pod', name: pod.metadata?.name ?? '', namespace: pod.metadata?.namespace ?? '', uid: pod.metadata?.uid ?? '' },
      },
    ],
    ports: (service.spec?.ports ?? []).map(({ name, protocol, port, targetPort = port }) => {
      const wanted = typeof targetPort === 'number' ? targetPort : namedPort(pod, targetPort);
      return { name: name ?? '', protocol: protocol ?? 'TCP', port: ports.get(wanted) ?? wanted };
    }),
  };
}

const namedPort = (pod: Pod, name: string): number =>
  (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports).find((port) => port.name === name)?.containerPort ?? 0;

export const serviceOfSlice = ({ metadata }: EndpointSlice): string =>
  `${metadata?.namespace ?? ''}/${metadata?.labels?.[SERVICE_LABEL] ?? ''}`;
