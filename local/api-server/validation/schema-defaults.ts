import { equal } from '../../../ground/json/equal.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { objectSchema, pruneUnknown } from '../schema/custom-schema.ts';
import { invalidValue } from './cause.ts';
import { schemaCauses } from './custom-values.ts';
import { namedIn, under, type PlacedSchema } from './schema-level.ts';

/** What is wrong with the defaults of a schema: each has to be what its own field may be. */
export function schemaDefaultCauses(level: PlacedSchema): readonly FailureCause[] {
  return [
    ...ownCauses(level),
    ...under(level, 'items').flatMap(schemaDefaultCauses),
    ...under(level, 'additionalProperties').flatMap(schemaDefaultCauses),
    ...namedIn(level, 'properties').flatMap(schemaDefaultCauses),
  ];
}

function ownCauses({ schema, path }: PlacedSchema): readonly FailureCause[] {
  const value = schema['default'];
  if (value === undefined || value === null) return [];
  const place = `${path}.default`;
  const field = objectSchema({ type: 'object', properties: { value: schema } }).fields?.['value'];
  const known = field ? pruneUnknown(value, field, '', []) : value;
  if (!equal(known, value)) return [invalidValue(place, value, 'must not have unknown fields')];
  return schemaCauses(value, schema, '').map((cause) => ({ ...cause, field: `${place}${cause.field ?? ''}` }));
}
