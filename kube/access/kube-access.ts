import { equal } from '../../ground/json/equal.ts';
import type { Access, Pass } from './access.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { createConnectionPool, type Connections } from './connections.ts';
import { fixedHeaders, pem, createSecretSource } from './credentials.ts';
import type { Secrets } from './secrets.ts';
import type { PluginEnvironment } from './exec-plugin.ts';
import type { Cluster, KubeContext } from './kubeconfig.ts';
import { proxyFor } from './proxy-choice.ts';

export interface AccessOptions extends PluginEnvironment {
  readonly concurrency: number;
  /** A stream in which nothing comes keeps no process alive. */
  readonly background: boolean;
  readonly clock: Clock;
  /** Milliseconds since 1970: credentials expire by the time of day. */
  readonly today: () => number;
  /** Reads the kubeconfig again, when what it held is no longer accepted. */
  readonly reload?: () => Promise<KubeContext>;
}

/** What is shown now. */
interface Held {
  readonly request: Pass;
  readonly stream: Pass;
  readonly connections: Connections;
  readonly token: string | undefined;
  readonly readAt: number;
  readonly expiresAt: number;
}

/** Shown no more when it has so long left. */
const MARGIN_MS = 5_000;

/**
 * Access by a kubeconfig's context: rotated files and expired credentials are read again,
 * and where a certificate changed, connections are opened again.
 */
export function createAccess(context: KubeContext, options: AccessOptions): Access {
  const { concurrency, background, clock, today, reload, ...environment } = options;
  if (!/^https?:$/.test(URL.parse(context.cluster.server)?.protocol ?? ''))
    throw new ApiError(
      'configuration',
      `the server ${context.cluster.server} of the kubeconfig is not a URL: it has to begin with https:// or http://`,
    );
  const pool = createConnectionPool(concurrency, background);
  let { cluster, user } = context;
  let source = createSecretSource(context, environment);
  let held: Held | undefined;
  let reading: Promise<Held> | undefined;

  const hold = (secrets: Secrets): Held => {
    const { token, expiresAt = Infinity } = secrets;
    const { server } = cluster;
    const connections = pool.for(tlsOf(cluster, secrets), cluster['proxy-url'] || proxyFor(new URL(server), environment.env));
    const fixed = fixedHeaders(user);
    const headers = token === undefined ? fixed : { ...fixed, authorization: `Bearer ${token}` };
    held = {
      request: { server, headers, dispatcher: connections.request },
      stream: { server, headers, dispatcher: connections.stream },
      connections,
      token,
      readAt: clock.now(),
      expiresAt,
    };
    return held;
  };
  /** Many requests may need it at once: one reads. */
  const read = (): Promise<Held> => {
    reading ??= source
      .read()
      .then(hold)
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  const reread = async (load: () => Promise<KubeContext>): Promise<Held> => {
    const fresh = await load();
    // The source of secrets stays where nothing changed, for it may be at work.
    if (!equal(fresh.user, user) || !equal(fresh.cluster, cluster)) {
      ({ cluster, user } = fresh);
      source = createSecretSource(fresh, environment);
    }
    return read();
  };
  const isFresh = ({ readAt, expiresAt }: Held): boolean =>
    clock.now() - readAt < (source.staleAfterMs ?? Infinity) && today() < expiresAt - MARGIN_MS;

  return {
    authorize: async (use) => {
      const old = held;
      if (old !== undefined && isFresh(old)) return old[use];
      // A file may be away for a moment while it is replaced: what was in it is better than nothing.
      const now = await read().catch((error: unknown) => {
        if (old === undefined || today() >= old.expiresAt) throw error;
        return old;
      });
      return now[use];
    },
    renew: async (pass) => {
      const old = held;
      if (old === undefined || (pass !== old.request && pass !== old.stream)) return true; // done already, for another request
      const now = await (reload === undefined ? read() : reread(reload)).catch(() => old);
      return now.token !== old.token || now.connections !== old.connections || now.request.server !== old.request.server;
    },
    close: () => pool.close(),
  };
}

const tlsOf = (cluster: Cluster, { certificate, key }: Secrets) => ({
  ca: pem(cluster['certificate-authority'], cluster['certificate-authority-data']),
  cert: certificate,
  key,
  servername: cluster['tls-server-name'] || undefined,
  rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
});
