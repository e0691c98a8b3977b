import type { StoredObject } from '../contracts/kube-object.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { deployments } from './deployments.ts';
import { daemonSets, jobs } from './workloads.ts';
import { limitDefaults } from './limit-ranges.ts';
import { namespaces } from './namespaces.ts';
import { services } from './services.ts';
import { secrets } from './secrets.ts';
import { pods } from './pods.ts';
import type { ResourceStrategy } from './strategy.ts';

const counted: ResourceStrategy = { generation: true };
const countedWhole: ResourceStrategy = { generation: true, generationOfStatus: true };
const plain: ResourceStrategy = {};

/** A claim stays until nobody uses it. */
const protectedClaim = (object: StoredObject): StoredObject => ({
  ...object,
  metadata: { ...object.metadata, finalizers: [...(object.metadata.finalizers ?? []), 'kubernetes.io/pvc-protection'] },
  status: { phase: 'Pending' },
});

/** By `groupResourceOf`. */
const STRATEGIES: Readonly<Record<string, ResourceStrategy>> = {
  pods,
  namespaces,
  'deployments.apps': deployments,
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
  'customresourcedefinitions.apiextensions.k8s.io': { generation: true, endsBy: 'customresourcecleanup.apiextensions.k8s.io' },
  services,
  serviceaccounts: { answersDeleted: true },
  resourcequotas: { answersDeleted: true },
  persistentvolumeclaims: { answersDeleted: true, onCreate: protectedClaim },
  persistentvolumes: { answersDeleted: true },
  secrets,
};

const custom = ({ subresources }: ServedResource['resource']): ResourceStrategy =>
  subresources.some(({ name }) => name === 'status') ? counted : countedWhole;

export const strategyOf = ({ resource, schema }: ServedResource): ResourceStrategy =>
  STRATEGIES[groupResourceOf(resource)] ?? (schema.custom ? custom(resource) : plain);
