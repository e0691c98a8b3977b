import { milliseconds } from '../../../../model/duration.ts';
import { kingdom, realmOf, town } from '../../../../model/realm-of.ts';
import { make, shop } from '../../../../model/shop.ts';

const every = milliseconds(200);
const woodworker = shop('woodworker', make('wood', { amount: 10, every, minimum: 1 }));
const carver = shop('carver', make('bowl', { amount: 1, every, minimum: 1, from: [woodworker.sells('wood', 2)] }));
const inn = shop('inn', make('meal', { amount: 1, every, minimum: 1, from: [carver.sells('bowl', 1)] }));

/** Two kingdoms that come alive in a moment, and trade with each other. */
export const realm = realmOf(
  'quick',
  kingdom('kingdom-of-quick', town('wood-town', woodworker, carver)),
  kingdom('kingdom-of-guests', town('inn-town', inn)),
);
/** No controllers: what is tried is the shops. */
export const settings = { system: false };
