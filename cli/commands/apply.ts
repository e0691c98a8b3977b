import { Command } from 'commander';
import { createDiscovery } from '../../kube/client/discover.ts';
import { applySetOf, declareSet, ensureSystemNamespace, FIELD_MANAGER } from '../apply/apply-set.ts';
import { planApply, where, type PlannedObject } from '../apply/apply-plan.ts';
import { carryOut } from '../apply/carry-out.ts';
import { readDocuments, withDocumentSource, type DocumentSource } from '../apply/documents.ts';
import type { GuardedInvocation } from '../output.ts';
import { reachCluster, withClusterOptions, type ClusterOptions } from '../cluster/reach-cluster.ts';
import { CommandFailure, runCommand } from '../run-command.ts';

type Options = DocumentSource & ClusterOptions & { readonly dryRun?: boolean; readonly replace?: boolean; readonly prune: boolean };

export const applyCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    withDocumentSource(new Command('apply').description('apply a realm to a cluster, and delete what it no longer has'))
      .option('--no-prune', 'keep what the realm no longer has')
      .option(
        '--replace',
        'delete and recreate what cannot be changed, such as the Deployment of a shop that moves to another town; its pods end, and their stock is lost',
      )
      .option('--dry-run', 'show what would happen, and change nothing'),
  )
    .addHelpText('before', 'civ apply --dry-run\nciv apply\nciv apply -f values.yaml --name valley\n')
    .action(async ({ dryRun = false, replace = false, prune: pruning, ...options }: Options) => {
      const { realm, objects } = await readDocuments(options);
      const set = applySetOf(realm);
      await reachCluster(invocation, options, async ({ client, timeoutMs }) => {
        const discovery = createDiscovery(client, { timeoutMs });
        const all = await planApply(client, discovery, set, objects);
        const planned = all.filter(({ does }) => pruning || does !== 'prune');
        const stuck = replace ? [] : planned.filter(({ does }) => does === 'replace');
        if (stuck.length > 0) throw new CommandFailure(`nothing was applied:\n${stuck.map(whyStuck).join('\n')}`);
        const report = reportOn(invocation, planned, dryRun ? ' (dry run)' : '');
        if (dryRun) return planned.forEach(report.done);
        await ensureSystemNamespace(client, { fieldManager: FIELD_MANAGER });
        // What it holds already stays declared until it is pruned, or a run that is cut would forget it.
        await declareSet(
          client,
          set,
          all.map(({ object }) => object),
          {},
        );
        await carryOut(client, planned, report.done).finally(report.end);
        if (pruning) await declareSet(client, set, objects, {});
      });
    });

export const apply = runCommand(applyCommand);

const DONE = { create: 'created', change: 'configured', leave: 'unchanged', prune: 'pruned', replace: 'replaced' } as const;

const whyStuck = ({ title, object, fixed = '' }: PlannedObject): string =>
  `  ${title}${where(object)}: its ${fixed} cannot be changed (a shop that moves to another town changes it): civ apply --replace deletes and recreates it; its pods end, and their stock is lost`;

/** Tells what was done in the order of the plan, whatever was done first; at the end, also what was done after what was not. */
function reportOn({ stdout, stderr }: GuardedInvocation, planned: readonly PlannedObject[], note: string) {
  const done = new Set<PlannedObject>();
  let told = 0;
  const tell = ({ does, title }: PlannedObject): void => void stdout.write(`${title} ${DONE[does]}${note}\n`);
  return {
    done(step: PlannedObject): void {
      done.add(step);
      // On a terminal: how far it is, on a line that the next one replaces.
      if (stderr.isTTY === true) stderr.exact(`\r${done.size}/${planned.length} \r`);
      for (let next = planned[told]; next !== undefined && done.has(next); next = planned[told]) {
        tell(next);
        told += 1;
      }
    },
    end: (): void =>
      planned
        .slice(told)
        .filter((step) => done.has(step))
        .forEach(tell),
  };
}
