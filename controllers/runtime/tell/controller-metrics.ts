import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Queue, QueueObserver } from '../queue/queue.ts';
import type { ReconcileResult } from '../queue/workers.ts';

/** What is counted of one controller, in a process that may have several. */
export interface ControllerMetrics {
  readonly queue: QueueObserver;
  retried(): void;
  reconcileBegan(): void;
  reconcileEnded(result: ReconcileResult, tookMs: number): void;
  /** A reconcile failed by a defect of its code. */
  reconcilePanicked(): void;
  /** Also read at each scrape. */
  watchQueue(queue: Queue): void;
}

const RECONCILE_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5,
  5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
const QUEUE_SECONDS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1_000];

/** In controller-runtime's and client-go's names: one set of metrics, and a label for each controller. */
export function createControllerMetrics(registry: Registry): (controller: string, workers: number) => ControllerMetrics {
  const queueOf = queueMetrics([registry]);
  const reconcilesOf = reconcileMetrics([registry]);
  return (controller, workers) => ({ ...queueOf(controller), ...reconcilesOf(controller, workers) });
}

function queueMetrics(registers: Registry[]): (controller: string) => Pick<ControllerMetrics, 'queue' | 'retried' | 'watchQueue'> {
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
  const queues: { readonly labels: Record<'name' | 'controller', string>; readonly watched: Queue }[] = [];
  void new Gauge({
    registers,
    name: 'workqueue_depth',
    help: 'Keys that are ready and wait for a worker',
    labelNames: [...labelNames, 'priority'],
    collect() {
      for (const { labels, watched } of queues) {
        const { live, background } = watched.depth();
        this.set({ ...labels, priority: '0' }, live);
        this.set({ ...labels, priority: '-100' }, background);
      }
    },
  });
  const secondsOf = (name: string, help: string, msOf: (queue: Queue) => number): void =>
    void new Gauge({
      registers,
      name,
      help,
      labelNames,
      collect() {
        for (const { labels, watched } of queues) this.set(labels, msOf(watched) / 1_000);
      },
    });
  secondsOf('workqueue_unfinished_work_seconds', 'How long the keys in work have been there, together', (queue) =>
    queue.workedMs().reduce((sum, ms) => sum + ms, 0),
  );
  secondsOf('workqueue_longest_running_processor_seconds', 'How long the key has been in work that is there longest', (queue) =>
    Math.max(0, ...queue.workedMs()),
  );
  return (controller) => {
    const labels = { name: controller, controller };
    adds.inc(labels, 0);
    retries.inc(labels, 0);
    return {
      queue: {
        added: () => adds.inc(labels),
        taken: (ms) => waited.observe(labels, ms / 1_000),
        done: (ms) => worked.observe(labels, ms / 1_000),
      },
      retried: () => retries.inc(labels),
      watchQueue: (watched) => void queues.push({ labels, watched }),
    };
  };
}

function reconcileMetrics(
  registers: Registry[],
): (controller: string, workers: number) => Pick<ControllerMetrics, 'reconcileBegan' | 'reconcileEnded' | 'reconcilePanicked'> {
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
  const most = new Gauge({
    registers,
    name: 'controller_runtime_max_concurrent_reconciles',
    help: 'Reconciles that may run at once',
    labelNames,
  });
  return (controller, workers) => {
    most.set({ controller }, workers);
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
  };
}
