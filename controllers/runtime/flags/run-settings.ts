import type { RunOptions } from '../run-options.ts';
import type { RuntimeSettings } from './runtime-flags.ts';

/** What the flags of every controller say of how it is run. */
export const runSettings = (
  settings: RuntimeSettings,
): Pick<RunOptions, 'workers' | 'deadlineMs' | 'resyncMs' | 'drainMs' | 'staleMs'> => ({
  workers: settings.workers,
  deadlineMs: settings['reconcile-timeout'],
  resyncMs: settings.resync,
  drainMs: settings['drain-timeout'],
  staleMs: settings['stale-after'],
});
