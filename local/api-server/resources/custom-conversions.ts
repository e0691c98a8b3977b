import type { StoredObject } from '../contracts/kube-object.ts';
import type { KindSchema } from '../contracts/schema-source.ts';
import type { Conversions, Registry } from '../registry.ts';

export interface KeptConversions {
  readonly conversions: Conversions;
  readonly toStorage: (object: StoredObject) => StoredObject;
}

/** Of a kind that is defined and that no webhook converts, a version has what its own schema has; all else is converted as `others` say. */
export function withDefinedKinds(registry: Registry, others: KeptConversions): KeptConversions {
  // By schema: a definition that changes changes what is shown.
  const known = new WeakMap<KindSchema, WeakMap<StoredObject, StoredObject>>();
  const shown = (object: StoredObject, schema: KindSchema): StoredObject => {
    const objects = known.get(schema) ?? new WeakMap<StoredObject, StoredObject>();
    const made = objects.get(object) ?? schema.prune(object).object;
    known.set(schema, objects.set(object, made));
    return made;
  };
  return {
    conversions: {
      convert(object, apiVersion) {
        const defined = registry.defined(apiVersion, object.kind);
        return defined === undefined ? others.conversions.convert(object, apiVersion) : shown(object, defined.schema);
      },
    },
    toStorage(object) {
      const defined = registry.defined(object.apiVersion, object.kind);
      if (defined === undefined) return others.toStorage(object);
      const { storage = defined } = defined;
      return storage === defined || defined.conversion ? object : storage.schema.withDefaults(shown(object, storage.schema));
    },
  };
}
