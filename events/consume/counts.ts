import { Counter, type Registry } from 'prom-client';

/** What a consumer counts. */
export interface EventCounts {
  read(typeName: string): void;
  /** Nobody wanted it. */
  ignored(typeName: string): void;
}

/** By the names and labels that kollect's consumers have; the label `key` would grow with the objects, and stays empty. */
export function createCounts(registry: Registry | undefined): EventCounts {
  if (registry === undefined) return { read: () => undefined, ignored: () => undefined };
  const read = counterIn(registry, 'kollect_events_read_total', 'Total number of events read from the stream');
  const ignored = counterIn(registry, 'kollect_events_ignored_total', 'Total number of events ignored from the stream');
  return {
    read: (type) => read.inc({ key: '', type }),
    ignored: (type) => ignored.inc({ key: '', type }),
  };
}

/** One registry may serve several consumers. */
function counterIn(registry: Registry, name: string, help: string): Counter<'key' | 'type'> {
  const known = registry.getSingleMetric(name);
  return known instanceof Counter ? known : new Counter({ name, help, labelNames: ['key', 'type'], registers: [registry] });
}
