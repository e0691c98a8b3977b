import { parseWindows } from '../../ground/time/windows/parse-windows.ts';
import { PAUSED_AT_ANNOTATION } from '../../model/keys.ts';
import { choice, duration, key, list, namespaces, text, toggle } from '../runtime/flags/flag-values.ts';
import { rate, share } from './limit-flags.ts';
import { BadValue, UsageError, type Flag, type Settings } from '../runtime/flags/flags.ts';

const annotation = (fallback: string, help: string): Flag<string> => key({ fallback, help });

/** As Reloader reads it: `true`, and nothing else, is yes. */
const exactlyTrue = (about: { readonly help: string; readonly env: readonly string[] }): Flag<boolean> => ({
  ...about,
  default: false,
  shownDefault: 'false',
  parse: (given) => given === 'true',
});

/** Some of a few words, in any case. */
const words = (known: readonly string[], help: string): Flag<readonly string[]> => {
  const plain = list({ value: known.join('|'), help });
  return {
    ...plain,
    parse(given, before) {
      const all = plain.parse(given, before).map((word) => word.toLowerCase());
      if (!all.every((word) => known.includes(word))) throw new BadValue(`it is one of ${known.join(', ')}`);
      return all;
    },
  };
};

/** Windows of time, as `parseWindows` reads them. */
const windows = ({ help }: { readonly help: string }): Flag<string> => {
  const plain = text({ value: 'windows', help });
  return {
    ...plain,
    parse(given, before) {
      const parsed = given.trim() === '' ? undefined : parseWindows(given);
      if (parsed !== undefined && 'problem' in parsed) throw new BadValue(parsed.problem);
      return plain.parse(given, before);
    },
  };
};

/** Reloader's flags by their own names, and ours at the end. */
export const flags = {
  'auto-annotation': annotation('reloader.stakater.com/auto', 'on a workload: any source that its pods use'),
  'configmap-auto-annotation': annotation('configmap.reloader.stakater.com/auto', 'the same, of ConfigMaps'),
  'secret-auto-annotation': annotation('secret.reloader.stakater.com/auto', 'the same, of Secrets'),
  'configmap-annotation': annotation(
    'configmap.reloader.stakater.com/reload',
    'on a workload: the ConfigMaps whose changes roll it, as regular expressions',
  ),
  'secret-annotation': annotation('secret.reloader.stakater.com/reload', 'the same, of Secrets'),
  'auto-search-annotation': annotation(
    'reloader.stakater.com/search',
    'on a workload: those that its pods use and that carry the next one',
  ),
  'search-match-annotation': annotation('reloader.stakater.com/match', 'on a source: workloads that search take it'),
  'ignore-annotation': annotation('reloader.stakater.com/ignore', 'on a source: its changes roll nothing'),
  'pause-deployment-annotation': annotation(
    'deployment.reloader.stakater.com/pause-period',
    'on a Deployment: several changes within this time make one rollout',
  ),
  'pause-deployment-time-annotation': annotation(PAUSED_AT_ANNOTATION, 'where the beginning of that time is written'),
  'auto-reload-all': toggle({ help: 'as if every workload that says nothing else had the auto annotation' }),
  'reload-strategy': choice({
    words: ['env-vars', 'annotations', 'default'],
    fallback: 'env-vars',
    help: 'how a pod template is changed so that it rolls',
  }),
  'reload-on-create': toggle({ help: 'a source that appears rolls the workloads that it concerns' }),
  'reload-on-delete': toggle({ help: 'a source that disappears does so too' }),
  'sync-after-restart': toggle({
    help: 'with --reload-on-create: workloads without a record roll unless they carry the marker of what is there',
  }),
  'roll-when-unsure': toggle({
    help: 'a workload without a record rolls once where its template and its source were written in the same second, so that nobody can tell which came first',
  }),
  namespaces: namespaces({
    env: ['KUBERNETES_NAMESPACE', 'res_namespace'],
    help: 'only these namespaces; without it all, and with --pods-only default',
  }),
  'all-namespaces': toggle({ help: 'with --pods-only and without --namespaces: all of them, and not just default' }),
  'namespaces-to-ignore': namespaces({ help: 'all namespaces but these' }),
  'namespace-selector': list({ value: 'label=value', help: 'only namespaces with all of these labels; key:* or key=* for any value' }),
  'resource-label-selector': list({ value: 'label=value', help: 'only sources with all of these labels' }),
  'resources-to-ignore': words(['configmaps', 'secrets'], 'a type of source that is not even read; one of the two'),
  'helm-releases': toggle({
    help: 'read the Secrets too that Helm keeps its releases in, of type helm.sh/release.v1: large, many, and used by no pod',
  }),
  'ignored-workload-types': words(['jobs', 'cronjobs'], 'kinds of workloads that are left alone, and not even read'),
  'is-Argo-Rollouts': toggle({ help: 'Argo Rollouts are workloads too, where the cluster has them' }),
  'enable-csi-integration': toggle({
    help: 'SecretProviderClasses of the CSI driver for secrets are sources too, where the cluster has them',
  }),
  'metrics-by-namespace': choice({
    words: ['disabled', 'enabled'],
    fallback: 'disabled',
    env: ['METRICS_COUNT_BY_NAMESPACE'],
    help: 'count reloads by namespace as well',
  }),
  window: windows({
    help: 'workloads roll only within these times, unless their annotation reload.civ8s.dev/window says others: "Mon-Fri 09:00-17:00 Europe/Berlin"',
  }),
  blackout: windows({
    help: 'workloads do not roll within these times, unless their annotation reload.civ8s.dev/blackout says others: "Dec 20-31; Jan 1-2 Europe/Berlin"',
  }),
  debounce: duration({
    env: ['DEBOUNCE'],
    fallback: '1s',
    help: 'a workload rolls once its sources have been quiet for so long; 0: at once',
  }),
  'max-rolls': rate({
    fallback: 'none',
    help: 'so many rollouts at most in any stretch of so much time, in the whole cluster',
  }),
  'max-rolls-per-namespace': rate({ fallback: 'none', help: 'the same, of each namespace for itself' }),
  'max-unavailable': share({
    fallback: '10,10%',
    help: 'of the workloads that share a changed source, so many may be rolled and not available again; the others wait',
  }),
  'pod-delete-match': toggle({
    fallback: true,
    help: 'a source with the annotation magalix.com/podDeleteMatch has the pods replaced that its selector matches',
  }),
  'pod-replacement': choice({
    words: ['evict', 'delete', 'all-at-once'],
    fallback: 'evict',
    env: ['POD_REPLACEMENT'],
    help: 'how: one at a time as disruption budgets allow, one at a time whatever they say, or all together',
  }),
  'pods-only': toggle({ help: 'only that: no workload is even read' }),
  'pod-state': choice({
    words: ['configmap', 'memory'],
    fallback: 'configmap',
    help: 'where it is noted which content pods have: in the ConfigMap civ8s-config-reload, or nowhere: then changes during downtime are missed',
  }),
  events: toggle({ fallback: true, help: 'write Kubernetes Events' }),
  'run-suspended-cronjobs': toggle({ help: 'a change starts a Job of a suspended CronJob too' }),
  'rerun-finished-jobs': toggle({ help: 'a change runs Jobs again that have ended' }),
  'secret-markers': choice({
    words: ['sha1', 'keyed'],
    fallback: 'sha1',
    help: 'what stands for a Secret on a pod template: its SHA-1, as Reloader writes it and anybody could try values against, or a hash with a key of our own',
  }),
  'enable-ha': toggle({ help: 'has no effect: where the cluster grants the Lease, a leader is always elected' }),
  'enable-pprof': toggle({ help: 'serve profiles of V8 at /debug/pprof/profile?seconds=30, for DevTools and speedscope' }),
  'pprof-addr': text({ value: 'host:port', fallback: ':6060', help: 'where' }),
  'meta-info-namespace': text({
    value: 'namespace',
    env: ['RELOADER_NAMESPACE'],
    help: 'where the ConfigMap reloader-meta-info is published, which tells tools how this is set; empty: nowhere',
  }),
  'meta-info-deployment': text({ value: 'name', env: ['RELOADER_DEPLOYMENT_NAME'], help: 'the Deployment that it names' }),
  'webhook-url': text({
    value: 'url',
    help: 'roll nothing, and post each change here with the workloads that it concerns; it is never logged',
  }),
  'alert-on-reload': exactlyTrue({ env: ['ALERT_ON_RELOAD'], help: 'post an alert for each reload' }),
  'alert-webhook-url': text({
    value: 'url',
    env: ['ALERT_WEBHOOK_URL'],
    help: 'where alerts are posted to; better given by the environment, from a Secret: it is never logged',
  }),
  'alert-sink': text({
    value: 'slack|teams|gchat|raw',
    env: ['ALERT_SINK'],
    fallback: 'raw',
    help: 'the shape of an alert; any other word is raw: plain text',
  }),
  'alert-additional-info': text({
    value: 'text',
    env: ['ALERT_ADDITIONAL_INFO'],
    help: 'what an alert begins with: the name of the cluster, say',
  }),
  'alert-webhook-proxy': text({ value: 'url', env: ['ALERT_WEBHOOK_PROXY'], help: 'the proxy that alerts are posted through' }),
  'dry-run': toggle({ help: 'only tell what would roll, and why: nothing is written, and it may run beside any other' }),
  'state-namespace': text({
    value: 'namespace',
    env: ['POD_NAMESPACE', 'RELOADER_NAMESPACE'],
    fallback: 'default',
    help: 'where the key is kept that digests of Secrets are made with, and the note of replaced pods',
  }),
};

export type ReloadSettings = Settings<typeof flags>;

/** Are pods replaced that a source asks for? Not where changes are posted. */
export const replacesPods = (settings: ReloadSettings): boolean => settings['pod-delete-match'] && settings['webhook-url'] === '';

/** With `--pods-only` the namespace that is not named is `default`, as in the script that deleted pods. */
export function withOriginalNamespace(settings: ReloadSettings): ReloadSettings {
  const { 'all-namespaces': all, 'namespaces-to-ignore': ignored, 'namespace-selector': selector } = settings;
  const says = settings.namespaces.length > 0 || all || ignored.length > 0 || selector.length > 0;
  return settings['pods-only'] && !says ? { ...settings, namespaces: ['default'] } : settings;
}

/** Throws a UsageError for flags that leave nothing to do together. */
export function refuseContradictions(settings: ReloadSettings): void {
  if (settings['dry-run'] && settings['webhook-url'] !== '')
    throw new UsageError('--dry-run and --webhook-url exclude each other: with the second one nothing would roll');
  if (settings['all-namespaces'] && settings.namespaces.length > 0)
    throw new UsageError(`--all-namespaces and --namespaces=${settings.namespaces.join()} exclude each other: leave one out`);
  if (settings['pods-only'] && !replacesPods(settings))
    throw new UsageError(
      '--pods-only leaves nothing to do with --pod-delete-match=false, or with --webhook-url, which has pods left alone',
    );
}
