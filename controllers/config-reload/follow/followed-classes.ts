import { keyOf, metadataOf, resource, type KubeObject } from '../../../kube/objects/resource.ts';
import type { Delta, Store } from '../../../kube/follow/store.ts';
import type { FollowOptions } from '../../runtime/definition.ts';
import { HOLD, SHARE_WITH, type AnnotationKeys } from '../seen/annotation-keys.ts';
import { mountOf, sameMount, type ClassMount } from '../seen/mount.ts';
import type { ReloadKey, ReloadParts } from '../seen/reload-key.ts';
import type { Source } from '../seen/source.ts';

const GROUP = 'secrets-store.csi.x-k8s.io';
const classes = metadataOf(resource(GROUP, 'v1', 'secretproviderclasses', 'SecretProviderClass'));
const statuses = resource<ClassMount>(GROUP, 'v1', 'secretproviderclasspodstatuses', 'SecretProviderClassPodStatus');

const WITHOUT = 'nothing rolls for a SecretProviderClass';

export interface ClassOptions extends Pick<FollowOptions<KubeObject>, 'namespaces' | 'fieldSelector' | 'labelSelector'> {
  readonly keys: Pick<AnnotationKeys, 'ignore' | 'match'>;
  /** The keys to look at for a class, by its own key. */
  readonly concerned: (key: string) => Iterable<ReloadKey>;
  /** Told of what changes for a pod, and whom that wakes, whom it answers. */
  readonly heard: (delta: Delta<ClassMount>, woken: readonly ReloadKey[] | 'nobody could see it') => readonly ReloadKey[];
}

/** The SecretProviderClasses that pods have something of, each with what they have. Where the cluster knows of none, there are none. */
export function followClasses(
  { follow }: Pick<ReloadParts, 'follow'>,
  { keys, concerned, heard, labelSelector, ...where }: ClassOptions,
): Pick<Store<Source>, 'get' | 'by' | 'synced'> {
  const read = new Set([keys.ignore, keys.match, HOLD, SHARE_WITH]);
  const known = follow(classes, {
    ...where,
    ...(labelSelector === undefined ? {} : { labelSelector }),
    optional: true,
    without: WITHOUT,
    transform: ({ metadata: { name, namespace, uid, resourceVersion, annotations = {} } = {} }) => ({
      metadata: {
        name,
        namespace,
        uid,
        resourceVersion,
        annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => read.has(key))),
      },
    }),
    indexes: { namespace: ({ metadata }) => [metadata?.namespace ?? ''] },
    keys: ({ object }) => concerned(keyOf(object)),
  });
  const mounts = follow(statuses, {
    ...where,
    optional: true,
    without: WITHOUT,
    transform: mountOf,
    indexes: { class: (mount) => [classKeyOf(mount)] },
    keys: (delta) =>
      heard(
        delta,
        delta.type === 'updated' && sameMount(delta.old, delta.object) ? 'nobody could see it' : [...concerned(classKeyOf(delta.object))],
      ),
  });
  const withMounts = (found: KubeObject): readonly Source[] => {
    const own = mounts.by('class', keyOf(found));
    const { annotations } = found.metadata ?? {};
    return own.slice(-1).map(({ content }) => ({
      metadata: found.metadata,
      content,
      mounts: own,
      ignored: annotations?.[keys.ignore] === 'true',
      matches: annotations?.[keys.match] === 'true',
      hold: annotations?.[HOLD],
      sharedWith: annotations?.[SHARE_WITH],
    }));
  };
  return {
    get: (key) => [known.get(key) ?? []].flat().flatMap(withMounts)[0],
    by: (index, namespace) => known.by(index, namespace).flatMap(withMounts),
    get synced() {
      return known.synced && mounts.synced;
    },
  };
}

const classKeyOf = ({ metadata, className }: ClassMount): string => `${metadata?.namespace}/${className}`;
