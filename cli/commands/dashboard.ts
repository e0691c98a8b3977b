import { Command } from 'commander';
import type { AddressInfo } from 'node:net';
import { askThroughApiServer } from '../../dashboard/books/ask-books.ts';
import { createDashboard } from '../../dashboard/dashboard.ts';
import { WATCHED, watchedSelection, type Watched } from '../../dashboard/read/watched.ts';
import { loadPage } from '../../dashboard/serve/page-files.ts';
import { metricsThroughApiServer } from '../../dashboard/system/ask-metrics.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { abortOf } from '../../ground/time/abort.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { DASHBOARD, SYSTEM_NAMESPACE } from '../../model/names.ts';
import { firstLook } from '../cluster/first-look.ts';
import { reachCluster, withClusterOptions, type ClusterOptions, type Reached } from '../cluster/reach-cluster.ts';
import { forwardService } from '../dashboard/forward-service.ts';
import { serviceTarget } from '../dashboard/service-pods.ts';
import type { GuardedInvocation, GuardedOutput } from '../output.ts';
import { cannotListen, port as readPort } from '../port.ts';
import { runCommand } from '../run-command.ts';

interface Options extends ClusterOptions {
  readonly local?: boolean;
  readonly port: number;
  readonly kingdom: readonly string[];
  readonly history?: string;
}

export const dashboardCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    new Command('dashboard')
      .description(
        'show a realm in the browser, as it lives, to this machine alone, until Ctrl-C: the dashboard of the cluster, or where it has none or you may not reach it, what your own rights let you see',
      )
      .option('--local', 'read the cluster from here, with your own rights, also where it has a dashboard')
      .option('--port <port>', 'the port of the page on 127.0.0.1; 0: any free one', readPort, 0)
      .option(
        '-n, --kingdom <name>',
        'only this kingdom, read from here; may be given several times',
        (name: string, before: readonly string[]) => [...before, name],
        [] as readonly string[],
      )
      .option('--history <file>', 'read from here, and keep the past in this file for the next time; otherwise in memory only'),
  )
    .addHelpText('before', 'civ dashboard\nciv dashboard --kingdom kingdom-of-foobar --port 8484\n')
    .action((options: Options) => reachCluster(invocation, options, (reached) => show(invocation, reached, options)));

export const dashboard = runCommand(dashboardCommand);

const SERVICE = { namespace: SYSTEM_NAMESPACE, name: DASHBOARD };

async function show(invocation: GuardedInvocation, reached: Reached, options: Options): Promise<void> {
  const { stdout, stderr } = invocation;
  const stop = invocation.stopSignal();
  if (options.local === true || options.kingdom.length > 0 || options.history !== undefined) return serve(stdout, reached, options, stop);
  const why = await whyNotForwarded(reached);
  if (why === undefined) return forward(stdout, reached, options, stop);
  if (why !== '') stderr.write(`civ dashboard: that of the cluster cannot be reached, so it is read from here: ${why}\n`);
  return serve(stdout, reached, options, stop);
}

/** Empty where the cluster has no dashboard. */
async function whyNotForwarded({ client, forward: reach }: Reached): Promise<string | undefined> {
  try {
    const target = await serviceTarget(client, SERVICE);
    if (target === undefined) return 'it has no pod that runs';
    (await reach(target.pod, target.port)).destroy();
    return undefined;
  } catch (error) {
    if (ApiError.is(error, 'not-found')) return '';
    if (ApiError.is(error, 'forbidden', 'unavailable', 'unsupported')) return error.message;
    throw error;
  }
}

async function forward(stdout: GuardedOutput, { client, forward: reach }: Reached, { port }: Options, stop: AbortSignal): Promise<void> {
  const door = await forwardService({ client, forward: reach, service: SERVICE, port }).catch((cause: unknown) => {
    throw cannotListen(cause, port);
  });
  stdout.write(`http://127.0.0.1:${door.port}/\n`);
  await abortOf(stop);
  await door.close();
}

async function serve(stdout: GuardedOutput, reached: Reached, { port, kingdom, history }: Options, stop: AbortSignal): Promise<void> {
  const { client } = reached;
  const [page, clusterWide] = await Promise.all([loadPage(), readableEverywhere(reached)]);
  const made = createDashboard({
    client,
    page,
    clusterWide,
    kingdoms: kingdom,
    hosts: [],
    askBooks: askThroughApiServer(client, reached.forward),
    askMetrics: metricsThroughApiServer(client),
    historyFile: history,
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

/** What may be listed everywhere is watched by one request; of the rest rights may be granted kingdom by kingdom. */
async function readableEverywhere(reached: Reached): Promise<ReadonlySet<Watched>> {
  const may = await Promise.all(
    WATCHED.map(async (name) => {
      try {
        await firstLook(reached, watchedSelection[name]);
        return [name];
      } catch (error) {
        if (ApiError.is(error, 'forbidden')) return [];
        throw error;
      }
    }),
  );
  return new Set(may.flat());
}

function listen(server: ReturnType<typeof createDashboard>['server'], port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(cause, port)));
    server.listen({ port, host: '127.0.0.1' }, () => resolve((server.address() as AddressInfo).port));
  });
}
