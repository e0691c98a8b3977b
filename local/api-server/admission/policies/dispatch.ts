import { listAt, objectAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { ResourceInfo } from '../../contracts/resource-info.ts';
import { forbidden, StatusError } from '../../contracts/status-error.ts';
import type { Authorizer } from '../../rbac/authorizer.ts';
import { inVersion, type Conversions } from '../../registry.ts';
import type { Attempt, Known } from './attempt.ts';
import { judge, type Objection } from './judge.ts';
import { meant, namespaceNamed, type Surroundings } from './match.ts';
import { Misconfigured, paramResource, paramsOf } from './params.ts';
import { policyOf, type ParsedPolicy } from './policy.ts';

export interface Court extends Surroundings {
  readonly conversions: Conversions;
  readonly authorizer: Authorizer;
}

interface Denial {
  readonly policy: ParsedPolicy;
  readonly binding: string | undefined;
  readonly message: string;
  readonly reason: string;
}

const CODES: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413 };

function refusal({ served, name, object }: Attempt, { policy, binding, message, reason }: Denial): StatusError {
  const by = `ValidatingAdmissionPolicy '${policy.name}'${binding === undefined ? '' : ` with binding '${binding}'`}`;
  const told = `${by} denied request: ${message}`;
  const shown = name || (object?.metadata.name ?? '') || (object?.metadata.generateName ?? '') || 'Unknown';
  const { status } = forbidden(served.resource, shown, told);
  const why = reason === '' ? 'Invalid' : reason;
  return new StatusError(CODES[why] ?? 422, why, status.message, { ...status.details, causes: [{ message: told }] });
}

const compiled = new WeakMap<StoredObject, ParsedPolicy>();

function policyFor(object: StoredObject): ParsedPolicy {
  const known = compiled.get(object);
  if (known) return known;
  const made = policyOf(object);
  compiled.set(object, made);
  return made;
}

/** One policy, and the attempt that it means. */
interface Trial {
  readonly policy: ParsedPolicy;
  readonly known: Known;
  /** The resource of its parameters, where it has some. */
  readonly params: ResourceInfo | undefined;
  readonly attempt: Attempt;
  readonly court: Court;
}

/** The objects in the version in which a policy knows their resource. */
function asKnown(attempt: Attempt, { resource }: Known, { conversions }: Court): Attempt {
  const { served, object, old } = attempt;
  if (resource === served.resource) return attempt;
  const shown = (one: StoredObject | undefined) =>
    one && one.kind === served.resource.kind ? inVersion(one, { ...served.resource, ...resource }, conversions) : one;
  return { ...attempt, object: shown(object), old: shown(old) };
}

/** What a binding makes of an attempt. */
function denialsOf({ policy, known, params, attempt, court }: Trial, binding: StoredObject): readonly Denial[] {
  const spec = objectAt(binding, 'spec');
  const matches = objectAt(spec, 'matchResources');
  if (matches && !meant(matches, attempt, court)) return [];
  const name = binding.metadata.name ?? '';
  const isNamespace = attempt.served.resource.plural === 'namespaces';
  const namespace = isNamespace || attempt.namespace === '' ? undefined : namespaceNamed(court, attempt.namespace);
  const judged = paramsOf(params, objectAt(spec, 'paramRef'), attempt.namespace, court).flatMap((each) =>
    judge(policy, attempt, { known, params: each, namespace, authorizer: court.authorizer }),
  );
  const actions = listAt(spec, 'validationActions');
  if (actions.includes('Warn')) for (const each of judged) if (!each.always) attempt.warn(warning(policy, name, each));
  return judged.flatMap(({ message, reason, always }) =>
    always || actions.includes('Deny') ? [{ policy, binding: name, message, reason }] : [],
  );
}

const warning = (policy: ParsedPolicy, binding: string, { message }: Objection) =>
  `Validation failed for ValidatingAdmissionPolicy '${policy.name}' with binding '${binding}': ${message}`;

/** What is wrong with a policy or a binding itself is held against the attempt, unless the policy lets pass what it cannot judge. */
function misconfigured(policy: ParsedPolicy, binding: string | undefined, act: () => readonly Denial[]): readonly Denial[] {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Misconfigured)) throw error;
    const message = `failed to configure ${binding === undefined ? 'policy' : 'binding'}: ${error.message}`;
    return policy.failsClosed ? [{ policy, binding, message, reason: '' }] : [];
  }
}

/** Policies with their bindings, as they are stored. */
export interface Bound {
  readonly policy: StoredObject;
  readonly bindings: readonly StoredObject[];
}

/** Throws a StatusError where a policy refuses; warns where one only warns. */
export function dispatch(bound: readonly Bound[], attempt: Attempt, court: Court): void {
  const denials = bound.flatMap(({ policy: object, bindings }) => {
    const policy = policyFor(object);
    const known = meant(policy.constraints, attempt, court);
    if (!known) return [];
    return misconfigured(policy, undefined, () => {
      const trial: Trial = {
        policy,
        known,
        params: paramResource(policy.paramKind, court),
        attempt: asKnown(attempt, known, court),
        court,
      };
      return bindings.flatMap((binding) => misconfigured(policy, binding.metadata.name ?? '', () => denialsOf(trial, binding)));
    });
  });
  const [first] = denials;
  if (first) throw refusal(attempt, first);
}
