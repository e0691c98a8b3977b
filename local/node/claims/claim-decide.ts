import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/objects/built-in.ts';

/** On a volume that this node has made. */
const PROVISIONED = { 'pv.kubernetes.io/provisioned-by': 'node.civ8s.dev' };

/** What a claim gets on this machine: a folder, which stays until the claim goes. */
export interface Provision {
  readonly volume: PersistentVolume;
  /** What the claim says from then on. */
  readonly claim: Pick<PersistentVolumeClaim, 'metadata' | 'spec' | 'status'>;
}

export const volumeNameOf = ({ metadata }: PersistentVolumeClaim): string => `pvc-${metadata?.uid ?? ''}`;

/** Has it got the folder that this node has made for it? */
export const isProvisioned = (claim: PersistentVolumeClaim): boolean =>
  claim.status?.phase === 'Bound' && claim.spec?.volumeName === volumeNameOf(claim);

/** Undefined for a claim that has a volume, that goes, or that wants what a folder is not. */
export function decideClaim(claim: PersistentVolumeClaim, folder: string): Provision | undefined {
  const { metadata, spec } = claim;
  const name = volumeNameOf(claim);
  const isOurs = spec?.volumeName === undefined || spec.volumeName === name;
  if (!isOurs || isProvisioned(claim) || metadata?.deletionTimestamp !== undefined || spec?.volumeMode === 'Block') return undefined;
  const { accessModes = [], resources, storageClassName } = spec ?? {};
  const capacity = { storage: resources?.requests?.['storage'] ?? '1Gi' };
  const reference = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace: metadata?.namespace,
    name: metadata?.name,
    uid: metadata?.uid,
  };
  return {
    volume: {
      metadata: { name, annotations: PROVISIONED },
      spec: {
        accessModes,
        capacity,
        claimRef: reference,
        hostPath: { path: folder },
        persistentVolumeReclaimPolicy: 'Delete',
        ...(storageClassName === undefined ? {} : { storageClassName }),
      },
    },
    claim: {
      metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' } },
      spec: { volumeName: name },
      status: { phase: 'Bound', accessModes, capacity },
    },
  };
}

/** Volumes of this node whose claims are gone. */
export const abandoned = (volumes: readonly PersistentVolume[], uids: ReadonlySet<string>): readonly PersistentVolume[] =>
  volumes.filter(
    ({ metadata, spec }) =>
      metadata?.annotations?.['pv.kubernetes.io/provisioned-by'] === PROVISIONED['pv.kubernetes.io/provisioned-by'] &&
      metadata.deletionTimestamp === undefined &&
      !uids.has(spec?.claimRef?.uid ?? ''),
  );
