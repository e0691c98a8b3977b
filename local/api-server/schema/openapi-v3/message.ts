import { isJsonObject, objectOrEmpty, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import { bytesField, textField, writeWire, type WirePieces } from '../../../../ground/protobuf/wire.ts';
import { any, boundsOf, double, entries, extensions, flag, message, named, texts } from '../openapi-wire.ts';

/** The document as a message of `openapi.v3` (gnostic's OpenAPIv3.proto). */
export function openApiV3Message(document: JsonObject): Uint8Array {
  const info = objectAt(document, 'info');
  const schemas = entries(objectAt(document, 'components')?.['schemas']);
  return writeWire([
    ...textField(1, textAt(document, 'openapi')),
    ...message(2, textField(1, textAt(info, 'title')), textField(6, textAt(info, 'version'))),
    ...message(4, ...entries(document['paths']).map(([path, item]) => named(1, path, pathItem(item)))),
    ...message(5, message(1, ...schemas.map(([name, each]) => named(1, name, schemaOrReference(each))))),
  ]);
}

const OPERATIONS: Readonly<Record<string, number>> = { get: 4, put: 5, post: 6, delete: 7, options: 8, head: 9, patch: 10, trace: 11 };

const pathItem = (item: JsonObject): WirePieces => [
  ...Object.entries(OPERATIONS).flatMap(([method, number]) => {
    const held = objectAt(item, method);
    return held ? message(number, operation(held)) : [];
  }),
  ...objectsAt(item, 'parameters').flatMap((each) => message(13, message(1, parameter(each)))),
];

function operation(held: JsonObject): WirePieces {
  const body = objectAt(held, 'requestBody');
  const responses = entries(held['responses']).map(([code, each]) => named(2, code, message(1, response(each))));
  return [
    ...objectsAt(held, 'parameters').flatMap((each) => message(6, message(1, parameter(each)))),
    ...(body ? message(7, message(1, content(2, body), flag(3, body['required']))) : []),
    ...message(8, ...responses),
    ...extensions(13, held),
  ];
}

const response = (held: JsonObject): WirePieces => [
  ...textField(1, textAt(held, 'description')),
  ...(held['content'] === undefined ? [] : content(3, held)),
];

/** By type: what its schema is. */
const content = (number: number, held: JsonObject): WirePieces =>
  message(
    number,
    ...entries(held['content']).map(([type, each]) => named(1, type, message(1, schemaOrReference(objectOrEmpty(each['schema']))))),
  );

const parameter = (held: JsonObject): WirePieces => [
  ...textField(1, textAt(held, 'name')),
  ...textField(2, textAt(held, 'in')),
  ...textField(3, textAt(held, 'description')),
  ...flag(4, held['required']),
  ...message(10, schemaOrReference(objectOrEmpty(held['schema']))),
];

function schemaOrReference(held: JsonObject): WirePieces {
  const reference = textAt(held, '$ref');
  return reference === '' ? message(1, schema(held)) : message(2, textField(1, reference));
}

const bounds = boundsOf({
  doubles: { multipleOf: 10, maximum: 11, minimum: 13 },
  flags: { nullable: 1, exclusiveMaximum: 12, exclusiveMinimum: 14, uniqueItems: 20 },
  counts: { maxLength: 15, minLength: 16, maxItems: 18, minItems: 19, maxProperties: 21, minProperties: 22 },
  pattern: 17,
});
const CHOICES = { allOf: 26, oneOf: 27, anyOf: 28 };

function schema(held: JsonObject): WirePieces {
  const [more, items, never] = [held['additionalProperties'], objectAt(held, 'items'), objectAt(held, 'not')];
  return [
    ...textField(9, textAt(held, 'title')),
    ...bounds(held),
    ...texts(23, listAt(held, 'required')),
    ...listAt(held, 'enum').flatMap((choice) => any(24, choice)),
    ...textField(25, textAt(held, 'type')),
    ...Object.entries(CHOICES).flatMap(([name, number]) =>
      objectsAt(held, name).flatMap((each) => message(number, schemaOrReference(each))),
    ),
    ...(never ? message(29, schema(never)) : []),
    ...(items ? message(30, message(1, schemaOrReference(items))) : []),
    ...(held['properties'] === undefined
      ? []
      : message(31, ...entries(held['properties']).map(([name, each]) => named(1, name, schemaOrReference(each))))),
    ...(isJsonObject(more)
      ? message(32, message(1, schemaOrReference(more)))
      : typeof more === 'boolean'
        ? message(32, boolean(2, more))
        : []),
    ...(held['default'] === undefined ? [] : message(33, defaultValue(held['default']))),
    ...textField(34, textAt(held, 'description')),
    ...textField(35, textAt(held, 'format')),
    ...extensions(36, held),
  ];
}

/** One of several: it is there even if it is false. */
const boolean = (number: number, value: boolean): WirePieces => [[number * 8, value ? 1 : 0]];

/** Objects and lists have no place in it, as in the real server's. */
function defaultValue(value: Json | undefined): WirePieces {
  if (typeof value === 'number') return double(1, value);
  if (typeof value === 'boolean') return boolean(2, value);
  return typeof value === 'string' ? bytesField(3, value) : [];
}
