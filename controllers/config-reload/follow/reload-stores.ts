import { replacesPods, type ReloadSettings } from '../flags.ts';
import { annotationKeysOf } from '../seen/annotation-keys.ts';
import { kindsOf } from '../seen/kinds.ts';
import { selectorOf } from '../../runtime/flags/label-terms.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import { knownTypesOf, sourceTypesOf } from '../seen/source-type.ts';
import type { ReloadMetrics } from '../tell/metrics.ts';
import { followSources, type FollowedSources } from './followed-sources.ts';
import { followWorkloads, type FollowedWorkloads } from './followed-workloads.ts';
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
}

export function followAll(parts: ReloadParts, settings: ReloadSettings, metrics: ReloadMetrics): ReloadStores {
  const place = placeOf(settings);
  const keys = annotationKeysOf(settings);
  const types = sourceTypesOf(settings);
  let heard = 0;
  const count = () => ++heard;
  const moments = createTemplateMoments(count);
  const records = createRememberedRecords(parts.clock);
  const workloads = followWorkloads(parts, {
    heard(delta) {
      moments.note(delta);
      records.note(delta);
    },
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
    labelSelector: selectorOf(settings['resource-label-selector']),
    readsHelmReleases: settings['helm-releases'],
    replacesPods: replacesPods(settings),
    concerned: workloads.concerned,
    count,
  });
  return { watched, workloads, sources, moments, records };
}
