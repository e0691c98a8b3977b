import { expect, it } from '@jest/globals';
import { demand } from '../../../controllers/demand/demand.ts';
import { configMaps, deployments } from '../../../kube/objects/built-in.ts';
import { everyFault } from '../../../lab/faults/every-fault.ts';
import type { Lab } from '../../../lab/start-lab.ts';
import { renderDirections } from '../../../model/directions.ts';
import { kingdom, realmOf, town } from '../../../model/realm-of.ts';
import { seconds } from '../../../model/duration.ts';
import { make, shop } from '../../../model/shop.ts';
import { placedShops } from '../../../model/realm.ts';
import { shopDirections } from '../../../model/shop-directions.ts';

const KINGDOM = 'kingdom-of-tables';
const woodworker = shop('woodworker', make('wood', { amount: 10, every: seconds(5), minimum: 1 }));
const carpenter = shop('carpenter', make('table', { amount: 1, every: seconds(1), minimum: 1, from: [woodworker.sells('wood', 6)] }));
const realm = realmOf('sample', kingdom(KINGDOM, town('town', woodworker, carpenter)));
const RANGES: Readonly<Record<string, string>> = { woodworker: '1-5' };

/** A Deployment is made, and scaled three times: two workers more at once, and one less each time. */
const MOST_CHANGES = 4;
/** Its number is given a name first. */
const WRITES = 1 + 3;

/** The shops as their manifests have them, none at work but a woodworker. */
async function shops(lab: Lab): Promise<void> {
  for (const {
    town: { name: place },
    shop: each,
  } of placedShops(realm)) {
    const { name } = each;
    const labels = { town: place, shop: name, 'civ8s.dev/realm': 'sample', 'civ8s.dev/shop-type': name };
    const range = RANGES[name];
    await lab.put(configMaps, {
      metadata: { namespace: KINGDOM, name: `${name}-directions` },
      data: { 'directions.json': renderDirections(shopDirections(KINGDOM, each)) },
    });
    await lab.put(deployments, {
      metadata: { namespace: KINGDOM, name, labels, ...(range === undefined ? {} : { annotations: { 'civ8s.dev/replicas': range } }) },
      spec: {
        selector: { matchLabels: { town: place, shop: name } },
        template: { metadata: { labels }, spec: { containers: [{ name: 'worker', image: 'civ8s' }] } },
      },
    });
  }
  await carpenters(0)(lab);
}

const carpenters = (replicas: number) => (lab: Lab) =>
  lab.client.patch(deployments, { namespace: KINGDOM, name: 'carpenter' }, { merge: { spec: { replicas } } }, { subresource: 'scale' });
const carpenterComes = (lab: Lab) => carpenters(1)(lab);
const carpenterGoes = (lab: Lab) => carpenters(0)(lab);

it('demand gives a shop the workers that it needs, one step at a time, whatever goes wrong', async () => {
  const { plans, failed } = await everyFault({
    controllers: demand,
    program: 'civ8s-demand', // by which it knows what is its own
    args: ['--look-every=5m', '--up-period=5m', '--down-window=25m', '--calm=25m'],
    settleMs: 4_200_000,
    workloads: 'ready',
    arrange: shops,
    act: [carpenterComes, carpenterGoes],
    state: async ({ client }) =>
      (await client.list(deployments)).items.map(({ metadata, spec }) => ({
        name: metadata?.name,
        replicas: spec?.replicas,
        isScaledOnceEach: (metadata?.generation ?? 0) <= MOST_CHANGES,
      })),
  });
  expect(failed).toEqual([]);
  expect(plans.filter((name) => name.startsWith('crash after'))).toHaveLength(WRITES);
}, 180_000);
