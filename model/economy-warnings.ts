import type { Economy, InputFlow, MakingFlow, ShopFlow } from './economy.ts';
import { rate } from './rate.ts';

/** What a user should know about an economy, a line each: which shops never start, which make less than they could, and why. */
export const economyWarnings = ({ shops, loops }: Economy): readonly string[] => [
  ...loops.map(loopWarning),
  ...shops.flatMap((shop) => shop.makes.flatMap((making) => warning(shop, making))),
];

function warning({ kingdom, town, shop }: ShopFlow, making: MakingFlow): readonly string[] {
  const cause = causeOf(making);
  const { limit } = making;
  if (cause === undefined || (limit.by === 'never' && limit.inLoop)) return []; // a loop is told once, as a whole
  const makes = limit.by === 'input' ? `makes ${rate(making.rate)} ${making.good}/s of the ${rate(making.full)} it could` : `can never make ${making.good}`;
  return [`${kingdom.name}/${town.name}/${shop.name} ${makes}: ${cause}`];
}

function loopWarning(loop: readonly MakingFlow[]): string {
  const steps = loop.map(({ seller, good, limit }) => {
    const waits = limit.by !== 'never' ? '' : ` waits for ${limit.input.good} from ${limit.input.from.shop}${limit.opens === undefined ? '' : `, which opens only with ${limit.opens}`}`;
    return `${good} of ${seller.kingdom}/${seller.shop}${waits}`;
  });
  return `a loop that can never start, since every store is empty at first: ${steps.join('; ')}`;
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
      return `${source(limit.input)} is short by ${rate(limit.short)}/s${limit.shelf === undefined ? '' : `, since it keeps at most ${limit.shelf} to sell`}`;
    case 'never':
      return `${source(limit.input)} is never ${limit.opens === undefined ? 'made' : `sold, since ${limit.input.from.shop} opens only once it holds its minimum of ${limit.opens}`}`;
  }
}
