import { resource, type KubeObject } from '../../../../kube/objects/resource.ts';
import { between } from '../../../../webhooks/conversions.ts';

export interface OldRoute extends KubeObject {
  readonly spec: { readonly to: string };
}
export interface Route extends KubeObject {
  readonly spec: { readonly host: string; readonly port: number };
}
interface NewestRoute extends KubeObject {
  readonly spec: { readonly target: { readonly host: string; readonly port: number } };
}

const GROUP = 'example.com';
export const oldRoutes = resource<OldRoute>(GROUP, 'v1', 'routes', 'Route', 'namespaced');
export const routes = resource<Route>(GROUP, 'v2', 'routes', 'Route', 'namespaced');
export const newestRoutes = resource<NewestRoute>(GROUP, 'v3', 'routes', 'Route', 'namespaced');

/** Three versions, of which the first is stored. */
export const routeDefinition = {
  metadata: { name: 'routes.example.com' },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'routes', kind: 'Route', singular: 'route', listKind: 'RouteList' },
    versions: ['v1', 'v2', 'v3'].map((name) => ({
      name,
      served: true,
      storage: name === 'v1',
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      },
    })),
  },
};

export const routeConversions = [
  between<OldRoute, Route>(routes, ['v1', 'v2'], {
    up({ spec, ...route }) {
      const [host = '', port] = spec.to.split(':');
      if (port === undefined) throw new Error(`"${spec.to}" has no port`);
      return { ...route, spec: { host, port: Number(port) } };
    },
    down: ({ spec: { host, port }, ...route }) => ({ ...route, spec: { to: `${host}:${port}` } }),
  }),
  between<Route, NewestRoute>(newestRoutes, ['v2', 'v3'], {
    up: ({ spec, ...route }) => ({ ...route, spec: { target: spec } }),
    down: ({ spec, ...route }) => ({ ...route, spec: spec.target }),
  }),
];
