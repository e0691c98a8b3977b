import { isJsonObject, isList, objectOrEmpty, type JsonObject } from '../../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import { textField, writeWire, type WirePieces } from '../../../../ground/protobuf/wire.ts';
import { any, boundsOf, entries, extensions, flag, message, named, texts } from '../openapi-wire.ts';

/** The document as a message of `openapi.v2` (gnostic's OpenAPIv2.proto): kubectl asks for no other form. */
export const openApiV2Message = (document: JsonObject): Uint8Array =>
  writeWire([
    ...textField(1, textAt(document, 'swagger')),
    ...message(2, textField(1, textAt(objectAt(document, 'info'), 'title')), textField(2, textAt(objectAt(document, 'info'), 'version'))),
    ...message(8, ...entries(document['paths']).map(([path, item]) => named(2, path, pathItem(item)))),
    ...message(9, ...entries(document['definitions']).map(([name, each]) => named(1, name, schema(each)))),
  ]);

const OPERATIONS: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, options: 6, head: 7, patch: 8 };

const pathItem = (item: JsonObject): WirePieces => [
  ...Object.entries(OPERATIONS).flatMap(([method, number]) => {
    const held = objectAt(item, method);
    return held ? message(number, operation(held)) : [];
  }),
  ...objectsAt(item, 'parameters').flatMap((each) => message(9, parameter(each))),
];

const operation = (held: JsonObject): WirePieces => [
  ...texts(6, listAt(held, 'produces')),
  ...texts(7, listAt(held, 'consumes')),
  ...objectsAt(held, 'parameters').flatMap((each) => message(8, parameter(each))),
  ...message(9, ...entries(held['responses']).map(([code, each]) => named(1, code, message(1, response(each))))),
  ...texts(10, listAt(held, 'schemes')),
  ...extensions(13, held),
];

const response = (held: JsonObject): WirePieces => {
  const answer = objectAt(held, 'schema');
  return [...textField(1, textAt(held, 'description')), ...(answer ? message(2, message(1, schema(answer))) : [])];
};

/** A body, a query's parameter (3), or one of the path (4): the last two have the same fields under other numbers. */
function parameter(held: JsonObject): WirePieces {
  const place = textAt(held, 'in');
  if (place === 'body')
    return message(
      1,
      message(1, [
        ...textField(2, textAt(held, 'name')),
        ...textField(3, place),
        ...flag(4, held['required']),
        ...message(5, schema(objectOrEmpty(held['schema']))),
      ]),
    );
  const [kind, type, unique] = place === 'path' ? [4, 5, 19] : [3, 6, 20];
  const fields = [
    ...flag(1, held['required']),
    ...textField(2, place),
    ...textField(4, textAt(held, 'name')),
    ...textField(type, textAt(held, 'type')),
    ...flag(unique, held['uniqueItems']),
  ];
  return message(1, message(2, message(kind, fields)));
}

function schema(held: JsonObject): WirePieces {
  const more = held['additionalProperties'];
  const items = objectAt(held, 'items');
  const type = held['type'];
  return [
    ...textField(1, textAt(held, '$ref')),
    ...textField(2, textAt(held, 'format')),
    ...textField(3, textAt(held, 'title')),
    ...textField(4, textAt(held, 'description')),
    ...bounds(held),
    ...texts(19, listAt(held, 'required')),
    ...listAt(held, 'enum').flatMap((choice) => any(20, choice)),
    ...(isJsonObject(more) ? message(21, message(1, schema(more))) : typeof more === 'boolean' ? message(21, flag(2, more)) : []),
    ...(type === undefined ? [] : message(22, texts(1, isList(type) ? type : [type]))),
    ...(items ? message(23, message(1, schema(items))) : []),
    ...(held['properties'] === undefined
      ? []
      : message(25, ...entries(held['properties']).map(([name, each]) => named(1, name, schema(each))))),
    ...extensions(31, held),
  ];
}

const bounds = boundsOf({
  doubles: { multipleOf: 6, maximum: 7, minimum: 9 },
  flags: { exclusiveMaximum: 8, exclusiveMinimum: 10, uniqueItems: 16 },
  counts: { maxLength: 11, minLength: 12, maxItems: 14, minItems: 15, maxProperties: 17, minProperties: 18 },
  pattern: 13,
});
