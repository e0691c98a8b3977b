import type { JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { CustomRules, ValidationRequest } from '../contracts/validating.ts';
import { invalidValue } from './cause.ts';
import { schemaCauses } from './custom-values.ts';
import { scaleCauses } from './custom-scale.ts';
import { definitionCauses } from './definitions.ts';

/** Judges custom resources and their definitions. Few servers have any, so that this is loaded with the first. */
export const customJudge: Pick<CustomRules, 'definition' | 'object'> = {
  definition: ({ object, old, rules }) => definitionCauses(object, rules, old),
  object: objectCauses,
};

function objectCauses(request: ValidationRequest, metadata: readonly FailureCause[]): readonly FailureCause[] {
  const { served, object } = request;
  const version = objectsAt(objectAt(served.definition, 'spec'), 'versions').find(({ name }) => name === served.resource.version);
  const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
  const causes = [
    ...(schema ? schemaCauses(object, schema, '') : []),
    ...scaleCauses(object, objectAt(objectAt(version, 'subresources'), 'scale')),
  ];
  return schema ? [...causes, ...brokenRules(request, schema, [...metadata, ...causes])] : causes;
}

const BLOCKING: ReadonlySet<string> = new Set(
  ['NotSupported', 'Required', 'TooLong', 'TooMany', 'TypeInvalid'].map((kind) => `FieldValue${kind}`),
);

/** Rules are judged only where an object is what they take it for. */
function brokenRules(request: ValidationRequest, schema: JsonObject, causes: readonly FailureCause[]): readonly FailureCause[] {
  const { served, object, old, rules, warn = () => undefined } = request;
  if (!served.definition) return [];
  const isBlocked = causes.some(({ reason }) => BLOCKING.has(reason ?? ''));
  if (!isBlocked) return rules.broken(served.definition, schema, object, old, warn);
  return rules.any(served.definition) ? [UNCHECKED] : [];
}

const UNCHECKED = invalidValue(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);
