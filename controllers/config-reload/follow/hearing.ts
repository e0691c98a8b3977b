import type { Delta } from '../../../kube/follow/store.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { ReloadKey } from '../seen/reload-key.ts';
import type { SourceType } from '../seen/source-type.ts';
import { resourceOfType, type ReloadMetrics } from '../tell/metrics.ts';

type Woken = readonly ReloadKey[] | 'nobody could see it';
type Heard = (type: SourceType, delta: Pick<Delta<KubeObject>, 'type' | 'initial'>, woken: Woken) => readonly ReloadKey[];

const EVENT_TYPES = { added: 'add', updated: 'update', deleted: 'delete' } as const;

/** Counts what was heard of sources, and that it has ended where nobody is to be woken. Answers who is. */
export const createEventCounter =
  (metrics: ReloadMetrics): Heard =>
  (type, { type: event, initial }, woken) => {
    const found = woken === 'nobody could see it' ? [] : woken;
    if (!initial) metrics.received(EVENT_TYPES[event], resourceOfType(type));
    if (woken === 'nobody could see it') metrics.skipped('no_data_change');
    if (found.length === 0 && !initial) metrics.processed(EVENT_TYPES[event], resourceOfType(type), 'skipped');
    return found;
  };
