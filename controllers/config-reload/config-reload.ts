import type { Controller } from '../runtime/definition.ts';
import { UsageError } from '../runtime/flags.ts';
import { carryingOut } from './carry-out.ts';
import { alertsOf } from './alerts.ts';
import { createDebounce } from './debounce.ts';
import { createDigestKey } from './digest-key.ts';
import { annotationKeysOf, flags, kindsOf, sourceTypesOf, type ReloadSettings } from './flags.ts';
import { followSources } from './followed-sources.ts';
import { followWorkloads } from './followed-workloads.ts';
import { createReloadMetrics } from './metrics.ts';
import { reconcileWorkloads } from './reconcile.ts';
import { rehearsing } from './rehearse.ts';
import { replacingPods } from './replace-pods.ts';
import { inConfigMap, inMemory, inMemoryOver, type Replacements } from './replacements.ts';
import { scopeOf, type Scope } from './scope.ts';

function replacementsOf(settings: ReloadSettings): Replacements {
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
    const types = sourceTypesOf(settings);
    const keys = annotationKeysOf(settings);
    const metrics = createReloadMetrics(parts.metrics, settings['metrics-by-namespace'] === 'enabled');
    const autoReloadAll = settings['auto-reload-all'];
    const scope: Scope = scopeOf(parts, settings, (namespace) => workloads.in(namespace));
    const { namespaces, fieldSelector } = scope;
    const workloads = followWorkloads(parts, { kinds: kindsOf(settings), reading: { keys, autoReloadAll }, namespaces, fieldSelector });
    const replacesPods = settings['pod-delete-match'];
    if (settings['pods-only'] && !replacesPods) throw new UsageError('--pods-only and --pod-delete-match=false leave nothing to do');
    if (replacesPods && settings['pod-state'] === 'memory') parts.log.warn({}, 'pods are not replaced for what changes while this process is down');
    const rehearse = settings['dry-run'];
    if (rehearse) parts.log.info({}, 'dry run: what would roll is told, and nothing is written');
    const digestKey = createDigestKey(settings['state-namespace'], { keep: !rehearse });
    const debounce = createDebounce(parts.clock, settings.debounce);
    const sources = followSources(parts, { settings, replacesPods, types, keys, metrics, namespaces, fieldSelector, concerned: (namespace, id) => workloads.concerned(namespace, id) });
    return reconcileWorkloads({
      scope, workloads, sources, wall: parts.wall,
      policy: { types, autoReloadAll, onCreate: settings['reload-on-create'], onDelete: settings['reload-on-delete'], syncAfterRestart: settings['sync-after-restart'], runSuspended: settings['run-suspended-cronjobs'], rerunFinished: settings['rerun-finished-jobs'] },
      strategy: settings['reload-strategy'] === 'annotations' ? 'annotations' : 'env-vars',
      debounce, digestKey,
      performer: rehearse ? rehearsing({ parts, keys, autoReloadAll, sources }) : carryingOut({ parts, metrics, alert: alertsOf(parts, settings), pausedAt: keys.pausedAt }),
      replacePods: replacingPods({ parts, debounce, digestKey, how: settings['pod-replacement'], rehearse, replacements: replacementsOf(settings) }),
    });
  },
};
