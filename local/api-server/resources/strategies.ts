import { groupResourceOf } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { namespaces } from './namespaces.ts';
import { pods } from './pods.ts';
import type { Strategy } from './strategy.ts';

const counted: Strategy = { generation: true };
const plain: Strategy = {};

/** By `groupResourceOf`. */
const STRATEGIES: Readonly<Record<string, Strategy>> = {
  pods, namespaces,
  'deployments.apps': { generation: true, generationOfAnnotations: true },
  'replicasets.apps': counted, 'statefulsets.apps': counted, 'daemonsets.apps': counted, 'jobs.batch': counted, 'cronjobs.batch': counted,
  'networkpolicies.networking.k8s.io': counted, 'ingresses.networking.k8s.io': counted, 'poddisruptionbudgets.policy': counted,
  'validatingadmissionpolicies.admissionregistration.k8s.io': counted, 'validatingadmissionpolicybindings.admissionregistration.k8s.io': counted,
  'leases.coordination.k8s.io': { createOnUpdate: true },
};

export const strategyOf = ({ resource, schema }: ServedResource): Strategy =>
  STRATEGIES[groupResourceOf(resource)] ?? (schema.custom ? counted : plain);
