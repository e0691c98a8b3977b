import { Command } from 'commander';
import type { AddressInfo } from 'node:net';
import { askThroughApiServer } from '../../dashboard/books/ask-books.ts';
import { createDashboard } from '../../dashboard/dashboard.ts';
import { loadPage } from '../../dashboard/serve/page-files.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { abortOf } from '../../ground/time/abort.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { pods } from '../../kube/objects/built-in.ts';
import { SHOP_LABEL } from '../../model/keys.ts';
import { firstLook } from '../cluster/first-look.ts';
import { reachCluster, withClusterOptions, type ClusterOptions, type Reached } from '../cluster/reach-cluster.ts';
import type { GuardedInvocation } from '../output.ts';
import { cannotListen, port as readPort } from '../port.ts';
import { runCommand } from '../run-command.ts';

interface Options extends ClusterOptions {
  readonly port: number;
  readonly kingdom: readonly string[];
}

export const dashboardCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    new Command('dashboard')
      .description('show a realm in the browser, as it lives: read with your own rights, served to this machine alone, until Ctrl-C')
      .option('--local', 'read the cluster from here; there is no other way yet')
      .option('--port <port>', 'the port of the page on 127.0.0.1; 0: any free one', readPort, 0)
      .option(
        '-n, --kingdom <name>',
        'only this kingdom; may be given several times',
        (name: string, before: readonly string[]) => [...before, name],
        [] as readonly string[],
      ),
  )
    .addHelpText('before', 'civ dashboard\nciv dashboard --kingdom kingdom-of-foobar --port 8484\n')
    .action((options: Options) => reachCluster(invocation, options, (reached) => serve(invocation, reached, options)));

export const dashboard = runCommand(dashboardCommand);

async function serve({ stdout, stopSignal }: GuardedInvocation, reached: Reached, { port, kingdom }: Options): Promise<void> {
  const { client, forward } = reached;
  const stop = stopSignal();
  const [page, scope] = await Promise.all([loadPage(), scopeOf(reached)]);
  const made = createDashboard({
    client,
    page,
    scope,
    kingdoms: kingdom,
    hosts: [],
    askBooks: askThroughApiServer(client, forward),
    clock: systemClock,
    wall: Date.now,
    random: Math.random,
  });
  const over = new AbortController();
  const running = made.run(AbortSignal.any([stop, over.signal]));
  try {
    stdout.write(`http://127.0.0.1:${await listen(made.server, port)}/\n`);
    await abortOf(stop);
  } finally {
    over.abort();
    made.server.close();
    made.server.closeAllConnections();
    await running;
  }
}

/** Who may list pods everywhere may watch them by one request; others are granted them kingdom by kingdom. */
async function scopeOf(reached: Reached): Promise<'cluster' | 'kingdoms'> {
  try {
    await firstLook(reached, { resource: pods, labelSelector: SHOP_LABEL });
    return 'cluster';
  } catch (error) {
    if (ApiError.is(error, 'forbidden')) return 'kingdoms';
    throw error;
  }
}

function listen(server: ReturnType<typeof createDashboard>['server'], port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(cause, port)));
    server.listen({ port, host: '127.0.0.1' }, () => resolve((server.address() as AddressInfo).port));
  });
}
