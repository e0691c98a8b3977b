import { objectsAt } from '../../../../ground/json/read-json.ts';
import { forbidden } from '../../contracts/status-error.ts';
import type { Authorizer } from '../../rbac/authorizer.ts';
import { inVersion, type Conversions } from '../../registry.ts';
import { conditionsHold } from '../policies/conditions.ts';
import type { Attempt, Known } from '../policies/attempt.ts';
import { valuesFor } from '../policies/judge.ts';
import { meant, type Surroundings } from '../policies/match.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { Hook } from './hook.ts';

export interface HookSurroundings extends Surroundings {
  readonly conversions: Conversions;
  readonly authorizer: Authorizer;
}

/** A webhook that is to be asked, and the attempt as it knows it. */
export interface HookCall {
  readonly hook: Hook;
  readonly known: Known;
  readonly attempt: Attempt;
}

/** An attempt in the version in which a webhook knows the resource. */
function asKnown(attempt: Attempt, { resource }: Known, { conversions }: HookSurroundings): Attempt {
  const { served, object, old } = attempt;
  if (resource === served.resource) return attempt;
  const shown = (one: StoredObject | undefined) =>
    one && one.kind === served.resource.kind ? inVersion(one, { ...served.resource, ...resource }, conversions) : one;
  return { ...attempt, object: shown(object), old: shown(old) };
}

/** The call of a webhook, where it means an attempt. Throws a StatusError where its conditions cannot be evaluated. */
export function callOf(hook: Hook, attempt: Attempt, around: HookSurroundings): HookCall | undefined {
  if (objectsAt(hook.criteria, 'resourceRules').length === 0) return undefined;
  const known = meant(hook.criteria, attempt, around);
  if (!known) return undefined;
  const shown = asKnown(attempt, known, around);
  const named = valuesFor(shown, { known, params: undefined, namespace: undefined, authorizer: around.authorizer });
  const holds = conditionsHold(hook.conditions, new Map(), named);
  if (holds === true) return { hook, known, attempt: shown };
  if (typeof holds === 'string' && hook.failsClosed) throw forbidden(attempt.served.resource, attempt.name, holds);
  return undefined;
}
