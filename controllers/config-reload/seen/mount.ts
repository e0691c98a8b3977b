import { createHash } from 'node:crypto';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { Content } from './content.ts';
import { contentMarker } from './marker.ts';

/** What one pod has of a SecretProviderClass, as the CSI driver says it: a SecretProviderClassPodStatus. */
export interface ClassMount extends KubeObject {
  readonly className: string;
  readonly content: Content;
  /** The same text: the same content. */
  readonly fingerprint: string;
  /** Was it exchanged under the pod, which began with another content? */
  readonly rotated: boolean;
}

interface PodStatus extends KubeObject {
  readonly status?: {
    readonly secretProviderClassName?: string;
    readonly objects?: readonly { readonly id?: string; readonly version?: string }[];
  };
}

/** The transform of a followed collection. */
export function mountOf({ metadata = {}, status = {} }: PodStatus): ClassMount {
  const { name, namespace, uid, resourceVersion, generation } = metadata;
  const { secretProviderClassName: className = '', objects = [] } = status;
  const versions = objects.map(({ id = '', version = '' }) => [id, version] as const);
  return {
    metadata: { name, namespace, uid, resourceVersion },
    className,
    content: {
      marker: contentMarker([...versions, ['SecretProviderClassName', className]]),
      values: Object.fromEntries(versions.map(([id, version]) => [id, digest(version)])),
    },
    fingerprint: digest(JSON.stringify(versions)),
    // The API server counts what changes but metadata: the driver writes one status as the pod is made, and the next when it rotates.
    rotated: generation !== 1,
  };
}

/** Would nobody see a difference between the two? */
export const sameMount = (one: ClassMount, other: ClassMount): boolean =>
  one.className === other.className && one.rotated === other.rotated && one.fingerprint === other.fingerprint;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
