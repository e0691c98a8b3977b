import { Command, Option } from 'commander';
import type { Conditions } from '../../ground/time/condition.ts';
import { deployments, pods } from '../../kube/objects/built-in.ts';
import { TOWN_LABEL } from '../../model/keys.ts';
import { firstLook } from '../cluster/first-look.ts';
import { keep } from '../cluster/keep.ts';
import type { GuardedInvocation } from '../output.ts';
import { reachCluster, withClusterOptions, type ClusterOptions, type Reached } from '../cluster/reach-cluster.ts';
import { required } from './required.ts';
import { runCommand } from '../run-command.ts';
import { appendChanges } from './watch/append-changes.ts';
import { paintBoard } from './watch/paint-board.ts';
import { whyNothing } from '../cluster/why-nothing.ts';
import { createStockBoard } from './watch/stock-board.ts';
import { stockChanges } from './watch/stock-changes.ts';

interface Options extends ClusterOptions {
  readonly kingdom?: string;
  readonly town?: string;
  readonly output: 'board' | 'json';
}

export const watchCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    new Command('watch')
      .description('watch the stock of a kingdom, or of one of its towns')
      .argument('[kingdom]', 'the same as --kingdom')
      .argument('[town]', 'the same as --town')
      .option('-n, --kingdom <name>', 'the kingdom to watch')
      .option('--town <name>', 'only this town')
      .addOption(new Option('-o, --output <format>', 'json: one object per change').choices(['board', 'json']).default('board')),
  )
    .addHelpText('before', 'civ watch --kingdom kingdom-of-foobar\nciv watch --kingdom kingdom-of-foobar --town simple-town -o json\n')
    .action(
      async (first: string | undefined, second: string | undefined, { kingdom = first, town = second, output, ...cluster }: Options) => {
        const { kingdom: namespace = '' } = required({ kingdom });
        const selection = {
          namespace,
          ...(town === undefined ? { labelSelector: TOWN_LABEL } : { labelSelector: `${TOWN_LABEL}=${town}` }),
        };
        await reachCluster(invocation, cluster, (reached) => watchStock(invocation, reached, selection, output));
      },
    );

export const watch = runCommand(watchCommand);

const FAREWELL = 'Exiting watch command...\n';

async function watchStock(
  invocation: GuardedInvocation,
  reached: Reached,
  selection: { readonly namespace: string; readonly labelSelector: string },
  output: Options['output'],
): Promise<void> {
  const { stdout, stderr } = invocation;
  const nothing = (await firstLook(reached, { resource: pods, ...selection })) ? undefined : await whyNothing(reached, selection.namespace);
  const quit = new AbortController();
  const stop = AbortSignal.any([invocation.stopSignal(), quit.signal]);
  const changes = stockChanges(reached.client, selection, stop);
  const board = createStockBoard();
  if (output === 'json' || stdout.isTTY !== true) {
    if (nothing !== undefined) stderr.write(`${nothing}\n`);
    await appendChanges(invocation, changes, board, { stop, form: output === 'json' ? 'json' : 'lines' });
  } else {
    const follow = (conditions: Conditions) => keep(reached.client, deployments, { ...selection, signal: stop, conditions });
    await paintBoard(invocation, changes, board, { stop, quit: () => quit.abort(), nothing, follow });
  }
  if (output !== 'json') stdout.write(FAREWELL);
}
