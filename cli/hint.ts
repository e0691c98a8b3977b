import { namespaces } from '../kube/built-in.ts';
import type { Output } from './invocation.ts';
import { isKingdom } from './kingdom-of.ts';
import type { Reached } from './reach-cluster.ts';

/** Nothing was found: is it that there is no such kingdom? Which are there? */
export async function hintIfNoKingdom({ client, limits }: Reached, kingdom: string, stderr: Output): Promise<void> {
  const all = (await client.list(namespaces, limits)).items;
  if (all.some(({ metadata }) => metadata?.name === kingdom)) return void stderr.write(`nothing found in ${kingdom}\n`);
  const names = all.filter(isKingdom).map(({ metadata }) => metadata?.name ?? '').sort();
  stderr.write(`there is no kingdom "${kingdom}": ${names.length === 0 ? 'this cluster has none' : `there are ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`}\n`);
}
