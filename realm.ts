import type { RealmSettings } from './constructs/realm-charts.ts';
import { seconds } from './model/duration.ts';
import { kingdom, realmOf, town } from './model/realm-of.ts';
import { make, shop } from './model/shop.ts';

const woodworker = shop('woodworker', make('wood', { amount: 10, every: seconds(5), minimum: 1 }));
const stoneworker = shop('stoneworker', make('stone', { amount: 3, every: seconds(5), minimum: 1 }));
const ironworker = shop(
  'ironworker',
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
