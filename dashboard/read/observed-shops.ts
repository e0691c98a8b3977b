import type { ObservedShop } from '../../model/observed-realm.ts';
import type { ShopTable } from './shop-facts.ts';

/** The shops as the plan wants them: those that have a Deployment, with the workers that it asks for. */
export const observedShops = ({ shops }: Pick<ShopTable, 'shops'>, shows: (kingdom: string) => boolean): readonly ObservedShop[] =>
  Array.from(shops()).flatMap(({ kingdom, town, shop, type, deployment, directions }) =>
    deployment === undefined || !shows(kingdom) ? [] : [{ kingdom, town, shop, type, replicas: deployment.replicas, directions }],
  );
