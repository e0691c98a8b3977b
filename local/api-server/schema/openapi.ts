import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../ground/json/json.ts';
import { apiVersionOf } from '../contracts/resource-info.ts';
import type { OpenApi, ServedResource } from '../contracts/schema-source.ts';
import { componentSchemas } from './openapi-components.ts';
import { resourcePaths } from './openapi-paths.ts';
import { kubernetesTypes } from './type-tree.ts';

/** OpenAPI v3: what kubectl needs to apply, diff, explain and validate, without descriptions. */
export const openApi: OpenApi = {
  index: (served) => ({
    paths: Object.fromEntries(
      [...Map.groupBy(served, pathOf)].map(([path, resources]) => [
        path,
        { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(resources)}` },
      ]),
    ),
  }),
  document(path, served) {
    const resources = served.filter((resource) => pathOf(resource) === path);
    if (resources.length === 0) return undefined;
    return {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: kubernetesTypes.version },
      paths: Object.assign({}, ...resources.map(resourcePaths)) as JsonObject,
      components: { schemas: componentSchemas(resources) },
    };
  },
};

const pathOf = ({ resource }: ServedResource): string => `${resource.group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}`;

/** A document is made of nothing else, so it need not be made to know whether it has changed. */
const hashOf = (resources: readonly ServedResource[]): string =>
  createHash('sha512')
    .update(JSON.stringify([kubernetesTypes.version, resources.map(({ resource, definition }) => [resource, definition?.['spec']])]))
    .digest('hex')
    .toUpperCase();
