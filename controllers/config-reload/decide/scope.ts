import { namespaces } from '../../../kube/objects/built-in.ts';
import { metadataOf } from '../../../kube/objects/resource.ts';
import type { Parts } from '../../runtime/definition.ts';
import { selectorOf, type ReloadSettings } from '../flags.ts';

/** The namespaces that are looked after. */
export interface Scope {
  readonly namespaces: readonly string[];
  /** Leaves out on the server what is not looked after here. */
  readonly fieldSelector?: string;
  includes(namespace: string): boolean;
}

/** A list of namespaces goes before what is to be ignored or selected: that is said, and has no effect. */
export function scopeOf({ follow, log }: Parts, settings: ReloadSettings, workloadsIn: (namespace: string) => Iterable<string>): Scope {
  const { namespaces: only, 'namespaces-to-ignore': ignored, 'namespace-selector': selector } = settings;
  if (only.length > 0) {
    if (ignored.length > 0 || selector.length > 0)
      log.warn({ namespaces: only }, '--namespaces-to-ignore and --namespace-selector have no effect beside a list of namespaces');
    return { namespaces: only, includes: (namespace) => only.includes(namespace) };
  }
  const selected =
    selector.length === 0
      ? undefined
      : follow(metadataOf(namespaces), {
          labelSelector: selectorOf(selector),
          transform: ({ metadata }) => ({
            metadata: { name: metadata?.name, uid: metadata?.uid, resourceVersion: metadata?.resourceVersion },
          }),
          keys: ({ type, object }) => (type === 'added' ? workloadsIn(object.metadata?.name ?? '') : []),
        });
  return {
    namespaces: [],
    ...(ignored.length === 0 ? {} : { fieldSelector: ignored.map((name) => `metadata.namespace!=${name}`).join(',') }),
    includes: (namespace) => !ignored.includes(namespace) && (selected === undefined || selected.get(namespace) !== undefined),
  };
}
