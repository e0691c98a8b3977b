import { NO_TRADE, type WorkerBooks, type PartnerTrade } from '../../../kube/books/worker-books.ts';

/** A law that does not hold. */
export interface Breach {
  readonly law: 'balance' | 'negative' | 'agreement' | 'identity';
  readonly text: string;
}

export interface Audit {
  readonly breaches: readonly Breach[];
  /** Bought or sold, by good, where the other books are gone: what departed pods gave or took. */
  readonly departed: ReadonlyMap<string, { readonly soldToThem: number; readonly boughtFromThem: number }>;
  /**
   * Bought, by good, from books that sold the buyer what it makes itself: only a closing worker of its own shop does. Of one that
   * left nothing but inputs nobody can tell whether it was a supplier; those are among what was bought from the departed.
   */
  readonly inherited: ReadonlyMap<string, number>;
  /** Not settled yet, by good. */
  readonly open: ReadonlyMap<string, number>;
  /** With books that never came back: shown, and credited to nobody. */
  readonly inDoubt: ReadonlyMap<string, number>;
}

/** All books, read three times over: trade goes on meanwhile, and no two shops are read at one moment. */
export interface Readings {
  readonly before: readonly WorkerBooks[];
  readonly middle: readonly WorkerBooks[];
  readonly after: readonly WorkerBooks[];
}

/**
 * The laws. In one pair of books, per good: produced + bought - consumed - sold = stock, and nothing is negative. Between
 * two living books, per good: sold by one to the other, less what the other says it bought, is part of what the buyer has
 * open. The counts only grow, so what the seller said in between is at least what the buyer had bought before, and at
 * most what it has bought or open after. What a partner no longer keeps apart may be of anybody: it can explain what is
 * missing, and proves nothing.
 */
export function audit({ before, middle, after }: Readings): Audit {
  const books = after;
  const living = new Map(books.map((one) => [one.id, one]));
  const earlier = new Map(before.map((one) => [one.id, one]));
  return {
    breaches: [
      ...books.flatMap(ownBreaches),
      ...pairsWithTrade(middle, after).flatMap(([seller, buyer]) => {
        const was = earlier.get(buyer.id);
        return was === undefined ? [] : disagreements(seller, was, buyer);
      }),
    ],
    departed: departed(books, living),
    inherited: total(books.flatMap(inheritedBy)),
    open: total(books.flatMap(tradesOf).map(([, good, { open }]) => [good, open])),
    inDoubt: total(books.flatMap(({ goods }) => [...goods].map(([good, { inDoubt }]) => [good, inDoubt] as const))),
  };
}

/** Each two of which one at least says that it traded with the other: in a large realm nearly all others never met. */
function pairsWithTrade(
  sellers: readonly WorkerBooks[],
  buyers: readonly WorkerBooks[],
): readonly (readonly [seller: WorkerBooks, buyer: WorkerBooks])[] {
  const places = new Map(buyers.map((buyer, place) => [buyer, place]));
  const byId = Map.groupBy(buyers, ({ id }) => id);
  const naming = new Map<string, WorkerBooks[]>();
  for (const buyer of buyers)
    for (const id of buyer.with.keys()) {
      const known = naming.get(id);
      if (known === undefined) naming.set(id, [buyer]);
      else known.push(buyer);
    }
  return sellers.flatMap((seller) => {
    const named = [...seller.with.keys()].flatMap((id) => byId.get(id) ?? []);
    return [...new Set([...named, ...(naming.get(seller.id) ?? [])])]
      .filter(({ id }) => id !== seller.id)
      .sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0))
      .map((buyer) => [seller, buyer] as const);
  });
}

function ownBreaches({ pod, goods }: WorkerBooks): readonly Breach[] {
  return [...goods].flatMap(([good, { produced, bought, consumed, sold, stock, inDoubt }]): Breach[] => {
    const sum = produced + bought - consumed - sold;
    const negative = Object.entries({ produced, bought, consumed, sold, stock, inDoubt }).filter(([, count]) => count < 0);
    return [
      ...(sum === stock
        ? []
        : [
            {
              law: 'balance',
              text: `${pod}: ${good}: produced ${produced} + bought ${bought} - consumed ${consumed} - sold ${sold} = ${sum}, and its stock is ${stock}`,
            } as const,
          ]),
      ...negative.map(([name, count]) => ({ law: 'negative', text: `${pod}: ${good}: ${name} is ${count}` }) as const),
    ];
  });
}

function disagreements(seller: WorkerBooks, before: WorkerBooks, after: WorkerBooks): readonly Breach[] {
  const [sold, was, is] = [seller.with.get(after.id), before.with.get(seller.id), after.with.get(seller.id)];
  return [...new Set([...(sold?.keys() ?? []), ...(is?.keys() ?? [])])].flatMap((good): Breach[] => {
    const gave = sold?.get(good)?.sold ?? 0;
    const least = was?.get(good)?.bought ?? 0;
    const { bought, open } = is?.get(good) ?? NO_TRADE;
    const [sellersRest, buyersRest] = [seller.others.get(good) ?? NO_TRADE, after.others.get(good) ?? NO_TRADE];
    if (gave + sellersRest.sold >= least && gave <= bought + open + buyersRest.bought + buyersRest.open) return [];
    return [
      {
        law: 'agreement',
        text: `${seller.pod} sold ${gave} ${good} to ${after.pod}, which bought ${bought}${open === 0 ? '' : ` and has ${open} open`}`,
      },
    ];
  });
}

/** Two pods must not keep the same books: one of them has copied them, or says what is not so. */
export function sharedBooks(asked: readonly { readonly pod: string; readonly books: string }[]): readonly Breach[] {
  const byId = new Map<string, string[]>();
  for (const { pod, books } of asked) byId.set(books, [...(byId.get(books) ?? []), pod]);
  return [...byId]
    .filter(([, pods]) => pods.length > 1)
    .map(([id, pods]) => ({ law: 'identity', text: `${pods.join(' and ')} show the same books, ${id}` }));
}

/** All trade, each by the other's books; what is no longer kept apart is nobody's. */
const tradesOf = ({
  with: partners,
  others,
}: WorkerBooks): readonly (readonly [partner: string | undefined, good: string, PartnerTrade])[] => [
  ...[...partners].flatMap(([id, trades]) => [...trades].map(([good, trade]) => [id, good, trade] as const)),
  ...[...others].map(([good, trade]) => [undefined, good, trade] as const),
];

function departed(books: readonly WorkerBooks[], living: ReadonlyMap<string, WorkerBooks>): Audit['departed'] {
  const sums = new Map<string, { readonly soldToThem: number; readonly boughtFromThem: number }>();
  for (const [id, good, { sold, bought }] of books.flatMap(tradesOf)) {
    if (id !== undefined && living.has(id)) continue;
    const { soldToThem, boughtFromThem } = sums.get(good) ?? { soldToThem: 0, boughtFromThem: 0 };
    sums.set(good, { soldToThem: soldToThem + sold, boughtFromThem: boughtFromThem + bought });
  }
  return sums;
}

function inheritedBy({ goods, with: partners }: WorkerBooks): readonly (readonly [good: string, count: number])[] {
  const makes = (good: string) => (goods.get(good)?.produced ?? 0) > 0;
  return [...partners.values()]
    .filter((trades) => [...trades].some(([good, { bought }]) => bought > 0 && makes(good)))
    .flatMap((trades) => [...trades].map(([good, { bought }]) => [good, bought] as const));
}

function total(counts: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [good, count] of counts) if (count !== 0) sums.set(good, (sums.get(good) ?? 0) + count);
  return sums;
}
