import type { AuditedBooks } from './books.ts';

/** A law that does not hold. */
interface Breach {
  readonly law: 'balance' | 'negative' | 'agreement';
  readonly text: string;
}

export interface Audit {
  readonly breaches: readonly Breach[];
  /** Bought or sold, by good, where the other books are gone: what departed pods gave or took. */
  readonly departed: Readonly<Record<string, { readonly soldToThem: number; readonly boughtFromThem: number }>>;
  /** Not settled yet, by good. */
  readonly open: Readonly<Record<string, number>>;
  /** With books that never came back: shown, and credited to nobody. */
  readonly inDoubt: Readonly<Record<string, number>>;
}

/** All books, read three times over: trade goes on meanwhile, and no two shops are read at one moment. */
export interface Readings {
  readonly before: readonly AuditedBooks[];
  readonly middle: readonly AuditedBooks[];
  readonly after: readonly AuditedBooks[];
}

/**
 * The laws. In one pair of books, per good: produced + bought - consumed - sold = stock, and nothing is negative. Between
 * two living books, per good: sold by one to the other, less what the other says it bought, is part of what the buyer has
 * open. The counts only grow, so what the seller said in between is at least what the buyer had bought before, and at
 * most what it has bought or open after.
 */
export function audit({ before, middle, after }: Readings): Audit {
  const books = after;
  const living = new Map(books.map((one) => [one.id, one]));
  const earlier = new Map(before.map((one) => [one.id, one]));
  const pairs = middle
    .flatMap((seller) => after.map((buyer) => ({ seller, buyer, was: earlier.get(buyer.id) })))
    .filter(({ seller, buyer, was }) => seller.id !== buyer.id && was !== undefined);
  return {
    breaches: [
      ...books.flatMap(ownBreaches),
      ...pairs.flatMap(({ seller, buyer, was }) => (was === undefined ? [] : disagreements(seller, was, buyer))),
    ],
    departed: departed(books, living),
    open: total(
      books.flatMap((one) =>
        Object.values(one.with).flatMap((trades) => Object.entries(trades).map(([good, { open }]): [string, number] => [good, open])),
      ),
    ),
    inDoubt: total(books.flatMap((one) => Object.entries(one.goods).map(([good, { inDoubt }]): [string, number] => [good, inDoubt]))),
  };
}

function ownBreaches({ pod, goods }: AuditedBooks): readonly Breach[] {
  return Object.entries(goods).flatMap(([good, { produced, bought, consumed, sold, stock, inDoubt }]): Breach[] => {
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

function disagreements(seller: AuditedBooks, before: AuditedBooks, after: AuditedBooks): readonly Breach[] {
  const [sold, was, is] = [seller.with[after.id] ?? {}, before.with[seller.id] ?? {}, after.with[seller.id] ?? {}];
  return [...new Set([...Object.keys(sold), ...Object.keys(is)])].flatMap((good): Breach[] => {
    const gave = sold[good]?.sold ?? 0;
    const [least, bought, open] = [was[good]?.bought ?? 0, is[good]?.bought ?? 0, is[good]?.open ?? 0];
    if (gave >= least && gave <= bought + open) return [];
    return [
      {
        law: 'agreement',
        text: `${seller.pod} sold ${gave} ${good} to ${after.pod}, which bought ${bought}${open === 0 ? '' : ` and has ${open} open`}`,
      },
    ];
  });
}

function departed(books: readonly AuditedBooks[], living: ReadonlyMap<string, AuditedBooks>): Audit['departed'] {
  const sums: Record<string, { soldToThem: number; boughtFromThem: number }> = {};
  for (const one of books)
    for (const [id, trades] of Object.entries(one.with)) {
      if (living.has(id)) continue;
      for (const [good, { sold, bought }] of Object.entries(trades)) {
        const sum = (sums[good] ??= { soldToThem: 0, boughtFromThem: 0 });
        sum.soldToThem += sold;
        sum.boughtFromThem += bought;
      }
    }
  return sums;
}

function total(counts: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [good, count] of counts) if (count !== 0) sums[good] = (sums[good] ?? 0) + count;
  return sums;
}
