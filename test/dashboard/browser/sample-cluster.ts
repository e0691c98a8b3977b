import { addKingdom, addShop, type SmallCluster } from '../../cli/small-cluster.ts';
import { SAMPLE } from '../plan/sample.ts';

export const KINGDOM = 'kingdom-of-foobar';

/** The sample, as it is a while after its start, and nobody who brings it to life: the craftsman waits. */
export async function addSample(cluster: SmallCluster): Promise<void> {
  await addKingdom(cluster, KINGDOM);
  for (const { shop, directions = '[]' } of SAMPLE) {
    const { goods, waits } = HELD[shop] ?? { goods: {} };
    const facts = { kingdom: KINGDOM, town: 'simple-town', shop, goods, directions: JSON.parse(directions) as readonly object[] };
    await addShop(cluster, waits === undefined ? facts : { ...facts, waits });
  }
}

const HELD: Readonly<Record<string, { readonly goods: Readonly<Record<string, string>>; readonly waits?: string }>> = {
  woodworker: { goods: { wood: '62' } },
  stoneworker: { goods: { stone: '18' } },
  ironworker: { goods: { iron: '1' } },
  craftsman: { goods: { axe: '0', wood: '8' }, waits: '4 iron from ironworker' },
};
