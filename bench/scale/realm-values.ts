import { shopDirections } from '../../model/shop-directions.ts';
import { manyKingdoms } from '../many-kingdoms.ts';

const SHOPS_PER_KINGDOM = 4;

/** The values of a realm of so many shops, in kingdoms like the sample's; `amount` is what each woodworker makes in a turn. */
export const realmValues = (shops: number): object => valuesOf(manyKingdoms(Math.ceil(shops / SHOPS_PER_KINGDOM)));

const valuesOf = ({ kingdoms }: ReturnType<typeof manyKingdoms>): object => ({
  kingdoms: kingdoms.map(({ name: kingdom, towns }) => ({
    name: kingdom,
    towns: towns.map(({ name, shops }) => ({
      name,
      shops: shops.map((shop) => ({ type: shop.name, directions: shopDirections(kingdom, shop) })),
    })),
  })),
});
