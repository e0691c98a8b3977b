// Written by scripts/write-kinds.ts: change that.
import type { CoreV1EventSource, CoreV1ObjectReference } from './core-v1.ts';
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface EventsV1Event {
  readonly action?: string;
  readonly apiVersion?: string;
  readonly deprecatedCount?: number;
  readonly deprecatedFirstTimestamp?: string;
  readonly deprecatedLastTimestamp?: string;
  readonly deprecatedSource?: CoreV1EventSource;
  readonly eventTime: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly note?: string;
  readonly reason?: string;
  readonly regarding?: CoreV1ObjectReference;
  readonly related?: CoreV1ObjectReference;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly series?: EventsV1EventSeries;
  readonly type?: string;
}

export interface EventsV1EventSeries {
  readonly count: number;
  readonly lastObservedTime: string;
}
