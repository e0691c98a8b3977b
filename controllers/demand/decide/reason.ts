import { rate } from '../../../model/economy/rate.ts';
import type { GoodUse, GoodUser } from '../../../model/economy/uses.ts';
import { rangeText, type WorkersRange } from '../../../model/workers-range.ts';

export interface ScaledShop {
  readonly kingdom: string;
  readonly have: number;
  readonly to: number;
  readonly wanted: number;
  readonly range: WorkersRange;
  readonly uses: readonly GoodUse[];
}

/** More names than these tell nobody anything. */
const MOST_NAMED = 3;

/** `from 1 to 3 workers: 0.27 iron/s could be used by craftsman, and a worker makes 0.1`. */
export function scaledText({ kingdom, have, to, wanted, range, uses }: ScaledShop): string {
  const change = `from ${have} to ${to} worker${to === 1 ? '' : 's'}`;
  if (have < range.from || have > range.to) return `${change}: its range is ${rangeText(range)}`;
  const of = to === wanted ? '' : `, of the ${wanted} that are wanted`;
  const most = uses.reduce<GoodUse | undefined>(
    (first, use) => (first === undefined || use.usable / use.perWorker > first.usable / first.perWorker ? use : first),
    undefined,
  );
  if (most === undefined) return `${change}${of}`;
  const { good, usable, perWorker, users } = most;
  if (users.length === 0) return `${change}${of}: nobody could use ${good}`;
  return `${change}${of}: ${rate(usable)} ${good}/s could be used by ${named(users, kingdom)}, and a worker makes ${rate(perWorker)}`;
}

function named(users: readonly GoodUser[], kingdom: string): string {
  const names = users.map(({ shop }) =>
    shop === undefined ? 'outsiders' : shop.kingdom === kingdom ? shop.shop : `${shop.shop} in ${shop.kingdom}`,
  );
  const more = names.length - MOST_NAMED;
  const shown = more > 1 ? [...names.slice(0, MOST_NAMED), `${more} others`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
