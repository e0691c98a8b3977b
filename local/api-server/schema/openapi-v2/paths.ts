import { isJsonObject, objectOrEmpty, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import { definitionReference } from './definitions.ts';

const PRODUCES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** The paths of OpenAPI v3, as OpenAPI v2 has them: a body is a parameter, and types stand beside names. */
export const pathsOf = (paths: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, pathItem(objectOrEmpty(item))]));

function pathItem({ parameters, ...operations }: JsonObject): JsonObject {
  return {
    ...Object.fromEntries(Object.entries(operations).map(([method, held]) => [method, operation(objectOrEmpty(held))])),
    parameters: objectsAt({ parameters }, 'parameters').map(parameter),
  };
}

const parameter = ({ schema, ...rest }: JsonObject): JsonObject => ({ ...objectOrEmpty(schema), ...rest });

function operation({ parameters, requestBody, responses, ...rest }: JsonObject): JsonObject {
  const content = objectAt(objectOrEmpty(requestBody), 'content');
  const types = Object.keys(content ?? {});
  return {
    consumes: types.length === 0 ? ['*/*'] : types,
    produces: PRODUCES,
    schemes: ['https'],
    parameters: [...(content ? [bodyParameter(content)] : []), ...objectsAt({ parameters }, 'parameters').map(parameter)],
    responses: Object.fromEntries(Object.entries(objectOrEmpty(responses)).map(([code, each]) => [code, response(each)])),
    ...rest,
  };
}

const bodyParameter = (content: JsonObject): JsonObject => ({
  name: 'body',
  in: 'body',
  required: true,
  schema: schemaIn(content) ?? { type: 'object' },
});

function response(value: Json | undefined): JsonObject {
  const { description, content } = objectOrEmpty(value);
  const schema = isJsonObject(content) ? schemaIn(content) : undefined;
  return { description, ...(schema && { schema }) };
}

/** What the content of any type looks like: it is the same for all. */
function schemaIn(content: JsonObject): JsonObject | undefined {
  const [first] = Object.values(content);
  const schema = objectAt(objectOrEmpty(first), 'schema');
  const reference = textAt(schema, '$ref');
  return reference === '' ? schema : { $ref: definitionReference(reference) };
}
