import type { StoredObject } from './kube-object.ts';

/** What a container wrote: one line, and when. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

interface ContainerLog {
  /** All that is kept of what it has written. */
  readonly past: readonly LogLine[];
  /** What it writes from then on, without a gap; ends when the container does, or `signal` aborts. */
  following(signal: AbortSignal): AsyncIterable<LogLine>;
}

/** What runs the pods tells the server what only it can know. */
export interface NodeHooks {
  /** Undefined where the container has not been started; `previous` asks for the run before a restart. */
  log(pod: StoredObject, container: string, previous: boolean): ContainerLog | undefined;
  /** Where a port of a running pod is reached from this process. */
  address(pod: StoredObject, port: number): { readonly host: string; readonly port: number } | undefined;
}
