import { keyed } from '../runtime/keyed.ts';
import { createPerformer } from './act/carry-out.ts';
import { createRehearsal, type Rehearsal } from './act/rehearse.ts';
import { createPodsRehearsal } from './act/rehearse-pods.ts';
import { createPodReplacer } from './act/replace-pods.ts';
import { restoringRecords } from './act/restore-record.ts';
import { createHandOver, createPoster } from './act/webhook.ts';
import { createBrake } from './brake.ts';
import { createDebounce } from './decide/debounce.ts';
import { policyOf, strategyOf } from './decide/policy.ts';
import { createRollTimes } from './decide/roll-times.ts';
import { flags, refuseContradictions, replacesPods, withOriginalNamespace, type ReloadSettings } from './flags.ts';
import { OPEN_GATE } from './gate.ts';
import { createDigestKey } from './follow/digest-key.ts';
import { createLook } from './follow/look.ts';
import { createLookAtPodsInTime, createLookInTime } from './follow/look-in-time.ts';
import { createLookAtPods } from './follow/look-at-pods.ts';
import { createShareReports } from './follow/share-reports.ts';
import { followAll, type ReloadStores } from './follow/reload-stores.ts';
import { createPodReplacementStates } from './follow/replacements.ts';
import { createBorrowerReports } from './follow/template-elsewhere.ts';
import { reconciling } from './reconcile.ts';
import { writingRights } from './rights.ts';
import { annotationKeysOf } from './seen/annotation-keys.ts';
import { reloadKeys, type ReloadKey, type ReloadParts } from './seen/reload-key.ts';
import { alertsOf } from './tell/alerts.ts';
import { serveCpuProfiles } from './tell/cpu-profile.ts';
import { createMetaInfoPublisher } from './tell/meta-info.ts';
import { createReloadMetrics, type ReloadMetrics } from './tell/metrics.ts';
import { createReceiver, type Receiver } from './tell/post.ts';

/** Rolls the workloads that use a ConfigMap or a Secret when its content changes. */
export const configReload = keyed<typeof flags, ReloadKey>(reloadKeys, {
  name: 'config-reload',
  summary: 'rolls workloads when the ConfigMaps and Secrets that they use change',
  flags,
  readsOnly: (settings) => settings['dry-run'],
  rights: (given) => writingRights(withOriginalNamespace(given)),
  setUp(all, given) {
    refuseContradictions(given);
    const settings = withOriginalNamespace(given);
    const parts = settings.events ? all : { ...all, recordEvent: () => {} };
    const { clock, wall } = parts;
    const isDryRun = settings['dry-run'];
    const receiver = receiverOf(parts, settings);
    serveCpuProfiles(parts, settings);
    logMode(parts, settings);

    const metrics = createReloadMetrics(parts, settings['metrics-by-namespace'] === 'enabled');
    const stores = followAll(parts, settings, metrics);
    const { watched, sources, moments, records } = stores;
    const { workloads, perform } = actingOn(stores, { parts, settings, metrics, receiver });

    const digestKey = createDigestKey(settings['state-namespace'], { keep: !isDryRun });
    const debounce = createDebounce(clock, settings.debounce);
    const replacements = createPodReplacementStates(settings);
    const policy = policyOf(settings);
    const rollTimes = createRollTimes(settings);
    const looking = { watched, workloads, sources, moments, records, policy, strategy: strategyOf(settings), digestKey, metrics, wall };
    const look = createShareReports(
      { parts, watched, sources, types: policy.types, keys: annotationKeysOf(settings) },
      createBorrowerReports(parts, createLookInTime(parts, rollTimes, createLook(looking))),
    );
    const replacing = { parts, replacements, how: settings['pod-replacement'] };
    return reconciling({
      debounce,
      gate: receiver === undefined ? createBrake({ parts, settings, stores, workloads }) : OPEN_GATE,
      metrics,
      clock,
      look,
      perform,
      lookAtPods: createLookAtPodsInTime(
        { ...parts, sources },
        rollTimes,
        createLookAtPods({ parts, watched, sources, replacements, debounce, digestKey }),
      ),
      performPods: isDryRun ? createPodsRehearsal(replacing) : createPodReplacer(replacing),
      post: receiver === undefined ? async () => 'on-change' : createPoster({ parts, metrics, receiver, workloads, look }),
      publish: createMetaInfoPublisher(parts, settings),
    });
  },
});

const receiverOf = ({ clock }: ReloadParts, { 'webhook-url': url }: ReloadSettings): Receiver | undefined =>
  url === '' ? undefined : createReceiver({ url, flag: '--webhook-url', clock });

function logMode({ log }: ReloadParts, settings: ReloadSettings): void {
  if (replacesPods(settings) && settings['pod-state'] === 'memory')
    log.warn({}, 'pods are not replaced for what changes while this process is down');
  if (settings['pods-only'] && settings.namespaces.length > 0)
    log.info({ namespaces: settings.namespaces }, 'pods are replaced in these namespaces only');
  if (settings['dry-run']) log.info({}, 'dry run: what would roll is told, and nothing is written');
}

interface ActOptions {
  readonly parts: ReloadParts;
  readonly settings: ReloadSettings;
  readonly metrics: ReloadMetrics;
  /** Changes are posted to it, and nothing rolls. */
  readonly receiver: Receiver | undefined;
}

/** What becomes of what is decided; and the workloads to decide on, which are others only in a dry run. */
function actingOn({ workloads, sources, records }: ReloadStores, { parts, settings, metrics, receiver }: ActOptions): Rehearsal {
  const keys = annotationKeysOf(settings);
  if (settings['dry-run'])
    return createRehearsal(workloads, {
      log: parts.log,
      keys,
      autoReloadAll: settings['auto-reload-all'],
      matches: (namespace, id) => sources.in(namespace).get(id)?.matches ?? true,
    });
  const act =
    receiver !== undefined
      ? createHandOver(parts)
      : createPerformer({ parts, metrics, alert: alertsOf(parts, settings), pausedAt: keys.pausedAt });
  return { workloads, perform: restoringRecords({ parts, records }, act) };
}
