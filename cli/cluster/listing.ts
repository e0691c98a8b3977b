import { Option, type Command } from 'commander';
import type { GuardedInvocation } from '../output.ts';
import type { Reached } from './reach-cluster.ts';
import { rendered, sorted, type ListSource, type OutputForm } from './rows.ts';
import { whyNothing } from './why-nothing.ts';

export interface ListingOptions {
  readonly output: OutputForm;
  readonly watch: boolean;
}

export const withListingOptions = (command: Command): Command =>
  command
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['wide', 'json', 'yaml', 'name']))
    .option('-w, --watch', 'keep running, and print each change');

/** Reads the collections once and prints the rows, or why there are none; with `watch` goes on until it is stopped. */
export async function printList(
  invocation: GuardedInvocation,
  reached: Reached,
  source: ListSource,
  { output, watch }: ListingOptions,
): Promise<void> {
  if (watch) return (await import('./follow-list.ts')).followList(invocation, reached, source, output);
  const { client } = reached;
  const objects = await Promise.all(
    source.collections.map(async ({ resource, ...selection }) => (await client.list(resource, { ...selection })).items),
  );
  const rows = sorted(source.rows(objects));
  invocation.stdout.write(await rendered(rows, source.titles, output));
  if (rows.length === 0) invocation.stderr.write(`${await whyNothing(reached, source.kingdom)}\n`);
}
