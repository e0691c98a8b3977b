import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden, invalidValue, required } from './cause.ts';
import { alternativeCauses, missingCauses } from './schema-alternatives.ts';
import { schemaDefaultCauses } from './schema-defaults.ts';
import { schemaFormCauses } from './schema-form.ts';
import { alternativesOf, namedIn, under, type PlacedSchema } from './schema-level.ts';

type Level = 'field' | 'item' | 'root';

const MISSING: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

/**
 * What is wrong with the schema of a definition: each field has to have one type, whatever alternatives say of its values. First what
 * makes it no structure, in the order of its text, then what is wrong with its form, then with its defaults.
 */
export function structuralCauses(schema: JsonObject, path: string): readonly FailureCause[] {
  const root = { schema, path };
  const text = ({ field = '', message }: FailureCause) => `${field}: ${message}`;
  const broken = [...levelCauses(root, 'root'), ...missingCauses(root)].sort((one, other) => (text(one) < text(other) ? -1 : 1));
  const malformed = schemaFormCauses(root);
  return [...broken, ...malformed, ...(broken.length + malformed.length === 0 ? schemaDefaultCauses(root) : [])];
}

function levelCauses(level: PlacedSchema, at: Level): readonly FailureCause[] {
  return [
    ...typeCauses(level, at),
    ...(at === 'root' ? headCauses(level) : []),
    ...embeddedCauses(level),
    ...(at === 'root' && level.schema['additionalProperties'] !== undefined
      ? [forbidden(`${level.path}.additionalProperties`, 'must not be used at the root')]
      : []),
    ...alternativesOf(level)
      .filter((inner) => !isIntOrString(level, inner))
      .flatMap(alternativeCauses),
    ...under(level, 'items').flatMap((inner) => levelCauses(inner, 'item')),
    ...under(level, 'additionalProperties').flatMap((inner) => levelCauses(inner, 'field')),
    ...namedIn(level, 'properties').flatMap((inner) => levelCauses(inner, 'field')),
  ];
}

/** `anyOf: [{type: integer}, {type: string}]` says what `x-kubernetes-int-or-string` means, also as the first of `allOf`. */
function isIntOrString({ schema, path }: PlacedSchema, inner: PlacedSchema): boolean {
  if (schema['x-kubernetes-int-or-string'] !== true) return false;
  const isPair = (list: readonly unknown[]) => JSON.stringify(list) === '[{"type":"integer"},{"type":"string"}]';
  if (inner.path.startsWith(`${path}.anyOf[`)) return isPair(listAt(schema, 'anyOf'));
  return inner.path === `${path}.allOf[0]` && Object.keys(inner.schema).length === 1 && isPair(listAt(inner.schema, 'anyOf'));
}

function typeCauses({ schema, path }: PlacedSchema, at: Level): readonly FailureCause[] {
  const type = textAt(schema, 'type');
  const field = `${path}.type`;
  if (schema['x-kubernetes-embedded-resource'] === true && type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    return [type === '' ? required(field, why) : invalidValue(field, type, why)];
  }
  const isFree = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return [
    ...(type === '' && !isFree ? [required(field, MISSING[at])] : []),
    ...(at === 'root' && type !== '' && type !== 'object' ? [invalidValue(field, type, 'must be object at the root')] : []),
  ];
}

function embeddedCauses({ schema, path }: PlacedSchema): readonly FailureCause[] {
  if (schema['x-kubernetes-embedded-resource'] !== true) return [];
  const isEmpty = Object.keys(objectAt(schema, 'properties') ?? {}).length === 0;
  const why = 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
  return [
    ...(schema['additionalProperties'] === undefined
      ? []
      : [forbidden(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set')]),
    ...(isEmpty && schema['x-kubernetes-preserve-unknown-fields'] !== true ? [required(`${path}.properties`, why)] : []),
  ];
}

const OF_METADATA: ReadonlySet<string> = new Set(['default', 'properties', 'type']);

/** What every object has is the server's to say, but for rules about names. */
function headCauses({ schema, path }: PlacedSchema): readonly FailureCause[] {
  const properties = objectAt(schema, 'properties');
  const at = (name: string) => `${path}.properties[${name}]`;
  const typed = (name: string, type: string) => {
    const found = objectAt(properties, name);
    return found && textAt(found, 'type') !== type ? [invalidValue(`${at(name)}.type`, textAt(found, 'type'), `must be ${type}`)] : [];
  };
  const metadata = objectAt(properties, 'metadata');
  const fields = Object.keys(objectAt(metadata, 'properties') ?? {});
  const saysMore =
    Object.keys(metadata ?? {}).some((key) => !OF_METADATA.has(key)) || fields.some((name) => name !== 'name' && name !== 'generateName');
  const why = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
  return [
    ...typed('kind', 'string'),
    ...typed('apiVersion', 'string'),
    ...typed('metadata', 'object'),
    ...(saysMore ? [forbidden(at('metadata'), why)] : []),
  ];
}
