import { APPLIED_ANNOTATION, LAST_RELOADED_FROM_ANNOTATION, NOTIFIED_ANNOTATION } from '../../../model/keys.ts';
import type { ReloadSettings } from '../flags.ts';
import type { SourceType } from './source-type.ts';

/** The annotations by which workloads and sources say what they want. Reloader's, and each may be renamed by a flag where its may. */
export interface AnnotationKeys {
  readonly auto: string;
  readonly autoFor: Readonly<Record<SourceType, string>>;
  readonly named: Readonly<Record<SourceType, string>>;
  readonly search: string;
  readonly match: string;
  readonly ignore: string;
  readonly excluded: Readonly<Record<SourceType, string>>;
  readonly pausePeriod: string;
  readonly pausedAt: string;
}

export const EXCLUDED: Readonly<Record<SourceType, string>> = {
  ConfigMap: 'configmaps.exclude.reloader.stakater.com/reload',
  Secret: 'secrets.exclude.reloader.stakater.com/reload',
  SecretProviderClass: 'secretproviderclasses.exclude.reloader.stakater.com/reload',
};

export const annotationKeysOf = (settings: ReloadSettings): AnnotationKeys => ({
  auto: settings['auto-annotation'],
  autoFor: {
    ConfigMap: settings['configmap-auto-annotation'],
    Secret: settings['secret-auto-annotation'],
    SecretProviderClass: 'secretproviderclass.reloader.stakater.com/auto',
  },
  named: {
    ConfigMap: settings['configmap-annotation'],
    Secret: settings['secret-annotation'],
    SecretProviderClass: 'secretproviderclass.reloader.stakater.com/reload',
  },
  search: settings['auto-search-annotation'],
  match: settings['search-match-annotation'],
  ignore: settings['ignore-annotation'],
  excluded: EXCLUDED,
  pausePeriod: settings['pause-deployment-annotation'],
  pausedAt: settings['pause-deployment-time-annotation'],
});

/** On a pod template, by the strategy `annotations`: what it was reloaded from last. */
export const LAST_RELOADED_FROM = LAST_RELOADED_FROM_ANNOTATION;

/** On a Rollout: `restart` has its pods recreated as they are, without a change of its template. */
export const ROLLOUT_STRATEGY = 'reloader.stakater.com/rollout-strategy';

/** On a workload: which content of each source its pods have. Never on the template, which that would roll. */
export const APPLIED = APPLIED_ANNOTATION;
/** The same where changes are posted and nothing is rolled: which content of each source the receiver was told of. */
export const NOTIFIED = NOTIFIED_ANNOTATION;
/** On a source: the pods that are replaced when its content changes, as a label selector. */
export const POD_DELETE_MATCH = 'magalix.com/podDeleteMatch';
/** On a source: the other namespaces whose workloads may name it. */
export const SHARE_WITH = 'reload.civ8s.dev/share-with';

/** On a workload: `used`, or a list: only these keys of the sources count. */
export const KEYS = 'reload.civ8s.dev/keys';
/** On a workload, or on a source for all that share it: what becomes of rolls that are due. */
export const HOLD = 'reload.civ8s.dev/hold';
/** On a workload: when it rolls, of those that share a source. */
export const WAVE = 'reload.civ8s.dev/wave';
/** On a workload, or on a source that has pods replaced: when that may be, and when not. Empty: whenever, whatever the flags say. */
export const WINDOW = 'reload.civ8s.dev/window';
export const BLACKOUT = 'reload.civ8s.dev/blackout';
/** On a Job that only keeps what another is to become: which one, and the whole of what it becomes. */
export const REPLACES = 'reload.civ8s.dev/replaces';
export const REPLACEMENT = 'reload.civ8s.dev/replacement';
