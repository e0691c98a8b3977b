import { load } from 'js-yaml';
import { isJsonObject, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { readWire, type WireField } from '../../../../ground/protobuf/wire.ts';

type Read = (value: WireField['value']) => Json;
/** How the fields of a message are called, and what each is. `name[]`: there may be several. `...`: the entries of a map. */
type Shape = Readonly<Record<number, readonly [name: string, read: Read]>>;

const utf8 = (value: WireField['value']): string => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : '');
const flag: Read = (value) => value === 1n;
const count: Read = (value) => Number(value);
const real: Read = (value) => (typeof value === 'bigint' ? Buffer.from(new BigUint64Array([value]).buffer).readDoubleLE() : 0);
const fieldsOf = (value: WireField['value']): readonly WireField[] => (value instanceof Uint8Array ? [...readWire(value)] : []);

const message =
  (shape: () => Shape): Read =>
  (value) => {
    const object: Record<string, Json> = {};
    for (const field of fieldsOf(value)) {
      const [name, read] = shape()[field.number] ?? [`field ${field.number}`, utf8];
      const held = read(field.value);
      if (name === '...') Object.assign(object, held);
      else if (name.endsWith('[]')) object[name.slice(0, -2)] = [...((object[name.slice(0, -2)] ?? []) as readonly Json[]), held];
      else object[name] = held;
    }
    return object;
  };

/** One entry of a map. */
const entry =
  (read: Read): Read =>
  (value) => {
    const [name, held] = [1, 2].map((number) => fieldsOf(value).find((field) => field.number === number)?.value ?? new Uint8Array());
    return { [utf8(name ?? new Uint8Array())]: read(held ?? new Uint8Array()) };
  };

/** The only field of a message, whichever it is. */
const either =
  (...reads: readonly Read[]): Read =>
  (value) => {
    const [field] = fieldsOf(value);
    return field === undefined ? {} : (reads[field.number - 1] ?? utf8)(field.value);
  };

/** A value of any shape is written as YAML. */
const any: Read = (value) => load(utf8(fieldsOf(value).find(({ number }) => number === 2)?.value ?? new Uint8Array())) as Json;

/** A message of `openapi.v3`, as the document in JSON that it was made of. */
export function readOpenApiV3(bytes: Uint8Array): JsonObject {
  const extension = entry(any);
  const reference = message(() => ({ 1: ['$ref', utf8] }));
  const schema: Read = message(() => SCHEMA);
  const schemaOrReference = either(schema, reference);
  const SCHEMA: Shape = {
    1: ['nullable', flag],
    10: ['multipleOf', real],
    11: ['maximum', real],
    12: ['exclusiveMaximum', flag],
    13: ['minimum', real],
    14: ['exclusiveMinimum', flag],
    15: ['maxLength', count],
    16: ['minLength', count],
    17: ['pattern', utf8],
    18: ['maxItems', count],
    19: ['minItems', count],
    20: ['uniqueItems', flag],
    21: ['maxProperties', count],
    22: ['minProperties', count],
    23: ['required[]', utf8],
    24: ['enum[]', any],
    25: ['type', utf8],
    26: ['allOf[]', schemaOrReference],
    27: ['oneOf[]', schemaOrReference],
    28: ['anyOf[]', schemaOrReference],
    29: ['not', schema],
    30: ['items', either(schemaOrReference)],
    31: ['properties', message(() => ({ 1: ['...', entry(schemaOrReference)] }))],
    32: ['additionalProperties', either(schemaOrReference, flag)],
    33: ['default', either(real, flag, utf8)],
    34: ['description', utf8],
    35: ['format', utf8],
    36: ['...', extension],
  };
  const media = message(() => ({ 1: ['schema', schemaOrReference] }));
  const content = message(() => ({ 1: ['...', entry(media)] }));
  const parameter = either(
    message(() => ({
      1: ['name', utf8],
      2: ['in', utf8],
      3: ['description', utf8],
      4: ['required', flag],
      10: ['schema', schemaOrReference],
    })),
  );
  const response = either(message(() => ({ 1: ['description', utf8], 3: ['content', content] })));
  const operation = message(() => ({
    1: ['tags[]', utf8],
    3: ['description', utf8],
    5: ['operationId', utf8],
    6: ['parameters[]', parameter],
    7: ['requestBody', either(message(() => ({ 2: ['content', content], 3: ['required', flag] })))],
    8: ['responses', message(() => ({ 2: ['...', entry(response)] }))],
    13: ['...', extension],
  }));
  const OPERATIONS = { 4: 'get', 5: 'put', 6: 'post', 7: 'delete', 8: 'options', 9: 'head', 10: 'patch' };
  const item = message(() => ({
    ...Object.fromEntries(Object.entries(OPERATIONS).map(([number, name]) => [number, [name, operation] as const])),
    13: ['parameters[]', parameter] as const,
  }));
  const document = message(() => ({
    1: ['openapi', utf8],
    2: ['info', message(() => ({ 1: ['title', utf8], 6: ['version', utf8] }))],
    4: ['paths', message(() => ({ 1: ['...', entry(item)] }))],
    5: ['components', message(() => ({ 1: ['schemas', message(() => ({ 1: ['...', entry(schemaOrReference)] }))] }))],
  }))(bytes);
  return isJsonObject(document) ? document : {};
}
