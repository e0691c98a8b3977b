import { compiledRegex } from '../cel/values/compiled-regex.ts';
import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden, invalidValue, notSupported, required } from './cause.ts';
import { alternativesOf, namedIn, under, type PlacedSchema } from './schema-level.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'];
const LIST_TYPES = ['atomic', 'set', 'map'];
const MAP_TYPES = ['atomic', 'granular'];

/** What no schema may say, at any depth, alternatives included. */
export function schemaFormCauses(level: PlacedSchema): readonly FailureCause[] {
  const { schema, path } = level;
  const type = textAt(schema, 'type');
  const hasFields = Object.keys(objectAt(schema, 'properties') ?? {}).length > 0;
  return [
    ...(type === '' || TYPES.includes(type) ? [] : [notSupported(`${path}.type`, type, TYPES)]),
    ...UNSUPPORTED.filter((field) => schema[field] !== undefined && schema[field] !== '').map((field) =>
      forbidden(`${path}.${field}`, `${field} is not supported`),
    ),
    ...(schema['uniqueItems'] === true
      ? [forbidden(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic')]
      : []),
    ...(hasFields && schema['additionalProperties'] !== undefined
      ? [forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive')]
      : []),
    ...[...under(level, 'additionalProperties'), ...namedIn(level, 'properties'), ...alternativesOf(level)].flatMap(schemaFormCauses),
    ...under(level, 'items').flatMap(schemaFormCauses),
    ...(type === 'array' && schema['items'] === undefined ? [required(`${path}.items`, 'must be specified')] : []),
    ...patternCauses(textAt(schema, 'pattern'), `${path}.pattern`),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === false
      ? [invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')]
      : []),
    ...mapTypeCauses(schema, path),
    ...listTypeCauses(schema, path),
  ];
}

function patternCauses(pattern: string, path: string): readonly FailureCause[] {
  try {
    if (pattern !== '') compiledRegex(pattern, (reason) => new Error(reason));
    return [];
  } catch (error) {
    const why = messageOf(error);
    return [invalidValue(path, pattern, `must be a valid regular expression, but isn't: ${why}`)];
  }
}

function ofType(type: string, wanted: string, path: string, because: string): readonly FailureCause[] {
  const must = `must be ${wanted} if ${because} is specified`;
  return type === wanted ? [] : [type === '' ? required(path, must) : invalidValue(path, type, must)];
}

function mapTypeCauses(schema: JsonObject, path: string): readonly FailureCause[] {
  const [type, mapType] = [textAt(schema, 'type'), textAt(schema, 'x-kubernetes-map-type')];
  if (mapType === '') return [];
  return [
    ...ofType(type, 'object', `${path}.type`, 'x-kubernetes-map-type'),
    ...(MAP_TYPES.includes(mapType) ? [] : [notSupported(`${path}.x-kubernetes-map-type`, mapType, MAP_TYPES)]),
  ];
}

function listTypeCauses(schema: JsonObject, path: string): readonly FailureCause[] {
  const [type, listType, keys] = [
    textAt(schema, 'type'),
    textAt(schema, 'x-kubernetes-list-type'),
    listAt(schema, 'x-kubernetes-list-map-keys'),
  ];
  const place = `${path}.x-kubernetes-list-map-keys`;
  const unkeyed = keys.length > 0 && listType !== 'map';
  const must = 'must be map if x-kubernetes-list-map-keys is non-empty';
  return [
    ...(listType === '' ? [] : ofType(type, 'array', `${path}.type`, 'x-kubernetes-list-type')),
    ...(listType === '' || LIST_TYPES.includes(listType) ? [] : [notSupported(`${path}.x-kubernetes-list-type`, listType, LIST_TYPES)]),
    ...(unkeyed && listType === '' ? [required(`${path}.x-kubernetes-list-type`, must)] : []),
    ...(unkeyed && listType !== '' ? [invalidValue(`${path}.x-kubernetes-list-type`, listType, must)] : []),
    ...(listType === 'map' && keys.length === 0 ? [required(place, 'must not be empty if x-kubernetes-list-type is map')] : []),
    ...(listType === 'map' ? keyedCauses(schema, path) : []),
    ...(listType === 'set' ? setCauses(objectAt(schema, 'items'), `${path}.items`) : []),
  ];
}

/** The items of a list with keys: objects, whose keys are plain values that are always there. */
function keyedCauses(schema: JsonObject, path: string): readonly FailureCause[] {
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').filter((key) => typeof key === 'string');
  const items = objectAt(schema, 'items');
  if (keys.length === 0 || !items) return [];
  const [place, type] = [`${path}.x-kubernetes-list-map-keys`, textAt(items, 'type')];
  if (type !== 'object')
    return [invalidValue(`${path}.items.type`, type, "must be object if parent array's x-kubernetes-list-type is map")];
  const properties = objectAt(items, 'properties');
  const unknown = keys.some((key) => !objectAt(properties, key));
  const plain = "must be a scalar type if parent array's x-kubernetes-list-type is map";
  const always = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
  return [
    ...keys
      .filter((key) => ['array', 'object'].includes(textAt(objectAt(properties, key), 'type')))
      .map((key) => invalidValue(`${path}.items.properties[${key}].type`, type, plain)),
    ...(unknown ? [invalidValue(place, keys, 'entries must all be names of item properties')] : []),
    ...(new Set(keys).size < keys.length ? [invalidValue(place, keys, 'must not contain duplicate entries')] : []),
    ...keys
      .filter((key) => objectAt(properties, key) && objectAt(properties, key)?.['default'] === undefined)
      .filter((key) => !listAt(items, 'required').includes(key))
      .map((key) => required(`${path}.items.properties[${key}].default`, always)),
  ];
}

/** The items of a set cannot be changed in part. */
function setCauses(items: JsonObject | undefined, path: string): readonly FailureCause[] {
  const must = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const [type, own] = [textAt(items, 'type'), items?.[`x-kubernetes-${textAt(items, 'type') === 'array' ? 'list' : 'map'}-type`]];
  if (type === 'object' && own !== 'atomic') return [invalidValue(`${path}.x-kubernetes-map-type`, own, must)];
  if (type === 'array' && own !== undefined && own !== 'atomic') return [invalidValue(`${path}.x-kubernetes-list-type`, own, must)];
  return [];
}
