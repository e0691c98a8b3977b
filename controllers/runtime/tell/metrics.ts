import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestDone } from '../../../kube/client/client.ts';
import { createControllerMetrics, type ControllerMetrics } from './controller-metrics.ts';

/** What a process tells Prometheus: in controller-runtime's and client-go's names, so that dashboards made for those work. */
export interface RuntimeMetrics {
  /** Those of one of its controllers. */
  of(controller: string, workers: number): ControllerMetrics;
  requestDone(request: RequestDone): void;
  reflectFailed(resource: string): void;
  eventDropped(): void;
  leads(yes: boolean): void;
  /** Also read at each scrape. */
  watchStore(resource: string, size: () => number): void;
  /** The page that Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
  /** For what controllers count of their own. */
  readonly registry: Registry;
}

const REQUEST_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

export interface MetricsOptions {
  readonly lease: string;
  /** Also what Node knows of the process, such as its memory, which is observed until it ends. @default true */
  readonly ofProcess?: boolean;
}

export function createMetrics({ lease, ofProcess = true }: MetricsOptions): RuntimeMetrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
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
    of: createControllerMetrics(registry),
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
