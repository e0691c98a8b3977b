import type { JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { Validate, ValidationRequest } from '../contracts/validating.ts';
import { invalidValue } from './cause.ts';
import { schemaCauses } from './custom-values.ts';
import { scaleCauses } from './custom-scale.ts';
import { metadataCauses } from './metadata.ts';
import { KIND_RULES, WITHOUT_FINALIZERS } from './kind-rules.ts';

/** What a refusal names: the kind, in its own group. Events are of the core group, wherever they were sent. */
export const subjectOf = ({ resource: { group, kind } }: ServedResource): { readonly group: string; readonly kind: string } => ({
  group: group === 'events.k8s.io' ? '' : group,
  kind,
});

/** Names, labels and annotations of every object, and the rules of its kind, in the words of the real server; empty where all is well. */
export const validate: Validate = (request) => {
  const { served, object, subresource = '' } = request;
  const resource = groupResourceOf(served.resource);
  const rules = served.schema.custom ? undefined : KIND_RULES[resource];
  const metadata = metadataCauses(
    request,
    rules?.name,
    served.schema.custom || subresource === 'status' ? WITHOUT_FINALIZERS : rules?.looks,
  );
  if (!served.schema.custom)
    return [...metadata, ...(subresource === '' ? (rules?.causes(request) ?? []) : (rules?.status?.(request) ?? []))];
  const version = objectsAt(objectAt(served.definition, 'spec'), 'versions').find(({ name }) => name === served.resource.version);
  const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
  const causes = [
    ...metadata,
    ...(schema ? schemaCauses(object, schema, '') : []),
    ...scaleCauses(object, objectAt(objectAt(version, 'subresources'), 'scale')),
  ];
  return schema ? [...causes, ...brokenRules(request, schema, causes)] : causes;
};

const BLOCKING: ReadonlySet<string> = new Set(
  ['NotSupported', 'Required', 'TooLong', 'TooMany', 'TypeInvalid'].map((kind) => `FieldValue${kind}`),
);

/** Rules are judged only where an object is what they take it for. */
function brokenRules(request: ValidationRequest, schema: JsonObject, causes: readonly FailureCause[]): readonly FailureCause[] {
  const { served, object, old, rules, warn = () => undefined } = request;
  if (!rules || !served.definition) return [];
  const isBlocked = causes.some(({ reason }) => BLOCKING.has(reason ?? ''));
  if (!isBlocked) return rules.broken(served.definition, schema, object, old, warn);
  return rules.any(served.definition) ? [UNCHECKED] : [];
}

const UNCHECKED = invalidValue(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);
