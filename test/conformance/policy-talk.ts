import type { Session } from './session.ts';

type Fields = Readonly<Record<string, unknown>>;

export const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
export const BINDINGS = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';

const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] }];

export const policy = (name: string, spec: Fields = {}) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: { failurePolicy: 'Fail', matchConstraints: { resourceRules: RULES }, validations: [{ expression: 'true' }], ...spec },
});

export const binding = (name: string, spec: Fields = {}) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name },
  spec: { policyName: name, validationActions: ['Deny'], ...spec },
});

/** Only what happens in the namespace of the case. */
export const within = (namespace: string, rules: readonly Fields[] = RULES): Fields => ({
  matchConstraints: { resourceRules: rules, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
});

const PROBE = 'probe-of-the-policy';

/**
 * Installs a policy that also refuses one ConfigMap, and waits until it does: a real server takes a moment.
 * The policy is taken away again when the talk is over.
 */
export async function underPolicy(
  { namespace, quietly }: Session,
  { validations = [], ...spec }: Fields & { readonly validations?: readonly Fields[] },
  talk: () => Promise<void>,
  bound: Fields = {},
): Promise<void> {
  const name = `policy-of-${namespace}`;
  const probe = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: PROBE, namespace } };
  const guard = {
    expression: `object == null || !has(object.metadata) || !has(object.metadata.name) || object.metadata.name != '${PROBE}'`,
    message: 'in force',
  };
  await quietly('POST', POLICIES, policy(name, { ...within(namespace), ...spec, validations: [guard, ...validations] }));
  await quietly('POST', BINDINGS, binding(name, bound));
  try {
    for (let tries = 0; tries < 2_000; tries++) {
      const reply = await quietly('POST', `/api/v1/namespaces/${namespace}/configmaps?dryRun=All`, probe);
      if (reply.code !== 201 || 'warning' in reply.headers) break;
    }
    await talk();
  } finally {
    await quietly('DELETE', `${BINDINGS}/${name}`);
    await quietly('DELETE', `${POLICIES}/${name}`);
  }
}
