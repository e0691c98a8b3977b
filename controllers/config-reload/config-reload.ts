import type { Controller } from '../runtime/definition.ts';
import { UsageError } from '../runtime/flags/flags.ts';
import { createPerformer } from './act/carry-out.ts';
import { alertsOf } from './tell/alerts.ts';
import { serveCpuProfiles } from './tell/cpu-profile.ts';
import { createDebounce } from './decide/debounce.ts';
import { createDigestKey } from './follow/digest-key.ts';
import { annotationKeysOf, flags, kindsOf, knownTypesOf, sourceTypesOf, type ReloadSettings } from './flags.ts';
import { followSources } from './follow/followed-sources.ts';
import { followWorkloads } from './follow/followed-workloads.ts';
import { createLook } from './follow/look.ts';
import { createMetaInfoPublisher } from './tell/meta-info.ts';
import { createReloadMetrics } from './tell/metrics.ts';
import { createReceiver } from './tell/post.ts';
import { reconcileWorkloads } from './reconcile.ts';
import { createRehearsal } from './act/rehearse.ts';
import { createPodReplacer } from './act/replace-pods.ts';
import { inConfigMap, inMemory, inMemoryOver, type PodReplacementStates } from './follow/replacements.ts';
import { scopeOf, type Scope } from './decide/scope.ts';
import { createBorrowerReports } from './follow/template-elsewhere.ts';
import { handingOn, createPoster } from './act/webhook.ts';

function replacementsOf(settings: ReloadSettings): PodReplacementStates {
  if (settings['pod-state'] === 'memory') return inMemory();
  const kept = inConfigMap(settings['state-namespace']);
  return settings['dry-run'] ? inMemoryOver(kept) : kept;
}

/** Rolls the workloads that use a ConfigMap or a Secret when its content changes. */
export const configReload: Controller<typeof flags> = {
  name: 'config-reload',
  summary: 'rolls workloads when the ConfigMaps and Secrets that they use change',
  flags,
  readsOnly: (settings) => settings['dry-run'],
  setUp(all, settings) {
    const parts = settings.events ? all : { ...all, tell: () => {} };
    const rehearse = settings['dry-run'];
    const webhook =
      settings['webhook-url'] === ''
        ? undefined
        : createReceiver({ url: settings['webhook-url'], flag: '--webhook-url', clock: parts.clock });
    if (rehearse && webhook !== undefined)
      throw new UsageError('--dry-run and --webhook-url exclude each other: with the second one nothing would roll');
    serveCpuProfiles(parts, settings);
    const types = sourceTypesOf(settings);
    const keys = annotationKeysOf(settings);
    const metrics = createReloadMetrics(parts, settings['metrics-by-namespace'] === 'enabled');
    const autoReloadAll = settings['auto-reload-all'];
    const scope: Scope = scopeOf(parts, settings, (namespace) => workloads.in(namespace));
    const { namespaces, fieldSelector } = scope;
    const workloads = followWorkloads(parts, {
      kinds: kindsOf(settings),
      reading: { keys, autoReloadAll, types: knownTypesOf(settings), posts: webhook !== undefined },
      namespaces,
      fieldSelector,
    });
    const replacesPods = settings['pod-delete-match'] && webhook === undefined;
    if (settings['pods-only'] && !replacesPods)
      throw new UsageError(
        '--pods-only leaves nothing to do with --pod-delete-match=false, or with --webhook-url, which has pods left alone',
      );
    if (replacesPods && settings['pod-state'] === 'memory')
      parts.log.warn({}, 'pods are not replaced for what changes while this process is down');
    if (rehearse) parts.log.info({}, 'dry run: what would roll is told, and nothing is written');
    const digestKey = createDigestKey(settings['state-namespace'], { keep: !rehearse });
    const debounce = createDebounce(parts.clock, settings.debounce);
    const sources = followSources(parts, {
      settings,
      replacesPods,
      types,
      keys,
      metrics,
      namespaces,
      fieldSelector,
      concerned: (namespace, id) => workloads.concerned(namespace, id),
    });
    const performer = rehearse
      ? createRehearsal({ parts, keys, autoReloadAll, sources })
      : webhook === undefined
        ? createPerformer({ parts, metrics, alert: alertsOf(parts, settings), pausedAt: keys.pausedAt })
        : handingOn(parts);
    const look = createBorrowerReports(
      parts,
      createLook({
        scope,
        workloads,
        sources,
        metrics,
        digestKey,
        wall: parts.wall,
        take: performer.take,
        policy: {
          types,
          autoReloadAll,
          onCreate: settings['reload-on-create'],
          onDelete: settings['reload-on-delete'],
          syncAfterRestart: settings['sync-after-restart'],
          runSuspended: settings['run-suspended-cronjobs'],
          rerunFinished: settings['rerun-finished-jobs'],
          keyedMarkers: settings['secret-markers'] === 'keyed',
        },
        strategy: settings['reload-strategy'] === 'annotations' ? 'annotations' : 'env-vars',
      }),
    );
    return createMetaInfoPublisher(
      parts,
      settings,
      reconcileWorkloads({
        scope,
        workloads,
        sources,
        debounce,
        look,
        performer,
        metrics,
        clock: parts.clock,
        post: webhook === undefined ? async () => 'on-change' : createPoster({ parts, metrics, receiver: webhook, workloads, look }),
        replacePods: createPodReplacer({
          parts,
          debounce,
          digestKey,
          how: settings['pod-replacement'],
          rehearse,
          replacements: replacementsOf(settings),
        }),
      }),
    );
  },
};
