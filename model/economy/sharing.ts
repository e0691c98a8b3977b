import { separateMarkets, type Maker, type Need } from './supply-graph.ts';

/** Rounds of haggling at most; the books are balanced after the last, however far they came. */
const MOST_ROUNDS = 200;
/** Parts that move by less have settled; also what counts as enough, since a third of three is not quite one. */
const SETTLED = 1e-12;

/** How busy each maker is in the long run. */
export interface Sharing {
  /** By index: the part of its turns that a maker completes; 1 makes all it could. */
  readonly busy: Float64Array;
  /** By index: the part of its turns that a maker wants to complete; less than 1 if its store is full. */
  readonly wanted: Float64Array;
  /** By index: what a visit finds at a seller, as a part of the most that any visit could use. */
  readonly finds: Float64Array;
  /** The part of what it could use that a need is granted. */
  granted(need: Need): number;
}

/**
 * Shares what is made among those that need it: a scarce good in proportion to what each buyer could use, where no
 * visit counts for more than the batch that may lie there. For workers come in no order, each at its own turns, and
 * take what they are short of, as far as it goes. Who is held up elsewhere takes no more than it can work on, and
 * leaves the rest to the others. A maker is as busy as its scarcest input allows; one with a maximum makes no more
 * than it sells.
 *
 * `order` holds sellers before their buyers. What each takes depends on what the others take, so that they haggle:
 * each round walks from sellers to buyers, until nothing moves. That may never be, so a last walk takes the parts found
 * as limits and hands out no more than there is, and another hands out what is left: wherever the haggling ends, no
 * good is used faster than it is made, and nobody is short of a good that is left over.
 */
export function share(order: readonly Maker[], size: number): Sharing {
  const finds = new Float64Array(size).fill(1);
  const most = new Float64Array(size);
  const wanted = new Float64Array(size); // nothing, for those that never start
  for (const maker of order) {
    most[maker.index] = maker.buyers.reduce((largest, { amount }) => Math.max(largest, amount), maker.making.amount);
    wanted[maker.index] = 1;
  }
  const modesty = ({ seller, amount }: Need) => at(most, seller) / Math.max(amount, seller.making.amount);
  const granted = (need: Need) => Math.min(shelf(need), at(finds, need.seller) * modesty(need));
  const market: Market = { busy: new Float64Array(size), finds, wanted, depth: depths(order, size), modesty, granted };
  for (const makers of separateMarkets(order)) {
    for (let round = 0, moved = 1; round < MOST_ROUNDS && moved > SETTLED; round += 1)
      moved = Math.max(haggle(makers, market), limitBySales(makers, market));
    settle(makers, market);
    handOut(makers, market);
  }
  return market;
}

/** A visit takes no more than the shelf holds: a maximum leaves only what is between it and the minimum. */
export const shelf = ({ seller: { making }, amount }: Need): number =>
  making.maximum === undefined ? 1 : Math.min(1, (making.maximum - making.minimum) / amount);

interface Market extends Sharing {
  /** By index: the longest way to a maker from one without inputs. */
  readonly depth: Uint32Array;
  /** How often a need, or the batch that it comes out of, fits into the most that any visit could use. */
  readonly modesty: (need: Need) => number;
}

function depths(order: readonly Maker[], size: number): Uint32Array {
  const depth = new Uint32Array(size);
  for (const maker of order) depth[maker.index] = Math.max(0, ...maker.needs.map(({ seller }) => at(depth, seller) + 1));
  return depth;
}

function haggle(makers: readonly Maker[], market: Market): number {
  const { busy, finds, wanted, granted } = market;
  let moved = 0;
  for (const maker of makers) {
    const able = maker.needs.reduce((least, need) => Math.min(least, granted(need)), 1);
    busy[maker.index] = Math.min(able, at(wanted, maker));
    const before = at(finds, maker);
    const find = fairFind(
      maker.buyers.map((need) => claimOf(need, market)),
      able * maker.full,
    );
    finds[maker.index] = find;
    moved = Math.max(moved, Math.abs(find - before));
  }
  return moved;
}

/** What a buyer takes of what it finds, if the rest of the market stays as it is. */
function claimOf(need: Need, { finds, wanted, depth, modesty, granted }: Market): Claim {
  const { seller, buyer } = need;
  const before = at(finds, seller);
  // What lies further down may live on this seller's goods: it rises and falls with what is found here.
  const along = (part: number) => (before > 0 ? part / before : 1);
  const sold = at(wanted, buyer);
  let most = shelf(need);
  let slope = sold < 1 ? Math.min(modesty(need), along(sold)) : modesty(need);
  for (const other of buyer.needs) {
    if (other === need) continue;
    if (at(depth, other.seller) > at(depth, seller)) slope = Math.min(slope, along(granted(other)));
    else most = Math.min(most, granted(other));
  }
  return { full: need.full, most, slope };
}

interface Claim {
  /** Units a second at full speed. */
  readonly full: number;
  /** The part of that beyond which the buyer is held up elsewhere. */
  readonly most: number;
  /** The part of that for each part found, below that. */
  readonly slope: number;
}

/** What every visit can find, at most 1: `supply` goes round, and who wants less takes less. */
function fairFind(claims: readonly Claim[], supply: number): number {
  const used = claims.reduce((sum, { full, most, slope }) => sum + full * Math.min(most, slope), 0);
  if (used <= supply * (1 + SETTLED)) return 1;
  // Those that are content first come first; once they have theirs, the rest shares the rest. Who takes nothing is no matter.
  const byContent = claims.filter(({ slope }) => slope > 0).toSorted((a, b) => a.most / a.slope - b.most / b.slope);
  let left = supply;
  let rate = claims.reduce((sum, { full, slope }) => sum + full * slope, 0);
  for (const { full, most, slope } of byContent) {
    if (left <= rate * (most / slope)) return left / rate;
    left -= full * most;
    rate -= full * slope;
  }
  return 1;
}

/** Who has a maximum makes, in the long run, what its buyers could use. Walks from buyers to sellers. */
function limitBySales(makers: readonly Maker[], { wanted, granted }: Market): number {
  let moved = 0;
  for (const maker of makers.toReversed()) {
    if (maker.making.maximum === undefined) continue;
    const usable = (sold: Need) =>
      sold.buyer.needs.reduce((least, need) => Math.min(least, need === sold ? shelf(sold) : granted(need)), at(wanted, sold.buyer));
    const sales = maker.buyers.reduce((sum, need) => sum + need.full * usable(need), 0);
    const part = Math.min(1, sales / maker.full);
    moved = Math.max(moved, Math.abs(part - at(wanted, maker)));
    wanted[maker.index] = part;
  }
  return moved;
}

function settle(makers: readonly Maker[], { busy, finds, modesty, granted }: Market): void {
  for (const maker of makers) {
    busy[maker.index] = maker.needs.reduce((least, need) => Math.min(least, granted(need)), at(busy, maker));
    const claims = maker.buyers.map((need) => ({ full: need.full, most: at(busy, need.buyer), slope: modesty(need) }));
    finds[maker.index] = Math.min(at(finds, maker), fairFind(claims, at(busy, maker) * maker.full));
  }
}

/**
 * Sellers come first, so that a shop that gets more has more to sell when its buyers' turn comes:
 * one walk leaves nobody short of what is left.
 */
function handOut(makers: readonly Maker[], { busy, finds, wanted, modesty }: Market): void {
  const left = new Map(
    makers.map((maker) => [
      maker,
      at(busy, maker) * maker.full - maker.buyers.reduce((used, need) => used + need.full * at(busy, need.buyer), 0),
    ]),
  );
  const add = (maker: Maker, units: number) => left.set(maker, (left.get(maker) ?? 0) + units);
  for (const maker of makers) {
    const room = maker.needs.reduce((least, need) => Math.min(least, Math.max(0, left.get(need.seller) ?? 0) / need.full), 1);
    const most = maker.needs.reduce((least, need) => Math.min(least, shelf(need)), at(wanted, maker));
    const more = Math.min(room, most - at(busy, maker));
    if (more <= 0) continue;
    busy[maker.index] = more < room ? most : at(busy, maker) + more;
    add(maker, more * maker.full);
    for (const need of maker.needs) add(need.seller, -more * need.full);
  }
  for (const [maker, units] of left) {
    const taken = maker.buyers.reduce((most, need) => Math.max(most, at(busy, need.buyer) / modesty(need)), at(finds, maker));
    finds[maker.index] = units > SETTLED * maker.full ? 1 : Math.min(1, taken);
  }
}

const at = (table: Float64Array | Uint32Array, { index }: Maker): number => table[index] ?? 0;
