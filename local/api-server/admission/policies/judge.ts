import type { JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { Authorizer } from '../../rbac/authorizer.ts';
import { AuthorizerValue, ResourceCheck } from '../../cel/library/authorizers.ts';
import type { Activation } from '../../cel/run/frame.ts';
import { typeNameOf, type Value } from '../../cel/values/value.ts';
import { requestValue, type Attempt, type Known } from './attempt.ts';
import { conditionsHold } from './conditions.ts';
import { BudgetSpent, createEvaluator } from './evaluate.ts';
import type { ParsedPolicy, ParsedValidation } from './policy.ts';

/** What a policy has against an attempt. */
export interface Objection {
  readonly message: string;
  /** '' is Invalid. */
  readonly reason: string;
  /** Refuses, whatever the binding would have done. */
  readonly always: boolean;
}

export interface Circumstances {
  readonly known: Known;
  readonly params: StoredObject | undefined;
  readonly namespace: StoredObject | undefined;
  readonly authorizer: Authorizer;
}

/** What a connection is about has no metadata. */
function objectShown({ operation, object }: Attempt): Value {
  if (operation !== 'CONNECT' || !object) return object ?? null;
  const { metadata: _metadata, ...rest } = object;
  return rest;
}

/** The values that expressions ask for by name. `request` is made when somebody asks for it. */
export function valuesFor(attempt: Attempt, { known, params, namespace, authorizer }: Circumstances): Activation {
  let request: JsonObject | undefined;
  const { served, name, subresource, user } = attempt;
  const asking = () => new AuthorizerValue(authorizer, user);
  const values: Readonly<Record<string, () => Value>> = {
    object: () => objectShown(attempt),
    oldObject: () => attempt.old ?? null,
    params: () => params ?? null,
    request: () => (request ??= requestValue(attempt, known)),
    namespaceObject: () => namespace ?? null,
    authorizer: asking,
    'authorizer.requestResource': () =>
      new ResourceCheck(asking(), {
        group: served.resource.group,
        resource: served.resource.plural,
        subresource,
        namespace: attempt.namespace,
        name,
      }),
  };
  return (wanted) => values[wanted]?.();
}

/** Only these of a namespace are shown to expressions. */
function shownNamespace(namespace: StoredObject | undefined): StoredObject | undefined {
  if (!namespace) return undefined;
  const { managedFields: _fields, ownerReferences: _owners, ...metadata } = namespace.metadata;
  return { ...namespace, metadata };
}

const objection = (message: string, reason = '', always = false): Objection => ({ message, reason, always });

const told = ({ failsClosed }: ParsedPolicy, message: string, always = false): readonly Objection[] =>
  failsClosed ? [objection(message, '', always)] : [];

const LONGEST_MESSAGE = 5 * 1024;

function messageOf(validation: ParsedValidation, computed: Value | undefined): string {
  const text = typeof computed === 'string' ? computed.trim() : '';
  const usable = text !== '' && Buffer.byteLength(text) <= LONGEST_MESSAGE && !text.includes('\n');
  return usable ? text : validation.message.trim() || `failed expression: ${validation.text.trim()}`;
}

/** Evaluates within a budget; where it is spent, that is all that is said. */
function within<T>(act: () => T): T | BudgetSpent {
  try {
    return act();
  } catch (error) {
    if (error instanceof BudgetSpent) return error;
    throw error;
  }
}

function validationObjections(policy: ParsedPolicy, named: Activation): readonly Objection[] {
  const evaluator = createEvaluator(policy, named);
  const outcomes = within(() => policy.validations.map((validation) => evaluator.evaluate(validation)));
  if (outcomes instanceof BudgetSpent) return told(policy, outcomes.message);
  const messages = createEvaluator(policy, named, evaluator.left);
  return policy.validations.flatMap((validation, at): readonly Objection[] => {
    const outcome = outcomes[at];
    if (!outcome || ('value' in outcome && outcome.value === true)) return [];
    if ('error' in outcome) return told(policy, outcome.error);
    const { messageExpression } = validation;
    const computed = messageExpression && within(() => messages.evaluate(messageExpression));
    if (computed instanceof BudgetSpent) return told(policy, `failed messageExpression: ${computed.message}`);
    return [objection(messageOf(validation, computed && 'value' in computed ? computed.value : undefined), validation.reason)];
  });
}

/** Annotations are for an audit log, which this server has not: what is wrong with them refuses all the same. */
function annotationObjections(policy: ParsedPolicy, named: Activation): readonly Objection[] {
  const evaluator = createEvaluator(policy, named);
  const outcomes = within(() => policy.annotations.map((annotation) => ({ annotation, outcome: evaluator.evaluate(annotation) })));
  if (outcomes instanceof BudgetSpent) return told(policy, outcomes.message);
  return outcomes.flatMap(({ annotation, outcome }) => {
    if ('error' in outcome) return told(policy, outcome.error, true);
    if (outcome.value === null || typeof outcome.value === 'string') return [];
    const why = `resulted in unsupported return type: ${typeNameOf(outcome.value)}. Return type must be either string or null.`;
    return [objection(`valueExpression '${annotation.text}' ${why}`, '', true)];
  });
}

/** All that a policy has against an attempt. */
export function judge(policy: ParsedPolicy, attempt: Attempt, circumstances: Circumstances): readonly Objection[] {
  const holds = conditionsHold(policy.conditions, policy.variables, valuesFor(attempt, { ...circumstances, namespace: undefined }));
  if (typeof holds === 'string') return told(policy, holds);
  if (!holds) return [];
  const named = valuesFor(attempt, { ...circumstances, namespace: shownNamespace(circumstances.namespace) });
  return [...validationObjections(policy, named), ...annotationObjections(policy, named)];
}
