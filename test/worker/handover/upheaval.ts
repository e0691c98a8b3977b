import { accountOf, booksAtRest, type Account } from './account.ts';
import { TRADING, WORKERS } from './bustling-realm.ts';
import { sendOutsiders } from './outsiders.ts';
import { uidOf, type Shops } from './shops.ts';

export interface Upheaval {
  readonly accounts: ReadonlyMap<string, Account>;
  /** What the last words of those that went say was left. */
  readonly left: readonly string[];
  readonly departed: number;
  /** Purchases of goods between shops, in units. */
  readonly traded: number;
  /** Purchases of outsiders of which nobody knows how they ended. */
  readonly unheard: number;
}

const sizes = (workers: number) => ({ ...Object.fromEntries(TRADING.map((shop) => [shop, workers])), goldsmith: WORKERS });

/** At full load, all shops are rolled twice, scaled from three workers to five and to two, drained, and brought back to three. */
export async function upheave(shops: Shops, say: (line: string) => void): Promise<Upheaval> {
  const began = performance.now();
  const tell = (what: string) => say(`${((performance.now() - began) / 1_000).toFixed(0)} s: ${what}`);
  let there = await shops.settled(sizes(WORKERS));
  const outsiders = sendOutsiders(shops, [
    ['craftsman', 'axe'],
    ['craftsman', 'axe'],
    ['ironworker', 'iron'],
    ['woodworker', 'wood'],
    ['stoneworker', 'stone'],
  ]);
  const replaced = async (what: string, act: () => Promise<unknown>, workers: number) => {
    const old = new Set(there.filter((pod) => pod.metadata?.labels?.['shop'] !== 'goldsmith').map(uidOf));
    await act();
    there = await shops.settled(sizes(workers), old);
    tell(what);
  };
  for (const time of ['once', 'twice']) await replaced(`all rolled ${time}`, () => Promise.all(TRADING.map(shops.restart)), WORKERS);
  for (const workers of [5, 2]) {
    await Promise.all(TRADING.map((shop) => shops.scale(shop, workers)));
    there = await shops.settled(sizes(workers));
    tell(`scaled to ${workers} workers a shop`);
  }
  const drained = there.filter((pod) => pod.metadata?.labels?.['shop'] !== 'goldsmith');
  await replaced('drained', () => Promise.all(drained.map(shops.evict)), 2);
  await Promise.all(TRADING.map((shop) => shops.scale(shop, WORKERS)));
  there = await shops.settled(sizes(WORKERS));
  await outsiders.stop();
  tell('outsiders gone');

  const living = await booksAtRest(shops);
  const closed = await shops.closed();
  const accounts = accountOf(living, closed, outsiders.bought);
  for (const [good, account] of accounts) tell(`${good}: ${JSON.stringify(account)}`);
  const traded = [...living, ...closed].reduce(
    (sum, { goods }) => sum + [...goods.values()].reduce((units, { bought }) => units + bought, 0),
    0,
  );
  tell(`${closed.length} workers went, ${traded} units were traded between shops`);
  const left = closed.flatMap(({ id, left: goods, why }) =>
    Object.entries(goods).map(([good, count]) => `${id}: ${count} ${good}, ${String(why)}`),
  );
  return { accounts, left, departed: closed.length, traded, unheard: outsiders.unheard };
}
