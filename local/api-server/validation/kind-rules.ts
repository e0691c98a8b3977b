import { objectAt, numberAt, textAt, shown } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { bindingCauses, roleCauses } from './access.ts';
import { eventCauses } from './events.ts';
import type { MetadataCheck } from './metadata.ts';
import { invalidValue, notSupported, required } from './cause.ts';
import { configMapCauses, secretCauses } from './configuration.ts';
import { certificateRequestCauses } from './certificates.ts';
import { claimCauses, volumeCauses } from './claims.ts';
import { deviceClaimCauses, deviceClassCauses, resourceSliceCauses } from './devices.ts';
import { flowSchemaCauses, priorityClassCauses, priorityLevelCauses, runtimeClassCauses } from './scheduling.ts';
import {
  csiDriverCauses,
  csiNodeCauses,
  storageCapacityCauses,
  storageClassCauses,
  volumeAttachmentCauses,
  volumeAttributesClassCauses,
} from './storage.ts';
import { dnsLabel, dnsSubdomain, pathSegment, type NameRule } from './names.ts';
import { ingressCauses } from './ingresses.ts';
import { endpointSliceCauses, networkPolicyCauses } from './network.ts';
import { atMostAll, nonNegative, numberOrPercent } from './numbers.ts';
import { policyBindingCauses } from './policy-bindings.ts';
import { policyCauses } from './policies.ts';
import { webhooksCauses } from './webhooks.ts';
import { podCauses, podPartCauses } from './pods.ts';
import { selectorCauses } from './selectors.ts';
import { serviceCauses } from './services.ts';
import { jobStatusCauses } from './job-status.ts';
import { cronJobCauses, jobCauses } from './jobs.ts';
import { daemonSetCauses, deploymentCauses, replicaSetCauses, statefulSetCauses } from './workloads.ts';

/** The rules of one kind, besides those of all metadata. */
export interface KindRules {
  readonly name?: NameRule;
  /** How often, and as what, metadata is looked at when it is updated. */
  readonly looks?: readonly MetadataCheck[];
  readonly causes: (request: ValidationRequest) => readonly FailureCause[];
  /** What a write to `status`, or another subresource, must obey. */
  readonly status?: (request: ValidationRequest) => readonly FailureCause[];
}

const counted =
  (...fields: readonly string[]) =>
  ({ object }: ValidationRequest) =>
    nonNegative(objectAt(object, 'status'), 'status', ...fields);
const namespaceName: NameRule = (name) => (name.includes('.') ? ['must not contain dots'] : dnsLabel(name));

function budgetCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec') ?? {};
  const [least, most, policy] = [spec['minAvailable'], spec['maxUnavailable'], textAt(spec, 'unhealthyPodEvictionPolicy')];
  const told = {
    MinAvailable: least ?? null,
    Selector: spec['selector'] ?? null,
    MaxUnavailable: most ?? null,
    UnhealthyPodEvictionPolicy: policy === '' ? null : policy,
  };
  return [
    ...(least !== undefined && most !== undefined
      ? [invalidValue('spec', told, 'minAvailable and maxUnavailable cannot be both set')]
      : []),
    ...numberOrPercent(least, 'spec.minAvailable'),
    ...atMostAll(least, 'spec.minAvailable'),
    ...numberOrPercent(most, 'spec.maxUnavailable'),
    ...atMostAll(most, 'spec.maxUnavailable'),
    ...selectorCauses(objectAt(spec, 'selector'), 'spec.selector'),
    ...(policy === '' || policy === 'AlwaysAllow' || policy === 'IfHealthyBudget'
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, ['AlwaysAllow', 'IfHealthyBudget'])]),
  ];
}

function leaseCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec');
  const duration = numberAt(spec, 'leaseDurationSeconds');
  return [
    ...(duration !== undefined && duration <= 0 ? [invalidValue('spec.leaseDurationSeconds', duration, 'must be greater than 0')] : []),
    ...nonNegative(spec, 'spec', 'leaseTransitions'),
  ];
}

function autoscalerCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec');
  const target = objectAt(spec, 'scaleTargetRef');
  const [least, most] = [numberAt(spec, 'minReplicas') ?? 1, numberAt(spec, 'maxReplicas') ?? 0];
  const version = shown(target?.['apiVersion'] ?? '');
  return [
    ...(least < 1 ? [invalidValue('spec.minReplicas', least, 'must be greater than or equal to 1')] : []),
    ...(most < 1 ? [required('spec.maxReplicas', 'must be set and greater than 0')] : []),
    ...(most < least ? [invalidValue('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')] : []),
    ...['kind', 'name'].filter((name) => textAt(target, name) === '').map((name) => required(`spec.scaleTargetRef.${name}`)),
    ...(version.includes('/') ? [] : [invalidValue('spec.scaleTargetRef.apiVersion', version, 'apiVersion must specify API group')]),
  ];
}

const THREE_TIMES: readonly MetadataCheck[] = ['update', 'update', 'create'];
export const WITHOUT_FINALIZERS: readonly MetadataCheck[] = ['update', 'update', 'labels'];
const TWICE: readonly MetadataCheck[] = ['update', 'labels'];
const NO_RULES = (): readonly FailureCause[] => [];
/** What is kept and does nothing says so. */
const warning =
  (what: string): KindRules['causes'] =>
  ({ warn }) => {
    warn?.(`the embedded API server does not heed ${what}: this is stored, and has no effect`);
    return [];
  };
const RBAC = 'rbac.authorization.k8s.io';
const REPLICAS = counted('replicas', 'observedGeneration', 'readyReplicas', 'availableReplicas');

const STORAGE_RULES: Readonly<Record<string, KindRules>> = {
  'storageclasses.storage.k8s.io': { causes: storageClassCauses },
  'csidrivers.storage.k8s.io': { causes: csiDriverCauses },
  'csinodes.storage.k8s.io': { causes: csiNodeCauses },
  'csistoragecapacities.storage.k8s.io': { causes: storageCapacityCauses },
  'volumeattachments.storage.k8s.io': { causes: volumeAttachmentCauses },
  'volumeattributesclasses.storage.k8s.io': { causes: volumeAttributesClassCauses },
};

const DEVICE_RULES: Readonly<Record<string, KindRules>> = {
  'deviceclasses.resource.k8s.io': { causes: deviceClassCauses },
  'resourceclaims.resource.k8s.io': { causes: deviceClaimCauses((claim) => objectAt(claim, 'spec'), 'spec') },
  'resourceclaimtemplates.resource.k8s.io': {
    causes: deviceClaimCauses((template) => objectAt(objectAt(template, 'spec'), 'spec'), 'spec.spec'),
  },
  'resourceslices.resource.k8s.io': { causes: resourceSliceCauses },
};

/** By resource and group: `deployments.apps`. */
export const KIND_RULES: Readonly<Record<string, KindRules>> = {
  configmaps: { causes: configMapCauses },
  secrets: { causes: secretCauses },
  namespaces: { name: namespaceName, causes: NO_RULES },
  pods: { causes: podCauses, status: podPartCauses },
  services: { name: dnsLabel, looks: THREE_TIMES, causes: serviceCauses },
  serviceaccounts: { name: dnsSubdomain, causes: NO_RULES },
  persistentvolumeclaims: { causes: claimCauses },
  persistentvolumes: { causes: volumeCauses },
  events: { causes: eventCauses, looks: TWICE },
  'events.events.k8s.io': { causes: eventCauses, looks: TWICE },
  'deployments.apps': { looks: THREE_TIMES, causes: deploymentCauses, status: REPLICAS },
  'replicasets.apps': { looks: THREE_TIMES, causes: replicaSetCauses, status: REPLICAS },
  'statefulsets.apps': { looks: THREE_TIMES, causes: statefulSetCauses, status: REPLICAS },
  'daemonsets.apps': { looks: THREE_TIMES, causes: daemonSetCauses },
  'jobs.batch': { causes: jobCauses, status: jobStatusCauses },
  'cronjobs.batch': { causes: cronJobCauses },
  'ingresses.networking.k8s.io': { causes: ingressCauses },
  'networkpolicies.networking.k8s.io': { looks: THREE_TIMES, causes: networkPolicyCauses },
  'endpointslices.discovery.k8s.io': { looks: ['update', 'labels', 'create'], causes: endpointSliceCauses },
  'poddisruptionbudgets.policy': { looks: TWICE, causes: budgetCauses },
  'leases.coordination.k8s.io': { looks: WITHOUT_FINALIZERS, causes: leaseCauses },
  'horizontalpodautoscalers.autoscaling': { causes: autoscalerCauses },
  [`roles.${RBAC}`]: { name: pathSegment, causes: roleCauses(true) },
  [`clusterroles.${RBAC}`]: { name: pathSegment, causes: roleCauses(false) },
  [`rolebindings.${RBAC}`]: { name: pathSegment, causes: bindingCauses(['Role', 'ClusterRole']) },
  [`clusterrolebindings.${RBAC}`]: { name: pathSegment, causes: bindingCauses(['ClusterRole']) },
  'validatingadmissionpolicies.admissionregistration.k8s.io': { causes: policyCauses },
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': { causes: policyBindingCauses },
  'priorityclasses.scheduling.k8s.io': { causes: priorityClassCauses },
  'runtimeclasses.node.k8s.io': { causes: runtimeClassCauses },
  'flowschemas.flowcontrol.apiserver.k8s.io': { causes: flowSchemaCauses },
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': { causes: priorityLevelCauses },
  'certificatesigningrequests.certificates.k8s.io': { causes: certificateRequestCauses },
  ...STORAGE_RULES,
  ...DEVICE_RULES,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': { causes: webhooksCauses },
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': { causes: webhooksCauses },
  'mutatingadmissionpolicies.admissionregistration.k8s.io': { causes: warning('mutating admission policies') },
  'customresourcedefinitions.apiextensions.k8s.io': {
    looks: WITHOUT_FINALIZERS,
    causes: (request) => request.rules.definition(request),
  },
};
