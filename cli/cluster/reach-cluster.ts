import type { Command } from 'commander';
import { ApiError, type ApiErrorCode } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { duration } from '../duration.ts';
import type { CommandInvocation } from '../invocation.ts';
import { CommandFailure } from '../run-command.ts';

/** Which cluster, and how long a request to it may take. */
export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly requestTimeout?: number;
}

export const withClusterOptions = (command: Command): Command =>
  command
    .option('--kubeconfig <file>', 'the kubeconfig to use; otherwise KUBECONFIG, ~/.kube/config, or the pod that civ runs in')
    .option('--context <name>', 'the context to use, instead of the current one of the kubeconfig')
    .option('--request-timeout <duration>', 'how long a single request may take: 5s, 1m', duration);

export interface Reached {
  readonly client: Client;
  readonly forward: Connection['forward'];
  /** What --request-timeout says. The client knows it; this is for what it takes for streams. */
  readonly timeoutMs?: number;
}

/** What may help, beside what the error itself says. */
const HINTS: Partial<Record<ApiErrorCode, string>> = {
  configuration: '--kubeconfig names another file, and `civ up` starts a realm here',
  unreachable: '--context and --kubeconfig choose another',
  timeout: 'check that the cluster is not overloaded; --request-timeout allows more time',
  unauthorized: '--context chooses another',
  forbidden: 'ask for that right, or choose another user with --context',
};

/** Does something with a cluster; what goes wrong becomes a line that helps. */
export async function reachCluster<T>(
  { env }: CommandInvocation,
  { kubeconfig, context, requestTimeout }: ClusterOptions,
  act: (reached: Reached) => Promise<T>,
): Promise<T> {
  try {
    const connection = await connect({ env, program: 'civ', kubeconfig, context, timeoutMs: requestTimeout });
    try {
      return await act({ client: connection.client, forward: connection.forward, timeoutMs: requestTimeout });
    } finally {
      await connection.close();
    }
  } catch (cause) {
    if (!ApiError.is(cause)) throw cause;
    const hint = HINTS[cause.code];
    throw new CommandFailure(hint === undefined ? cause.message : `${cause.message}; ${hint}`, { cause });
  }
}
