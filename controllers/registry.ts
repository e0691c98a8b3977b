import type { AnyController } from './runtime/definition.ts';
import type { Invocation } from './runtime/start.ts';

export interface ControllerEntry {
  readonly summary: string;
  load(): Promise<AnyController>;
  /** What else can be asked of it, by a word before its flags: it answers, and does not run. */
  readonly questions?: Readonly<Record<string, { readonly summary: string; load(): Promise<(invocation: Invocation) => Promise<number>> }>>;
}

/** The controllers that `civ controller` knows: each is loaded when it is asked for. */
export const controllers: Readonly<Record<string, ControllerEntry>> = {
  'config-reload': {
    summary: 'rolls workloads when the ConfigMaps and Secrets that they use change',
    load: async () => (await import('./config-reload/config-reload.ts')).configReload,
    questions: {
      why: {
        summary: 'says why it rolls a workload, or why not',
        load: async () => (await import('./config-reload/why/why.ts')).why,
      },
    },
  },
  dashboard: {
    summary: 'shows realms in the browser',
    load: async () => (await import('./dashboard/dashboard.ts')).dashboard,
  },
  demand: {
    summary: 'gives shops with a range the workers that the whole chain needs',
    load: async () => (await import('./demand/demand.ts')).demand,
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
