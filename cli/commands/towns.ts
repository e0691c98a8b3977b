import { Command } from 'commander';
import { deployments, type Deployment } from '../../kube/objects/built-in.ts';
import { TOWN_LABEL } from '../../model/keys.ts';
import type { GuardedInvocation } from '../output.ts';
import { printList, withListingOptions, type ListingOptions } from '../cluster/listing.ts';
import type { Row } from '../cluster/rows.ts';
import { reachCluster, withClusterOptions, type ClusterOptions } from '../cluster/reach-cluster.ts';
import { required } from './required.ts';
import { runCommand } from '../run-command.ts';

type Options = ClusterOptions & Partial<ListingOptions> & { readonly kingdom?: string; readonly selector?: string; readonly all?: boolean };

export const townsCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    withListingOptions(
      new Command('towns')
        .description('list the towns of a kingdom')
        .argument('[kingdom]', 'the same as --kingdom')
        .option('-n, --kingdom <name>', 'the kingdom of the towns')
        .option('-A, --all', 'the towns of all kingdoms')
        .option('-l, --selector <labels>', 'only shops with these labels count'),
    ),
  )
    .addHelpText('before', 'civ towns --kingdom kingdom-of-foobar\nciv towns -A -o wide\n')
    .action(
      async (
        argument: string | undefined,
        { output = 'plain', watch = false, selector, all = false, kingdom = argument, ...cluster }: Options,
      ) => {
        const namespace = all ? undefined : required({ kingdom })['kingdom'];
        const collection = {
          resource: deployments,
          ...(namespace === undefined ? {} : { namespace }),
          labelSelector: [TOWN_LABEL, ...(selector === undefined ? [] : [selector])].join(','),
        };
        await reachCluster(invocation, cluster, async (reached) => {
          await printList(
            invocation,
            reached,
            {
              kingdom: namespace,
              titles: [...(all ? ['KINGDOM'] : []), 'NAME', 'SHOPS', 'READY'],
              collections: [collection],
              rows: ([found = []]: readonly (readonly Deployment[])[]) => rows(found, all),
            },
            { output, watch },
          );
        });
      },
    );

export const towns = runCommand(townsCommand);

const rows = (shops: readonly Deployment[], all: boolean): readonly Row[] =>
  [...Map.groupBy(shops, ({ metadata }) => `${metadata?.namespace ?? ''}/${metadata?.labels?.[TOWN_LABEL] ?? ''}`)].map(([path, held]) => {
    const [kingdom = '', town = ''] = path.split('/');
    const ready = held.filter(({ spec, status }) => (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1)).length;
    return {
      name: all ? path : town,
      title: `town/${town}`,
      cells: [...(all ? [kingdom] : []), town, String(held.length), `${ready}/${held.length}`],
      data: { name: town, kingdom, shops: held.length, ready },
    };
  });
