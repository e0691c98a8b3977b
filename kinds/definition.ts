import type {
  ApiextensionsV1CustomResourceConversion,
  ApiextensionsV1CustomResourceDefinition,
} from '../kube/objects/kinds/apiextensions-v1.ts';
import type { Scope } from '../kube/objects/resource.ts';
import type { KindVersion } from './kind-resource.ts';
import type { SchemaRule } from './rule.ts';
import type { StructuralSchema } from './schema/reading.ts';

/** How a kind is called. */
export interface KindNames {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly scope: Scope;
}

/** A column of `kubectl get`: the path to its value, or more than that. */
export type KindColumn =
  | string
  | {
      readonly path: string;
      readonly type?: string;
      readonly description?: string;
      /** Shown by `-o wide` alone. */ readonly wide?: boolean;
    };

/** The parts of a kind's schema. */
export interface KindSchemas {
  readonly spec: StructuralSchema;
  readonly specRequired: boolean;
  readonly status: StructuralSchema;
  readonly rules: readonly SchemaRule[];
}

const CONDITIONS: StructuralSchema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status', 'lastTransitionTime', 'reason', 'message'],
    properties: {
      type: { type: 'string', maxLength: 316 },
      status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
      observedGeneration: { type: 'integer', format: 'int64', minimum: 0 },
      lastTransitionTime: { type: 'string', format: 'date-time' },
      reason: { type: 'string', minLength: 1, maxLength: 1_024 },
      message: { type: 'string', maxLength: 32_768 },
    },
  },
};

/** The schema of a whole object. */
export function objectOfKind({ spec, specRequired, status, rules }: KindSchemas): StructuralSchema {
  const all = [...(spec['x-kubernetes-validations'] ?? []), ...rules];
  const observed = { observedGeneration: { type: 'integer', format: 'int64' }, conditions: CONDITIONS };
  return {
    type: 'object',
    ...(specRequired && { required: ['spec'] }),
    properties: {
      spec: { ...spec, ...(all.length > 0 && { 'x-kubernetes-validations': all }) },
      status: { ...status, type: 'object', properties: { ...status.properties, ...observed } },
    },
  };
}

/** A version of a kind, as a definition has it. */
export function versionOf(name: string, schema: StructuralSchema, columns: Readonly<Record<string, KindColumn>>): KindVersion {
  const described = Object.entries(columns).map(([title, column]) => {
    const { path, type, description, wide = false } = typeof column === 'string' ? { path: column } : column;
    return {
      name: title,
      type: type ?? columnType(schema, path),
      jsonPath: path,
      ...(description !== undefined && { description }),
      ...(wide && { priority: 1 }),
    };
  });
  return {
    name,
    served: true,
    subresources: { status: {} },
    ...(described.length > 0 && { additionalPrinterColumns: described }),
    schema: { openAPIV3Schema: schema },
  };
}

/** The CustomResourceDefinition of a kind with these versions. */
export const definitionOf = (
  { group, kind, plural, shortNames, categories, scope }: KindNames,
  versions: readonly KindVersion[],
  stored: string,
  conversion: ApiextensionsV1CustomResourceConversion | undefined,
): ApiextensionsV1CustomResourceDefinition => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: scope === 'cluster' ? 'Cluster' : 'Namespaced',
    names: {
      kind,
      plural,
      singular: kind.toLowerCase(),
      listKind: `${kind}List`,
      ...(shortNames.length > 0 && { shortNames }),
      ...(categories.length > 0 && { categories }),
    },
    versions: versions.map((version) => ({ ...version, storage: version.name === stored })),
    ...(conversion && { conversion }),
  },
});

/** What the value at the end of a plain path is; a text where it cannot be told. */
function columnType(schema: StructuralSchema, path: string): string {
  if (path === '.metadata.creationTimestamp') return 'date';
  const found = path
    .split('.')
    .slice(1)
    .reduce<StructuralSchema | undefined>((at, name) => at?.properties?.[name], schema);
  if (found?.format === 'date-time') return 'date';
  return found?.type === 'integer' || found?.type === 'number' || found?.type === 'boolean' ? found.type : 'string';
}
