// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';

export interface MetaV1Condition {
  readonly lastTransitionTime: string;
  readonly message: string;
  readonly observedGeneration?: number;
  readonly reason: string;
  readonly status: string;
  readonly type: string;
}

export interface MetaV1DeleteOptions {
  readonly apiVersion?: string;
  readonly dryRun?: readonly string[];
  readonly gracePeriodSeconds?: number;
  readonly ignoreStoreReadErrorWithClusterBreakingPotential?: boolean;
  readonly kind?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: MetaV1Preconditions;
  readonly propagationPolicy?: string;
}

export interface MetaV1FieldSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface MetaV1LabelSelector {
  readonly matchExpressions?: readonly MetaV1LabelSelectorRequirement[];
  readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface MetaV1LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface MetaV1ListMeta {
  readonly continue?: string;
  readonly remainingItemCount?: number;
  readonly resourceVersion?: string;
  readonly selfLink?: string;
  readonly shardInfo?: MetaV1ShardInfo;
}

export interface MetaV1ManagedFieldsEntry {
  readonly apiVersion?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: object;
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly time?: string;
}

export interface MetaV1ObjectMeta {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly generateName?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly managedFields?: readonly MetaV1ManagedFieldsEntry[];
  readonly name?: string;
  readonly namespace?: string;
  readonly ownerReferences?: KeyedList<MetaV1OwnerReference, 'uid'>;
  readonly resourceVersion?: string;
  readonly selfLink?: string;
  readonly uid?: string;
}

export interface MetaV1OwnerReference {
  readonly apiVersion: string;
  readonly blockOwnerDeletion?: boolean;
  readonly controller?: boolean;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export interface MetaV1Preconditions {
  readonly resourceVersion?: string;
  readonly uid?: string;
}

export interface MetaV1ShardInfo {
  readonly selector: string;
}

export interface MetaV1Status {
  readonly apiVersion?: string;
  readonly code?: number;
  readonly details?: MetaV1StatusDetails;
  readonly kind?: string;
  readonly message?: string;
  readonly metadata?: MetaV1ListMeta;
  readonly reason?: string;
  readonly status?: string;
}

export interface MetaV1StatusCause {
  readonly field?: string;
  readonly message?: string;
  readonly reason?: string;
}

export interface MetaV1StatusDetails {
  readonly causes?: readonly MetaV1StatusCause[];
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly retryAfterSeconds?: number;
  readonly uid?: string;
}
