import type { ReloadSettings } from '../flags.ts';
import { sourceTypesOf, type SourceType } from '../seen/source-type.ts';

/** By what change of the pod template. */
export type ReloadStrategy = 'env-vars' | 'annotations';

/** When to roll. */
export interface Policy {
  /** The types that are looked at. */
  readonly types: readonly SourceType[];
  readonly autoReloadAll: boolean;
  readonly onCreate: boolean;
  readonly onDelete: boolean;
  /** Workloads without a record roll where Reloader's marker is missing. */
  readonly syncAfterRestart: boolean;
  /** One rolls as well where it cannot be told whether it has what is there: its template and its source were written in the same second. */
  readonly rollsUnsure: boolean;
  /** Also a suspended CronJob starts a Job. */
  readonly runSuspended: boolean;
  /** Also a Job that has ended is run again. */
  readonly rerunFinished: boolean;
  /** What stands for a Secret on a pod template is made with a key of ours, and not the SHA-1 that Reloader writes. */
  readonly keyedMarkers: boolean;
  /** Changes are posted, and nothing rolls: a record says what the receiver was told of. */
  readonly posts: boolean;
}

/** What the flags say about when to roll. */
export const policyOf = (settings: ReloadSettings): Policy => ({
  types: sourceTypesOf(settings),
  autoReloadAll: settings['auto-reload-all'],
  onCreate: settings['reload-on-create'],
  onDelete: settings['reload-on-delete'],
  syncAfterRestart: settings['sync-after-restart'],
  rollsUnsure: settings['roll-when-unsure'],
  runSuspended: settings['run-suspended-cronjobs'],
  rerunFinished: settings['rerun-finished-jobs'],
  keyedMarkers: settings['secret-markers'] === 'keyed',
  posts: settings['webhook-url'] !== '',
});

/** And by what change of the pod template. */
export const strategyOf = (settings: ReloadSettings): ReloadStrategy =>
  settings['reload-strategy'] === 'annotations' ? 'annotations' : 'env-vars';
