import { namespaces } from '../../../kube/objects/built-in.ts';
import { metadataOf } from '../../../kube/objects/resource.ts';
import type { ReloadSettings } from '../flags.ts';
import { selectorOf } from '../../runtime/flags/label-terms.ts';
import type { ReloadParts, WorkloadKey } from '../seen/reload-key.ts';

/** What the server is asked for: it leaves out what is not looked after, as far as it can. */
export interface Place {
  /** None: all of them. */
  readonly namespaces: readonly string[];
  readonly fieldSelector?: string;
}

export function placeOf({ namespaces: only, 'namespaces-to-ignore': ignored }: ReloadSettings): Place {
  if (only.length > 0 || ignored.length === 0) return { namespaces: only };
  return { namespaces: [], fieldSelector: ignored.map((name) => `metadata.namespace!=${name}`).join(',') };
}

/** The namespaces that are looked after. */
export interface WatchedNamespaces {
  includes(namespace: string): boolean;
}

/** A list of namespaces goes before what is to be ignored or selected: that is said, and has no effect. */
export function watchedNamespacesOf(
  { follow, log }: Pick<ReloadParts, 'follow' | 'log'>,
  settings: ReloadSettings,
  workloadsIn: (namespace: string) => Iterable<WorkloadKey>,
): WatchedNamespaces {
  const { namespaces: only, 'namespaces-to-ignore': ignored, 'namespace-selector': selector } = settings;
  if (only.length > 0) {
    if (ignored.length > 0 || selector.length > 0)
      log.warn({ namespaces: only }, '--namespaces-to-ignore and --namespace-selector have no effect beside a list of namespaces');
    return { includes: (namespace) => only.includes(namespace) };
  }
  if (selector.length === 0) return { includes: (namespace) => !ignored.includes(namespace) };
  const selected = follow(metadataOf(namespaces), {
    labelSelector: selectorOf(selector),
    without: 'no namespace counts as selected',
    vitalFor: 'to tell which namespaces are selected',
    transform: ({ metadata }) => ({
      metadata: { name: metadata?.name, uid: metadata?.uid, resourceVersion: metadata?.resourceVersion },
    }),
    keys: ({ type, object }) => (type === 'added' ? workloadsIn(object.metadata?.name ?? '') : []),
  });
  return { includes: (namespace) => !ignored.includes(namespace) && selected.get(namespace) !== undefined };
}
