import type { Economy, InputFlow, MakingFlow, ShopFlow } from './economy.ts';
import { rate } from './rate.ts';
import { remedies } from './remedy.ts';
import type { WorkerCounts } from './market.ts';
import type { ShopAddress } from '../realm.ts';

/**
 * What a user should know about an economy, one line per warning: which shops never start, which make less than they could, and
 * why; and what would help, where it can be asked which workers are wanted (`workersForFullSpeed`). What is the same in many
 * kingdoms is told once, of the first.
 */
export function economyWarnings({ shops, loops }: Economy, wanted: () => WorkerCounts = () => new Map()): readonly string[] {
  const remedyFor = remedies(shops, wanted);
  const warnings = [
    ...loops.flatMap(loopWarning),
    ...shops.flatMap((shop) => shop.makes.flatMap((making) => shopWarning(shop, making, remedyFor))),
  ];
  return [...Map.groupBy(warnings, ({ says }) => says)].flatMap(([says, [first, ...others]]) =>
    first === undefined ? [] : [`${first.kingdom}${says}${elsewhere(others.length)}`],
  );
}

const elsewhere = (kingdoms: number): string =>
  kingdoms === 0 ? '' : `, and the same in ${kingdoms === 1 ? 'another kingdom' : `${kingdoms} other kingdoms`}`;

interface Warning {
  readonly kingdom: string;
  /** What follows the kingdom's name. */
  readonly says: string;
}

function shopWarning({ kingdom, town, shop }: ShopFlow, making: MakingFlow, remedyFor: ReturnType<typeof remedies>): readonly Warning[] {
  const cause = causeOf(making);
  const { limit } = making;
  if (cause === undefined || (limit.by === 'never' && limit.inLoop)) return []; // a loop is told once, as a whole
  const makes =
    limit.by === 'input'
      ? `makes ${rate(making.rate)} ${making.good}/s of the ${rate(making.full)} it could`
      : `can never make ${making.good}`;
  const remedy = limit.by === 'input' && limit.shelf === undefined ? remedyFor(limit.input.from) : undefined;
  const help = remedy === undefined ? '' : `; ${remedy}`;
  return [{ kingdom: kingdom.name, says: `/${town.name}/${shop.name} ${makes}: ${cause}${help}` }];
}

function loopWarning(loop: readonly MakingFlow[]): readonly Warning[] {
  const [first] = loop;
  if (first === undefined) return [];
  const { kingdom } = first.seller;
  const called = (address: ShopAddress) => (address.kingdom === kingdom ? address.shop : `${address.shop} in ${address.kingdom}`);
  const steps = loop.flatMap(({ seller, good, limit }) => {
    if (limit.by !== 'never') return [];
    const opens = limit.opens === undefined ? '' : `, which opens only with ${limit.opens}`;
    return [`${called(seller)} waits to make ${good} for ${limit.input.good} from ${called(limit.input.from)}${opens}`];
  });
  return [{ kingdom, says: ` has a loop that can never start, since every store is empty at first: ${steps.join('; ')}` }];
}

/** Why a shop cannot make more of a good; nothing if it works at full speed, or could make more than it sells. */
export function causeOf({ limit, seller }: MakingFlow): string | undefined {
  const source = ({ good, from }: InputFlow) => `${good} from ${from.shop}${from.kingdom === seller.kingdom ? '' : ` in ${from.kingdom}`}`;
  switch (limit.by) {
    case 'interval':
    case 'maximum':
      return undefined;
    case 'no-workers':
      return 'it has no workers';
    case 'input':
      return (
        `${source(limit.input)} is short by ${rate(limit.short)}/s` +
        (limit.shelf === undefined ? '' : `, since it keeps at most ${limit.shelf} to sell`)
      );
    case 'never':
      return limit.opens === undefined
        ? `${source(limit.input)} is never made`
        : `${source(limit.input)} is never sold, since ${limit.input.from.shop} opens only once it holds its minimum of ${limit.opens}`;
  }
}
