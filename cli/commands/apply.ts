import { Command } from 'commander';
import type { Client } from '../../kube/client/client.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { createDiscovery } from '../../kube/client/discover.ts';
import { nameOf } from '../../kube/objects/resource.ts';
import { absent, applySetOf, declareSet, ensureSystemNamespace, FIELD_MANAGER, membersOf, prune } from '../apply/apply-set.ts';
import { handOver } from '../apply/hand-over.ts';
import { planApply, where, type PlannedObject } from '../apply/apply-plan.ts';
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
        const planned = (await planApply(client, discovery, set, objects)).filter(({ does }) => pruning || does !== 'prune');
        const stuck = replace ? [] : planned.filter(({ does }) => does === 'replace');
        if (stuck.length > 0) throw new CommandFailure(`nothing was applied:\n${stuck.map(whyStuck).join('\n')}`);
        const say = ({ does, title }: PlannedObject) => invocation.stdout.write(`${title} ${DONE[does]}${dryRun ? ' (dry run)' : ''}\n`);
        if (!dryRun) {
          await ensureSystemNamespace(client, { fieldManager: FIELD_MANAGER });
          // What it holds already stays declared until it is pruned, or a run that is cut would forget it.
          await declareSet(client, set, [...objects, ...(await membersOf(client, discovery, set)).map(({ object }) => object)], {});
        }
        let number = 0;
        for (const step of planned) {
          progress(invocation, ++number, planned.length);
          if (!dryRun) await carryOut(client, step);
          say(step);
        }
        if (!dryRun && pruning) await declareSet(client, set, objects, {});
      });
    });

export const apply = runCommand(applyCommand);

const DONE = { create: 'created', change: 'configured', leave: 'unchanged', prune: 'pruned', replace: 'replaced' } as const;

const whyStuck = ({ title, object, fixed = '' }: PlannedObject): string =>
  `  ${title}${where(object)}: its ${fixed} cannot be changed (a shop that moves to another town changes it): civ apply --replace deletes and recreates it; its pods end, and their stock is lost`;

async function carryOut(client: Client, step: PlannedObject): Promise<void> {
  const { does, resource, object, live, workers } = step;
  if (does === 'prune') await prune(client, step, { dryRun: false });
  if (does === 'replace') await makeAnew(client, step);
  if (does !== 'create' && does !== 'change') return;
  if (live !== undefined && workers !== undefined) await handOver(client, resource, live, workers);
  await client.patch(resource, nameOf(object), { apply: object, force: true }, { fieldManager: FIELD_MANAGER });
}

/** Its pods are deleted by the garbage collector; the name is free as soon as it is gone itself. */
async function makeAnew(client: Client, { resource, object, live, title }: PlannedObject): Promise<void> {
  await prune(client, { resource, object: live ?? object }, { dryRun: false });
  const deadline = systemClock.now() + LONGEST_FAREWELL_MS;
  while (await client.get(resource, nameOf(object)).then(() => true, absent)) {
    if (systemClock.now() > deadline)
      throw new CommandFailure(`${title}${where(object)} was deleted but is still there: check its finalizers, and apply again`);
    await systemClock.pause(250, new AbortController().signal);
  }
  await client.patch(resource, nameOf(object), { apply: object, force: true }, { fieldManager: FIELD_MANAGER });
}

const LONGEST_FAREWELL_MS = 60_000;

/** On a terminal: how far it is, on a line that the next one replaces. */
function progress({ stderr }: GuardedInvocation, number: number, of: number): void {
  if (stderr.isTTY === true) stderr.exact(`\r${number}/${of} \r`);
}
