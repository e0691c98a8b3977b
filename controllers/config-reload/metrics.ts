import { Counter, Histogram, type Registry } from 'prom-client';

/** Reloader's metrics, by its names. */
export interface ReloadMetrics {
  received(event: 'add' | 'update' | 'delete', resource: string): void;
  skipped(reason: 'no_data_change' | 'ignored_or_not_selected' | 'strategy_not_updated'): void;
  matched(kind: string): void;
  /** A reload was tried on one workload. */
  acted(kind: string, namespace: string, success: boolean, tookMs: number): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createReloadMetrics(registry: Registry, byNamespace: boolean): ReloadMetrics {
  const registers = [registry];
  const executed = new Counter({ registers, name: 'reloader_reload_executed_total', help: 'Reloads that were tried', labelNames: ['success'] });
  for (const success of ['true', 'false']) executed.inc({ success }, 0);
  const executedIn = byNamespace ? new Counter({ registers, name: 'reloader_reload_executed_total_by_namespace', help: 'The same, by namespace', labelNames: ['success', 'namespace'] }) : undefined;
  const actions = new Counter({ registers, name: 'reloader_action_total', help: 'Reloads of workloads, by kind and result', labelNames: ['workload_kind', 'result'] });
  const latency = new Histogram({ registers, name: 'reloader_action_latency_seconds', help: 'How long the reload of a workload took', labelNames: ['workload_kind'], buckets: SECONDS });
  const events = new Counter({ registers, name: 'reloader_events_received_total', help: 'Changes of sources that were heard of', labelNames: ['event_type', 'resource_type'] });
  const skips = new Counter({ registers, name: 'reloader_skipped_total', help: 'Changes that rolled nothing, by the reason', labelNames: ['reason'] });
  const matches = new Counter({ registers, name: 'reloader_workloads_matched_total', help: 'Workloads that a change concerned', labelNames: ['kind'] });
  const errors = new Counter({ registers, name: 'reloader_errors_total', help: 'Reloads that failed, by type', labelNames: ['type'] });
  return {
    received: (event_type, resource_type) => events.inc({ event_type, resource_type }),
    skipped: (reason) => skips.inc({ reason }),
    matched: (kind) => matches.inc({ kind }),
    acted(kind, namespace, success, tookMs) {
      executed.inc({ success: String(success) });
      executedIn?.inc({ success: String(success), namespace });
      actions.inc({ workload_kind: kind, result: success ? 'success' : 'error' });
      latency.observe({ workload_kind: kind }, tookMs / 1_000);
      if (!success) errors.inc({ type: 'update' });
    },
  };
}
