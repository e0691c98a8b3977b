import type { Controller } from '../runtime/definition.ts';
import { createDebounce } from './debounce.ts';
import { createDigestKey } from './digest-key.ts';
import { annotationKeysOf, flags, kindsOf, sourceTypesOf } from './flags.ts';
import { followSources } from './followed-sources.ts';
import { followWorkloads } from './followed-workloads.ts';
import { createReloadMetrics } from './metrics.ts';
import { reconcileWorkloads } from './reconcile.ts';
import { scopeOf, type Scope } from './scope.ts';

/** Rolls the workloads that use a ConfigMap or a Secret when its content changes. */
export const configReload: Controller<typeof flags> = {
  name: 'config-reload',
  summary: 'rolls workloads when the ConfigMaps and Secrets that they use change',
  flags,
  setUp(parts, settings) {
    const types = sourceTypesOf(settings);
    const keys = annotationKeysOf(settings);
    const metrics = createReloadMetrics(parts.metrics, settings['metrics-by-namespace'] === 'enabled');
    const autoReloadAll = settings['auto-reload-all'];
    const scope: Scope = scopeOf(parts, settings, (namespace) => workloads.in(namespace));
    const { namespaces, fieldSelector } = scope;
    const workloads = followWorkloads(parts, { kinds: kindsOf(settings), reading: { keys, autoReloadAll }, namespaces, fieldSelector });
    const sources = followSources(parts, { settings, types, keys, metrics, namespaces, fieldSelector, concerned: (namespace, id) => workloads.concerned(namespace, id) });
    return reconcileWorkloads({
      parts, scope, workloads, sources, metrics, pausedAt: keys.pausedAt,
      policy: { types, autoReloadAll, onCreate: settings['reload-on-create'], onDelete: settings['reload-on-delete'], syncAfterRestart: settings['sync-after-restart'], runSuspended: settings['run-suspended-cronjobs'], rerunFinished: settings['rerun-finished-jobs'] },
      strategy: settings['reload-strategy'] === 'annotations' ? 'annotations' : 'env-vars',
      debounce: createDebounce(parts.clock, settings.debounce),
      digestKey: createDigestKey(settings['state-namespace']),
    });
  },
};
