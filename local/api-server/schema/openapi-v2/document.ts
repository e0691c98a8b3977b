import { objectOrEmpty, type JsonObject } from '../../../../ground/json/json.ts';
import type { ServedResource } from '../../contracts/schema-source.ts';
import { componentSchemas } from '../openapi-components.ts';
import { resourcePaths } from '../openapi-paths.ts';
import { kubernetesTypes } from '../type-tree.ts';
import { definitionsOf } from './definitions.ts';
import { pathsOf } from './paths.ts';

/** OpenAPI v2, all in one document: what kubectl asks for where v3 does not know a kind, and older clients always. */
export function openApiV2(served: readonly ServedResource[]): JsonObject {
  const paths = Object.assign({}, ...served.map(resourcePaths)) as JsonObject;
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: kubernetesTypes.version },
    paths: pathsOf(paths),
    definitions: definitionsOf(objectOrEmpty(componentSchemas(served))),
    securityDefinitions: {
      BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
    },
    security: [{ BearerToken: [] }],
  };
}
