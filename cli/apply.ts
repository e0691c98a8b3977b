import { Command } from 'commander';
import { createDiscovery } from '../kube/discover.ts';
import { nameOf } from '../kube/resource.ts';
import { applySetOf, declareSet, ensureSystemNamespace, FIELD_MANAGER, membersOf, prune } from './apply-set.ts';
import { planApply, type PlannedObject } from './apply-plan.ts';
import { readDocuments, withDocumentSource, type DocumentSource } from './documents.ts';
import type { Invocation } from './invocation.ts';
import { reachCluster, withClusterOptions, type ClusterOptions } from './reach-cluster.ts';
import { runCommand } from './run-command.ts';

type Options = DocumentSource & ClusterOptions & { readonly dryRun?: boolean; readonly prune: boolean };

export const applyCommand = (invocation: Invocation): Command =>
  withClusterOptions(withDocumentSource(new Command('apply').description('bring a realm onto a cluster, and take away what it no longer has')))
    .option('--no-prune', 'leave what the realm no longer has')
    .option('--dry-run', 'say what would happen, and change nothing')
    .addHelpText('before', 'civ apply --dry-run\nciv apply\nciv apply -f values.yaml --name valley\n')
    .action(async ({ dryRun = false, prune: pruning, ...options }: Options) => {
      const { realm, objects } = await readDocuments(options);
      const set = applySetOf(realm);
      await reachCluster(invocation, options, async ({ client, timeoutMs }) => {
        const discovery = createDiscovery(client, { timeoutMs });
        const planned = (await planApply(client, discovery, set, objects)).filter(({ does }) => pruning || does !== 'prune');
        const say = ({ does, title }: PlannedObject) => invocation.stdout.write(`${title} ${DONE[does]}${dryRun ? ' (dry run)' : ''}\n`);
        if (!dryRun) {
          await ensureSystemNamespace(client, { fieldManager: FIELD_MANAGER });
          // What it holds already stays declared until it is pruned, or a run that is cut would forget it.
          await declareSet(client, set, [...objects, ...(await membersOf(client, discovery, set)).map(({ object }) => object)], {});
        }
        let number = 0;
        for (const step of planned) {
          progress(invocation, ++number, planned.length);
          if (!dryRun && (step.does === 'create' || step.does === 'change')) await client.patch(step.resource, nameOf(step.object), { apply: step.object, force: true }, { fieldManager: FIELD_MANAGER });
          if (!dryRun && step.does === 'prune') await prune(client, step, { dryRun: false });
          say(step);
        }
        if (!dryRun && pruning) await declareSet(client, set, objects, {});
      });
    });

export const apply = runCommand(applyCommand);

const DONE = { create: 'created', change: 'configured', leave: 'unchanged', prune: 'pruned' } as const;

/** On a terminal: how far it is, on a line that the next one replaces. */
function progress({ stderr }: Invocation, number: number, of: number): void {
  if (stderr.isTTY === true) stderr.write(`\r${number}/${of} \r`);
}
