import type { KeyFormat } from '../../runtime/keyed.ts';
import type { Parts } from '../../runtime/definition.ts';
import { KINDS } from './kinds.ts';
import { SOURCE_TYPES } from './source-type.ts';
import type { WorkloadKind } from './workload.ts';

/** What config-reload has to look at: each is tried again for itself alone. */
export type ReloadKey =
  | WorkloadKey
  /** A source whose pods are replaced. */
  | ({ readonly of: 'pods' } & SourceKey)
  /** A source whose changes are posted. */
  | ({ readonly of: 'post' } & SourceKey)
  /** The ConfigMap that says how this controller is set. */
  | { readonly of: 'meta-info' };

export interface WorkloadKey {
  readonly of: 'workload';
  readonly kind: WorkloadKind;
  /** `namespace/name` */
  readonly storeKey: string;
}

export interface SourceKey {
  readonly namespace: string;
  /** `ConfigMap/name` */
  readonly id: string;
}

export type ReloadParts = Parts<ReloadKey>;

const META_INFO = 'Meta reloader-meta-info';

/** `Deployment namespace/name`, `Pods namespace/ConfigMap/name`, `Post namespace/ConfigMap/name`. */
export const reloadKeys: KeyFormat<ReloadKey> = {
  text(key) {
    switch (key.of) {
      case 'workload':
        return workloadTitle(key);
      case 'pods':
        return `Pods ${key.namespace}/${key.id}`;
      case 'post':
        return `Post ${key.namespace}/${key.id}`;
      case 'meta-info':
        return META_INFO;
    }
  },
  parse(text) {
    if (text === META_INFO) return { of: 'meta-info' };
    const [, first = '', rest = ''] = /^(\S+) (\S+)$/.exec(text) ?? [];
    if (isKind(first)) return /^[^/]+\/[^/]+$/.test(rest) ? { of: 'workload', kind: first, storeKey: rest } : undefined;
    const source = sourceOf(rest);
    if (source === undefined) return undefined;
    return first === 'Pods' ? { of: 'pods', ...source } : first === 'Post' ? { of: 'post', ...source } : undefined;
  },
};

export const workloadTitle = ({ kind, storeKey }: Pick<WorkloadKey, 'kind' | 'storeKey'>): string => `${kind} ${storeKey}`;

const isKind = (text: string): text is WorkloadKind => Object.hasOwn(KINDS, text);

function sourceOf(text: string): SourceKey | undefined {
  const [, namespace = '', id = '', type] = /^([^/]+)\/(([^/]+)\/[^/]+)$/.exec(text) ?? [];
  return SOURCE_TYPES.some((known) => known === type) ? { namespace, id } : undefined;
}
