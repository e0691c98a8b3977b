import { Command, Option } from 'commander';
import { namespaces, type Namespace } from '../../kube/objects/built-in.ts';
import { REALM_LABEL } from '../../model/keys.ts';
import type { GuardedInvocation } from '../output.ts';
import { isKingdom } from '../../kube/objects/kingdom.ts';
import { printList, withListingOptions, type ListingOptions } from '../cluster/listing.ts';
import { reachCluster, withClusterOptions, type ClusterOptions } from '../cluster/reach-cluster.ts';
import { runCommand } from '../run-command.ts';

type Options = ClusterOptions & Partial<ListingOptions> & { readonly selector?: string };

export const kingdomsCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    withListingOptions(
      new Command('kingdoms')
        .description('list the kingdoms of a cluster')
        .option('-l, --selector <labels>', 'only those with these labels')
        .addOption(new Option('-A, --all', 'as ever').hideHelp()),
    ),
  )
    .addHelpText('before', 'civ kingdoms\nciv kingdoms -o wide\nciv kingdoms -l civ8s.dev/realm=sample\n')
    .action(async ({ output = 'plain', watch = false, selector, ...cluster }: Options) => {
      const collection = { resource: namespaces, ...(selector === undefined ? {} : { labelSelector: selector }) };
      const rows = ([all = []]: readonly (readonly Namespace[])[]) => all.filter(isKingdom).map(row);
      await reachCluster(invocation, cluster, (reached) =>
        printList(invocation, reached, { titles: ['NAME', 'REALM', 'STATUS'], collections: [collection], rows }, { output, watch }),
      );
    });

export const kingdoms = runCommand(kingdomsCommand);

function row({ metadata, status }: Namespace) {
  const name = metadata?.name ?? '';
  const realm = metadata?.labels?.[REALM_LABEL];
  const phase = metadata?.deletionTimestamp === undefined ? (status?.phase ?? 'Active') : 'Terminating';
  return {
    name,
    title: `namespace/${name}`,
    cells: [name, realm ?? '<none>', phase],
    data: { name, ...(realm === undefined ? {} : { realm }), status: phase },
  };
}
