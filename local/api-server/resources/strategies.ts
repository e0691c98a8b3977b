import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { deployments } from './deployments.ts';
import { certificateRequests } from './certificate-requests.ts';
import { customDefinitions } from './custom-definitions.ts';
import { daemonSets, jobs } from './workloads.ts';
import { limitDefaults } from './limit-ranges.ts';
import { nodes } from './nodes.ts';
import { namespaces } from './namespaces.ts';
import { services } from './services.ts';
import { secrets } from './secrets.ts';
import { pods } from './pods.ts';
import type { ResourceStrategy } from './strategy.ts';

/** Counted as one for good: what may change of them does not count. */
const countedOnce: ResourceStrategy['onCreate'] = (object) => ({ ...object, metadata: { ...object.metadata, generation: 1 } });
const answering: ResourceStrategy = { answersDeleted: true };

const counted: ResourceStrategy = { generation: true };
const countedWhole: ResourceStrategy = { generation: true, generationOfStatus: true };
const plain: ResourceStrategy = {};

/** What others use stays until nobody does. */
const withFinalizer =
  (finalizer: string) =>
  (object: StoredObject): StoredObject => ({
    ...object,
    metadata: { ...object.metadata, finalizers: [...new Set([...(object.metadata.finalizers ?? []), finalizer])] },
  });
const protectedClaim: ResourceStrategy['onCreate'] = (object) => ({
  ...withFinalizer('kubernetes.io/pvc-protection')(object),
  status: { phase: 'Pending' },
});
const protectedVolume: ResourceStrategy['onCreate'] = (object, { clock }) => ({
  ...withFinalizer('kubernetes.io/pv-protection')(object),
  status: { phase: 'Pending', lastPhaseTransitionTime: timestamp(clock()) },
});

/** By `groupResourceOf`. */
const STRATEGIES: Readonly<Record<string, ResourceStrategy>> = {
  pods,
  namespaces,
  nodes,
  'deployments.apps': deployments,
  replicationcontrollers: { ...counted, leaves: {} },
  'replicasets.apps': counted,
  'statefulsets.apps': counted,
  'daemonsets.apps': daemonSets,
  'jobs.batch': jobs,
  'cronjobs.batch': counted,
  'networkpolicies.networking.k8s.io': counted,
  'ingresses.networking.k8s.io': counted,
  'poddisruptionbudgets.policy': counted,
  'validatingadmissionpolicies.admissionregistration.k8s.io': counted,
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': counted,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': counted,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': counted,
  'endpointslices.discovery.k8s.io': counted,
  podtemplates: { ...counted, answersDeleted: true },
  'leases.coordination.k8s.io': { createOnUpdate: true },
  limitranges: { createOnUpdate: true, onDecode: limitDefaults },
  endpoints: { createOnUpdate: true },
  events: { createOnUpdate: true },
  'roles.rbac.authorization.k8s.io': { createOnUpdate: true },
  'clusterroles.rbac.authorization.k8s.io': { createOnUpdate: true },
  'rolebindings.rbac.authorization.k8s.io': { createOnUpdate: true },
  'clusterrolebindings.rbac.authorization.k8s.io': { createOnUpdate: true },
  'customresourcedefinitions.apiextensions.k8s.io': customDefinitions,
  services,
  serviceaccounts: { answersDeleted: true },
  resourcequotas: { answersDeleted: true },
  persistentvolumeclaims: { answersDeleted: true, onCreate: protectedClaim },
  persistentvolumes: { answersDeleted: true, onCreate: protectedVolume },
  secrets,
  'priorityclasses.scheduling.k8s.io': { onCreate: countedOnce },
  'certificatesigningrequests.certificates.k8s.io': certificateRequests,
  'flowschemas.flowcontrol.apiserver.k8s.io': counted,
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': counted,
  'storageclasses.storage.k8s.io': answering,
  'csidrivers.storage.k8s.io': answering,
  'csinodes.storage.k8s.io': answering,
  'volumeattachments.storage.k8s.io': answering,
  'volumeattributesclasses.storage.k8s.io': { ...answering, onCreate: withFinalizer('kubernetes.io/vac-protection') },
  'deviceclasses.resource.k8s.io': { ...counted, ...answering },
  'resourceclaims.resource.k8s.io': answering,
  'resourceclaimtemplates.resource.k8s.io': answering,
  'resourceslices.resource.k8s.io': { ...counted, ...answering },
};

const custom = ({ subresources }: ServedResource['resource']): ResourceStrategy =>
  subresources.some(({ name }) => name === 'status') ? counted : countedWhole;

export const strategyOf = ({ resource, schema }: ServedResource): ResourceStrategy =>
  STRATEGIES[groupResourceOf(resource)] ?? (schema.custom ? custom(resource) : plain);
