import { until } from '../until.ts';
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
 * Installs a policy that also refuses one ConfigMap, and waits until it does: a real server takes a moment. The policy is taken away again
 * when the talk is over. It is bound twice: as the case wants, and then so that the probe is refused whatever the case wants.
 */
export async function underPolicy(
  session: Session,
  { validations = [], ...spec }: Fields & { readonly validations?: readonly Fields[] },
  talk: () => Promise<void>,
  bound: Fields = {},
): Promise<void> {
  const { namespace, quietly } = session;
  const name = `policy-of-${namespace}`;
  const probe = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: PROBE, namespace, labels: { [PROBE]: '' } } };
  const guard = {
    expression: `object == null || !has(object.metadata) || !has(object.metadata.name) || object.metadata.name != '${PROBE}'`,
    message: 'in force',
  };
  const probing = {
    ...bound,
    policyName: name,
    validationActions: ['Deny'],
    matchResources: { objectSelector: { matchLabels: { [PROBE]: '' } } },
  };
  await made(session, POLICIES, policy(name, { ...within(namespace), ...spec, validations: [guard, ...validations] }));
  await made(session, BINDINGS, binding(name, bound));
  await made(session, BINDINGS, binding(`${PROBE}-of-${namespace}`, probing));
  try {
    await until(
      `${name} to be in force`,
      async () => (await quietly('POST', `/api/v1/namespaces/${namespace}/configmaps?dryRun=All`, probe)).code !== 201,
    );
    await talk();
  } finally {
    for (const path of [`${BINDINGS}/${PROBE}-of-${namespace}`, `${BINDINGS}/${name}`, `${POLICIES}/${name}`])
      await quietly('DELETE', path);
  }
}

/** A case that is about a policy proves nothing without it. */
async function made({ quietly }: Session, path: string, object: unknown): Promise<void> {
  const { code, text } = await quietly('POST', path, object);
  if (code !== 201) throw new Error(`POST ${path} is answered ${code}: ${text}`);
}
