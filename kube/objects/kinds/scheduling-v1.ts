// Written by scripts/write-kinds.ts: change that.
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface SchedulingV1PriorityClass {
  readonly apiVersion?: string;
  readonly description?: string;
  readonly globalDefault?: boolean;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly preemptionPolicy?: string;
  readonly value?: number;
}
