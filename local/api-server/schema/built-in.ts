import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { apiVersionOf, type GroupVersionKind, type ResourceInfo, type SubresourceInfo, type Verb } from '../contracts/resource-info.ts';
import type { KindSchema, SchemaSource, ServedResource } from '../contracts/schema-source.ts';
import { badRequest } from '../contracts/status-error.ts';
import { decode, DecodeError } from './go-decode.ts';
import { createSettledParts } from './settled-parts.ts';
import { kubernetesTypes, type BuiltInField, type ResourceRow } from './type-tree.ts';
import { withDefaults } from './with-defaults.ts';

/** A built-in kind: its field tree knows Go's and protobuf's side too. */
interface BuiltInKind extends KindSchema {
  readonly fields: BuiltInField;
}
export interface BuiltInSchemas extends SchemaSource {
  kind(gvk: GroupVersionKind): BuiltInKind | undefined;
}

/** Kubernetes' own kinds, as `scripts/write-kubernetes-schema.ts` found them on a real server; each grows when it is first used. */
export function builtInSchemas(): BuiltInSchemas {
  const kinds = new Map<string, BuiltInKind>();
  const kind = (gvk: GroupVersionKind): BuiltInKind | undefined => {
    const type = typeOf(gvk);
    if (type === undefined) return undefined;
    const key = `${apiVersionOf(gvk)} ${gvk.kind}`;
    const known = kinds.get(key) ?? kindSchema(gvk, () => kubernetesTypes.tree(type));
    kinds.set(key, known);
    return known;
  };
  const resources = Object.entries(kubernetesTypes.resources).flatMap(([groupVersion, rows]) =>
    Object.entries(rows).flatMap(([plural, row]): ServedResource[] => {
      const resource = resourceInfo(groupVersion, plural, row);
      const schema = kind(resource);
      return schema ? [{ resource, schema }] : [];
    }),
  );
  return { resources, kind };
}

/** Bodies and answers that every group version knows under its own name. */
const META_KINDS: ReadonlySet<string> = new Set(['DeleteOptions', 'Status', 'PartialObjectMetadata']);

function typeOf({ group, version, kind }: GroupVersionKind): string | undefined {
  const { types } = kubernetesTypes;
  const own = `${group === '' ? 'core' : group.split('.')[0]}.${version}.${kind}`;
  if (own in types && (group === '' || !own.startsWith('core.'))) return own;
  return META_KINDS.has(kind) ? `meta.v1.${kind}` : undefined;
}

/** Kinds whose labels are filled in too: their metadata counts among the parts. */
const FILLS_METADATA: ReadonlySet<string> = new Set(['Job', 'Namespace', 'ReplicationController']);

function kindSchema(gvk: GroupVersionKind, tree: () => BuiltInField): BuiltInKind {
  // Nobody changes a value, so a spec that has been settled once stays so: most patches touch metadata alone.
  const settled = createSettledParts();
  const fillsMetadata = FILLS_METADATA.has(gvk.kind);
  return {
    gvk,
    get fields() {
      return tree();
    },
    custom: false,
    prune(object) {
      const { known, rest } = settled.split(object);
      try {
        const { object: pruned, complaints } = decode(tree(), rest);
        return { object: asKubeObject({ ...pruned, ...known }, gvk), complaints };
      } catch (error) {
        if (error instanceof DecodeError)
          throw badRequest(`${gvk.kind} in version ${JSON.stringify(gvk.version)} cannot be handled as a ${gvk.kind}: ${error.message}`);
        throw error;
      }
    },
    withDefaults(object) {
      if (!fillsMetadata && settled.all(object)) return asKubeObject(object, gvk);
      const filled = asKubeObject(withDefaults(tree(), object) as JsonObject, gvk);
      settled.keep(filled);
      return filled;
    },
  };
}

/** Every answer names its kind, whatever the body said of it. */
const asKubeObject = (object: JsonObject, gvk: GroupVersionKind): StoredObject => ({
  ...object,
  kind: gvk.kind,
  apiVersion: apiVersionOf(gvk),
  metadata: (object['metadata'] ?? {}) as StoredObject['metadata'],
});

function resourceInfo(groupVersion: string, plural: string, row: ResourceRow): ResourceInfo {
  const [group, version] = splitGroupVersion(groupVersion);
  return {
    group,
    version,
    kind: row.kind,
    plural,
    singular: row.singular,
    namespaced: row.namespaced,
    shortNames: row.short ?? [],
    categories: row.categories ?? [],
    verbs: verbs(row.verbs),
    subresources: Object.entries(row.subresources ?? {}).map(([name, line]) => subresource(name, line, groupVersion)),
  };
}

function subresource(name: string, line: string, groupVersion: string): SubresourceInfo {
  const [reference = '', words = ''] = line.split(': ');
  const parts = reference.split('/');
  const kind = parts.pop() ?? '';
  const [group, version] = splitGroupVersion(parts.length > 0 ? parts.join('/') : groupVersion);
  return { name, group, version, kind, verbs: verbs(words) };
}

const splitGroupVersion = (groupVersion: string): readonly [string, string] => {
  const [version = '', group = ''] = groupVersion.split('/').toReversed();
  return [group, version];
};

const VERBS: ReadonlySet<string> = new Set<Verb>(['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']);
const verbs = (words: string): Verb[] => words.split(' ').filter((word): word is Verb => VERBS.has(word));
