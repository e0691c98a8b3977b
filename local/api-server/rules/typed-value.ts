import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, shown, textAt } from '../../../ground/json/read-json.ts';
import { nanosOf } from '../cel/library/duration-text.ts';
import { instantOf } from '../cel/library/timestamp-text.ts';
import { AssociativeList } from '../cel/values/associative-list.ts';
import { adopt, CelMap, Double, CelDuration, entryOf, isMapValue, keyText, Timestamp, type Value } from '../cel/values/value.ts';
import { nameInRules } from './property-name.ts';
import { asResource, isEmbedded } from './resource-schema.ts';

const whenRead = (nanos: bigint | undefined, text: string, make: (nanos: bigint) => Value): Value =>
  nanos === undefined ? text : make(nanos);

function textValue(text: string, format: string): Value {
  switch (format) {
    case 'duration':
      return whenRead(nanosOf(text), text, (nanos) => new CelDuration(nanos));
    case 'date':
      return whenRead(instantOf(`${text}T00:00:00Z`), text, (nanos) => new Timestamp(nanos));
    case 'date-time':
      return whenRead(instantOf(text), text, (nanos) => new Timestamp(nanos));
    case 'byte':
      return Buffer.from(text, 'base64');
    default:
      return text;
  }
}

/** What the schema does not know is there when objects are compared, and out of reach otherwise. */
function objectValue(object: JsonObject, properties: JsonObject): CelMap {
  const map = new CelMap();
  for (const [name, held] of Object.entries(object)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (held === undefined || (held === null && schema !== undefined)) continue;
    map.set(isJsonObject(schema) ? (nameInRules(name) ?? name) : name, isJsonObject(schema) ? typedValue(held, schema) : adopt(held));
  }
  return map;
}

function mapValue(object: JsonObject, values: JsonObject): CelMap {
  const map = new CelMap();
  for (const [name, held] of Object.entries(object)) if (held !== undefined) map.set(name, typedValue(held, values));
  return map;
}

const isTime = (value: Value): value is CelDuration | Timestamp => value instanceof CelDuration || value instanceof Timestamp;

/** Items are the same by their keys in a map, and by themselves in a set. */
function listValue(list: readonly Json[], schema: JsonObject): Value {
  const items = objectAt(schema, 'items') ?? {};
  const values = list.map((item) => typedValue(item, items));
  const kind = textAt(schema, 'x-kubernetes-list-type');
  if (kind === 'set') return AssociativeList.knownBy(values, (item) => keyText(isTime(item) ? item.nanos : item));
  if (kind !== 'map') return values;
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').map((key) => nameInRules(shown(key)) ?? shown(key));
  return AssociativeList.knownBy(values, (item) =>
    JSON.stringify(keys.map((key) => (isMapValue(item) ? keyText(entryOf(item, key) ?? null) : ''))),
  );
}

/** A value as its schema types it. */
export function typedValue(raw: Json, schema: JsonObject, isResource = isEmbedded(schema)): Value {
  if (schema['x-kubernetes-int-or-string'] === true) return adopt(raw);
  if (isJsonObject(raw) && textAt(schema, 'type') === 'object') {
    const whole = isResource ? asResource(schema) : schema;
    const [properties, values] = [objectAt(whole, 'properties'), objectAt(whole, 'additionalProperties')];
    return values && !properties ? mapValue(raw, values) : objectValue(raw, properties ?? {});
  }
  if (isList(raw)) return listValue(raw, schema);
  if (typeof raw === 'string') return textValue(raw, textAt(schema, 'format'));
  return typeof raw === 'number' && textAt(schema, 'type') === 'number' ? new Double(raw) : adopt(raw);
}
