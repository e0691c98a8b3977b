import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../../ground/json/read-json.ts';
import type { DefaultsTable } from './struct-defaults.ts';

const RBAC = 'rbac.authorization.k8s.io';
const WEBHOOK = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
} as const;

export const POLICY_DEFAULTS: DefaultsTable = {
  'rbac.v1.RoleRef': { apiGroup: RBAC },
  'rbac.v1.Subject': { apiGroup: ({ kind }) => (kind === 'User' || kind === 'Group' ? RBAC : undefined) },
  'networking.v1.NetworkPolicyPort': { protocol: 'TCP' },
  'networking.v1.NetworkPolicySpec': {
    policyTypes: ({ egress }) => (Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']),
  },
  'networking.v1.IngressClassParametersReference': { scope: 'Cluster' },
  'discovery.v1.EndpointPort': { name: '', protocol: 'TCP' },
  'admissionregistration.v1.ValidatingWebhook': WEBHOOK,
  'admissionregistration.v1.MutatingWebhook': { ...WEBHOOK, reinvocationPolicy: 'Never' },
  'admissionregistration.v1.RuleWithOperations': { scope: '*' },
  'admissionregistration.v1.NamedRuleWithOperations': { scope: '*' },
  'admissionregistration.v1.ServiceReference': { port: 443 },
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': { failurePolicy: 'Fail' },
  'admissionregistration.v1.MutatingAdmissionPolicySpec': { failurePolicy: 'Fail' },
  'admissionregistration.v1.MatchResources': { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} },
  'apiextensions.v1.CustomResourceDefinitionNames': {
    singular: ({ kind }) => (typeof kind === 'string' && kind !== '' ? kind.toLowerCase() : undefined),
    listKind: ({ kind }) => (typeof kind === 'string' && kind !== '' ? `${kind}List` : undefined),
  },
  'apiextensions.v1.CustomResourceDefinitionSpec': { conversion: { strategy: 'None' } },
  'apiextensions.v1.ServiceReference': { port: 443 },
};

/** The version that is stored now has been stored. */
export function customResourceDefinitionDefaults(definition: JsonObject): JsonObject {
  const status = objectAt(definition, 'status');
  const stored = objectsAt(objectAt(definition, 'spec'), 'versions').find(({ storage }) => storage === true);
  if (!stored || (Array.isArray(status?.['storedVersions']) && status['storedVersions'].length > 0)) return definition;
  return { ...definition, status: { ...status, storedVersions: [stored['name'] ?? ''] } };
}
