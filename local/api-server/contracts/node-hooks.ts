import type { Readable, Writable } from 'node:stream';
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

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A process of a container, as somebody far away speaks with it. */
export interface RemoteProcess {
  /** Absent where it takes no input. */
  readonly stdin?: Writable;
  readonly stdout: Readable;
  /** Absent on a terminal, which shows both in one. */
  readonly stderr?: Readable;
  resize(size: TerminalSize): void;
  /** Resolves with its exit code, once all that it wrote is in the streams; rejects where it could not be started. */
  readonly ended: Promise<number>;
  /** Nobody is interested any more. */
  leave(): void;
}

/** What something used of the machine, over a while. */
export interface Usage {
  /** Processors, as many as would have been busy all the time. */
  readonly cores: number;
  readonly bytes: number;
  /** How long it was looked at, and until when, in ms since 1970. */
  readonly windowMs: number;
  readonly at: number;
}

/** What runs the pods tells the server what only it can know. */
export interface NodeHooks {
  /** Undefined where the container has not been started; `previous` asks for the run before a restart. */
  log(pod: StoredObject, container: string, previous: boolean): ContainerLog | undefined;
  /** Starts a command beside the container's own process. Undefined where the container does not run. */
  exec(pod: StoredObject, container: string, command: readonly string[], terminal: boolean): RemoteProcess | undefined;
  /** The container's own process, from now on. Undefined where the container does not run. */
  attach(pod: StoredObject, container: string): RemoteProcess | undefined;
  /** What `kubectl top` shows. Absent: nothing measures it, and the group metrics.k8s.io is not there. */
  readonly usage?: {
    ofNode(name: string): Usage | undefined;
    /** Undefined where it does not run. */
    ofContainer(pod: StoredObject, container: string): Usage | undefined;
  };
  /** Where a port of a running pod is reached from this process. */
  address(pod: StoredObject, port: number): { readonly host: string; readonly port: number } | undefined;
}
