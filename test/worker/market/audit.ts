import type { BooksPage } from '../../../worker/http/books-page.ts';

/** What is wrong with a market's books, by the two laws; empty where all is well. */
export function audit(pages: readonly BooksPage[], departed: ReadonlySet<string>): readonly string[] {
  const wrong: string[] = [];
  const byId = new Map(pages.map((page) => [page.id, page]));
  for (const page of pages) {
    for (const [good, { produced, bought, consumed, sold, stock }] of Object.entries(page.goods)) {
      if (produced + bought - consumed - sold !== stock || stock < 0) wrong.push(`${page.pod} does not balance in ${good}`);
    }
    for (const [id, goods] of Object.entries(page.with)) {
      for (const [good, { sold, bought, open }] of Object.entries(goods)) {
        const other = byId.get(id);
        if (other === undefined && !departed.has(id)) wrong.push(`${page.pod} traded ${good} with ${id}, whom nobody knows`);
        if (other === undefined) continue;
        const mirror = other.with[page.id]?.[good] ?? { sold: 0, bought: 0, open: 0 };
        if (mirror.sold !== bought) wrong.push(`${page.pod} bought ${bought} ${good} of ${other.pod}, which sold it ${mirror.sold}`);
        if (mirror.bought !== sold) wrong.push(`${page.pod} sold ${sold} ${good} to ${other.pod}, which bought ${mirror.bought}`);
        if (open > 0) wrong.push(`${page.pod} has not settled ${open} ${good} with ${other.pod}`);
      }
    }
  }
  return wrong;
}
