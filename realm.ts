import type { RealmSettings } from './constructs/realm-charts.ts';
import { seconds } from './model/duration.ts';
import { kingdom, realmOf, town } from './model/realm-of.ts';
import { make, shop } from './model/shop.ts';

// One worker of each would leave the craftsman short of iron: demand adds those that it takes.
const woodworker = shop('woodworker', { replicas: { from: 1, to: 3 } }, make('wood', { amount: 10, every: seconds(5), minimum: 1 }));
const stoneworker = shop('stoneworker', { replicas: { from: 1, to: 3 } }, make('stone', { amount: 3, every: seconds(5), minimum: 1 }));
const ironworker = shop(
  'ironworker',
  { replicas: { from: 1, to: 5 } },
  make('iron', { amount: 1, every: seconds(10), minimum: 1, from: [stoneworker.sells('stone', 3), woodworker.sells('wood', 10)] }),
);
const craftsman = shop(
  'craftsman',
  make('axe', { amount: 1, every: seconds(15), minimum: 1, from: [woodworker.sells('wood', 8), ironworker.sells('iron', 4)] }),
);

/** The realm of this repository: change it, then `npm run synth`. */
export const realm = realmOf('sample', kingdom('kingdom-of-foobar', town('simple-town', woodworker, stoneworker, ironworker, craftsman)));

/** What holds for all of it: image, resources, network, the constructs of shop types of its own. */
export const settings: RealmSettings = {};
