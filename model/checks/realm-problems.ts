import { makingsProblems } from './making-problems.ts';
import { kingdomNameProblem, nameProblem, shopNameProblem } from '../names.ts';
import { found, type Problem } from './problem.ts';
import type { Kingdom, Mistake, Realm, Shop, Town } from '../realm.ts';
import { settingsProblems } from './settings-problems.ts';
import { supplierProblems } from './supplier-problems.ts';

/** All mistakes of a realm, in the order of its declaration. A realm with none renders to what Kubernetes accepts. */
export function realmProblems(realm: Realm): readonly Mistake[] {
  const suppliers = supplierProblems(realm);
  const kingdomNames = new Set<string>();
  return [
    ...at('realm', [...found(nameProblem(realm.name)), ...empty(realm.kingdoms, 'kingdom', "add one: kingdom('kingdom-of-foobar', …)")]),
    ...(realm.misplaced ?? []),
    ...realm.kingdoms.flatMap((kingdom) => [
      ...at(kingdom.name, [
        ...found(kingdomNameProblem(kingdom.name)),
        ...repeated(kingdomNames, kingdom.name, 'a kingdom of the realm'),
        ...empty(kingdom.towns, 'town', "add one: town('simple-town', …)"),
      ]),
      ...townsProblems(kingdom, (shop) => suppliers(kingdom.name, shop)),
    ]),
  ];
}

function townsProblems(kingdom: Kingdom, supplies: (shop: Shop) => readonly Problem[]): Mistake[] {
  const townNames = new Set<string>();
  const townOfShop = new Map<string, Town>();
  return kingdom.towns.flatMap((town) => {
    const where = `${kingdom.name}/${town.name}`;
    return [
      ...at(where, [
        ...found(nameProblem(town.name)),
        ...repeated(townNames, town.name, `a town of ${kingdom.name}`),
        ...empty(town.shops, 'shop', 'place one here, or leave the town out'),
      ]),
      ...town.shops.flatMap((shop) => {
        const holder = townOfShop.get(shop.name);
        townOfShop.set(shop.name, holder ?? town);
        return at(`${where}/${shop.name}`, [...found(taken(shop, holder)), ...shopProblems(shop), ...supplies(shop)]);
      }),
    ];
  });
}

/** What is wrong with a shop by itself, wherever it stands. */
export const shopProblems = (shop: Shop): readonly Problem[] => [
  ...found(shopNameProblem(shop.name)),
  ...(shop.type === shop.name ? [] : found(nameProblem(shop.type), 'type')),
  ...settingsProblems(shop),
  ...makingsProblems(shop),
];

const at = (where: string, problems: readonly Problem[]): readonly Mistake[] =>
  problems.map(({ what, remedy }) => ({ where, what, remedy }));

const empty = (list: readonly unknown[], of: string, remedy: string): readonly Problem[] =>
  list.length === 0 ? [{ what: `has no ${of}`, remedy }] : [];

function repeated(seen: Set<string>, name: string, what: string): readonly Problem[] {
  if (seen.has(name)) return [{ what: `${what} already has this name`, remedy: 'put the two together, or rename one' }];
  seen.add(name);
  return [];
}

const taken = ({ name, type }: Shop, holder: Town | undefined): Problem | undefined =>
  holder === undefined
    ? undefined
    : {
        what: `a shop of ${holder.name} already has this name`,
        remedy: `place it once, or rename one and keep its type: shop('north-${name}', { type: '${type}' }, …)`,
      };
