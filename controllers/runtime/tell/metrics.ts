import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestDone } from '../../../kube/client/client.ts';
import type { Queue, QueueObserver } from '../queue/queue.ts';
import type { ReconcileResult } from '../queue/workers.ts';

/** What a controller tells Prometheus: in controller-runtime's and client-go's names, so that dashboards made for those work. */
export interface RuntimeMetrics {
  readonly queue: QueueObserver;
  retried(): void;
  reconcileBegan(): void;
  reconcileEnded(result: ReconcileResult, tookMs: number): void;
  /** A reconcile failed by a defect of its code. */
  reconcilePanicked(): void;
  requestDone(request: RequestDone): void;
  reflectFailed(resource: string): void;
  eventDropped(): void;
  leads(yes: boolean): void;
  /** Also read at each scrape. */
  watchQueue(queue: Queue): void;
  watchStore(resource: string, size: () => number): void;
  /** The page that Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
  /** For what a controller counts of its own. */
  readonly registry: Registry;
}

export interface MetricsOptions {
  readonly controller: string;
  readonly workers: number;
  readonly lease: string;
}

const RECONCILE_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5,
  5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
const QUEUE_SECONDS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1_000];
const REQUEST_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

export function createMetrics({ controller, workers, lease }: MetricsOptions): RuntimeMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const queue = queueMetrics(registers, controller);
  const reconcile = reconcileMetrics(registers, controller, workers);

  const requests = new Counter({
    registers,
    name: 'rest_client_requests_total',
    help: 'HTTP requests to the API server, by status code, method and host',
    labelNames: ['code', 'method', 'host'],
  });
  const requestSeconds = new Histogram({
    registers,
    name: 'rest_client_request_duration_seconds',
    help: 'How long requests to the API server took',
    labelNames: ['verb', 'host'],
    buckets: REQUEST_SECONDS,
  });
  const reflectErrors = new Counter({
    registers,
    name: 'civ_reflect_errors_total',
    help: 'Failed lists and watches, by resource',
    labelNames: ['resource'],
  });
  const eventsDropped = new Counter({ registers, name: 'civ_events_dropped_total', help: 'Kubernetes Events that were not written' });
  const leading = new Gauge({ registers, name: 'leader_election_master_status', help: '1 while this process leads', labelNames: ['name'] });
  leading.set({ name: lease }, 0);
  const stores: { readonly resource: string; readonly size: () => number }[] = [];
  void new Gauge({
    registers,
    name: 'civ_store_objects',
    help: 'Objects held in memory, by resource',
    labelNames: ['resource'],
    collect() {
      this.reset();
      for (const { resource, size } of stores) this.inc({ resource }, size());
    },
  });

  return {
    ...queue,
    ...reconcile,
    requestDone({ code, method, host, durationMs }) {
      requests.inc({ code, method, host });
      requestSeconds.observe({ verb: method, host }, durationMs / 1_000);
    },
    reflectFailed: (resource) => reflectErrors.inc({ resource }),
    eventDropped: () => eventsDropped.inc(),
    leads: (yes) => leading.set({ name: lease }, yes ? 1 : 0),
    watchStore: (resource, size) => void stores.push({ resource, size }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
    registry,
  };
}

function queueMetrics(registers: Registry[], controller: string): Pick<RuntimeMetrics, 'queue' | 'retried' | 'watchQueue'> {
  const labels = { name: controller, controller };
  const labelNames = ['name', 'controller'];
  const adds = new Counter({ registers, name: 'workqueue_adds_total', help: 'Keys added to the queue', labelNames });
  const retries = new Counter({ registers, name: 'workqueue_retries_total', help: 'Keys added again after a failure', labelNames });
  const waited = new Histogram({
    registers,
    name: 'workqueue_queue_duration_seconds',
    help: 'How long a key was ready before it was worked on',
    labelNames,
    buckets: QUEUE_SECONDS,
  });
  const worked = new Histogram({
    registers,
    name: 'workqueue_work_duration_seconds',
    help: 'How long the work on a key took',
    labelNames,
    buckets: QUEUE_SECONDS,
  });
  adds.inc(labels, 0);
  retries.inc(labels, 0);
  return {
    queue: {
      added: () => adds.inc(labels),
      taken: (ms) => waited.observe(labels, ms / 1_000),
      done: (ms) => worked.observe(labels, ms / 1_000),
    },
    retried: () => retries.inc(labels),
    watchQueue(watched) {
      void new Gauge({
        registers,
        name: 'workqueue_depth',
        help: 'Keys that are ready and wait for a worker',
        labelNames: [...labelNames, 'priority'],
        collect() {
          const { live, background } = watched.depth();
          this.set({ ...labels, priority: '0' }, live);
          this.set({ ...labels, priority: '-100' }, background);
        },
      });
      void new Gauge({
        registers,
        name: 'workqueue_unfinished_work_seconds',
        help: 'How long the keys in work have been there, together',
        labelNames,
        collect() {
          this.set(labels, watched.workedMs().reduce((sum, ms) => sum + ms, 0) / 1_000);
        },
      });
      void new Gauge({
        registers,
        name: 'workqueue_longest_running_processor_seconds',
        help: 'How long the key has been in work that is there longest',
        labelNames,
        collect() {
          this.set(labels, Math.max(0, ...watched.workedMs()) / 1_000);
        },
      });
    },
  };
}

function reconcileMetrics(
  registers: Registry[],
  controller: string,
  workers: number,
): Pick<RuntimeMetrics, 'reconcileBegan' | 'reconcileEnded' | 'reconcilePanicked'> {
  const labelNames = ['controller'];
  const total = new Counter({
    registers,
    name: 'controller_runtime_reconcile_total',
    help: 'Reconciles, by result',
    labelNames: ['controller', 'result'],
  });
  const errors = new Counter({ registers, name: 'controller_runtime_reconcile_errors_total', help: 'Reconciles that failed', labelNames });
  const panics = new Counter({
    registers,
    name: 'controller_runtime_reconcile_panics_total',
    help: 'Reconciles that failed by a defect of their code',
    labelNames,
  });
  const seconds = new Histogram({
    registers,
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'How long reconciles took',
    labelNames,
    buckets: RECONCILE_SECONDS,
  });
  const active = new Gauge({ registers, name: 'controller_runtime_active_workers', help: 'Reconciles that run now', labelNames });
  const stale = new Counter({
    registers,
    name: 'stale_sync_skips_total',
    help: 'Turns put off because the cache had not seen the last own write',
    labelNames,
  });
  new Gauge({ registers, name: 'controller_runtime_max_concurrent_reconciles', help: 'Reconciles that may run at once', labelNames }).set(
    { controller },
    workers,
  );
  for (const result of ['success', 'requeue_after', 'error']) total.inc({ controller, result }, 0);
  errors.inc({ controller }, 0);
  panics.inc({ controller }, 0);
  stale.inc({ controller }, 0);
  return {
    reconcileBegan: () => active.inc({ controller }),
    reconcilePanicked: () => panics.inc({ controller }),
    reconcileEnded(result, tookMs) {
      active.dec({ controller });
      if (result === 'stale') stale.inc({ controller });
      if (result === 'stale' || result === 'cut') return;
      total.inc({ controller, result });
      if (result === 'error') errors.inc({ controller });
      seconds.observe({ controller }, tookMs / 1_000);
    },
  };
}
