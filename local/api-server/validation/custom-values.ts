import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { equal } from '../../../ground/json/equal.ts';
import { compiledRegex } from '../cel/values/compiled-regex.ts';
import { duplicate, invalidValue, join, notSupported, required, tooLong, tooMany, typeInvalid } from './cause.ts';

type Check = (value: Json, schema: JsonObject, path: string) => readonly FailureCause[];

const kindOf = (value: Json): string => {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  email: /^[^\s@]+@[^\s@]+$/,
};

/** What a definition's schema has against a value, in the words of the real server. */
export const schemaCauses: Check = (value, schema, path) => {
  // Null is never one of the choices, not even where it stands among them.
  if (value === null && schema['nullable'] === true) return enumCauses(value, schema, path);
  const wrong = typeCauses(value, schema, path);
  if (wrong.length > 0) return wrong;
  return [...enumCauses(value, schema, path), ...ofKind(value, schema, path), ...combinedCauses(value, schema, path)];
};

const ofKind: Check = (value, schema, path) => {
  if (typeof value === 'string') return textCauses(value, schema, path);
  if (typeof value === 'number') return numberCauses(value, schema, path);
  if (isList(value)) return listCauses(value, schema, path);
  return isJsonObject(value) ? objectCauses(value, schema, path) : [];
};

const typeCauses: Check = (value, schema, path) => {
  const wanted = schema['x-kubernetes-int-or-string'] === true ? 'integer,string' : textAt(schema, 'type');
  const found = kindOf(value);
  if (wanted === '' || wanted.split(',').includes(found) || (wanted === 'number' && found === 'integer')) return [];
  return [typeInvalid(path, found, `${path} in body must be of type ${wanted}: ${JSON.stringify(found)}`)];
};

const enumCauses: Check = (value, schema, path) => {
  const choices = listAt(schema, 'enum');
  const isChosen = choices.length === 0 || (value !== null && choices.some((choice) => equal(choice, value)));
  return isChosen ? [] : [notSupported(path, value, choices.map(shown))];
};

/** In linear time, as Go matches; a pattern that cannot be read matches nothing. */
function matches(pattern: string, value: string): boolean {
  try {
    return compiledRegex(pattern, (reason) => new Error(reason))
      .matcher(value)
      .find();
  } catch {
    return false;
  }
}

function textCauses(value: string, schema: JsonObject, path: string): FailureCause[] {
  const causes: FailureCause[] = [];
  const [most, least, pattern, format] = [
    numberAt(schema, 'maxLength'),
    numberAt(schema, 'minLength'),
    textAt(schema, 'pattern'),
    textAt(schema, 'format'),
  ];
  const length = Array.from(value).length;
  if (most !== undefined && length > most) causes.push(tooLong(path, most));
  if (least !== undefined && length < least)
    causes.push(invalidValue(path, value, `${path} in body should be at least ${least} chars long`));
  if (pattern !== '' && !matches(pattern, value)) causes.push(invalidValue(path, value, `${path} in body should match '${pattern}'`));
  if (format in FORMATS && !FORMATS[format]?.test(value))
    causes.push(typeInvalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`));
  return causes;
}

function numberCauses(value: number, schema: JsonObject, path: string): FailureCause[] {
  const [least, most, step] = [numberAt(schema, 'minimum'), numberAt(schema, 'maximum'), numberAt(schema, 'multipleOf')];
  const [above, below] = [schema['exclusiveMinimum'] === true, schema['exclusiveMaximum'] === true];
  const causes: FailureCause[] = [];
  if (step !== undefined && !Number.isInteger(value / step))
    causes.push(invalidValue(path, value, `${path} in body should be a multiple of ${step}`));
  if (most !== undefined && (below ? value >= most : value > most))
    causes.push(invalidValue(path, value, `${path} in body should be less than ${below ? '' : 'or equal to '}${most}`));
  if (least !== undefined && (above ? value <= least : value < least))
    causes.push(invalidValue(path, value, `${path} in body should be greater than ${above ? '' : 'or equal to '}${least}`));
  return causes;
}

function listCauses(list: readonly Json[], schema: JsonObject, path: string): FailureCause[] {
  const [least, most, items] = [numberAt(schema, 'minItems'), numberAt(schema, 'maxItems'), objectAt(schema, 'items')];
  return [
    ...(least !== undefined && list.length < least
      ? [invalidValue(path, list.length, `${path} in body should have at least ${least} items`)]
      : []),
    ...(most !== undefined && list.length > most ? [tooMany(path, list.length, most)] : []),
    ...(items ? list.flatMap((item, at) => schemaCauses(item, items, `${path}[${at}]`)) : []),
    ...repeatCauses(list, schema, path),
  ];
}

/** Sets hold an item once, maps a key. */
function repeatCauses(list: readonly Json[], schema: JsonObject, path: string): FailureCause[] {
  const kind = textAt(schema, 'x-kubernetes-list-type');
  if (kind !== 'set' && kind !== 'map') return [];
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').map(shown);
  const identity = (item: Json): Json =>
    kind === 'map' && isJsonObject(item)
      ? Object.fromEntries(keys.filter((key) => item[key] !== undefined).map((key) => [key, item[key] ?? null]))
      : item;
  const seen = new Set<string>();
  return list.flatMap((item, at) => {
    const key = JSON.stringify(identity(item));
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [duplicate(`${path}[${at}]`, identity(item))] : [];
  });
}

function objectCauses(value: JsonObject, schema: JsonObject, path: string): FailureCause[] {
  const [properties, additional] = [objectAt(schema, 'properties') ?? {}, schema['additionalProperties']];
  const [least, most] = [numberAt(schema, 'minProperties'), numberAt(schema, 'maxProperties')];
  const size = Object.keys(value).length;
  const mayBeNull = (name: string): boolean => Object.hasOwn(properties, name) && objectAt(properties, name)?.['nullable'] === true;
  const inner = Object.entries(value).flatMap(([name, held]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : additional;
    // A null where nothing else may be is taken away before it is looked at.
    return isJsonObject(own) && held !== undefined && (held !== null || own['nullable'] === true)
      ? schemaCauses(held, own, join(path, name))
      : [];
  });
  return [
    ...listAt(schema, 'required')
      .map(shown)
      .filter((name) => value[name] === undefined || (value[name] === null && !mayBeNull(name)))
      .map((name) => required(join(path, name))),
    ...(least !== undefined && size < least ? [invalidValue(path, size, `${path} in body should have at least ${least} properties`)] : []),
    ...(most !== undefined && size > most ? [tooMany(path, size, most)] : []),
    ...inner,
  ];
}

const combinedCauses: Check = (value, schema, path) => {
  const holds = (inner: JsonObject) => schemaCauses(value, inner, path).length === 0;
  const [any, one, not] = [objectsAt(schema, 'anyOf'), objectsAt(schema, 'oneOf'), objectAt(schema, 'not')];
  return [
    ...objectsAt(schema, 'allOf').flatMap((inner) => schemaCauses(value, inner, path)),
    ...(any.length > 0 && !any.some(holds)
      ? [invalidValue(path, kindOf(value), `${path} in body must validate at least one schema (anyOf)`)]
      : []),
    ...(one.length > 0 && one.filter(holds).length !== 1
      ? [
          invalidValue(
            path,
            kindOf(value),
            `${path} in body must validate one and only one schema (oneOf). Found ${one.some(holds) ? 'more than one' : 'none'} valid`,
          ),
        ]
      : []),
    ...(not && holds(not) ? [invalidValue(path, kindOf(value), `${path} in body must not validate the schema (not)`)] : []),
  ];
};
