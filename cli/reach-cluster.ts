import type { Command } from 'commander';
import { ApiError, type ApiErrorCode } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { connect, type Connection } from '../kube/connect.ts';
import { duration } from './duration.ts';
import type { Invocation } from './invocation.ts';
import { CommandFailure } from './run-command.ts';

/** Which cluster, and how long a request to it may take. */
export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly requestTimeout?: number;
}

export const withClusterOptions = (command: Command): Command =>
  command
    .option('--kubeconfig <file>', 'the kubeconfig; else KUBECONFIG, ~/.kube/config, or the pod that this runs in')
    .option('--context <name>', 'a context of the kubeconfig, other than its current one')
    .option('--request-timeout <duration>', 'how long a single request may take: 5s, 1m', duration);

export interface Reached {
  readonly client: Client;
  readonly forward: Connection['forward'];
  /** For every single request that is no stream. */
  readonly limits: { readonly timeoutMs?: number };
}

/** What may help, where the API's own words do not say. */
const HINTS: Partial<Record<ApiErrorCode, string>> = {
  configuration: 'name a kubeconfig with --kubeconfig or KUBECONFIG, or start a realm here with `civ up`',
  unreachable: 'is the cluster running? --kubeconfig and --context choose another',
  timeout: 'is the cluster busy or unreachable? --request-timeout gives it longer',
  unauthorized: 'sign in again, or name another context with --context',
  forbidden: 'ask for that right, or name another context with --context',
  untrusted: 'the kubeconfig is of another cluster, or its certificate authority has changed',
};

/** Does something with a cluster; what goes wrong becomes a line that helps. */
export async function reachCluster<T>({ env }: Invocation, { kubeconfig, context, requestTimeout }: ClusterOptions, act: (reached: Reached) => Promise<T>): Promise<T> {
  try {
    const connection = await connect({ env, program: 'civ', ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) });
    try {
      return await act({ client: connection.client, forward: connection.forward, limits: requestTimeout === undefined ? {} : { timeoutMs: requestTimeout } });
    } finally {
      await connection.close();
    }
  } catch (cause) {
    if (!ApiError.is(cause)) throw cause;
    const hint = HINTS[cause.code];
    throw new CommandFailure(hint === undefined ? cause.message : `${cause.message}: ${hint}`, { cause });
  }
}
