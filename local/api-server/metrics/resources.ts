import type { ResourceInfo } from '../contracts/resource-info.ts';
import type { KindSchema, ServedResource } from '../contracts/schema-source.ts';

export const METRICS_GROUP = 'metrics.k8s.io';

const info = (kind: string, plural: string, namespaced: boolean): ResourceInfo => ({
  group: METRICS_GROUP,
  version: 'v1beta1',
  kind,
  plural,
  singular: '', // so that it is asked for by its kind: `kubectl get podmetrics`
  shortNames: [],
  categories: [],
  namespaced,
  verbs: ['get', 'list'],
  subresources: [],
});

/** They are worked out whenever somebody asks, and never come in. */
const schemaOf = ({ group, version, kind }: ResourceInfo): KindSchema => ({
  gvk: { group, version, kind },
  fields: { type: 'object', preservesUnknown: true },
  custom: true,
  prune: (object) => ({ object, complaints: [] }),
  withDefaults: (object) => object,
});

/** What metrics-server adds to a cluster. */
export const metricsResources = (): readonly ServedResource[] =>
  [info('NodeMetrics', 'nodes', false), info('PodMetrics', 'pods', true)].map((resource) => ({ resource, schema: schemaOf(resource) }));
