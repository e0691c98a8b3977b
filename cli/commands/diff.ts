import { Command } from 'commander';
import { dump } from 'js-yaml';
import { createDiscovery } from '../../kube/client/discover.ts';
import { applySetOf } from '../apply/apply-set.ts';
import { planApply, said, type PlannedObject } from '../apply/apply-plan.ts';
import { readDocuments, withDocumentSource, type DocumentSource } from '../apply/documents.ts';
import type { CommandInvocation } from '../invocation.ts';
import { lineDiff } from '../apply/line-diff.ts';
import { reachCluster, withClusterOptions, type ClusterOptions } from '../cluster/reach-cluster.ts';
import { runCommand } from '../run-command.ts';

export const diffCommand = (invocation: CommandInvocation): Command =>
  withClusterOptions(withDocumentSource(new Command('diff').description('show what civ apply would change; nothing is written')))
    .addHelpText('before', 'civ diff\nciv diff --dist dist\n')
    .action(async (options: DocumentSource & ClusterOptions) => {
      const { realm, objects } = await readDocuments(options);
      await reachCluster(invocation, options, async ({ client, timeoutMs }) => {
        const planned = await planApply(client, createDiscovery(client, { timeoutMs }), applySetOf(realm), objects);
        for (const step of planned.filter(({ does }) => does !== 'leave')) invocation.stdout.write(shown(step));
      });
    });

export const diff = runCommand(diffCommand);

function shown({ does, title, object, live, after, fixed }: PlannedObject): string {
  const namespace = object.metadata?.namespace;
  const lines = (it: PlannedObject['live']) => (it === undefined ? [] : dump(said(it), { lineWidth: -1 }).trimEnd().split('\n'));
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  const why = fixed === undefined ? '' : `: its ${fixed} cannot be changed`;
  const changes = lineDiff(lines(live), does === 'prune' ? [] : lines(after));
  return `${does} ${title}${where}${why}\n${changes.map((line) => `${line}\n`).join('')}\n`;
}
