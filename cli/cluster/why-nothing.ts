import { namespaces } from '../../kube/objects/built-in.ts';
import { isKingdom } from '../../kube/objects/kingdom.ts';
import type { Reached } from './reach-cluster.ts';

/** Nothing was found: is it that there is no such kingdom? Which are there? */
export async function whyNothing({ client }: Reached, kingdom: string | undefined): Promise<string> {
  if (kingdom === undefined) return 'nothing found';
  const all = await client.list(namespaces).then(
    ({ items }) => items,
    () => undefined,
  ); // who may not look there has no need to
  if (all === undefined) return `nothing found in ${kingdom}`;
  if (all.some(({ metadata }) => metadata?.name === kingdom)) return `nothing found in ${kingdom}`;
  const names = all
    .filter(isKingdom)
    .map(({ metadata }) => metadata?.name ?? '')
    .sort();
  if (names.length === 0) return `there is no kingdom "${kingdom}": this cluster has none`;
  const some = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;
  return `there is no kingdom "${kingdom}": there ${names.length === 1 ? 'is' : 'are'} ${some}`;
}
