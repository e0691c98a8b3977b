import { sentence } from '../checks/problem.ts';
import type { Kingdom, Realm, ShopAddress } from '../realm.ts';
import type { Parsed } from '../checks/shape.ts';
import { makingOf } from '../shop-directions.ts';
import { valuesProblems, type Values } from './values-shape.ts';
import { storesOf } from './values-stores.ts';

/**
 * The realm that a `values.yaml` describes, given as the data in it: strict, and every problem by its path. A shop is
 * called after its type, or `<type>-<town>` where its kingdom has the type twice. What only the realm as a whole can
 * tell, such as a supplier that does not exist, is left to `realmProblems`.
 */
export function realmFromValues(data: unknown, name: string): Parsed<Realm> {
  const problems = valuesProblems(data);
  return problems.length > 0 ? { ok: false, problems } : plainRealm(data as Values, name);
}

function plainRealm(values: Values, name: string): Parsed<Realm> {
  const stores = storesOf(values);
  const problems: string[] = [];
  const kingdoms = values.kingdoms.map((kingdom, k): Kingdom => ({
    name: kingdom.name,
    towns: kingdom.towns.map((town, t) => ({
      name: town.name,
      shops: town.shops.map(({ type, replicas, directions }, s) => {
        const supplier = (store: string, path: string): ShopAddress => {
          const found = stores.find(store, kingdom.name, town.name);
          if ('problem' in found) problems.push(`kingdoms[${k}].towns[${t}].shops[${s}].${path}: ${sentence(found.problem)}`);
          return 'address' in found ? found.address : { kingdom: kingdom.name, shop: store };
        };
        return {
          name: stores.nameOf(type, kingdom.name, town.name),
          type,
          ...(replicas === undefined ? {} : { replicas }),
          makes: directions.map((direction, d) =>
            makingOf(direction, (store, index) => supplier(store, `directions[${d}].productInputList[${index}].store`)),
          ),
        };
      }),
    })),
  }));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { name, kingdoms } };
}
