import type { Economy, InputFlow, MakingFlow } from './economy.ts';
import { rate } from './rate.ts';
import { addressKey, placeKey, type ShopAddress } from '../realm.ts';

/**
 * The supply graph for Mermaid: shops in their towns and kingdoms, an arrow for each trade;
 * red is what is short, dotted what never moves.
 */
export function planMermaid({ shops }: Economy): string {
  const ids = new Map(shops.map((place, index) => [placeKey(place), `s${index}`]));
  const id = (address: ShopAddress) => ids.get(addressKey(address)) ?? addressKey(address);
  const kingdoms = [...Map.groupBy(shops, ({ kingdom }) => kingdom)].flatMap(([kingdom, held], index) => [
    `  subgraph k${index}["${kingdom.name}"]`,
    ...[...Map.groupBy(held, ({ town }) => town)].flatMap(([town, local], place) => [
      `    subgraph k${index}t${place}["${town.name}"]`,
      ...local.map(
        ({ shop, makes }) => `      ${id({ kingdom: kingdom.name, shop: shop.name })}["${shop.name}<br>${makes.map(made).join('<br>')}"]`,
      ),
      '    end',
    ]),
    '  end',
  ]);
  const trades = shops.flatMap(({ makes }) => makes.flatMap((making) => making.inputs.map((input) => ({ making, input }))));
  const short = trades.flatMap(({ making, input }, index) => (isShort(making, input) ? [index] : []));
  return [
    'flowchart LR',
    ...kingdoms,
    ...trades.map(
      ({ making, input }) =>
        `  ${id(input.from)} ${input.used > 0 ? '-->' : '-.->'}|"${rate(input.used)} of ${rate(input.demand)} ${input.good}/s"| ${id(making.seller)}`,
    ),
    ...(short.length === 0 ? [] : [`  linkStyle ${short.join(',')} stroke:red`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const made = ({ good, rate: reached, full }: MakingFlow): string => `${rate(reached)} of ${rate(full)} ${good}/s`;

const isShort = ({ limit }: MakingFlow, { good, from }: InputFlow): boolean =>
  (limit.by === 'input' || limit.by === 'never') && limit.input.good === good && addressKey(limit.input.from) === addressKey(from);
