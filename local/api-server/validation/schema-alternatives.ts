import type { Json } from '../../../ground/json/json.ts';
import { objectAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden, required } from './cause.ts';
import { alternativesOf, namedIn, under, type PlacedSchema } from './schema-level.ts';

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

/** What only the structure may say, and how it is to be left out elsewhere. */
const STRUCTURE: readonly (readonly [string, string])[] = [
  ['type', 'must be empty'],
  ['additionalProperties', 'must be undefined'],
  ['default', 'must be undefined'],
  ['title', 'must be empty'],
  ['description', 'must be empty'],
  ['nullable', 'must be false'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false'],
  ['x-kubernetes-embedded-resource', 'must be false'],
  ['x-kubernetes-int-or-string', 'must be false'],
  ['x-kubernetes-list-map-keys', 'must be empty'],
  ['x-kubernetes-list-type', 'must be undefined'],
  ['x-kubernetes-map-type', 'must be undefined'],
];

/** What is wrong with a schema that only says what values may be, at any depth. */
export function alternativeCauses(level: PlacedSchema): readonly FailureCause[] {
  const { schema, path } = level;
  const properties = namedIn(level, 'properties');
  return [
    ...STRUCTURE.filter(([field]) => !isEmpty(schema[field])).map(([field, how]) =>
      forbidden(`${path}.${field}`, `${how} to be structural`),
    ),
    ...properties
      .filter(({ name }) => name === 'metadata')
      .map((metadata) => forbidden(metadata.path, 'must not be specified in a nested context')),
    ...[...alternativesOf(level), ...under(level, 'items'), ...properties].flatMap(alternativeCauses),
  ];
}

/** What alternatives at the root speak of, and the structure does not have. */
export const missingCauses = (root: PlacedSchema): readonly FailureCause[] =>
  alternativesOf(root).flatMap((alternative) => missingIn(root, alternative));

function missingIn(structure: PlacedSchema, said: PlacedSchema): readonly FailureCause[] {
  const items = under(said, 'items').flatMap((inner) => {
    const place = `${structure.path}.items`;
    const found = objectAt(structure.schema, 'items');
    return found ? missingIn({ schema: found, path: place }, inner) : [required(place, `because it is defined in ${inner.path}`)];
  });
  const properties = namedIn(said, 'properties').flatMap((inner) => {
    const place = `${structure.path}.properties[${inner.name}]`;
    const found = objectAt(objectAt(structure.schema, 'properties'), inner.name);
    return found ? missingIn({ schema: found, path: place }, inner) : [required(place, `because it is defined in ${inner.path}`)];
  });
  return [...alternativesOf(said).flatMap((inner) => missingIn(structure, inner)), ...items, ...properties];
}
