import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, type ConfigMap } from '../../../kube/objects/built-in.ts';
import { packageVersion } from '../../../model/package-version.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { Outcome } from '../../runtime/queue/outcome.ts';
import { EXCLUDED } from '../seen/annotation-keys.ts';
import type { ReloadSettings } from '../flags.ts';
import type { ReloadParts } from '../seen/reload-key.ts';

/** Where tools find out that a Reloader is here, and how it is set. */
export const META_INFO = 'reloader-meta-info';

/** After how long it is tried again where the cluster refused it: rights may be granted at any time. */
const REFUSED_MS = 60_000;

/** Publishes it when this process begins to lead, where a namespace for it is given. */
export function createMetaInfoPublisher(
  { always, log }: Pick<ReloadParts, 'always' | 'log'>,
  settings: ReloadSettings,
): (client: Client) => Promise<Outcome> {
  const namespace = settings['meta-info-namespace'];
  if (namespace !== '' && !settings['dry-run']) always({ of: 'meta-info' });
  let isTold = false;
  return async (client) => {
    try {
      await client.patch(configMaps, { namespace, name: META_INFO }, { apply: metaInfo(settings, namespace), force: true });
      return 'on-change';
    } catch (error) {
      if (!ApiError.is(error, 'forbidden', 'not-found')) throw error;
      if (!isTold) log.warn({ error }, 'the ConfigMap reloader-meta-info is not published');
      isTold = true;
      return { afterMs: REFUSED_MS };
    }
  };
}

/** In Reloader's names, as far as they mean something here. The address of a webhook is nobody's business. */
const metaInfo = (settings: ReloadSettings, namespace: string): ConfigMap => ({
  metadata: { namespace, name: META_INFO, labels: { 'reloader.stakater.com/meta-info': 'reloader' } },
  data: {
    buildInfo: JSON.stringify({ releaseVersion: packageVersion(), edition: 'civ8s' }),
    reloaderOptions: JSON.stringify({
      autoReloadAll: settings['auto-reload-all'],
      configmapUpdateOnChangeAnnotation: settings['configmap-annotation'],
      secretUpdateOnChangeAnnotation: settings['secret-annotation'],
      reloaderAutoAnnotation: settings['auto-annotation'],
      ignoreResourceAnnotation: settings['ignore-annotation'],
      configmapReloaderAutoAnnotation: settings['configmap-auto-annotation'],
      secretReloaderAutoAnnotation: settings['secret-auto-annotation'],
      configmapExcludeReloaderAnnotation: EXCLUDED.ConfigMap,
      secretExcludeReloaderAnnotation: EXCLUDED.Secret,
      autoSearchAnnotation: settings['auto-search-annotation'],
      searchMatchAnnotation: settings['search-match-annotation'],
      pauseDeploymentAnnotation: settings['pause-deployment-annotation'],
      pauseDeploymentTimeAnnotation: settings['pause-deployment-time-annotation'],
      reloadStrategy: settings['reload-strategy'] === 'default' ? 'env-vars' : settings['reload-strategy'],
      isArgoRollouts: settings['is-Argo-Rollouts'],
      reloadOnCreate: settings['reload-on-create'],
      reloadOnDelete: settings['reload-on-delete'],
      syncAfterRestart: settings['sync-after-restart'],
      enableHA: true,
      resourcesToIgnore: settings['resources-to-ignore'],
      workloadTypesToIgnore: settings['ignored-workload-types'],
      namespacesToIgnore: settings['namespaces-to-ignore'],
      namespaceSelectors: settings['namespace-selector'],
      resourceSelectors: settings['resource-label-selector'],
    }),
    deploymentInfo: JSON.stringify({ name: settings['meta-info-deployment'], namespace }),
  },
});
