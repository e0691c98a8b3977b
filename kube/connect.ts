import type { Client, RequestDone } from './client.ts';
import { createClient } from './create-client.ts';
import { systemClock, type Clock } from './clock.ts';
import { createAccess } from './kube-access.ts';
import { loadContext, type KubeconfigOptions } from './kubeconfig.ts';

export interface ConnectOptions extends KubeconfigOptions {
  /** Who is noted in managedFields, and told in User-Agent. @default civ8s */
  readonly program?: string;
  /** Requests at a time; others wait their turn. Streams are not counted. @default 32 */
  readonly concurrency?: number;
  /** Called once for each HTTP request that was answered, or failed; for retries too. */
  readonly onRequest?: (done: RequestDone) => void;
  /** What a credential plugin tells its user. */
  readonly onNotice?: (text: string) => void;
  readonly clock?: Clock;
  /** The time of day, by which credentials expire. */
  readonly today?: () => number;
}

export interface Connection {
  readonly client: Client;
  readonly server: string;
  readonly context: string;
  /** The context's namespace: `default` where it names none. */
  readonly namespace: string;
  /** Ends all connections, also those in use. */
  close(): Promise<void>;
}

/** Reads the kubeconfig, or a pod's own service account. Speaks to nobody yet. Throws ApiError `configuration`. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { program = 'civ8s', concurrency = 32, onRequest, onNotice, clock = systemClock, today = Date.now } = options;
  const context = await loadContext(options);
  const access = createAccess(context, { concurrency, clock, today, env: options.env, onNotice });
  const client = createClient(access, { clock, program, onRequest });
  return { client, server: access.server, context: context.name, namespace: context.namespace, close: () => access.close() };
}
