import type { Duplex } from 'node:stream';
import type { Client, RequestDone, RequestOptions } from './client/client.ts';
import { createClient } from './client/create-client.ts';
import { systemClock, type Clock } from '../ground/time/clock.ts';
import { createAccess } from './access/kube-access.ts';
import { IN_CLUSTER, loadContext, type KubeconfigOptions, type KubeContext } from './access/kubeconfig.ts';
import type { ObjectName } from './objects/resource.ts';

export interface ConnectToOptions {
  /** For proxies, and for credential plugins. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the context is now, asked for when its credentials are no longer accepted. */
  readonly reload?: () => Promise<KubeContext>;
  /** Who is noted in managedFields, and told in User-Agent. @default civ8s */
  readonly program?: string;
  /** Requests at a time; others wait their turn. Streams are not counted. @default 32 */
  readonly concurrency?: number;
  /** How long a request may take that is not a stream and sets nothing else. @default 65 s */
  readonly timeoutMs?: number;
  /** Called once for each HTTP request that was answered, or failed; for retries too. */
  readonly onRequest?: (done: RequestDone) => void;
  /** What a credential plugin tells its user. */
  readonly onNotice?: (text: string) => void;
  readonly clock?: Clock;
  /** A stream in which nothing comes keeps no process alive. */
  readonly background?: boolean;
  /** The time of day, by which credentials expire. */
  readonly today?: () => number;
}

export type ConnectOptions = KubeconfigOptions & Omit<ConnectToOptions, 'reload'>;

export interface Connection {
  readonly client: Client;
  readonly server: string;
  readonly context: string;
  /** The context's namespace: `default` where it names none. */
  readonly namespace: string;
  /** A connection to a port of a pod, as `kubectl port-forward` makes one. Rejects, and ends, with ApiError. */
  forward(pod: ObjectName, port: number, options?: RequestOptions): Promise<Duplex>;
  /** Ends all connections, also those in use. */
  close(): Promise<void>;
}

/** Reads the kubeconfig, or a pod's own service account. Speaks to nobody yet. Throws ApiError `configuration`. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const context = await loadContext(options);
  // By its name: another context may have become the current one since.
  const reload = context.name === IN_CLUSTER ? undefined : () => loadContext({ ...options, context: context.name });
  return connectTo(context, { ...options, reload });
}

/** The same, for what no kubeconfig says. */
export function connectTo(context: KubeContext, options: ConnectToOptions): Connection {
  const {
    env,
    program = 'civ8s',
    concurrency = 32,
    timeoutMs,
    onRequest,
    onNotice,
    reload,
    clock = systemClock,
    background = false,
    today = Date.now,
  } = options;
  const access = createAccess(context, { concurrency, background, clock, today, env, onNotice, reload });
  const client = createClient(access, { clock, program, onRequest, timeoutMs });
  return {
    client,
    server: context.cluster.server,
    context: context.name,
    namespace: context.namespace,
    forward: async (pod, port, how) =>
      (await import('./client/port-forward.ts')).forwardPort({ access, clock, userAgent: program }, pod, port, how),
    close: () => access.close(),
  };
}
