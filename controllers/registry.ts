import type { Controller } from './runtime/definition.ts';
import type { FlagTable } from './runtime/flags/flags.ts';

/** The controllers that `civ controller` knows: each is loaded when it is asked for. */
export const controllers: Readonly<Record<string, { readonly summary: string; load(): Promise<Controller<FlagTable, string, unknown>> }>> =
  {
    'config-reload': {
      summary: 'rolls workloads when the ConfigMaps and Secrets that they use change',
      load: async () => (await import('./config-reload/config-reload.ts')).configReload,
    },
    'pod-timestamp': {
      summary: 'writes the time on pods that ask for it',
      load: async () => (await import('./pod-timestamp/pod-timestamp.ts')).podTimestamp,
    },
    'resource-events': {
      summary: 'publishes every change of every chosen resource to a message bus',
      load: async () => (await import('./resource-events/resource-events.ts')).resourceEvents,
    },
  };
