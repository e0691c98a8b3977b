// Written by scripts/write-kinds.ts: change that.
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface CoordinationV1Lease {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: CoordinationV1LeaseSpec;
}

export interface CoordinationV1LeaseSpec {
  readonly acquireTime?: string;
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly leaseTransitions?: number;
  readonly preferredHolder?: string;
  readonly renewTime?: string;
  readonly strategy?: string;
}
