import { replacesPods, type ReloadSettings } from '../flags.ts';
import { annotationKeysOf } from '../seen/annotation-keys.ts';
import { kindsOf } from '../seen/kinds.ts';
import { selectorOf } from '../../runtime/flags/label-terms.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import { knownTypesOf, sourceTypesOf } from '../seen/source-type.ts';
import type { ReloadMetrics } from '../tell/metrics.ts';
import { followSources, type FollowedSources } from './followed-sources.ts';
import { followWorkloads, type FollowedWorkloads } from './followed-workloads.ts';
import type { Delta } from '../../../kube/follow/store.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';
import { createRememberedRecords, type RememberedRecords } from './remembered-records.ts';
import { placeOf, watchedNamespacesOf, type WatchedNamespaces } from './watched-namespaces.ts';
import { createTemplateMoments, type TemplateMoments } from './template-moments.ts';

/** All that config-reload follows. */
export interface ReloadStores {
  readonly watched: WatchedNamespaces;
  readonly workloads: FollowedWorkloads;
  readonly sources: FollowedSources;
  readonly moments: TemplateMoments;
  readonly records: RememberedRecords;
  /** Has a listener told of each change of a workload. */
  readonly hear: (listener: (kind: WorkloadKind, delta: Delta<Workload>) => void) => void;
}

export function followAll(
  parts: Pick<ReloadParts, 'follow' | 'clock' | 'log'>,
  settings: ReloadSettings,
  metrics: ReloadMetrics,
): ReloadStores {
  const place = placeOf(settings);
  const keys = annotationKeysOf(settings);
  const types = sourceTypesOf(settings);
  let heard = 0;
  const count = () => ++heard;
  const moments = createTemplateMoments(count);
  const records = createRememberedRecords(parts.clock);
  const listeners = [
    (_: WorkloadKind, delta: Delta<Workload>) => moments.note(delta),
    (_: WorkloadKind, delta: Delta<Workload>) => records.note(delta),
  ];
  const workloads = followWorkloads(parts, {
    heard: (kind, delta) => listeners.forEach((listener) => listener(kind, delta)),
    kinds: kindsOf(settings),
    reading: {
      keys,
      autoReloadAll: settings['auto-reload-all'],
      types: knownTypesOf(settings),
      posts: settings['webhook-url'] !== '',
    },
    place,
  });
  const watched = watchedNamespacesOf(parts, settings, workloads.in);
  const sources = followSources(parts, {
    types,
    keys,
    metrics,
    place,
    watched,
    labelSelector: selectorOf(settings['resource-label-selector']),
    readsHelmReleases: settings['helm-releases'],
    replacesPods: replacesPods(settings),
    concerned: workloads.concerned,
    count,
  });
  return { watched, workloads, sources, moments, records, hear: (listener) => void listeners.push(listener) };
}
