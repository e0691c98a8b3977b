import { Counter, Histogram, type Registry } from 'prom-client';
import type { SourceChange } from '../decide/compare.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import { typeAndName, type SourceType } from '../seen/source-type.ts';
import { countQueue } from './queue-metrics.ts';
import { SECONDS } from './seconds.ts';

export type EventType = 'add' | 'update' | 'delete';
type Result = 'success' | 'error' | 'skipped';

/** What kind of event a change comes from. */
export const eventOf = ({ cause }: SourceChange): EventType => EVENTS[cause];
const EVENTS: Readonly<Record<SourceChange['cause'], EventType>> = { created: 'add', changed: 'update', deleted: 'delete' };

/** What Reloader watches for each type. */
const RESOURCES: Readonly<Record<SourceType, string>> = {
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  SecretProviderClass: 'secretproviderclasspodstatuses',
};
export const resourceOfType = (type: SourceType): string => RESOURCES[type];
export const resourceOf = (id: string): string => resourceOfType(typeAndName(id).type);

/** Reloader's metrics, by its names. */
export interface ReloadMetrics {
  received(event: EventType, resource: string): void;
  skipped(reason: 'no_data_change' | 'ignored_or_not_selected' | 'strategy_not_updated'): void;
  /** A change of a source came to an end, for one of those that it concerned. */
  processed(event: EventType, resource: string, result: Result): void;
  scanned(kind: string): void;
  matched(kind: string): void;
  /** A key was looked at; `skipped`: there was nothing to do. */
  reconciled(result: Result, tookMs: number): void;
  /** A reload was tried on one workload. */
  acted(kind: string, namespace: string, success: boolean, tookMs: number): void;
}

export function createReloadMetrics(
  { metrics, watchQueue }: Pick<ReloadParts, 'metrics' | 'watchQueue'>,
  byNamespace: boolean,
): ReloadMetrics {
  const registers = [metrics];
  const counted = { ...countReloads(registers, byNamespace), ...countChanges(registers), ...countLooks(registers) };
  countQueue(registers, watchQueue);
  return counted;
}

/** What was tried on workloads. */
function countReloads(registers: Registry[], byNamespace: boolean): Pick<ReloadMetrics, 'acted'> {
  const executed = new Counter({
    registers,
    name: 'reloader_reload_executed_total',
    help: 'Reloads that were tried',
    labelNames: ['success'],
  });
  for (const success of ['true', 'false']) executed.inc({ success }, 0);
  const executedIn = byNamespace
    ? new Counter({
        registers,
        name: 'reloader_reload_executed_total_by_namespace',
        help: 'The same, by namespace',
        labelNames: ['success', 'namespace'],
      })
    : undefined;
  const actions = new Counter({
    registers,
    name: 'reloader_action_total',
    help: 'Reloads of workloads, by kind and result',
    labelNames: ['workload_kind', 'result'],
  });
  const latency = new Histogram({
    registers,
    name: 'reloader_action_latency_seconds',
    help: 'How long the reload of a workload took',
    labelNames: ['workload_kind'],
    buckets: SECONDS,
  });
  const errors = new Counter({ registers, name: 'reloader_errors_total', help: 'Reloads that failed, by type', labelNames: ['type'] });
  return {
    acted(kind, namespace, success, tookMs) {
      executed.inc({ success: String(success) });
      executedIn?.inc({ success: String(success), namespace });
      actions.inc({ workload_kind: kind, result: success ? 'success' : 'error' });
      latency.observe({ workload_kind: kind }, tookMs / 1_000);
      if (!success) errors.inc({ type: 'update' });
    },
  };
}

/** What became of the changes of sources. */
function countChanges(registers: Registry[]): Pick<ReloadMetrics, 'received' | 'skipped' | 'matched' | 'processed'> {
  const events = new Counter({
    registers,
    name: 'reloader_events_received_total',
    help: 'Changes of sources that were heard of',
    labelNames: ['event_type', 'resource_type'],
  });
  const skips = new Counter({
    registers,
    name: 'reloader_skipped_total',
    help: 'Changes that rolled nothing, by the reason',
    labelNames: ['reason'],
  });
  const matches = new Counter({
    registers,
    name: 'reloader_workloads_matched_total',
    help: 'Workloads that a change concerned',
    labelNames: ['kind'],
  });
  const ends = new Counter({
    registers,
    name: 'reloader_events_processed_total',
    help: 'Changes of sources that came to an end, for each workload that they concerned',
    labelNames: ['event_type', 'resource_type', 'result'],
  });
  return {
    received: (event_type, resource_type) => events.inc({ event_type, resource_type }),
    skipped: (reason) => skips.inc({ reason }),
    matched: (kind) => matches.inc({ kind }),
    processed: (event_type, resource_type, result) => ends.inc({ event_type, resource_type, result }),
  };
}

/** How often keys were looked at. */
function countLooks(registers: Registry[]): Pick<ReloadMetrics, 'scanned' | 'reconciled'> {
  const scans = new Counter({
    registers,
    name: 'reloader_workloads_scanned_total',
    help: 'Workloads that were compared with their sources',
    labelNames: ['kind'],
  });
  const reconciles = new Counter({ registers, name: 'reloader_reconcile_total', help: 'Reconciles, by result', labelNames: ['result'] });
  const reconcileSeconds = new Histogram({
    registers,
    name: 'reloader_reconcile_duration_seconds',
    help: 'How long reconciles took',
    labelNames: ['result'],
    buckets: SECONDS,
  });
  const retries = new Counter({ registers, name: 'reloader_retries_total', help: 'Reconciles that failed and are tried again' });
  for (const result of ['success', 'error', 'skipped']) reconciles.inc({ result }, 0);
  return {
    scanned: (kind) => scans.inc({ kind }),
    reconciled(result, tookMs) {
      reconciles.inc({ result });
      reconcileSeconds.observe({ result }, tookMs / 1_000);
      if (result === 'error') retries.inc();
    },
  };
}
