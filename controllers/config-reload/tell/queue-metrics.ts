import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ReloadParts } from '../seen/reload-key.ts';
import { SECONDS } from './seconds.ts';

/** The runtime's queue once more, as Reloader calls it. */
export function countQueue(registers: Registry[], watchQueue: ReloadParts['watchQueue']): void {
  const adds = new Counter({ registers, name: 'reloader_workqueue_adds_total', help: 'Keys added to the queue' });
  const latency = new Histogram({
    registers,
    name: 'reloader_workqueue_latency_seconds',
    help: 'How long a key was ready before it was worked on',
    buckets: SECONDS,
  });
  watchQueue({ added: () => adds.inc(), taken: (ms) => latency.observe(ms / 1_000), done: () => {} });
  void new Gauge({
    registers,
    name: 'reloader_workqueue_depth',
    help: 'Keys that are ready and wait for a worker',
    async collect() {
      const known = await registers[0]?.getSingleMetric('workqueue_depth')?.get();
      this.set((known?.values ?? []).reduce((sum, { value }) => sum + value, 0));
    },
  });
}
