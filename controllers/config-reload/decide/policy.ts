import type { ReloadSettings } from '../flags.ts';
import { sourceTypesOf } from '../seen/source-type.ts';
import type { Policy } from './compare.ts';
import type { ReloadStrategy } from './template-change.ts';

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
});

/** And by what change of the pod template. */
export const strategyOf = (settings: ReloadSettings): ReloadStrategy =>
  settings['reload-strategy'] === 'annotations' ? 'annotations' : 'env-vars';
