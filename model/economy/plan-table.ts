import { columns } from '../../ground/text/columns.ts';
import type { Economy, MakingFlow, ShopFlow } from './economy.ts';
import { causeOf } from './economy-warnings.ts';
import { rate } from './rate.ts';
import type { WorkerCounts } from './market.ts';
import { declaredWorkers } from './supply-graph.ts';
import { placeKey } from '../realm.ts';
import { isLeftToDemand, rangeText, workersRange } from '../workers-range.ts';

/**
 * An economy as text: what each good's supply and demand are, then what each shop reaches, and why not more. `wanted` are the
 * workers with which everybody would work at full speed.
 */
export function planTable({ goods, shops }: Economy, wanted: WorkerCounts = new Map()): string {
  const goodRows = goods.map(({ good, supply, made, demand, used }) => [
    good,
    rate(supply),
    rate(made),
    rate(demand),
    rate(used),
    balance(made, demand),
  ]);
  const shopRows = shops.flatMap((shop) =>
    shop.makes.map((making) => [
      shop.kingdom.name,
      shop.town.name,
      shop.shop.name,
      workers(shop, wanted),
      making.good,
      rate(making.full),
      rate(making.rate),
      firstStock(making),
      state(making),
    ]),
  );
  return [
    ...columns([['GOOD', 'COULD-MAKE/S', 'MADE/S', 'COULD-USE/S', 'USED/S', 'STATE'], ...goodRows]),
    '',
    ...columns([['KINGDOM', 'TOWN', 'SHOP', 'WORKERS', 'GOOD', 'COULD-MAKE/S', 'MADE/S', 'FIRST', 'STATE'], ...shopRows]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** `1, wants 3` or `1-5, wants 3`: so many it has, so many would do. */
function workers(flow: ShopFlow, wanted: WorkerCounts): string {
  const has = declaredWorkers(flow);
  const wants = wanted.get(placeKey(flow)) ?? has;
  const range = workersRange(flow.shop.replicas);
  const may = isLeftToDemand(range) ? rangeText(range) : `${has}`;
  return wants > has ? `${may}, wants ${wants}` : may;
}

const balance = (made: number, demand: number): string => {
  if (demand === 0) return 'not used';
  return made >= demand * (1 - 1e-9) ? 'enough' : `short by ${rate(demand - made)}/s`;
};

const firstStock = ({ firstStockSeconds: time }: MakingFlow): string => (Number.isFinite(time) ? `${Math.ceil(time)}s` : 'never');

function state(making: MakingFlow): string {
  if (making.limit.by === 'interval') return 'full speed';
  if (making.limit.by === 'maximum') return 'makes what it sells';
  return causeOf(making) ?? '';
}
