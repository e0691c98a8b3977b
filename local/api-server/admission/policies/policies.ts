import { textAt, objectAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { PolicyExpressions } from '../../contracts/validating.ts';
import type { ObjectStore } from '../../store/store.ts';
import type { Attempt } from './attempt.ts';
import type { Bound, Court } from './dispatch.ts';

const GROUP = 'admissionregistration.k8s.io';
const POLICIES = `validatingadmissionpolicies.${GROUP}`;
const BINDINGS = `validatingadmissionpolicybindings.${GROUP}`;

/** What judges: loaded by the first policy, since most servers never have one. */
interface PolicyEngine {
  expressions(params: boolean, composes: boolean): PolicyExpressions;
  judge(bound: readonly Bound[], attempt: Attempt, court: Court): void;
}

export interface Policies {
  /** There are policies with bindings. */
  readonly any: boolean;
  /** Whether something is written that only the engine can judge; false once it is loaded. */
  needs(resource: { readonly group: string }): boolean;
  load(): Promise<void>;
  /** For policies that are about to be stored. Throws unless the engine is loaded. */
  expressions(params: boolean, composes: boolean): PolicyExpressions;
  /** Throws a StatusError where a policy refuses. */
  judge(attempt: Attempt, court: Court): void;
}

async function loadEngine(): Promise<PolicyEngine> {
  const [{ dispatch }, { expressionCompiler }] = await Promise.all([import('./dispatch.ts'), import('./expressions.ts')]);
  return { judge: dispatch, expressions: expressionCompiler };
}

export function createPolicies(store: ObjectStore): Policies {
  let engine: PolicyEngine | undefined;
  let loading: Promise<void> | undefined;
  let bound: readonly Bound[] | undefined;
  store.subscribe(({ collection }) => {
    if (collection === POLICIES || collection === BINDINGS) bound = undefined;
  });
  const all = (name: string): readonly StoredObject[] => {
    const collection = store.collection(name);
    return collection.keys('').flatMap((key) => collection.get(key) ?? []);
  };
  const current = (): readonly Bound[] => {
    if (bound) return bound;
    const bindings = Map.groupBy(all(BINDINGS), (binding) => textAt(objectAt(binding, 'spec'), 'policyName'));
    return (bound = all(POLICIES).flatMap((policy) => {
      const own = bindings.get(policy.metadata.name ?? '');
      return own ? [{ policy, bindings: own }] : [];
    }));
  };
  const loaded = (): PolicyEngine => {
    if (engine) return engine;
    throw new Error('a policy is judged before what judges it was loaded');
  };
  return {
    get any() {
      return current().length > 0;
    },
    needs: ({ group }) => engine === undefined && (group === GROUP || current().length > 0),
    load: () =>
      (loading ??= loadEngine().then((made) => {
        engine = made;
      })),
    expressions: (params, composes) => loaded().expressions(params, composes),
    judge(attempt, court) {
      const policies = current();
      if (policies.length > 0 && !isExempt(attempt)) loaded().judge(policies, attempt, court);
    },
  };
}

const EXEMPT: ReadonlySet<string> = new Set([
  'selfsubjectreviews.authentication.k8s.io',
  'tokenreviews.authentication.k8s.io',
  'localsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
  'subjectaccessreviews.authorization.k8s.io',
]);
const CONFIGURATION: ReadonlySet<string> = new Set(
  ['Validating', 'Mutating'].flatMap((kind) =>
    ['WebhookConfiguration', 'AdmissionPolicy', 'AdmissionPolicyBinding'].map((what) => kind + what),
  ),
);

/** Nobody locks himself out: policies judge neither questions about rights nor policies. */
const isExempt = (attempt: Attempt): boolean =>
  EXEMPT.has(`${attempt.served.resource.plural}.${attempt.served.resource.group}`) || isConfiguration(attempt);

/** Whether it is about what judges attempts itself. */
export const isConfiguration = ({ served: { resource } }: Attempt): boolean => resource.group === GROUP && CONFIGURATION.has(resource.kind);
