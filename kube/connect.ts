import { readFileSync } from 'node:fs';
import { Agent } from 'undici';
import type { Access } from './access.ts';
import type { Client, RequestDone } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { loadContext, type KubeconfigOptions, type KubeContext } from './kubeconfig.ts';
import { reading } from './read.ts';
import { createSend } from './send.ts';
import { createTransport } from './transport.ts';
import { watch } from './watch.ts';
import { writing } from './write.ts';

export interface ConnectOptions extends KubeconfigOptions {
  /** Who is noted in managedFields, and told in User-Agent. @default civ8s */
  readonly program?: string;
  /** Requests at a time; others wait their turn. Watches are not counted. @default 32 */
  readonly concurrency?: number;
  /** Called once for each HTTP request that ended, retries too. */
  readonly onRequest?: (done: RequestDone) => void;
  readonly clock?: Clock;
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

/** Reads the kubeconfig, or the pod's own service account. Speaks to nobody yet. Throws ApiError `configuration`. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { program = 'civ8s', concurrency = 32, onRequest, clock = systemClock } = options;
  const context = loadContext(options);
  const access = accessOf(context, concurrency);
  const transport = createTransport(access, { clock, userAgent: program, onRequest });
  const send = createSend(transport);
  const client: Client = {
    ...reading(send),
    ...writing(send, program),
    watch: (resource, request = {}) => watch(transport, clock, resource, request),
    raw: (request) => transport({ ...request, attempt: `${(request.method ?? 'GET').toLowerCase()} ${request.path}`, use: 'stream' }),
  };
  return { client, server: context.cluster.server, context: context.name, namespace: context.namespace, close: () => access.close() };
}

function accessOf({ cluster, user }: KubeContext, concurrency: number): Access {
  const material = (file: string | undefined, data: string | undefined) => (data === undefined ? (file === undefined ? undefined : readFileSync(file)) : Buffer.from(data, 'base64'));
  const connectOptions = {
    ca: material(cluster['certificate-authority'], cluster['certificate-authority-data']),
    cert: material(user['client-certificate'], user['client-certificate-data']),
    key: material(user['client-key'], user['client-key-data']),
    rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
    servername: cluster['tls-server-name'],
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  };
  const settings = { connect: connectOptions, bodyTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000, allowH2: false };
  const requests = new Agent({ ...settings, connections: concurrency });
  const streams = new Agent(settings);
  return {
    server: cluster.server,
    dispatcher: (use) => (use === 'request' ? requests : streams),
    headers: async () => {
      const token = user.token ?? (user.tokenFile === undefined ? undefined : readFileSync(user.tokenFile, 'utf8').trim());
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return headers;
    },
    renew: async () => false,
    close: async () => {
      await Promise.all([requests.destroy(), streams.destroy()]);
    },
  };
}
