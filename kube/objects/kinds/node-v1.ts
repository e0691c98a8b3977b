// Written by scripts/write-kinds.ts: change that.
import type { CoreV1Toleration } from './core-v1.ts';
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface NodeV1Overhead {
  readonly podFixed?: Readonly<Record<string, string>>;
}

export interface NodeV1RuntimeClass {
  readonly apiVersion?: string;
  readonly handler: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly overhead?: NodeV1Overhead;
  readonly scheduling?: NodeV1Scheduling;
}

export interface NodeV1Scheduling {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly CoreV1Toleration[];
}
