// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { CoreV1PersistentVolumeSpec, CoreV1TopologySelectorTerm } from './core-v1.ts';
import type { MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface StorageV1CSIDriver {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: StorageV1CSIDriverSpec;
}

export interface StorageV1CSIDriverSpec {
  readonly attachRequired?: boolean;
  readonly fsGroupPolicy?: string;
  readonly nodeAllocatableUpdatePeriodSeconds?: number;
  readonly podInfoOnMount?: boolean;
  readonly preventPodSchedulingIfMissing?: boolean;
  readonly requiresRepublish?: boolean;
  readonly seLinuxMount?: boolean;
  readonly serviceAccountTokenInSecrets?: boolean;
  readonly storageCapacity?: boolean;
  readonly tokenRequests?: readonly StorageV1TokenRequest[];
  readonly volumeLifecycleModes?: readonly string[];
}

export interface StorageV1CSINode {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: StorageV1CSINodeSpec;
}

export interface StorageV1CSINodeDriver {
  readonly allocatable?: StorageV1VolumeNodeResources;
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys?: readonly string[];
}

export interface StorageV1CSINodeSpec {
  readonly drivers: KeyedList<StorageV1CSINodeDriver, 'name'>;
}

export interface StorageV1CSIStorageCapacity {
  readonly apiVersion?: string;
  readonly capacity?: string;
  readonly kind?: string;
  readonly maximumVolumeSize?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly nodeTopology?: MetaV1LabelSelector;
  readonly storageClassName: string;
}

export interface StorageV1StorageClass {
  readonly allowVolumeExpansion?: boolean;
  readonly allowedTopologies?: readonly CoreV1TopologySelectorTerm[];
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly mountOptions?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly provisioner: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
}

export interface StorageV1TokenRequest {
  readonly audience: string;
  readonly expirationSeconds?: number;
}

export interface StorageV1VolumeAttachment {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: StorageV1VolumeAttachmentSpec;
  readonly status?: StorageV1VolumeAttachmentStatus;
}

export interface StorageV1VolumeAttachmentSource {
  readonly inlineVolumeSpec?: CoreV1PersistentVolumeSpec;
  readonly persistentVolumeName?: string;
}

export interface StorageV1VolumeAttachmentSpec {
  readonly attacher: string;
  readonly nodeName: string;
  readonly source: StorageV1VolumeAttachmentSource;
}

export interface StorageV1VolumeAttachmentStatus {
  readonly attachError?: StorageV1VolumeError;
  readonly attached: boolean;
  readonly attachmentMetadata?: Readonly<Record<string, string>>;
  readonly detachError?: StorageV1VolumeError;
}

export interface StorageV1VolumeAttributesClass {
  readonly apiVersion?: string;
  readonly driverName: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface StorageV1VolumeError {
  readonly errorCode?: number;
  readonly message?: string;
  readonly time?: string;
}

export interface StorageV1VolumeNodeResources {
  readonly count?: number;
}
