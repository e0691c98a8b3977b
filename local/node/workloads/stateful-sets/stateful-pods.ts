import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../../../kube/objects/built-in.ts';
import { ownerReference } from '../../owner-reference.ts';
import type { RevisedTemplate } from '../revisions.ts';

export const REVISION_LABEL = 'controller-revision-hash';

/** The number at the end of its name; undefined for a pod that is none of the set's. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number | undefined {
  const prefix = `${set.metadata?.name ?? ''}-`;
  const rest = metadata?.name?.startsWith(prefix) === true ? metadata.name.slice(prefix.length) : '';
  return /^\d+$/.test(rest) ? Number(rest) : undefined;
}

const claimName = (set: StatefulSet, template: string, ordinal: number): string => `${template}-${set.metadata?.name ?? ''}-${ordinal}`;

/** What a pod with this number keeps, however often it is replaced. */
export const claimsOf = (set: StatefulSet, ordinal: number): readonly PersistentVolumeClaim[] =>
  (set.spec?.volumeClaimTemplates ?? []).map(({ metadata, spec }) => ({
    metadata: {
      ...metadata,
      name: claimName(set, metadata?.name ?? '', ordinal),
      namespace: set.metadata?.namespace ?? '',
      labels: { ...metadata?.labels, ...set.spec?.selector.matchLabels },
    },
    ...(spec === undefined ? {} : { spec }),
  }));

/** A pod with a name, a host name and volumes of its own. */
export function statefulPod(set: StatefulSet, template: RevisedTemplate, revision: string, ordinal: number): Pod {
  const setName = set.metadata?.name ?? '';
  const name = `${setName}-${ordinal}`;
  const claims = (set.spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '');
  const volumes = [
    ...claims.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) } })),
    ...(template.spec?.volumes ?? []).filter((volume) => !claims.includes(volume.name)),
  ];
  return {
    metadata: {
      ...template.metadata,
      name,
      generateName: `${setName}-`,
      namespace: set.metadata?.namespace ?? '',
      labels: {
        ...template.metadata?.labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [REVISION_LABEL]: revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
      ownerReferences: [ownerReference({ apiVersion: 'apps/v1', kind: 'StatefulSet', object: set })],
    },
    ...(template.spec === undefined
      ? {}
      : {
          spec: {
            ...template.spec,
            hostname: name,
            subdomain: set.spec?.serviceName ?? '',
            ...(volumes.length > 0 ? { volumes } : {}),
          },
        }),
  };
}
